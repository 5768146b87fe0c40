"""``anvil.media``: media objects as files."""

import builtins
import io
import os
import random
import string
import tempfile

from . import _page
from ._media import BlobMedia, FileMedia


def download(media):
    """Hand the media object to the user as a file, under its name."""
    from ._server import LazyMedia

    if isinstance(media, LazyMedia):
        _page.api.followLink(media.get_url(True), media.get_name() or "")
    else:
        _page.api.followLink(media.get_url(True), media.get_name() or "download")


def print_media(media):
    """Open the media object in a window of its own, to be printed from there."""
    _page.api.openWindow(media.get_url(False))


def from_file(filename, mime_type=None, name=None):
    """A media object with the content of a file of Python's own file system."""
    with builtins.open(filename, "rb") as file:
        return BlobMedia(mime_type, file.read(), name or os.path.basename(filename))


def write_to_file(media, filename):
    """Write the content to a file of Python's own file system."""
    with builtins.open(filename, "wb") as file:
        file.write(media.get_bytes())


def open(media):
    """The content as a binary file object."""
    return io.BytesIO(media.get_bytes())


class TempUrl:
    """An address of the media object's content that is given up at the end of the ``with`` block."""

    def __init__(self, media):
        self._media = media

    def __enter__(self):
        self.url = _page.api.objectUrl(self._media._as_blob())
        return self.url

    def __exit__(self, *_error):
        _page.api.revokeUrl(self.url)


class TempFile:
    """A file with the media object's content, gone at the end of the ``with`` block, which gets its name."""

    def __init__(self, media=None):
        self._media = media

    def __enter__(self):
        self._filename = os.path.join(tempfile.gettempdir(), "".join(random.choices(string.ascii_lowercase, k=24)))
        if self._media is not None:
            write_to_file(self._media, self._filename)
        return self._filename

    def __exit__(self, *_error):
        if os.path.exists(self._filename):
            os.unlink(self._filename)


__all__ = ["FileMedia", "TempFile", "TempUrl", "download", "from_file", "open", "print_media", "write_to_file"]
