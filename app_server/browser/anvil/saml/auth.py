"""``anvil.saml.auth``: signing in with SAML, which this server has not."""

from .._unavailable import functions_of

__getattr__ = functions_of("anvil.saml.auth")
