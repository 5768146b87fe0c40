"""Marketing: campaigns, messages, offers, and the tasks of those who work here."""
