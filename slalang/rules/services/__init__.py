"""Rules about services: what is promised for them, and what is promised underneath."""
