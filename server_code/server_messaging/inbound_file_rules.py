"""Which files that people send are kept: their kinds, their sizes, how many of one message. Pure."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import PurePath
from typing import Any

MEGABYTE = 1024 * 1024
MOST_FILES = 10
MOST_BYTES = 10 * MEGABYTE
MOST_OF_MESSAGE = 25 * MEGABYTE
MOST_ATTEMPTS = 8
FIRST_RETRY = timedelta(minutes=5)  # then 10, 20 … minutes: eight tries are spread over ten hours
MAX_NAME = 120
# What people send each other. What runs, or holds what does, is not among it: programs, scripts, pages, archives.
KINDS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "txt": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "rtf": "application/rtf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "amr": "audio/amr",
    "aac": "audio/aac",
    "mp4": "video/mp4",
    "3gp": "video/3gpp",
    "mov": "video/quicktime",
}
# Messengers name no file: its kind does.
NAMES = {"image": "photo", "audio": "voice", "video": "video", "text": "text", "application": "document"}
# With what turns the direction of writing: "exe" can be made to look like another ending by it.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def named(name: Any, content_type: str) -> str:
    """What a file is called: its own name without any folder, or one made of its kind."""
    words = _UNSAFE.sub("", PurePath(str(name or "").replace("\\", "/")).name).strip()
    if words:
        stem, dot, ending = words.rpartition(".")
        return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else words[:MAX_NAME]
    kind = content_type.partition(";")[0].strip().lower()
    ending = next((each for each, known in KINDS.items() if known == kind), "") or (
        mimetypes.guess_extension(kind) or ""
    ).lstrip(".")
    return f"{NAMES.get(kind.partition('/')[0], 'file')}.{ending}" if ending else "file"


def judged(files: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each file of a message with its ``name, content_type, size``, and in ``refusal`` why it is not kept, or ``""``.

    ``files`` are what a provider says of them; a size that it does not tell is 0.
    """
    found: list[dict[str, Any]] = []
    room = MOST_OF_MESSAGE
    for place, file in enumerate(files):
        size = int(file.get("size") or 0)
        name = named(file.get("name"), str(file.get("content_type") or ""))
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        refusal = _refusal(place, ending, size, room)
        room -= 0 if refusal else size
        content_type = KINDS.get(ending) or str(file.get("content_type") or "")[:100]
        found.append({"name": name, "content_type": content_type, "size": size, "refusal": refusal})
    return found


def _refusal(place: int, ending: str, size: int, room: int) -> str:
    if place >= MOST_FILES:
        return f"Not kept: only the first {MOST_FILES} files of a message are."
    if ending not in KINDS:
        return f"Not kept: files of the kind “{ending}” can do harm." if ending else "Not kept: it has no known kind."
    return too_large(size, room)


def too_large(size: int, room: int = MOST_OF_MESSAGE) -> str:
    """Why a file of ``size`` bytes is not kept where ``room`` is left for its message; ``""`` where it is."""
    if size > MOST_BYTES:
        return f"Not kept: it is larger than {MOST_BYTES // MEGABYTE} MB."
    if size > room:
        return f"Not kept: the files of this message are larger than {MOST_OF_MESSAGE // MEGABYTE} MB together."
    return ""
