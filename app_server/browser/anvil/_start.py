"""The start of the app in the page."""

import importlib
import json
import random
import time

from pyodide.ffi import run_sync

from . import _page, _transport, server
from ._app_info import app
from ._errors import report_error, report_start_error
from ._importer import install
from ._opening import open_form
from ._page import on_dom_event, on_page_call, on_tick, on_uncaught

__all__ = ["on_dom_event", "on_page_call", "on_tick", "on_uncaught", "run"]


def run(api, bundle_text, startup_text):
    """Take the page's API and the bundle, and open the first form: the app's own or that of the server's response."""
    _page.start(api, report_error)
    # The snapshot holds the state of one machine at one moment; this page is another.
    random.seed()
    time.sleep = _sleep
    bundle = json.loads(bundle_text)
    app._setup(bundle)
    install(bundle)
    try:
        _open_first(bundle, json.loads(startup_text))
    except Exception as error:  # noqa: BLE001 (nobody above can tell the user)
        report_start_error(error)


def _open_first(bundle, response):
    package = bundle["package_name"]
    init_module = bundle.get("client_init_module")
    if init_module:
        importlib.import_module(f"{package}.{init_module}")
    startup = bundle.get("startup")
    if response is not None and _open_response(response):
        return
    if startup is None:
        raise RuntimeError("anvil.yaml names no startup form or module")
    if startup["kind"] == "form":
        open_form(startup["name"])
    else:
        importlib.import_module(f"{package}.{startup['name']}")


def _open_response(message):
    """Do what a route of the server asked for; False when that is to start as usual."""
    loaded = vars(_transport.decode(message)["response"])
    server.startup_data = loaded.get("data")
    if loaded.get("form"):
        open_form(loaded["form"], *loaded.get("args") or (), **loaded.get("kwargs") or {})
    elif loaded.get("module"):
        importlib.import_module(f"{app.package_name}.{loaded['module']}")
    else:
        return False
    return True


def _sleep(seconds):
    """``time.sleep`` for a page: others run meanwhile."""
    run_sync(_page.api.pause(max(0, seconds)))
