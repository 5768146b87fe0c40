"""The users service: everything ``anvil.users`` asks of the server, but social, SAML and FIDO log-in."""
