"""Pages for everybody, made as HTML on the server: no sign-in, no script."""
