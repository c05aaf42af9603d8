"""The resolved, immutable contract: names bound, tiers overlaid, types checked, amendments dated."""
