"""One-time codes of an authenticator app: the second factor ``totp``."""

from __future__ import annotations

import base64
import io
import secrets
from datetime import datetime
from typing import Any

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
DIGITS = 6
QR_PIXELS_PER_MODULE = 5


def new_secret() -> str:
    """160 bits in base 32, as authenticator apps read them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_is_valid(secret: str, code: Any, now: datetime) -> bool:
    """Whether a code is the present one, or that of the step before or after: clocks differ."""
    digits = str(code or "").replace(" ", "").encode()
    generator = _generator(secret)
    for step in (0, -1, 1):
        try:
            generator.verify(digits, int(now.timestamp()) + step * STEP_SECONDS)
        except InvalidToken:
            continue
        return True
    return False


def qr_code_png(secret: str, email: str, app_name: str) -> bytes:
    """The picture that an authenticator app scans."""
    picture = io.BytesIO()
    uri = _generator(secret).get_provisioning_uri(email, app_name)
    segno.make(uri, error="m").save(picture, kind="png", scale=QR_PIXELS_PER_MODULE)
    return picture.getvalue()


def _generator(secret: str) -> TOTP:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    sha1 = SHA1()  # noqa: S303 (what authenticator apps speak)
    return TOTP(key, DIGITS, sha1, STEP_SECONDS, enforce_key_length=False)
