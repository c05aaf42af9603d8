"""Rules about what limits the credits, and about what lets none of them be paid."""
