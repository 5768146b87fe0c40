"""What the server hands out sealed cannot be changed, read, or used after its time."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime

import anvil
import anvil_downlink_worker  # noqa: F401 (brings Anvil's library)
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app_server.errors import AnvilError
from app_server.services import cookies, media
from app_server.services.secrets import Secrets

KEY = b"k" * 32
SPEC = {"manager": "stored", "id": "42", "name": "façade/1.pdf"}


def token_of(path: str) -> str:
    return path.split("/")[3]


def test_a_media_address_leads_to_its_media_for_twelve_hours() -> None:
    path = media.sign_url(KEY, SPEC, as_download=True, now=0)
    assert path.endswith("/fa%C3%A7ade%2F1.pdf")
    assert media.verify_url(KEY, token_of(path), now=media.URL_SECONDS - 1) == ("stored", "42", True)
    assert media.verify_url(KEY, token_of(path), now=media.URL_SECONDS + 1) is None


@pytest.mark.parametrize("spoil", [lambda t: "00" + t[2:], lambda t: t[:-1] + "x", lambda t: "", lambda t: "zz.zz"])
def test_a_changed_media_address_leads_nowhere(spoil: object) -> None:
    token = token_of(media.sign_url(KEY, SPEC, as_download=False))
    assert media.verify_url(KEY, spoil(token)) is None  # type: ignore[operator]
    assert media.verify_url(b"other key", token) is None


def test_sealed_cookies_open_for_their_own_kind_and_key_only() -> None:
    later = time.time() + 60
    text = cookies.seal(KEY, "local", {"a": [1, later]})
    assert cookies.unseal(KEY, "local", text) == {"a": [1, later]}
    assert cookies.unseal(KEY, "shared", text) == {}
    assert cookies.unseal(b"other", "local", text) == {}


@pytest.mark.parametrize("text", [None, "", "x", "not base64!", "AAAA"])
def test_what_is_no_cookie_of_ours_is_empty(text: str | None) -> None:
    assert cookies.unseal(KEY, "local", text) == {}


def test_values_that_have_expired_are_gone() -> None:
    text = cookies.seal(KEY, "local", {"old": [1, time.time() - 1], "new": [2, time.time() + 60]})
    assert list(cookies.unseal(KEY, "local", text)) == ["new"]


def test_encrypted_text_opens_with_its_key_only() -> None:
    secrets = Secrets({}, {"one": "first key", "two": "second key"})
    sealed = secrets.encrypt("one", "grüezi")
    assert secrets.encrypt("one", "grüezi") != sealed
    assert secrets.decrypt("one", sealed) == "grüezi"
    for wrong in (lambda: secrets.decrypt("two", sealed), lambda: secrets.decrypt("one", sealed[:-4] + "AAA=")):
        with pytest.raises(AnvilError, match="not a valid encrypted value"):
            wrong()


def test_a_value_that_the_stock_server_encrypted_is_read() -> None:
    key, nonce = bytes(range(16)), bytes(12)
    sealed = base64.b64encode(nonce + AESGCM(key).encrypt(nonce, b"kept", None)).decode()
    assert Secrets({}, {"one": base64.b64encode(key).decode()}).decrypt("one", sealed) == "kept"


def test_a_cookie_keeps_what_a_server_call_may_carry() -> None:
    when = datetime(2026, 1, 31, tzinfo=UTC)
    text = cookies.seal(KEY, "local", {"when": [when, time.time() + 60]})
    assert cookies.unseal(KEY, "local", text)["when"][0] == when
    with pytest.raises(AnvilError, match="Cannot store Media in cookies"):
        cookies.seal(KEY, "local", {"file": [anvil.BlobMedia("text/plain", b""), 0]})


def test_secrets_that_are_not_there_are_named() -> None:
    secrets = Secrets({"a": "1"}, {})
    assert secrets.get("a") == "1"
    with pytest.raises(AnvilError, match="No such secret 'b'") as caught:
        secrets.get("b")
    assert caught.value.type_name == "anvil.secrets.SecretError"
    with pytest.raises(AnvilError, match="No such encryption key 'k'"):
        secrets.encrypt("k", "text")
