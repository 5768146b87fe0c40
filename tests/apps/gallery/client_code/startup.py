"""Open the page that the address names after "#", the first one by default, and follow Back and Forward."""

from anvil import get_open_form, get_url_hash, open_form
from anvil.js import report_exceptions, window

from . import pages


def open_addressed(_event=None):
    """Open the page of the address, unless it is open."""
    form = pages.form_named(get_url_hash())
    if "gallery." + type(get_open_form()).__name__ != form:
        open_form(form)


window.addEventListener("hashchange", report_exceptions(open_addressed))
open_addressed()
