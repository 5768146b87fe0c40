"""Contacts: records, timelines, lists, import and export."""
