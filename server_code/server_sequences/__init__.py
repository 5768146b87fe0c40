"""Sequences: messages that follow one another, and what lets people into them."""
