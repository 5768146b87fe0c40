"""What ``anvil.users`` can ask of the stock server only: each says so, in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import AnvilError
from ...rpc.call import Call
from ...rpc.registry import private

PROVIDERS = ("google", "facebook", "microsoft", "saml")
NAMES = (
    *(f"users.{action}_with_{provider}" for action in ("login", "signup") for provider in PROVIDERS),
    "users.begin_fido_attestation",
    "users.validate_fido_attestation",
    "users.begin_fido_assertion",
    "users.twilio.generate_mfa_method",
    "users.twilio.send_verification_token",
    "users.twilio.check_verification_token",
)


def _refuse(name: str) -> Callable[..., Any]:
    def refuse(_call: Call, *_args: Any, **_kwargs: Any) -> Any:
        raise AnvilError("anvil.users.AuthenticationFailed", f"This server does not support {name}.")

    return refuse


for _name in NAMES:
    private(_name)(_refuse(_name.removeprefix("users.")))
