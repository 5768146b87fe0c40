"""Backups of an instance: everything its database holds, files included, in one checked file."""
