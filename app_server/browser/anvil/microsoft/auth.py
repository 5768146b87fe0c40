"""``anvil.microsoft.auth``: signing in with Microsoft, which this server has not."""

from .._unavailable import functions_of

__getattr__ = functions_of("anvil.microsoft.auth")
