"""Which secrets of other services are there, never what they are; and a try of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables

from ..server_emails.mail_service import send_mail
from ..server_shared.actors import Actor
from ..server_shared.config import get_config, save_config
from ..server_shared.encryption import decrypt, encrypt
from ..server_shared.errors import Invalid
from ..server_shared.keys import secret
from ..server_shared.validators import clean_text

# Service → the secrets it takes, and the callable that tries it: the others' come with the features that use them.
INTEGRATIONS: Mapping[str, tuple[tuple[str, ...], str | None]] = {
    "encryption": (("encryption_key",), "try_encryption"),
    "email": ((), "send_test_email"),
    "stripe": (("stripe_secret_key", "stripe_webhook_secret"), None),
    "paystack": (("paystack_secret_key", "paystack_webhook_secret"), None),
    "zoho": (("zoho_email_username", "zoho_email_password"), "send_test_through"),
    "brevo": (("brevo_api_key", "brevo_webhook_token"), "send_test_through"),
    "ses": (("ses_access_key_id", "ses_secret_access_key", "sns_topic_arn"), "send_test_through"),
    "twilio": (("twilio_account_sid", "twilio_auth_token"), "try_twilio"),
    "bobgo": (("bobgo_api_key",), None),
    "easyship": (("easyship_api_key",), None),
}
MAX_KEY = 200
TWILIO = "https://api.twilio.com"
TIMEOUT_SECONDS = 10


def list_integrations(actor: Actor) -> list[dict[str, Any]]:
    """Each service: ``name``, ``secrets`` and whether each is set, ``test`` (the callable that tries it, or None)."""
    return [
        {"name": name, "secrets": [{"name": each, "is_set": is_set(each)} for each in secrets], "test": test}
        for name, (secrets, test) in INTEGRATIONS.items()
    ]


def has_maps_key() -> bool:
    """Whether there is a key for Google Maps."""
    return bool(app_tables.config.search()[0]["google_maps_api_key"])


def set_maps_key(actor: Actor, key: str) -> None:
    """Keep the key for Google Maps, encrypted; an empty one takes it away. Needs a transaction. Raises Invalid."""
    text = clean_text(key, "key", MAX_KEY)
    save_config(google_maps_api_key=encrypt(text) if text else None)


def is_set(name: str) -> bool:
    """Whether the operator has set a secret."""
    return bool(secret(name))


def try_encryption(actor: Actor) -> None:
    """Encrypt and decrypt a word. Raises Invalid with what is wrong."""
    if decrypt(encrypt("mybizz")) != "mybizz":
        raise Invalid("What was encrypted did not come back.")


def send_test_email(actor: Actor) -> str:
    """Send a mail to whoever asks; the address. Raises Invalid when the mail server refuses."""
    business = get_config()["business_name"]
    send_mail(actor.email, "test", f"A test from {business}", text="E-mail works.\n")
    return actor.email


def try_twilio(actor: Actor) -> None:
    """See whether Twilio accepts the keys. Raises Invalid with what it says."""
    import requests  # large, and few days need it: here, not at every start

    account = secret("twilio_account_sid")
    url = f"{secret('twilio_url') or TWILIO}/2010-04-01/Accounts/{account}.json"
    try:
        answer = requests.get(url, auth=(account, secret("twilio_auth_token")), timeout=TIMEOUT_SECONDS)
    except requests.RequestException as error:
        raise Invalid(f"Twilio cannot be reached: {error}") from error
    if answer.status_code != 200:
        raise Invalid(f"Twilio does not accept the keys ({answer.status_code}).")
