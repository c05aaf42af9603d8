"""Rules about tiers and what they build on."""
