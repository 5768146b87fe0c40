"""The key that mails are signed with, and signing (RFC 6376). Without a key mails go unsigned.

The key is the secret ``dkim_private_key`` (PEM), or one made here and kept encrypted; ``dkim_selector`` names it.
"""

from __future__ import annotations

import base64
from email.message import EmailMessage

from anvil.tables import app_tables
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ..server_shared.config import save_config
from ..server_shared.encryption import decrypt, encrypt
from ..server_shared.keys import secret

SELECTOR = "mybizz"
BITS = 2048
SIGNED = (
    *("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
)


def selector() -> str:
    """The name under which the public key stands in the domain."""
    return secret("dkim_selector") or SELECTOR


def private_key() -> bytes:
    """The key in PEM, or ``b""``."""
    own = secret("dkim_private_key")
    if own:
        return own.replace("\\n", "\n").encode()
    row = next(iter(app_tables.config.search()), None)
    kept = row["dkim_key"] if row is not None else None
    return decrypt(kept).encode() if kept else b""


def public_key() -> str:
    """What the domain's record must say of the key, base64, or ``""`` where there is none."""
    pem = private_key()
    if not pem:
        return ""
    key = serialization.load_pem_private_key(pem, None).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_bytes(serialization.Encoding.DER, form)).decode()


def make_key() -> None:
    """Make a key and keep it, unless there is one: mails on their way are checked with it. Needs a transaction."""
    if private_key():
        return
    made = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    save_config(dkim_key=encrypt(made.private_bytes(*form).decode()))


def signed_bytes(mail: EmailMessage, key: bytes, leave_out: frozenset[str] = frozenset()) -> bytes:
    """A mail as it goes over the wire, signed for the domain of its sender when there is a ``key``.

    ``leave_out`` names headers that whoever passes it on writes anew.
    """
    import dkim  # it brings a resolver of names with it, and many businesses have others sign: not at every start

    content = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
    if not key:
        return content
    domain = mail["From"].addresses[0].domain
    names = [name.lower().encode() for name in SIGNED if mail[name] is not None and name not in leave_out]
    how = (b"relaxed", b"relaxed")
    head = dkim.sign(content, selector().encode(), domain.encode(), key, canonicalize=how, include_headers=names)
    return bytes(head) + content
