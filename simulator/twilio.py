"""Twilio's Messages API, for WhatsApp and SMS: sending, lists, status callbacks, and what people write back."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from .core.callbacks import Callback
from .core.gate import Bucket, Gate
from .core.journal import Message
from .core.outcomes import FAILED, QUEUED, Step
from .core.world import World
from .twilio_kept import ERASED, Kept
from .twilio_rules import (
    MOST_CHARACTERS,
    SENDER_NAME,
    WINDOW_SECONDS,
    Template,
    TwilioError,
    check_receiver,
    later_failure,
    opt_out_type,
    read_templates,
    segments,
    sign,
    split_address,
    variables_of,
)
from .twilio_shapes import STATES, content_resource, fits, message_resource, status_form

TEMPLATES = Path(__file__).parent / "content_templates.json"
WHATSAPP_PER_SECOND = 80.0
MOST_PAGE = 1000


class Twilio:
    """The endpoints, and what Twilio remembers: who opted out of SMS, and when people last wrote by WhatsApp."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._account_sid = world.accounts["twilio_account_sid"]
        self._kept = Kept(world, self._account_sid)
        self.templates = read_templates(TEMPLATES)
        self._opted_out: set[str] = set()
        self._wrote_at: dict[str, float] = {}
        self._whatsapp = Bucket()
        world.tellers["twilio"] = self.tell
        for message in reversed(list(world.journal.newest())):
            if message.service == "twilio" and message.direction == "reply":
                self._remember(message)

    def mount(self) -> Mount:
        """Its routes, below /twilio."""
        account = "/2010-04-01/Accounts/{account}"
        endpoints = (
            (f"{account}/Messages.json", self._send, "POST"),
            (f"{account}/Messages.json", self._list, "GET"),
            (f"{account}/Messages/{{sid}}.json", self._show, "GET"),
            *self._kept.endpoints(account),
            (f"{account}.json", self._show_account, "GET"),
            ("/v1/ContentAndApprovals", self._list_templates, "GET"),
        )
        mount = Gate(self._world, "twilio", self).mount("/twilio", endpoints, self._signed_in)
        mount.routes.append(Route("/store/{media}", self._kept.give_file))
        return mount

    def too_many(self, retry_after_seconds: float) -> Response:
        """429."""
        answer = _refusal(TwilioError(20429, "Too Many Requests", 429))
        answer.headers["Retry-After"] = f"{retry_after_seconds:g}"
        return answer

    def broken(self) -> Response:
        """500."""
        return _refusal(TwilioError(20500, "An internal server error has occurred", 500))

    def tell(self, message: Message, event: str, at: float, detail: str, forged: bool) -> Callback | None:
        """The status callback of an event, if the sender asked for it; or a person's message."""
        if message.direction == "reply":
            return self._post(self._world.accounts.callbacks["twilio"], message.echo["parameters"], forged)
        if event not in STATES:
            return None
        return self._post(message.echo["callback"], status_form(message, event, detail, self._account_sid), forged)

    def reply(
        self, person: str, channel: str, text: str, *, button: str = "", files: Sequence[Mapping[str, str]] = ()
    ) -> Message:
        """A person writes to the business, which is called back; ``files`` as in ``People.reply``."""
        sid, keys = f"SM{uuid4().hex}", self._world.accounts
        prefix = "whatsapp:" if channel == "whatsapp" else ""
        to = f"{prefix}{keys['twilio_whatsapp_from' if prefix else 'twilio_sms_from']}"
        parameters = {
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "MessageSid": sid,
            "AccountSid": self._account_sid,
            "ApiVersion": "2010-04-01",
            "SmsStatus": "received",
            "Body": text,
            "From": f"{prefix}{person}",
            "To": to,
            "NumSegments": "1" if prefix else str(segments(text)),
            "NumMedia": str(len(files)),
            **self._kept.told_of(sid, files),
            **({"ButtonText": text, "ButtonPayload": button} if button else {}),
            **(self._profile(person) if prefix else _opt_out(text)),
        }
        message = self._world.accept(
            {"text": text, "attachments": [file["name"] for file in files], "files": list(files)},
            plan=[Step(0, "received")],
            service="twilio",
            channel=channel,
            direction="reply",
            sender=person,
            to=to,
            subject=text[:80],
            provider_id=sid,
            echo={"parameters": parameters},
        )
        self._remember(message)
        return message

    def window_until(self, person: str) -> float:
        """Until when (Unix seconds) free text may be sent to a person by WhatsApp; 0 when they never wrote."""
        wrote_at = self._wrote_at.get(person, 0.0)
        return wrote_at + WINDOW_SECONDS if wrote_at else 0.0

    def _remember(self, message: Message) -> None:
        if message.channel == "whatsapp":
            self._wrote_at[message.sender] = message.at
            return
        kind = opt_out_type(message.echo["parameters"]["Body"])
        if kind == "STOP":
            self._opted_out.add(message.sender)
        elif kind == "START":
            self._opted_out.discard(message.sender)

    def _profile(self, person: str) -> dict[str, str]:
        return {"ProfileName": f"Person {person[-4:]}", "WaId": person.lstrip("+"), "MessageType": "text"}

    def _post(self, url: str, parameters: Mapping[str, str], forged: bool) -> Callback | None:
        if not url:
            return None
        token = "not-the-token" if forged else self._world.accounts["twilio_auth_token"]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "TwilioProxy/1.1"}
        headers["X-Twilio-Signature"] = sign(token, url, parameters)
        headers["I-Twilio-Idempotency-Token"] = str(uuid4())
        return Callback("twilio", url, urlencode(parameters).encode(), headers)

    def _signed_in(self, work: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            try:
                self._check_account(request)
                answer: Response = await work(request)
                return answer
            except TwilioError as error:
                return _refusal(error)

        return endpoint

    def _check_account(self, request: Request) -> None:
        keys = self._world.accounts
        wanted = f"{keys['twilio_account_sid']}:{keys['twilio_auth_token']}"
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        try:
            said = base64.b64decode(given).decode()
        except (binascii.Error, UnicodeDecodeError):
            said = ""
        account = request.path_params.get("account", keys["twilio_account_sid"])
        if kind != "Basic" or said != wanted or account != keys["twilio_account_sid"]:
            raise TwilioError(20003, "Authenticate", 401)

    async def _send(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        channel, number = check_receiver(form.get("To", ""))
        sender = self._sender(form, channel)
        template, values = self._template(form)
        text = template.fill(values) if template else form.get("Body", "")
        self._check_text(form, text)
        if channel == "sms" and number in self._opted_out:
            raise TwilioError(21610, "Attempt to send to unsubscribed recipient")
        if self._world.chance(self._world.switches["twilio"].refused):
            raise TwilioError(20005, "Account not active", 403)
        failure = self._later_failure(channel, number, template, values)
        echo = {"callback": form.get("StatusCallback", ""), "service": form.get("MessagingServiceSid", "")}
        content = {"text": text, "media": form.get("MediaUrl", ""), "template": template.sid if template else ""}
        plan = [Step(0.02, QUEUED), Step(0.1, FAILED, failure)] if failure else None
        message = self._world.accept(
            content,
            plan,
            service="twilio",
            channel=channel,
            direction="sent",
            sender=sender,
            to=number,
            subject=text[:80],
            provider_id=f"SM{uuid4().hex}",
            echo=echo,
        )
        return JSONResponse(message_resource(message, text, self._account_sid), 201)

    def _sender(self, form: Mapping[str, str], channel: str) -> str:
        keys = self._world.accounts
        prefix = "whatsapp:" if channel == "whatsapp" else ""
        own = f"{prefix}{keys['twilio_whatsapp_from' if prefix else 'twilio_sms_from']}"
        service = form.get("MessagingServiceSid", "")
        if not service and not form.get("From"):
            raise TwilioError(21603, "A 'From' phone number is required.")
        if service and service != keys["twilio_messaging_service_sid"]:
            raise TwilioError(21705, "The Messaging Service Sid is invalid")
        if form.get("From", own) == own:
            return own
        if not prefix and SENDER_NAME.fullmatch(form["From"]):
            return form["From"]
        if prefix:
            raise TwilioError(63007, "Twilio could not find a Channel with the specified From address")
        raise TwilioError(21606, "The 'From' phone number provided is not a valid message-capable phone number")

    def _template(self, form: Mapping[str, str]) -> tuple[Template | None, dict[str, str]]:
        sid = form.get("ContentSid", "")
        if not sid:
            return None, {}
        if sid not in self.templates:
            raise TwilioError(21655, "The ContentSid is Invalid")
        return self.templates[sid], variables_of(form.get("ContentVariables", ""))

    def _check_text(self, form: Mapping[str, str], text: str) -> None:
        if not text and not form.get("MediaUrl"):
            raise TwilioError(21602, "Message body is required.")
        if len(text) > MOST_CHARACTERS:
            raise TwilioError(21617, "The concatenated message body exceeds the 1600 character limit")
        if form.get("StatusCallback") and not form["StatusCallback"].startswith(("http://", "https://")):
            raise TwilioError(21609, "Invalid 'StatusCallback' URL")

    def _later_failure(self, channel: str, number: str, template: Template | None, values: Mapping[str, str]) -> str:
        if channel != "whatsapp":
            return ""
        is_limited = self._world.switches["twilio"].per_second > 0
        if is_limited and not self._whatsapp.takes(WHATSAPP_PER_SECOND):
            return "63018"
        return later_failure(template, values, self._world.now() < self.window_until(number))

    async def _list(self, request: Request) -> Response:
        given = request.query_params
        size = min(int(given.get("PageSize", 50)), MOST_PAGE)
        page = int(given.get("Page", 0))
        number = split_address(given["To"])[1] if "To" in given else ""
        kept = reversed(self._world.journal.of_person(number)) if number else self._world.journal.newest()
        ours = (message for message in kept if message.service == "twilio" and not message.has(ERASED))
        found = [message for message in ours if fits(message, given)]
        shown = found[page * size : (page + 1) * size]
        base = request.url.path.removeprefix("/twilio")
        query = urlencode({**given, "PageSize": size, "Page": page + 1})
        return JSONResponse(
            {
                "messages": [self._resource(message) for message in shown],
                "page": page,
                "page_size": size,
                "start": page * size,
                "end": page * size + len(shown) - 1,
                "uri": f"{base}?{request.url.query}",
                "first_page_uri": f"{base}?{urlencode({**given, 'PageSize': size, 'Page': 0})}",
                "next_page_uri": f"{base}?{query}" if len(found) > (page + 1) * size else None,
                "previous_page_uri": None,
            }
        )

    async def _show(self, request: Request) -> Response:
        return JSONResponse(self._resource(self._kept.find(request.path_params["sid"])))

    def _resource(self, message: Message) -> dict[str, Any]:
        return message_resource(message, self._world.journal.content(message)["text"], self._account_sid)

    async def _show_account(self, request: Request) -> Response:
        return JSONResponse(
            {"sid": self._account_sid, "friendly_name": "Simulator", "status": "active", "type": "Full"}
        )

    async def _list_templates(self, request: Request) -> Response:
        url = f"{self._world.accounts.url}/twilio/v1/ContentAndApprovals?PageSize=50&Page=0"
        meta = {"page": 0, "page_size": 50, "url": url, "first_page_url": url, "key": "contents"}
        meta |= {"next_page_url": None, "previous_page_url": None}
        contents = [content_resource(template, self._account_sid) for template in self.templates.values()]
        return JSONResponse({"contents": contents, "meta": meta})


def _opt_out(text: str) -> dict[str, str]:
    kind = opt_out_type(text)
    return {"OptOutType": kind} if kind else {}


def _refusal(error: TwilioError) -> Response:
    link = f"https://www.twilio.com/docs/errors/{error.code}"
    return JSONResponse(
        {"code": error.code, "message": str(error), "more_info": link, "status": error.status}, error.status
    )
