"""Media objects: bytes with a type and a name."""

from . import _page


class Media:
    """What every media object answers: ``content_type``, ``name``, ``length``, ``url`` and ``get_bytes()``."""

    @property
    def url(self):
        return self.get_url()

    @property
    def content_type(self):
        return self.get_content_type()

    @property
    def name(self):
        return self.get_name()

    @property
    def length(self):
        return self.get_length()

    def get_content_type(self):
        return None

    def get_name(self):
        return None

    def get_length(self):
        return len(self.get_bytes())

    def get_bytes(self):
        raise NotImplementedError(f"{type(self).__name__} has no get_bytes()")

    def get_url(self, download=True):
        """An address in this page under which the content can be had; it lasts as long as the page."""
        if self.__dict__.get("_object_url") is None:
            self._object_url = _page.api.objectUrl(self._as_blob())
        return self._object_url

    def _as_blob(self):
        """The content as a JavaScript Blob."""
        return _page.api.blobOf(self.get_bytes(), self.get_content_type() or "")


class BlobMedia(Media):
    """Bytes the app has made. Raises TypeError when the content is no bytes."""

    def __init__(self, content_type, content, name=None):
        if not isinstance(content, bytes):
            raise TypeError(f"BlobMedia content must be bytes, not {type(content).__name__}")
        self._content_type = content_type
        self._bytes = content
        self._name = name

    def __repr__(self):
        return f"<BlobMedia {self._content_type}, {len(self._bytes)} bytes>"

    def get_content_type(self):
        return self._content_type

    def get_bytes(self):
        return self._bytes

    def get_name(self):
        return self._name


DataMedia = BlobMedia


class FileMedia(Media):
    """A file the user chose, or any JavaScript Blob: read only when its bytes are asked for."""

    def __init__(self, blob, content_type=None, name=None):
        self._blob = blob
        self._content_type = content_type
        self._name = name

    def __repr__(self):
        return f"<FileMedia {self.get_name()!r}, {self.get_length()} bytes>"

    def get_content_type(self):
        return self._content_type or self._blob.type or "application/octet-stream"

    def get_name(self):
        return self._name or getattr(self._blob, "name", None)

    def get_length(self):
        return self._blob.size

    def get_bytes(self):
        from pyodide.ffi import run_sync

        return run_sync(_page.api.readFile(self._blob)).to_bytes()

    def _as_blob(self):
        return self._blob


class URLMedia(Media):
    """What is found at an address; fetched when asked for."""

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
        return self._url.rpartition("/")[2] or None

    def _content(self):
        if self._fetched is None:
            from pyodide.ffi import run_sync

            self._fetched = FileMedia(run_sync(_page.api.fetchBlob(self._url)))
        return self._fetched
