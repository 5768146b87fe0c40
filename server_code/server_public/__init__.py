"""Open to everybody, without a sign-in: pages made as HTML on the server."""
