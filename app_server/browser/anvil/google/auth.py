"""``anvil.google.auth``: signing in with Google, which this server has not."""

from .._unavailable import functions_of

__getattr__ = functions_of("anvil.google.auth")
