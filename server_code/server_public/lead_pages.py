"""Sign-up forms for anybody: a page of their own, and a script that shows them on other sites.

Other sites' pages send what was typed to ``/embed/<slug>/submit``, with CORS for the sites that the form names (for all
when it names none). No cookie plays a part, so there is nothing that another site could misuse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import anvil.server
from anvil.server import HttpResponse

from ..server_newsletter import lead_capture_service
from ..server_shared.agents import is_program
from ..server_shared.arguments import storable
from ..server_shared.errors import Invalid, MybizzError, NotFound
from .bot_traps import TooManyTries, count_try, is_bot, new_stamp, read_stamp, visitor_at
from .embed_script import SCRIPT
from .lead_markup import form_html, page_html
from .lead_templates import COUNTING_HASH
from .pages import HEADERS
from .subscription_pages import METHODS, evidence, is_post, kindly

MAX_BODY = 20_000
MAX_ADDRESS = 2000
SCRIPT_SECONDS = 300
ANSWER, BOX, SOURCE = "answer:", "box:", "source"


@anvil.server.route("/forms/:slug", methods=METHODS)
def form_page(slug: str, **_form: str) -> HttpResponse:
    """The form on a page of its own, which needs no script and may stand in a frame on the form's sites."""

    def answer() -> HttpResponse:
        form = lead_capture_service.find_live(slug)
        if not is_post():
            return _page(form)
        sent = anvil.server.request.form_params
        try:
            done = _take(form, sent, str(sent.get("stamp")), "")
        except Invalid as error:
            problem = "" if error.fields else error.message
            return _page(form, 400, sent=_parts(sent), wrong=error.fields, problem=problem)
        if done["url"]:
            return HttpResponse(303, "", {**_headers(form), "Location": done["url"]})
        return _page(form, done=done)

    return kindly(answer)


@anvil.server.route("/embed/:name", methods=["GET", "HEAD"])
def embed_script(name: str, **_query: str) -> HttpResponse:
    """The script that shows a form where it is put: ``/embed/<slug>.js``."""
    try:
        form = lead_capture_service.find_live(name.removesuffix(".js"))
    except NotFound as error:
        return HttpResponse(404, f"// {error.message}\n", _script_headers(0))
    settings = {
        "slug": form["slug"],
        "kind": form["kind"],
        "side": form["look"]["side"],
        "origin": anvil.server.get_app_origin(),
        **form["behaviour"],
        **form_html(form, new_stamp(f"form {form['slug']}")),
    }
    # No text may end the script, or be read as a comment: "<" and the two separators of lines are written as escapes.
    literal = json.dumps(settings).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return HttpResponse(200, SCRIPT.replace("__SETTINGS__", literal), _script_headers(SCRIPT_SECONDS))


@anvil.server.route("/embed/:slug/submit", methods=["POST", "OPTIONS"])
def embed_submit(slug: str, **_form: str) -> HttpResponse:
    """Take in what a page of another site sends: JSON ``{stamp, key, page, from, fields}``."""

    def work(form: Any, sent: Mapping[str, Any]) -> dict[str, Any]:
        fields = sent.get("fields")
        given = fields if isinstance(fields, dict) else {}
        where = _where(sent)
        given = {**given, SOURCE: lead_capture_service.source_of(*where)}
        done = _take(form, given, str(sent.get("stamp")), str(sent.get("key"))[:80], where[0])
        return {"done": done}

    return _across(slug, work)


@anvil.server.route("/embed/:slug/view", methods=["POST", "OPTIONS"])
def embed_view(slug: str, **_form: str) -> HttpResponse:
    """Count that a visitor was shown the form: JSON ``{page, from}``."""
    return _counted(slug, lead_capture_service.VIEW)


@anvil.server.route("/embed/:slug/begin", methods=["POST", "OPTIONS"])
def embed_begin(slug: str, **_form: str) -> HttpResponse:
    """Count that a visitor began to fill the form in: JSON ``{page, from}``."""
    return _counted(slug, lead_capture_service.BEGIN)


def _counted(slug: str, what: str) -> HttpResponse:
    """Count something that a visitor did; what programs do comes to nothing."""

    def work(form: Any, sent: Mapping[str, Any]) -> dict[str, Any]:
        count_try(f"{what} {visitor_at(anvil.server.request.remote_address)}")
        if not is_program(str(anvil.server.request.headers.get("user-agent") or "")):
            lead_capture_service.count(slug, what, *_where(sent))
        return {}

    return _across(slug, work)


