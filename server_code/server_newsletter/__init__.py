"""Mailing lists and sign-up forms: who is on a list, and how they came to be."""
