"""On whose behalf the code runs: a signed-in person, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import Forbidden, NotSignedIn
from .permissions import CUSTOMER, PERMISSIONS, permissions_of


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. ``user`` is the row of the users table, None for the system."""

    user: Any
    email: str
    name: str
    role: str
    permissions: frozenset[str]

    def require(self, permission: str) -> None:
        """Raise Forbidden unless this actor holds ``permission``."""
        if not self.may(permission):
            raise Forbidden()

    def may(self, permission: str) -> bool:
        """Whether this actor holds ``permission``; that of customers is being one."""
        return self.is_customer if permission == CUSTOMER else permission in self.permissions

    @property
    def is_customer(self) -> bool:
        return self.role == CUSTOMER

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


SYSTEM = Actor(user=None, email="", name="Mybizz", role="system", permissions=frozenset(PERMISSIONS))


def actor_from_user(user: Any) -> Actor:
    """The actor behind a row of the users table.

    Raises NotSignedIn for None, Forbidden for a sign-in that is disabled, not active, or without a role.
    """
    if user is None:
        raise NotSignedIn()
    if not user["enabled"] or user["status"] != "active" or not user["role"]:
        raise Forbidden("This sign-in is not active. Please ask the owner of the business.")
    role = user["role"]
    return Actor(
        user=user,
        email=user["email"] or "",
        name=user["name"] or user["email"] or "",
        role=role,
        permissions=permissions_of(role, user["permissions"]),
    )
