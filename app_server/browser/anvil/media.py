"""``anvil.media``: media objects as files."""

from . import _page
from ._media import Address, FileMedia, Media

__all__ = ["FileMedia", "TempFile", "TempUrl", "download", "from_file", "print_media"]


def download(media):
    """Hand the media object to the user as a file, under its name."""
    if media is None:
        raise TypeError("Argument to anvil.download() must be a Media object, not NoneType")
    _need_address(media)
    address = Address(media)
    _page.api.followLink(address.url, media.get_name() or "untitled")
    address.give_up()


def print_media(media):
    """Open the media object in a window of its own, and the browser's printing with it."""
    if media is None:
        raise TypeError("Argument to anvil.media.print() must be a Media object")
    _need_address(media)
    _page.api.printWindow(Address(media).url)


def _need_address(media):
    if not isinstance(media, Media):
        raise AttributeError(f"'{type(media).__name__}' object has no attribute 'get_url'")


def from_file(*_args, **_kwargs):
    """Not for a page, which has no files of its own: raises RuntimeError."""
    raise RuntimeError("Cannot create Media objects from files on the client.")


def TempFile(*_args, **_kwargs):
    """Not for a page, which has no files of its own: raises RuntimeError."""
    raise RuntimeError("Cannot create files from Media objects on the client.")


class TempUrl:
    """``url``, an address of the media object's content, until ``revoke()`` or the end of the ``with`` block."""

    def __init__(self, *media, download=True):
        if len(media) != 1:
            raise TypeError(f"TempUrl() takes exactly one argument ({len(media)} given)")
        if not isinstance(media[0], Media):
            raise TypeError(f"expected a Media object, got {type(media[0]).__name__}")
        self._address = Address(media[0], download)

    @property
    def url(self):
        """The address."""
        return self._address.url

    def revoke(self):
        """Give the address up."""
        self._address.give_up()

    def __enter__(self):
        return self.url

    def __exit__(self, kind, _error, _trace):
        self.revoke()
        return kind is None
