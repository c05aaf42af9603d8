"""The compiled form of an agreement, as values and as canonical JSON."""
