"""The API for the business's own programs: JSON over HTTP, for whoever has a token."""