def _where(sent: Mapping[str, Any]) -> tuple[str, str]:
    """The page a form stands on, and the one its visitor was on before, as their browser tells them."""
    return str(sent.get("page") or "")[:MAX_ADDRESS], str(sent.get("from") or "")[:MAX_ADDRESS]


def _take(form: Any, sent: Mapping[str, Any], stamp: str, key: str, page: str = "") -> dict[str, Any]:
    """Let the form's answers in, unless a program sent them: that one is thanked too. Raises Invalid, TooManyTries."""
    count_try(visitor_at(anvil.server.request.remote_address))
    if is_bot(sent):
        return lead_capture_service.after(form)
    nonce = read_stamp(f"form {form['slug']}", stamp)
    shown = {**evidence(), "page": page or anvil.server.request.headers.get("referer") or ""}
    address = str(sent.get(f"{ANSWER}email") or "").strip().lower()
    if address:
        count_try(f"address {address}")
    return lead_capture_service.capture_lead(form["slug"], _parts(sent), f"{nonce} {key}", shown)


def _parts(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "answers": {name.removeprefix(ANSWER): value for name, value in sent.items() if name.startswith(ANSWER)},
        "boxes": [name.removeprefix(BOX) for name in sent if name.startswith(BOX)],
        "source": str(sent.get(SOURCE) or ""),
    }


def _page(form: Any, status: int = 200, *, sent: Mapping[str, Any] | None = None, **shown: Any) -> HttpResponse:
    sent = sent or {"source": lead_capture_service.source_of(*_came())}
    return HttpResponse(status, page_html(form, new_stamp(f"form {form['slug']}"), sent, **shown), _headers(form))


def _came() -> tuple[str, str]:
    """As ``_where``, of the request for a form's own page."""
    request = anvil.server.request
    tag = str((request.query_params or {}).get("utm_source") or "")
    return f"{anvil.server.get_app_origin()}/?{urlencode({'utm_source': tag})}", str(
        request.headers.get("referer") or ""
    )


def _headers(form: Any) -> dict[str, str]:
    """Those of every public page, but that the form's sites may show it in a frame."""
    sites = " ".join(form["sites"] or ["*"])
    policy = HEADERS["Content-Security-Policy"].replace("frame-ancestors 'none'", f"frame-ancestors 'self' {sites}")
    policy += f"; script-src '{COUNTING_HASH}'; connect-src 'self'"
    after = form["after"]["url"]
    return {**HEADERS, "Content-Security-Policy": policy if not after else policy.replace("form-action 'self'; ", "")}


def _script_headers(seconds: int) -> dict[str, str]:
    return {
        "Content-Type": "text/javascript; charset=utf-8",
        "Cache-Control": f"public, max-age={seconds}" if seconds else "no-store",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _across(slug: str, work: Callable[[Any, Mapping[str, Any]], dict[str, Any]]) -> HttpResponse:
    """Answer another site's page in JSON, with the CORS headers that let it read the answer."""
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "Vary": "Origin"}
    try:
        form = lead_capture_service.find_live(slug)
        headers |= _cors(form)
        if anvil.server.request.method == "OPTIONS":
            return HttpResponse(204, "", headers)
        return HttpResponse(200, json.dumps({"ok": True, **work(form, _body())}), headers)
    except MybizzError as error:
        statuses = {NotFound: 404, TooManyTries: 429}
        answer = {"ok": False, "problem": error.message, "wrong": error.details.get("fields") or {}}
        return HttpResponse(statuses.get(type(error), 400), json.dumps(answer), headers)


def _cors(form: Any) -> dict[str, str]:
    """Raises Invalid for a site that the form does not name."""
    origin = anvil.server.request.headers.get("origin") or ""
    allowed = [*(form["sites"] or ()), anvil.server.get_app_origin()]
    if form["sites"] and origin not in allowed:
        raise Invalid("This form is not for this site.")
    return {
        "Access-Control-Allow-Origin": origin or "*",
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": "86400",
    }


def _body() -> dict[str, Any]:
    body = anvil.server.request.body
    raw = body.get_bytes() if body is not None and body.length <= MAX_BODY else b""
    try:
        sent = storable(json.loads(raw or b"null"))
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise Invalid("This is not what a form sends.")
    return sent
