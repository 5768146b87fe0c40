"""What a line says of a file that somebody sent. Pure."""

from . import texts

KEPT, WAITING, FAILED = "kept", "waiting", "failed"


def is_kept(file):
    """Whether it can be downloaded; what a timeline names says nothing of that."""
    return file.get("status", KEPT) == KEPT


def words_of(file, clock):
    """Its name and size, and why it is not there where it is not."""
    name = texts.FILE.format(file["name"], size(file["size"])) if file.get("size") else file["name"]
    if is_kept(file):
        return name
    if file["status"] == WAITING and not file.get("due_at"):
        return texts.FILE_NOTE.format(name, texts.FILE_COMES)
    late = file["status"] == WAITING
    reason = texts.FILE_LATE.format(file["reason"], clock.exact(file["due_at"])) if late else file["reason"]
    return texts.FILE_NOTE.format(name, reason)


def size(count):
    """How large a file is: `340 KB`."""
    return "{:.1f} MB".format(count / 1e6) if count >= 1e6 else "{} KB".format(max(1, round(count / 1000)))
