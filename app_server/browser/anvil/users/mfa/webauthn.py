"""Security keys for signing in: not offered here."""


def is_webauthn_available():
    """False."""
    return False


def create(_options):
    """None: no key was made."""


def get(_options):
    """None: no key was asked for."""
