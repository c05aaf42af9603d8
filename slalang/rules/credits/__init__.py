"""Rules about what is paid, and when."""
