"""Who may do what: one list of permissions, one matrix of roles.

A permission is ``area.view`` to see, ``area.manage`` to change, or ``area.<verb>`` for a deed that needs its own right.
"""

from __future__ import annotations

from collections.abc import Mapping

PERMISSIONS = (
    "analytics.view",
    "blog.manage",
    "blog.view",
    "bookings.manage",
    "bookings.view",
    "campaigns.manage",
    "campaigns.send",
    "campaigns.view",
    "customers.manage",
    "customers.view",
    "data.erase",
    "data.export",
    "data.import",
    "invoices.manage",
    "invoices.view",
    "payments.refund",
    "payments.view",
    "products.manage",
    "products.view",
    "settings.manage",
    "settings.view",
    "tasks.manage",
    "tasks.view",
    "tickets.manage",
    "tickets.view",
    "users.manage",
)

ROLES = ("owner", "manager", "admin", "staff", "customer")
# What the pages and callables for customers ask for, in place of a permission: staff never hold it.
CUSTOMER = "customer"

_EVERYTHING = frozenset(PERMISSIONS)
_MANAGER = _EVERYTHING - {"users.manage", "data.erase"}
_ADMIN = _MANAGER - {"settings.manage", "payments.refund", "campaigns.send"}
_STAFF = frozenset(
    {
        "blog.view",
        "bookings.manage",
        "bookings.view",
        "campaigns.view",
        "customers.manage",
        "customers.view",
        "invoices.view",
        "products.view",
        "tasks.manage",
        "tasks.view",
        "tickets.manage",
        "tickets.view",
    }
)

_ADJUSTABLE = frozenset({"manager", "admin", "staff"})

ROLE_PERMISSIONS: Mapping[str, frozenset[str]] = {
    "owner": _EVERYTHING,
    "manager": _MANAGER,
    "admin": _ADMIN,
    "staff": _STAFF,
    "customer": frozenset(),
}


def permissions_of(role: str | None, overrides: Mapping[str, bool] | None = None) -> frozenset[str]:
    """The permissions of ``role``, with a person's own ``{permission: bool}`` on top.

    Unknown roles, unknown permissions and values other than true and false grant nothing.
    A customer is never granted a staff permission, and an owner never loses one.
    """
    granted = ROLE_PERMISSIONS.get(role or "", frozenset())
    if role not in _ADJUSTABLE or not isinstance(overrides, Mapping):
        return granted
    added = {name for name in PERMISSIONS if overrides.get(name) is True}
    removed = {name for name in PERMISSIONS if overrides.get(name) is False}
    return (granted | added) - removed
