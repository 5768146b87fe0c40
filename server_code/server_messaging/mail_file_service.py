"""Files of mails: pictures that stand in them and are open to all, and attachments that only go with them.

A file is known by a hash of its bytes: kept once, never changed, and a link to a picture cannot be guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import anvil
from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.arguments import is_storable
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid, NotFound, TooLarge
from ..server_shared.pictures import MEGABYTE, drawn, read_picture
from ..server_shared.validators import clean_text
from .driver_service import Attachment
from .inbound_file_rules import named

PICTURE, ATTACHMENT = "picture", "attachment"
# Twice the 600 pixels of a mail, for screens that have two dots to a pixel.
PICTURE_SIDE = 1200
MOST_PICTURE_BYTES = 10 * MEGABYTE
MOST_BYTES = 5 * MEGABYTE
MOST_FILES = 5
MOST_LETTERS = 1000
TOO_LARGE = "All files of a mail together have at most 5 MB."
# What mail programs open and mail servers let through.
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "txt": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def keep_picture(actor: Actor, file: anvil.Media) -> dict[str, Any]:
    """Keep a picture for mails: its ``url`` below the app's address, ``width`` and ``height``. Needs a transaction.

    Raises Invalid, TooLarge.
    """
    picture = read_picture(file, PICTURE_SIDE, MOST_PICTURE_BYTES, "file")
    content_type, content = drawn(picture)
    key = _keep(actor, PICTURE, content_type, content)
    return {"url": f"/pictures/{key}", "width": picture.width, "height": picture.height}


def find_picture(key: str) -> anvil.Media:
    """The picture behind ``/pictures/<key>``. Raises NotFound."""
    row = app_tables.mail_files.get(key=key, kind=PICTURE) if is_storable(key) else None
    if row is None:
        raise NotFound("There is no such picture.")
    return row["file"]


def keep_attachment(actor: Actor, file: anvil.Media) -> dict[str, Any]:
    """Keep a file that is to go with mails: ``key, name, content_type, size``. Needs a transaction.

    Raises Invalid for kinds that mail servers refuse, and TooLarge.
    """
    name = named(clean_text(file.name, "file", MOST_LETTERS), file.content_type or "")
    content_type = _kind_of(name)
    if content_type is None:
        raise Invalid(fields={"file": f"Mails take these kinds of files: {', '.join(sorted(KINDS))}."})
    if (file.length or 0) > MOST_BYTES:
        raise TooLarge(TOO_LARGE)
    content = file.get_bytes()
    if len(content) > MOST_BYTES:  # more than was told
        raise TooLarge(TOO_LARGE)
    if not content:
        raise Invalid(fields={"file": "This file is empty."})
    key = _keep(actor, ATTACHMENT, content_type, content)
    return {"key": key, "name": name, "content_type": content_type, "size": len(content)}


def clean_attachments(raw: Any) -> list[dict[str, Any]]:
    """Files of a mail as they are stored, from what ``keep_attachment`` answered. Raises Invalid, TooLarge."""
    if not isinstance(raw, list) or len(raw) > MOST_FILES or not all(isinstance(each, dict) for each in raw):
        raise Invalid(fields={"attachments": f"A mail has at most {MOST_FILES} files."})
    files = [_known(each) for each in raw]
    if sum(each["size"] for each in files) > MOST_BYTES:
        raise TooLarge(TOO_LARGE)
    return files


def attachments_of(content: Mapping[str, Any]) -> list[Attachment]:
    """The files that go with the words of a row of ``message_contents``."""
    files: Sequence[Mapping[str, Any]] = (content["settings"] or {}).get("attachments") or ()
    return [Attachment(each["name"], each["content_type"], _bytes_of(each["key"])) for each in files]


def _known(raw: Mapping[str, Any]) -> dict[str, Any]:
    key = raw.get("key")
    row = app_tables.mail_files.get(key=key, kind=ATTACHMENT) if isinstance(key, str) else None
    if row is None:
        raise Invalid(fields={"attachments": "A file is not there any more. Please add it again."})
    name = named(clean_text(raw.get("name"), "attachments", MOST_LETTERS), row["content_type"])
    if _kind_of(name) != row["content_type"]:
        raise Invalid(fields={"attachments": f"The ending of “{name}” does not fit what is in the file."})
    return {"key": key, "name": name, "content_type": row["content_type"], "size": int(row["size"])}


def _kind_of(name: str) -> str | None:
    """The kind of a file that mails take, by the end of its name."""
    return KINDS.get(name.rpartition(".")[2].lower())


def _keep(actor: Actor, kind: str, content_type: str, content: bytes) -> str:
    key = hashlib.sha256(kind.encode() + content).hexdigest()[:40]
    if app_tables.mail_files.get(key=key) is None:
        app_tables.mail_files.add_row(
            key=key,
            kind=kind,
            content_type=content_type,
            size=len(content),
            file=anvil.BlobMedia(content_type, content),
            created_by=actor.user,
            created_at=utc_now(),
        )
    return key


@lru_cache(maxsize=8)
def _bytes_of(key: str) -> bytes:
    """A file's bytes, kept for the next mails of the same campaign: what stands behind a key never changes."""
    return app_tables.mail_files.get(key=key)["file"].get_bytes()
