"""What the manifest says about the users service of an app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from ...errors import AnvilError
from ...manifest import Service

SOURCE = "/runtime/services/anvil/users.yml"


@dataclass(frozen=True, slots=True)
class UsersConfig:
    """The users service's settings, named as in ``anvil.yaml``; days are whole days."""

    user_table: str = "users"
    use_email: bool = False
    use_token: bool = False
    allow_signup: bool = False
    enable_automatically: bool = False
    confirm_email: bool = False
    require_secure_passwords: bool = False
    max_password_failures: int = 10
    allow_remember_me: bool = False
    remember_me_days: int = 30
    require_mfa: bool = False
    mfa_timeout_days: int = 0
    allow_mfa_email_reset: bool = False
    password_cost: int = 12
    email_from_address: str = "accounts"
    email_content: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_users_config(services: Iterable[Service]) -> UsersConfig:
    """The settings in a manifest's ``services``; ``anvil.server.ServiceNotAdded`` when there is no users service."""
    for service in services:
        if service.source == SOURCE:
            given = {**service.client_config, **service.server_config}
            known = {item.name for item in fields(UsersConfig)}
            return UsersConfig(**{name: value for name, value in given.items() if name in known and value is not None})
    raise AnvilError("anvil.server.ServiceNotAdded", "Add the Users service to your app before calling this function")
