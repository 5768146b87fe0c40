"""Brevo's transactional mail, API v3: sending, its log, its webhooks, and the files of mails that come in.

Facts: developers.brevo.com/reference/sendtransacemail, /docs/transactional-webhooks,
/docs/batch-send-transactional-emails, /docs/heterogenous-versions-batch-emails (idempotency),
/docs/username-and-password-authentication, /reference/getinboundemailattachment.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from .brevo_shapes import NAMES, event_lines, mail_headers, mail_line, named, webhook
from .core.callbacks import PAUSE_SECONDS, Callback
from .core.files import find_file
from .core.gate import Gate
from .core.journal import Message
from .core.outcomes import REFUSED, mark_of
from .core.raw_mail import is_address
from .core.world import World

IDEMPOTENT_SECONDS = 30 * 60
MOST_VERSIONS = 1000


class BrevoError(Exception):
    """An answer of Brevo's that is not a success."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.answer = JSONResponse({"code": code, "message": message}, status)


class Brevo:
    """The endpoints."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._keys: OrderedDict[str, float] = OrderedDict()
        world.tellers["brevo"] = self.tell

    def mount(self) -> Mount:
        """Its routes, below /brevo."""
        endpoints = (
            ("/v3/smtp/email", self._send, "POST"),
            ("/v3/smtp/emails", self._list_mails, "GET"),
            ("/v3/smtp/statistics/events", self._list_events, "GET"),
            ("/v3/inbound/attachments/{token}", self._give_file, "GET"),
            ("/v3/account", self._show_account, "GET"),
        )
        return Gate(self._world, "brevo", self).mount("/brevo", endpoints, self._signed_in)

    def too_many(self, retry_after_seconds: float) -> Response:
        """429, with Brevo's own headers about its limit."""
        limit = str(int(self._world.switches["brevo"].per_second))
        wait = f"{retry_after_seconds:g}"
        headers = {"x-sib-ratelimit-limit": limit, "x-sib-ratelimit-remaining": "0", "x-sib-ratelimit-reset": wait}
        body = {"code": "too_many_requests", "message": "Too many requests"}
        return JSONResponse(body, 429, headers={**headers, "Retry-After": wait})

    def broken(self) -> Response:
        """500."""
        return JSONResponse({"code": "internal_error", "message": "Internal server error"}, 500)

    def tell(self, message: Message, event: str, at: float, detail: str, forged: bool) -> Callback | None:
        """The webhook of an event, with the bearer token, or with a wrong one."""
        url, names = self._world.accounts.callbacks["brevo"], NAMES.get(event)
        if not url or names is None:
            return None
        token = "not-the-token" if forged else self._world.accounts["brevo_webhook_token"]
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        body = orjson.dumps(webhook(message, names[0], at, detail))
        return Callback("brevo", url, body, headers, PAUSE_SECONDS)

    def _signed_in(self, work: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            given = request.headers.get("api-key")
            try:
                if given is None:
                    raise BrevoError(401, "unauthorized", "API key is missing")
                if given != self._world.accounts["brevo_api_key"]:
                    raise BrevoError(401, "unauthorized", "Key not found")
                answer: Response = await work(request)
                return answer
            except BrevoError as error:
                return error.answer

        return endpoint

    async def _send(self, request: Request) -> Response:
        body = await _json(request)
        headers = _headers(body)
        versions = list(_versions(body))
        for version in versions:
            self._check(version)
        self._claim(headers.get("idempotencyKey", ""))
        ids = [self._accept(version, headers) for version in versions]
        if "messageVersions" in body:
            return JSONResponse({"messageIds": ids}, 201)
        return JSONResponse({"messageId": ids[0]}, 201)

    def _check(self, mail: Mapping[str, Any]) -> None:
        if not isinstance(mail.get("sender"), dict) or not mail["sender"].get("email"):
            raise BrevoError(400, "missing_parameter", "sender is missing")
        for name in ("sender", "to", "cc", "bcc", "replyTo"):
            given = mail.get(name) or []
            for person in [given] if isinstance(given, dict) else given:
                _check_person(name, person)
        if not mail.get("to"):
            raise BrevoError(400, "missing_parameter", "to is missing")
        if not mail.get("subject"):
            raise BrevoError(400, "missing_parameter", "subject is missing")
        if not (mail.get("htmlContent") or mail.get("textContent")):
            raise BrevoError(400, "missing_parameter", "Either of htmlContent, textContent or templateId is required")
        if any(mark_of(person["email"]) == REFUSED for person in mail["to"]):
            raise BrevoError(400, "invalid_parameter", "email is not valid in to")
        if self._world.chance(self._world.switches["brevo"].refused):
            raise BrevoError(402, "not_enough_credits", "You do not have enough credits to send this mail")

    def _claim(self, key: str) -> None:
        """Take an idempotency key once within its time."""
        now = self._world.now()
        while self._keys and next(iter(self._keys.values())) < now - IDEMPOTENT_SECONDS:
            self._keys.popitem(last=False)
        if key and key in self._keys:
            raise BrevoError(400, "duplicate_parameter", "Idempotency key was used already")
        if key:
            self._keys[key] = now

    def _accept(self, mail: Mapping[str, Any], headers: Mapping[str, str]) -> str:
        """Keep one mail for each of its receivers, under one id."""
        tags = list(mail.get("tags") or [])
        number = datetime.now(UTC).strftime("%Y%m%d%H%M")
        message_id = f"<{number}.{uuid4().int % 10**11}@smtp-relay.simulator.test>"
        echo = {"tags": tags, "uuid": str(uuid4()), "custom": headers.get("X-Mailin-custom", "")}
        content = {
            "html": mail.get("htmlContent") or "",
            "text": mail.get("textContent") or "",
            "headers": [*mail_headers(mail, message_id), *headers.items()],
            "attachments": [file.get("name", "") for file in mail.get("attachment") or []],
        }
        for person in (*mail["to"], *(mail.get("cc") or []), *(mail.get("bcc") or [])):
            self._world.accept(
                content,
                service="brevo",
                channel="email",
                direction="sent",
                sender=named(mail["sender"]),
                to=person["email"],
                subject=mail["subject"],
                provider_id=message_id,
                key=headers.get("idempotencyKey") or "".join(tags[:1]),
                echo=echo,
            )
        return message_id

    async def _list_mails(self, request: Request) -> Response:
        given = request.query_params
        if not any(given.get(name) for name in ("email", "messageId", "templateId")):
            raise BrevoError(400, "missing_parameter", "Either of email, templateId or messageId is required")
        mails = [mail_line(message) for message in self._found(given.get("email", ""), given.get("messageId", ""), "")]
        return JSONResponse({"count": len(mails), "transactionalEmails": mails})

    async def _list_events(self, request: Request) -> Response:
        given = request.query_params
        found = self._found(given.get("email", ""), given.get("messageId", ""), given.get("tags", ""))
        events = [
            event for message in found for event in event_lines(message) if given.get("event") in (None, event["event"])
        ]
        events.sort(key=lambda event: str(event["date"]), reverse=given.get("sort") != "asc")
        start, limit = int(given.get("offset", 0)), min(int(given.get("limit", 2500)), 5000)
        return JSONResponse({"events": events[start : start + limit]})

    def _found(self, email: str, message_id: str, tags: str) -> Iterator[Message]:
        one = self._world.journal.find(message_id) if message_id else None
        if message_id and one is None:
            return
        wanted = set(_tags(tags))
        people = self._world.journal.of_person(email) if email else [one] if one else self._world.journal.newest()
        for message in people:
            fits = message_id in ("", message.provider_id) and wanted <= set(message.echo.get("tags", ()))
            if message.service == "brevo" and fits:
                yield message

    async def _give_file(self, request: Request) -> Response:
        found = find_file(self._world.journal, request.path_params["token"])
        if found is None:
            raise BrevoError(404, "document_not_found", "Attachment not found")
        return Response(found[1], media_type=found[0])

    async def _show_account(self, request: Request) -> Response:
        plan = {"type": "payAsYouGo", "credits": 100_000, "creditsType": "sendLimit"}
        return JSONResponse({"email": "owner@simulator.test", "companyName": "Simulator", "plan": [plan]})


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise BrevoError(400, "bad_request", "Invalid request body") from error
    if not isinstance(body, dict):
        raise BrevoError(400, "bad_request", "Invalid request body")
    return body


def _versions(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The mails of a request: one, or one for each of its versions, which say only what differs."""
    versions = body.get("messageVersions")
    if versions is None:
        yield dict(body)
        return
    if not versions or len(versions) > MOST_VERSIONS:
        raise BrevoError(400, "invalid_parameter", "messageVersions is not valid")
    for version in versions:
        yield {**body, **version}


def _headers(body: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in (body.get("headers") or {}).items()}


def _check_person(name: str, person: Any) -> None:
    if not (isinstance(person, dict) and is_address(str(person.get("email", "")))):
        raise BrevoError(400, "invalid_parameter", f"email is not valid in {name}")


def _tags(text: str) -> list[str]:
    if not text.startswith("["):
        return [tag for tag in text.split(",") if tag]
    try:
        return [str(tag) for tag in json.loads(text)]
    except ValueError as error:
        raise BrevoError(400, "invalid_parameter", "tags is not valid") from error
