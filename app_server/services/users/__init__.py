"""The users service: everything ``anvil.users`` asks of the server, but social, SAML and FIDO log-in."""

from __future__ import annotations

from . import resetting, second_factor, signing_in, signing_up

__all__ = ["resetting", "second_factor", "signing_in", "signing_up"]
