"""Measurements; each prints figures and a ratio against a stated baseline."""
