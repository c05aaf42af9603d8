"""Contracts and logs made from a seed: sound, varied, breaching more often than not, unkind at every edge."""
