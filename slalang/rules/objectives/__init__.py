"""Rules about what is promised."""
