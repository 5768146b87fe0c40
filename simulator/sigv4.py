"""Checking AWS Signature Version 4 of a request.

Facts: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote

from starlette.requests import Request

MOST_AGE_SECONDS = 300
HEAD = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/"
    r"(?P<scope>(?P<day>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request),"
    r"\s*SignedHeaders=(?P<signed>[^,]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)


class BadSignature(Exception):
    """``code`` is AWS's name for what is wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def check(request: Request, body: bytes, key_id: str, secret: str, service: str, now: float) -> None:
    """Raises BadSignature unless the request was signed with this key, for this service, just now."""
    head = HEAD.fullmatch(request.headers.get("authorization", ""))
    if head is None:
        raise BadSignature("MissingAuthenticationTokenException", "Missing Authentication Token")
    if head["key"] != key_id:
        message = "The security token included in the request is invalid."
        raise BadSignature("UnrecognizedClientException", message)
    if head["service"] != service:
        raise BadSignature("InvalidSignatureException", f"Credential should be scoped to correct service: '{service}'.")
    stamp = request.headers.get("x-amz-date", "")
    _check_age(stamp, now)
    canonical = _canonical(request, body, head["signed"].split(";"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{head['scope']}\n{digest}"
    right = _mac(_key(secret, head["day"], head["region"], service), text).hex()
    if not hmac.compare_digest(right, head["signature"]):
        message = (
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method."
        )
        raise BadSignature("InvalidSignatureException", message)


def _check_age(stamp: str, now: float) -> None:
    try:
        signed_at = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise BadSignature("IncompleteSignatureException", "Date must be in ISO-8601 'basic format'.") from error
    if abs(now - signed_at) > MOST_AGE_SECONDS:
        raise BadSignature("InvalidSignatureException", "Signature expired or not yet current.")


def _canonical(request: Request, body: bytes, signed: list[str]) -> str:
    path = quote(request.scope["raw_path"].decode().partition("?")[0], safe="/~")
    pairs = sorted(parse_qsl(request.url.query, keep_blank_values=True))
    query = "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in signed)
    return "\n".join([request.method, path, query, headers, ";".join(signed), hashlib.sha256(body).hexdigest()])


def _key(secret: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = _mac(key, part)
    return key


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
