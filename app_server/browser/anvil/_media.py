"""Media objects: bytes with a type and a name."""

from . import _page


def _fixed(name):
    """The property that asks ``get_<name>()`` and cannot be set."""

    def refuse(_media, _value):
        raise AttributeError(f"Cannot change the {name} of a Media object; create a new Media object instead")

    return property(lambda media: getattr(media, "get_" + name)(), refuse)


class Media:
    """What every media object answers: ``content_type``, ``name``, ``length``, ``url`` and ``get_bytes()``."""

    url = _fixed("url")
    content_type = _fixed("content_type")
    name = _fixed("name")
    length = _fixed("length")

    def get_content_type(self):
        return None

    def get_name(self):
        return None

    def get_bytes(self):
        return None

    def get_url(self, download=True):
        return None

    def get_length(self):
        return len(self.get_bytes())


class BlobMedia(Media):
    """Bytes the app has made. Raises TypeError when the content is no bytes or its type no text."""

    def __init__(self, content_type=None, content=None, name=None, **aliases):
        content_type = aliases.get("contentType", content_type)
        if content is None:
            raise TypeError("BlobMedia() takes two arguments (content_type and content)")
        if not isinstance(content_type, str):
            raise TypeError(f"content_type must be a string, not {type(content_type).__name__}")
        if not isinstance(content, bytes):
            raise TypeError(f"content must be a byte-string, not {type(content).__name__}")
        self._content_type, self._bytes, self._name = content_type, content, name

    def get_content_type(self):
        return self._content_type

    def get_bytes(self):
        return self._bytes

    def get_name(self):
        return self._name

    def get_url(self, download=False):
        """None: the content has no address of its own; given True, a data URL of it."""
        return _wait(_page.api.dataUrl(blob_of(self))) if download is True else None

    def _as_blob(self):
        return _page.api.blobOf(self._bytes, self._content_type)


DataMedia = BlobMedia


class _Blob(BlobMedia):
    """A Blob of JavaScript: read only when its bytes are asked for."""

    def __init__(self, blob, name=None):
        self._blob, self._name, self._content_type = blob, name, blob.type

    def get_length(self):
        return self._blob.size

    def get_bytes(self):
        return _wait(_page.api.readFile(self._blob)).to_bytes()

    def _as_blob(self):
        return self._blob


def media_of_blob(blob, name=None):
    """A BlobMedia with the content and the type of a Blob of JavaScript."""
    return _Blob(blob, name)


class FileMedia(_Blob):
    """A file the user chose."""

    def __init__(self, file):
        if getattr(file, "lastModified", None) is None:
            raise TypeError("You cannot construct a anvil.FileMedia yourself; it can only come from a File component")
        super().__init__(file, file.name)


class URLMedia(Media):
    """What is found at an address; fetched when asked for. Raises RuntimeError when it cannot be had."""

    def __init__(self, url):
        self._url = url
        self._fetched = None

    def get_url(self, download=True):
        return self._url

    def get_bytes(self):
        return self._content().get_bytes()

    def get_content_type(self):
        return self._content().get_content_type()

    def get_name(self):
        return str(self._url).rstrip("/").rpartition("/")[2]

    def _content(self):
        if self._fetched is None:
            answer = _wait(_page.api.fetchBlob(self._url))
            if not answer.blob:
                why = f"HTTP {answer.status}" if answer.status else "probably due to a cross-origin URL"
                raise RuntimeError(f"Failed to load media ({why}): {self._url}")
            self._fetched = _Blob(answer.blob)
        return self._fetched


def blob_of(media):
    """The content of any media object as a Blob of JavaScript."""
    if isinstance(media, BlobMedia):
        return media._as_blob()
    return _page.api.blobOf(media.get_bytes(), media.get_content_type() or "")


class Address:
    """Where the content of a media object can be had in this page: its own address, or one made for it.

    ``give_up()`` frees what was made for it.
    """

    def __init__(self, media, download=True):
        own = None if isinstance(media, BlobMedia) else media.get_url(download)
        self._made = None if own else _page.api.objectUrl(blob_of(media))
        self.url = own or self._made

    def give_up(self):
        if self._made is not None:
            _page.api.revokeUrl(self._made)
            self._made = None


def address_of(media):
    """An address of the content for showing it, which lasts as long as the page."""
    if "_address" not in media.__dict__:
        media._address = Address(media, download=False)
    return media._address.url


def _wait(promise):
    from pyodide.ffi import run_sync

    return run_sync(promise)
