"""Rules about how credits are earned back."""
