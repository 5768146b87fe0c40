"""``anvil.facebook.auth``: signing in with Facebook, which this server has not."""

from .._unavailable import functions_of

__getattr__ = functions_of("anvil.facebook.auth")
