"""Rules about what is measured, and whether it can be."""
