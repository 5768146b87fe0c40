"""Amazon SNS, as far as it tells of mail: signed posts, a certificate of its own, a subscription to be confirmed.

Facts: docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html, sns-message-and-json-formats.html
"""

from __future__ import annotations

import base64
import json
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import NameOID
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from .core.callbacks import PAUSE_SECONDS, Callback
from .core.world import World

CERTIFICATE_PATH = "/SimpleNotificationService-simulator.pem"
FOREIGN_CERTIFICATE = "https://sns.example.test/SimpleNotificationService-forged.pem"
SIGNED = ("Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
HASHES = {"1": hashes.SHA1, "2": hashes.SHA256}
DAYS = 3650
MOST_HELD = 10_000
ASKED_AGAIN_SECONDS = 3.0


class Topic:
    """One topic with one subscriber, the app. ``version`` is how posts are signed: "1" (SHA-1) or "2" (SHA-256)."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.arn = world.accounts["sns_topic_arn"]
        self.version = "1"
        self.is_confirmed = False
        self._asked_at = 0.0
        self._held: deque[dict[str, Any]] = deque(maxlen=MOST_HELD)
        self._token = uuid4().hex * 2
        self._own: RSAPrivateKey | None = None
        self._forgers: RSAPrivateKey | None = None

    def routes(self) -> list[Route]:
        """Its certificate, and where a subscription is confirmed."""
        return [
            Route(CERTIFICATE_PATH, self._show_certificate),
            Route("/sns", self._confirm),
        ]

    def notification(self, said: dict[str, Any], forged: bool = False) -> Callback | None:
        """The post of one notification. A forged one names a foreign certificate, or is signed by a foreign key."""
        return self._post("Notification", {"Message": json.dumps(said)}, forged)

    def hold(self, said: dict[str, Any], forged: bool) -> Callback | None:
        """Keep what cannot be told before the subscriber confirmed; from time to time, the question to confirm."""
        if not forged:
            self._held.append(said)
        now = self._world.now()
        if now - self._asked_at < ASKED_AGAIN_SECONDS:
            return None
        self._asked_at = now
        return self.confirmation()

    def confirmation(self) -> Callback | None:
        """The post that asks the subscriber to confirm."""
        text = f"You have chosen to subscribe to the topic {self.arn}."
        return self._post(
            "SubscriptionConfirmation", {"Message": text, "Token": self._token, "SubscribeURL": self._url()}
        )

    def _post(self, kind: str, said: dict[str, str], forged: bool = False) -> Callback | None:
        url = self._world.accounts.callbacks["ses"]
        if not url:
            return None
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        body = {"Type": kind, "MessageId": str(uuid4()), "TopicArn": self.arn, **said, "Timestamp": stamp}
        body |= {"SignatureVersion": self.version, "SigningCertURL": f"{self._world.accounts.url}{CERTIFICATE_PATH}"}
        key = self._forgers_key() if forged else self._key()
        if forged and self._world.random.random() < 0.5:
            body["SigningCertURL"] = FOREIGN_CERTIFICATE
        body["Signature"] = sign(body, key)
        headers = {"Content-Type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": kind}
        headers |= {"x-amz-sns-message-id": body["MessageId"], "x-amz-sns-topic-arn": self.arn}
        headers["User-Agent"] = "Amazon Simple Notification Service Agent"
        return Callback("ses", url, json.dumps(body, indent=2).encode(), headers, PAUSE_SECONDS)

    def _url(self) -> str:
        query = f"Action=ConfirmSubscription&TopicArn={self.arn}&Token={self._token}"
        return f"{self._world.accounts.url}/sns?{query}"

    async def _confirm(self, request: Request) -> Response:
        """What a subscriber opens to confirm."""
        given = request.query_params
        if (given.get("Action"), given.get("TopicArn"), given.get("Token")) != (
            "ConfirmSubscription",
            self.arn,
            self._token,
        ):
            return PlainTextResponse("<ErrorResponse><Error><Code>InvalidParameter</Code></Error></ErrorResponse>", 400)
        self.is_confirmed = True
        while self._held:
            said = self._held.popleft()
            self._world.callbacks.plan("ses", lambda forged, said=said: self.notification(said, forged), 0)  # type: ignore[misc]
        text = f"<SubscriptionArn>{self.arn}:{uuid4()}</SubscriptionArn>"
        return Response(f"<ConfirmSubscriptionResponse>{text}</ConfirmSubscriptionResponse>", media_type="text/xml")

    def _key(self) -> RSAPrivateKey:
        if self._own is None:
            self._own = _kept_key(self._world.folder / "sns-key.pem")
        return self._own

    def _forgers_key(self) -> RSAPrivateKey:
        if self._forgers is None:
            self._forgers = _new_key()
        return self._forgers

    async def _show_certificate(self, request: Request) -> Response:
        pem = certificate(self._key()).public_bytes(serialization.Encoding.PEM)
        return Response(pem, media_type="application/x-pem-file")


def sign(body: dict[str, str], key: RSAPrivateKey) -> str:
    """The signature of a post, by its SignatureVersion."""
    text = "".join(f"{name}\n{body[name]}\n" for name in SIGNED if name in body)
    return base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), HASHES[body["SignatureVersion"]]())).decode()


def certificate(key: RSAPrivateKey) -> x509.Certificate:
    """A certificate of a key, signed by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.simulator.test")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    return made.not_valid_after(now + timedelta(days=DAYS)).sign(key, hashes.SHA256())


def _kept_key(path: Path) -> RSAPrivateKey:
    """The key in a file, made at the first asking: a restarted simulator is still the one the app knows."""
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), None)
        assert isinstance(key, RSAPrivateKey)
        return key
    key = _new_key()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(*form))
    return key


def _new_key() -> RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)
