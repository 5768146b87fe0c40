"""Bookings, and what they do to contacts."""
