"""What every answer tells browsers not to do."""

from __future__ import annotations

HSTS_SECONDS = 365 * 86400


def security_headers(origin: str, *, may_be_framed: bool) -> dict[str, str]:
    """The headers of answers that set none of their own; ``may_be_framed`` lets other sites show the app in a frame.

    A policy that says what may be loaded would bind the app's own HTML: the page and the media bring theirs.
    """
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Content-Security-Policy": f"object-src 'none'; base-uri 'self'{frame_ancestors(may_be_framed)}",
    }
    if not may_be_framed:
        headers["X-Frame-Options"] = "SAMEORIGIN"
    if origin.startswith("https:"):
        headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"
    return headers


def frame_ancestors(may_be_framed: bool) -> str:
    """The directive at the end of a policy."""
    return "" if may_be_framed else "; frame-ancestors 'self'"
