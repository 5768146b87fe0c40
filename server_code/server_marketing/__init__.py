"""Marketing: tasks, campaigns, and what goes out to people."""
