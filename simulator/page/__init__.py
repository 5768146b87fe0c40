"""The page: every message as its receiver would see it, and what goes wrong."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from html import escape, unescape
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ..core.journal import Message
from ..core.world import World
from ..people import CannotDo, People
from ..twilio import Twilio
from .words import CHANNELS, EVENTS, SERVICES, SWITCHES

HERE = Path(__file__).parent
TEMPLATES = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)
SHOWN = 50
# A mail may hold anything: its scripts never run, and its frame is a stranger to this page.
FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
)
WITH_IMAGES = f"{FRAME_POLICY} http: https:"
LINK = re.compile(r"(<a\b[^>]*?\bhref\s*=\s*)([\"'])(https?:.*?)\2", re.IGNORECASE | re.DOTALL)

Work = Callable[[Request], Awaitable[Response]]


class Page:
    """The screens, made on the server."""

    def __init__(self, world: World, people: People, twilio: Twilio) -> None:
        self._world, self._people, self._twilio = world, people, twilio

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            Route("/", self._list),
            Route("/messages/{number:int}", self._show),
            Route("/messages/{number:int}/frame", self._frame),
            Route("/messages/{number:int}/source", self._source),
            Route("/messages/{number:int}/link", self._follow),
            Route("/messages/{number:int}/act", _own_page_only(self._act), methods=["POST"]),
            Route("/talks/{channel}/{person}", self._talk),
            Route("/talks/{channel}/{person}", _own_page_only(self._write), methods=["POST"]),
            Route("/faults", self._faults),
            Route("/faults", _own_page_only(self._set_faults), methods=["POST"]),
            Route("/style.css", _file("style.css")),
            Route("/live.js", _file("live.js")),
        ]

    async def _list(self, request: Request) -> Response:
        given = request.query_params
        channel, search = given.get("channel", ""), given.get("search", "").strip()
        before = int(given.get("before") or 0)
        found = list(islice(self._found(channel, search.lower(), before), SHOWN + 1))
        older = {"channel": channel, "search": search, "before": found[SHOWN - 1].number} if found[SHOWN:] else {}
        values = {"messages": found[:SHOWN], "channel": channel, "search": search, "before": before}
        return self._render("list.html", **values, more=urlencode(older), count=self._world.journal.count)

    def _found(self, channel: str, search: str, before: int) -> Iterator[Message]:
        for message in self._world.journal.newest():
            fits = channel in ("", message.channel) and (not before or message.number < before)
            if fits and (not search or search in f"{message.to} {message.sender} {message.subject}".lower()):
                yield message

    async def _show(self, request: Request) -> Response:
        message = self._message(request)
        if message.channel != "email":
            return RedirectResponse(f"/talks/{message.channel}/{quote(message.counterpart())}", 303)
        return self._render(
            "mail.html",
            message=message,
            content=self._people.read(message),
            links=self._people.links(message),
            is_open=message.has("open"),
            said=request.query_params.get("said", ""),
        )

    async def _frame(self, request: Request) -> Response:
        message = self._message(request)
        html = _through_us(self._people.read(message)["html"], message.number)
        policy = WITH_IMAGES if message.has("open") else FRAME_POLICY
        head = '<base target="_blank" rel="noopener">'
        return HTMLResponse(f"{head}{html}", headers={"Content-Security-Policy": policy})

    async def _source(self, request: Request) -> Response:
        content = self._people.read(self._message(request))
        return PlainTextResponse(content["source"] or content["html"] or content["text"])

    async def _follow(self, request: Request) -> Response:
        link = request.query_params.get("to", "")
        try:
            self._people.note_click(self._message(request), link)
        except CannotDo as error:
            raise HTTPException(404, str(error)) from error
        return RedirectResponse(link, 302)

    async def _act(self, request: Request) -> Response:
        message, form = self._message(request), await request.form()
        try:
            given = {**{name: str(value) for name, value in form.items()}, "files": await _files(form)}
            said = await self._people.act(message, str(form.get("action", "")), given)
        except CannotDo as error:
            said = str(error)
        return RedirectResponse(f"/messages/{message.number}?{urlencode({'said': said})}", 303)

    async def _talk(self, request: Request) -> Response:
        channel, person = request.path_params["channel"], request.path_params["person"]
        kept = [message for message in self._world.journal.of_person(person) if message.channel == channel]
        talk = [(message, self._people.read(message)) for message in kept[-SHOWN:]]
        until = self._twilio.window_until(person) if channel == "whatsapp" else 0.0
        is_open = until > self._world.now()
        return self._render("talk.html", channel=channel, person=person, talk=talk, until=until, is_open=is_open)

    async def _write(self, request: Request) -> Response:
        channel, person = request.path_params["channel"], request.path_params["person"]
        form = await request.form()
        if form.get("action") == "read":
            await self._people.open(self._world.journal.get(int(str(form["number"]))))
        else:
            text, files = str(form.get("text", "")), await _files(form)
            if text.strip() or files:
                self._twilio.reply(person, channel, text, files=files)
        return RedirectResponse(f"/talks/{channel}/{quote(person)}", 303)

    async def _faults(self, request: Request) -> Response:
        callbacks = self._world.callbacks
        return self._render(
            "faults.html",
            services={service: switches.as_dict() for service, switches in self._world.switches.items()},
            counts=dict(callbacks.counts),
            waiting=callbacks.waiting,
            failures=list(callbacks.failures)[-10:],
            said=request.query_params.get("said", ""),
        )

    async def _set_faults(self, request: Request) -> Response:
        form = await request.form()
        if form.get("action") == "replay":
            many = self._world.callbacks.replay(1)
            return RedirectResponse(f"/faults?{urlencode({'said': f'Sending {many} callbacks again.'})}", 303)
        switches = self._world.switches[str(form["service"])]
        try:
            switches.set({name: _value(form.get(name), old) for name, old in switches.as_dict().items()})
            said = "Saved."
        except ValueError as error:
            said = str(error)
        return RedirectResponse(f"/faults?{urlencode({'said': said})}", 303)

    def _message(self, request: Request) -> Message:
        try:
            return self._world.journal.get(request.path_params["number"])
        except KeyError as error:
            raise HTTPException(404, "There is no such message, or it is too old to be shown.") from error

    def _render(self, template: str, **values: Any) -> Response:
        words = {
            "tabs": {"": "All", **CHANNELS},
            "channels": CHANNELS,
            "services_named": SERVICES,
            "events": EVENTS,
            "switches_named": SWITCHES,
        }
        return HTMLResponse(TEMPLATES.get_template(template).render(**values, **words, moment=_moment, quote=quote))


def _through_us(html: str, number: int) -> str:
    """The same text with links that lead through this page, so that a click is known."""

    def lead(found: re.Match[str]) -> str:
        address = f"/messages/{number}/link?{urlencode({'to': unescape(found[3])})}"
        return f"{found[1]}{found[2]}{escape(address)}{found[2]}"

    return LINK.sub(lead, html)


async def _files(form: FormData) -> list[dict[str, str]]:
    """The files chosen in a form, as ``People.reply`` takes them."""
    chosen = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    return [
        {
            "name": str(each.filename),
            "content_type": each.content_type or "application/octet-stream",
            "content": b64encode(await each.read()).decode(),
        }
        for each in chosen
    ]


def _own_page_only(work: Work) -> Work:
    """Refuse what another site's page posts."""

    async def endpoint(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise HTTPException(403, "Only this page may do that.")
        return await work(request)

    return endpoint


def _value(given: Any, old: Any) -> Any:
    if isinstance(old, bool):
        return given is not None
    try:
        return float(given or 0)
    except ValueError:
        return given


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def _file(name: str) -> Work:
    async def endpoint(request: Request) -> Response:
        return FileResponse(HERE / name, headers={"Cache-Control": "no-cache"})

    return endpoint
