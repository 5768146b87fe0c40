"""Messages to people: who may get one, when, in which order, and what became of it. Whatever the channel."""
