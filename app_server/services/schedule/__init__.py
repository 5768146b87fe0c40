"""Scheduled tasks of the manifest."""
