"""Rules about what is at risk, and how it is shared out."""
