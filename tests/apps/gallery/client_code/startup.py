"""Open the page that the address names after "#", the first one by default."""

from anvil import get_url_hash, open_form

from . import pages

open_form("gallery." + pages.form_named(get_url_hash()))
