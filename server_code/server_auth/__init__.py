"""Sign-in: who is at the screen, and what this person may open."""
