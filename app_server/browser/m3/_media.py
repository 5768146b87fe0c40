"""Media as addresses that an element can show or download."""

from anvil.media import TempUrl


def url_of(source):
    """The address of a URL string or a Media object, "" for None."""
    if not source:
        return ""
    return source if isinstance(source, str) else TempUrl(source).url
