"""The part of the page's address after "#"."""

from urllib.parse import quote, unquote

from . import _page

UNQUOTED = "!$&'()*+,-./:;=?@_~"


def get_url_hash():
    """The text after "#" of the address, or a dict when it has the form of a query ("#?a=1" or "#!?a=1")."""
    text = _page.api.urlHash()
    query = text.removeprefix("!")
    if not query.startswith("?"):
        return unquote(text)
    pairs = (part.partition("=") for part in query[1:].split("&") if part)
    return {unquote(name): unquote(value) for name, _sign, value in pairs}


def set_url_hash(value):
    """Set the text after "#"; a dict is written as a query. It is a step that the user can go back."""
    if isinstance(value, dict):
        pairs = (f"{quote(str(name), safe='')}={quote(_written(part), safe='')}" for name, part in value.items())
        text = "?" + "&".join(pairs)
    else:
        text = quote(_written(value), safe=UNQUOTED)
    _page.api.setUrlHash(text)


def _written(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
