"""The driver: finds files, runs the phases in order, and hands their results to the command line."""
