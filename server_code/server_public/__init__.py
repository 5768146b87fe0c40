"""Open to everybody, without a sign-in: pages made as HTML on the server, and the API for programs with a token."""
