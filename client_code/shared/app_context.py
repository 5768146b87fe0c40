"""Who is signed in to which business, as the server told it at sign-in; one page has one person."""

from .server_calls import call

STAFF_ROLES = ("owner", "manager", "admin", "staff")
ADMIN_ROLES = ("owner", "manager", "admin")

_context = {}


def load():
    """Ask the server who is here; True when somebody is signed in."""
    return remember(call("get_app_context"))


def remember(answer):
    """Keep what `get_app_context` or `sign_in` answered; True when somebody is signed in."""
    _context.clear()
    _context.update(answer)
    return user() is not None


def user():
    """The signed-in person (`email, name, role, permissions, initials`) or None."""
    return _context.get("user")


def config():
    """The business: `business_name, system_currency, locale, time_zone, features, …`."""
    return _context.get("config") or {}


def feature(name):
    """True when the business uses `name` (`bookings_enabled`, …)."""
    return bool((config().get("features") or {}).get(name))


def role():
    """The person's role, or an empty text."""
    return (user() or {}).get("role") or ""


def is_staff():
    return role() in STAFF_ROLES


def is_admin():
    return role() in ADMIN_ROLES


def may(permission):
    """True when the person holds `permission`; the server decides again on each call."""
    return permission in ((user() or {}).get("permissions") or ())


def must_set_password():
    """True when the person came by the link of a password mail."""
    return bool(_context.get("password_reset"))


def can_open(destination):
    """True when the screen `destination` exists for this person."""
    return destination in (_context.get("destinations") or ())
