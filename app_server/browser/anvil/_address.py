"""The part of the page's address after "#"."""

from urllib.parse import parse_qsl, quote, unquote, urlencode

from . import _page

UNQUOTED = "!$&'()*+,-./:;=?@_~"


def get_url_hash():
    """The text after "#" of the address, or a dict when it has the form of a query ("#?a=1")."""
    text = _page.api.urlHash()
    if text.startswith("?"):
        return dict(parse_qsl(text[1:], keep_blank_values=True))
    return unquote(text)


def set_url_hash(value, replace_current_url=False, set_in_history=True, **_other):
    """Set the text after "#"; a dict is written as a query. The user can go back unless ``set_in_history`` is False."""
    text = "?" + urlencode(value) if isinstance(value, dict) else quote(str(value or ""), safe=UNQUOTED)
    _page.api.setUrlHash(text, bool(replace_current_url or not set_in_history))
