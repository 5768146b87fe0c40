"""The page that shows caught mails, newest first, on loopback only."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from .store import CaughtMail, MailStore

# A mail may hold anything: its scripts never run, and its frame is a stranger to this page.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "img-src data: http: https:; style-src 'unsafe-inline'"
)
TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


def make_page(store: MailStore) -> Starlette:
    """The web application over one folder of mails."""

    def show_list(request: Request) -> Response:
        return _render("list.html", mails=list(store.newest_first()))

    def show_mail(request: Request) -> Response:
        return _render("mail.html", mail=_find(store, request))

    def show_html(request: Request) -> Response:
        html = _find(store, request).body("html") or ""
        return HTMLResponse(
            f'<base target="_blank" rel="noopener">{html}', headers={"Content-Security-Policy": MAIL_POLICY}
        )

    def show_source(request: Request) -> Response:
        return PlainTextResponse(_find(store, request).message.as_bytes())

    def list_as_json(request: Request) -> Response:
        return JSONResponse([_as_json(mail) for mail in store.newest_first()])

    return Starlette(
        routes=[
            Route("/", show_list),
            Route("/mails.json", list_as_json),
            Route("/mails/{number:int}", show_mail),
            Route("/mails/{number:int}/html", show_html),
            Route("/mails/{number:int}/source", show_source),
        ],
        # A foreign site must not read mails through a name of its own that points here.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )


def _find(store: MailStore, request: Request) -> CaughtMail:
    try:
        return store.get(request.path_params["number"])
    except KeyError as error:
        raise HTTPException(404, "There is no such mail.") from error


def _render(template: str, **values: object) -> Response:
    return HTMLResponse(TEMPLATES.get_template(template).render(**values))


def _as_json(mail: CaughtMail) -> dict[str, object]:
    return {
        "number": mail.number,
        "received_at": mail.received_at.isoformat(),
        "to": mail.recipients,
        "subject": mail.subject,
        "text": mail.body("plain"),
        "html": mail.body("html"),
        "attachments": mail.attachments(),
    }
