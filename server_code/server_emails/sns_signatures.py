"""Whether a post is of Amazon SNS, and of our own topic.

docs.aws.amazon.com/sns, “Verifying the signatures of Amazon SNS messages”: certificates come from one host of Amazon's,
and nothing is fetched from anywhere else, whatever a post says.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from ..server_shared.clock import utc_now
from ..server_shared.errors import Forbidden, Invalid
from ..server_shared.keys import secret

NOTIFICATION, CONFIRMATION = "Notification", "SubscriptionConfirmation"
HASHES = {"1": hashes.SHA1, "2": hashes.SHA256}
# What is signed, in this order; a subject only where there is one.
SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    CONFIRMATION: ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
TIMEOUT_SECONDS = 5
_certificates: dict[str, x509.Certificate] = {}


def check(post: Mapping[str, Any], topic: str) -> None:
    """Refuse a post that is not of ``topic`` (its ARN) or that SNS has not signed. Raises Forbidden, Invalid."""
    if not topic or post.get("TopicArn") != topic:
        raise Forbidden("This is not the topic that this business listens to.")
    if str(post.get("SignatureVersion")) not in HASHES or str(post.get("Type")) not in SIGNED:
        raise Invalid("This is no notification.")
    certificate = _certificate(str(post.get("SigningCertURL")), topic)
    names = [name for name in SIGNED[post["Type"]] if post.get(name) is not None]
    text = "".join(f"{name}\n{post[name]}\n" for name in names)
    key = certificate.public_key()
    try:
        if not isinstance(key, RSAPublicKey):
            raise Forbidden("The certificate is of no kind that SNS uses.")
        signature = base64.b64decode(str(post.get("Signature")), validate=True)
        key.verify(signature, text.encode(), padding.PKCS1v15(), HASHES[post["SignatureVersion"]]())
    except (InvalidSignature, ValueError) as error:
        raise Forbidden("The signature is wrong.") from error


def check_address(url: str, topic: str) -> None:
    """Refuse an address that is not of SNS itself, in the topic's region. Raises Forbidden."""
    region = topic.split(":")[3] if topic.count(":") >= 5 else ""
    suffix = ".cn" if region.startswith("cn-") else ""
    expected = urlsplit(secret("sns_url") or f"https://sns.{region}.amazonaws.com{suffix}")
    try:
        given = urlsplit(url)
    except ValueError as error:
        raise Forbidden("This is no address.") from error
    if (given.scheme, given.netloc) != (expected.scheme, expected.netloc):
        raise Forbidden("This address is not of SNS.")


def _certificate(url: str, topic: str) -> x509.Certificate:
    check_address(url, topic)
    if not urlsplit(url).path.endswith(".pem"):
        raise Forbidden("This is not the address of a certificate.")
    if url not in _certificates:
        import requests  # large, and few days need it: here, not at every start

        answer = requests.get(url, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        _certificates[url] = x509.load_pem_x509_certificate(answer.content)
    known = _certificates[url]
    if not known.not_valid_before_utc <= utc_now() <= known.not_valid_after_utc:
        del _certificates[url]
        raise Forbidden("The certificate is not valid now.")
    return known
