"""Which secrets of other services are there, never what they are; and a try of each."""

from __future__ import annotations

from typing import Any

import anvil.email
import anvil.secrets
import anvil.server

from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from ..server_shared.encryption import decrypt, encrypt
from ..server_shared.errors import Invalid

# Service → the secrets it takes.
INTEGRATIONS = {
    "Encryption": ("encryption_key",),
    "Stripe": ("stripe_secret_key", "stripe_webhook_secret"),
    "Paystack": ("paystack_secret_key", "paystack_webhook_secret"),
    "Zoho Mail": ("zoho_email_username", "zoho_email_password"),
    "Brevo": ("brevo_api_key",),
    "Bob Go": ("bobgo_api_key",),
    "Easyship": ("easyship_api_key",),
}


def list_integrations(actor: Actor) -> list[dict[str, Any]]:
    """Each service with its secrets and whether each is set."""
    return [
        {"name": name, "secrets": [{"name": secret, "is_set": is_set(secret)} for secret in secrets]}
        for name, secrets in INTEGRATIONS.items()
    ]


def is_set(secret: str) -> bool:
    """Whether the operator has set a secret."""
    try:
        return bool(anvil.secrets.get_secret(secret))
    except anvil.secrets.SecretError:
        return False


def try_encryption(actor: Actor) -> None:
    """Encrypt and decrypt a word. Raises Invalid with what is wrong."""
    if decrypt(encrypt("mybizz")) != "mybizz":
        raise Invalid("What was encrypted did not come back.")


def send_test_email(actor: Actor) -> str:
    """Send a mail to whoever asks; the address. Raises Invalid when the mail server refuses."""
    business = get_config()["business_name"]
    try:
        anvil.email.send(to=actor.email, subject=f"A test from {business}", text="E-mail works.\n")
    except (anvil.email.SendFailure, anvil.email.DeliveryFailure, anvil.server.InternalError) as error:
        raise Invalid(f"The mail server did not take it: {error}") from error
    return actor.email
