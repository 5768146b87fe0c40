"""Files that people send with their messages: kept in the journal with them, and given out by a token."""

from __future__ import annotations

from base64 import b64decode

from .journal import Journal


def token_of(number: int, place: int) -> str:
    """What names the file at ``place`` of the message with this number."""
    return f"{number}-{place}"


def find_file(journal: Journal, token: str) -> tuple[str, bytes] | None:
    """The content type and the bytes of the file of a token; None where there is none."""
    number, _, place = token.partition("-")
    try:
        files = journal.content(journal.get(int(number))).get("files") or ()
        file = files[int(place)]
    except (KeyError, ValueError, IndexError):
        return None
    return file["content_type"], b64decode(file["content"])
