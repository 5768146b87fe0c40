"""What receivers do with a message: open, click, complain, unsubscribe, write back."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import orjson
import requests

from .core.callbacks import PAUSE_SECONDS, Callback
from .core.files import token_of
from .core.journal import Message
from .core.outcomes import (
    BAD_WORDS,
    BLOCKED,
    CLICK,
    COMPLAINT,
    DEFERRED,
    FULL,
    HARD,
    NO_SUCH_USER,
    OPEN,
    REPLY,
    SCAN,
    SOFT,
)
from .core.raw_mail import content_of
from .core.world import World
from .twilio import Twilio

TIMEOUT_SECONDS = 20
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
SCANNER = "Mozilla/5.0 (compatible; MailSecurityScanner/1.0)"
PROXY = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
MOST_IMAGES = 30
FOOT = ("unsubscribe", "preferences")  # in the addresses of the links with which mails end
# What may be done to a mail → what its service tells.
EVENTS = {
    "bounce": (HARD, NO_SUCH_USER),
    "soft_bounce": (SOFT, FULL),
    "complain": (COMPLAINT, ""),
    "block": (BLOCKED, BAD_WORDS),
    "defer": (DEFERRED, FULL),
    "leave": ("unsubscribe", ""),
}


class CannotDo(Exception):
    """What was asked for makes no sense for this message; its text says why."""


class People:
    """The receivers of all messages."""

    def __init__(self, world: World, twilio: Twilio) -> None:
        self._world, self._twilio = world, twilio
        world.people = {OPEN: self._open_by_plan, CLICK: self._click_by_plan, REPLY: self._reply_by_plan}
        world.people[SCAN] = self._scan_by_plan

    async def act(self, message: Message, action: str, said: Mapping[str, Any]) -> str:
        """Do one thing with a message; how the app answered, in words. Raises CannotDo."""
        link, text = str(said.get("link", "")), str(said.get("text", ""))
        if action == "open":
            return await self.open(message)
        if action == "click":
            return await self.click(message, link)
        if action == "unsubscribe":
            return await self.unsubscribe(message)
        if action == "reply":
            return self.reply(message, text, said.get("files") or ())
        if action == "scan":
            return await self.scan(message)
        if action not in EVENTS or message.channel != "email":
            raise CannotDo(f"Nobody can “{action}” this message.")
        self._world.happen(message, *EVENTS[action])
        return "Told."

    def read(self, message: Message) -> dict[str, Any]:
        """What a message says: ``html, text, headers, attachments, source``."""
        content = self._world.journal.content(message)
        if "raw" in content:
            return content_of(content["raw"].encode("latin-1"))
        shown = {name: value for name, value in content.items() if name != "files"}
        return {"html": "", "headers": [], "attachments": [], "source": "", **shown}

    async def open(self, message: Message) -> str:
        """Open it: a mail program fetches its images, and services that watch tell of it."""
        if message.channel != "email":
            self._world.happen(message, "read")
            return "Read."
        images = Addresses(self.read(message)["html"]).images[:MOST_IMAGES]
        answers = [await _fetch("GET", image) for image in images]
        if message.service == "brevo" and not message.has("first_open"):
            self._world.happen(message, "first_open")
        self._world.happen(message, "open")
        return f"Opened; fetched {len(answers)} of its images."

    async def scan(self, message: Message) -> str:
        """What a mail server's guard does: fetch every picture and try every link, and nobody has read anything."""
        images = Addresses(self.read(message)["html"]).images[:MOST_IMAGES]
        for image in images:
            await _fetch("GET", image, agent=PROXY)
        links = self.links(message)
        for link in links:
            await _fetch("HEAD", link, agent=SCANNER)
            await _fetch("GET", link, agent=SCANNER)
        self._world.happen(message, "proxy_open" if message.service == "brevo" else "scan")
        return f"Tried {len(links)} of its links."

    async def click(self, message: Message, link: str = "") -> str:
        """Follow one of its links, the first one above the foot when none is named."""
        links = self.links(message)
        link = link or next((found for found in links if not any(word in found for word in FOOT)), "")
        self.note_click(message, link)
        return f"The link answered {await _fetch('GET', link)}."

    def links(self, message: Message) -> list[str]:
        """The links in a message, each once."""
        content = self.read(message)
        found = Addresses(content["html"]).links if content["html"] else content["text"].split()
        return list(dict.fromkeys(link for link in found if link.startswith(("http://", "https://"))))

    def note_click(self, message: Message, link: str) -> None:
        """Write down that a link of a message was followed. Raises CannotDo when it is not in the message."""
        if link not in self.links(message):
            raise CannotDo("This link is not in the message.")
        self._world.happen(message, "click", link)

    async def unsubscribe(self, message: Message) -> str:
        """What a mail program's own button does (RFC 8058)."""
        heads = {name.lower(): value for name, value in self.read(message)["headers"]}
        places = [place.strip(" <>") for place in heads.get("list-unsubscribe", "").split(",")]
        link = next((place for place in places if place.startswith(("https://", "http://"))), "")
        if not link or "list-unsubscribe-post" not in heads:
            raise CannotDo("This mail cannot be unsubscribed from in one click.")
        answer = await _fetch("POST", link, {"List-Unsubscribe": "One-Click"})
        self._world.journal.note(message, "one_click", self._world.now(), answer)
        return f"The app answered {answer}."

    def reply(self, message: Message, text: str, files: Sequence[Mapping[str, str]] = ()) -> str:
        """Write back; ``files`` are ``{name, content_type, content}``, the content in base64."""
        if not text.strip() and not files:
            raise CannotDo("An empty message cannot be sent.")
        if message.channel == "email":
            self._reply_by_mail(message, text, files)
        else:
            self._twilio.reply(message.counterpart(), message.channel, text, files=files)
        return "Sent."

    def _reply_by_mail(self, message: Message, text: str, files: Sequence[Mapping[str, str]]) -> None:
        """Keep the answer, and give it to the app as Brevo's inbound parsing does."""
        heads = {name.lower(): value for name, value in self.read(message)["headers"]}
        to = parseaddr(heads.get("reply-to") or heads.get("from") or message.sender)[1]
        answer = self._world.accept(
            {"text": text, "attachments": [file["name"] for file in files], "files": list(files)},
            plan=[],
            service=message.service,
            channel="email",
            direction="reply",
            sender=message.to,
            to=to,
            subject=f"Re: {message.subject}",
            provider_id=f"<{uuid4()}@simulator.test>",
        )
        url = self._world.accounts.callbacks["brevo_inbound"]
        if not url:
            return
        token = self._world.accounts["brevo_webhook_token"]
        item = inbound_item(answer, heads.get("message-id", message.provider_id), text, files)
        body = orjson.dumps({"items": [item]})
        signed = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        callback = Callback("brevo", url, body, signed, PAUSE_SECONDS)
        self._world.callbacks.plan("brevo", lambda forged: None if forged else callback, 0)

    async def _open_by_plan(self, message: Message, detail: str) -> None:
        await self.open(message)

    async def _click_by_plan(self, message: Message, detail: str) -> None:
        try:
            await self.click(message)
        except CannotDo:
            pass  # a mail without links, which nobody clicks

    async def _scan_by_plan(self, message: Message, detail: str) -> None:
        await self.scan(message)

    async def _reply_by_plan(self, message: Message, detail: str) -> None:
        self.reply(message, detail)


def inbound_item(
    answer: Message, in_reply_to: str, text: str, files: Sequence[Mapping[str, str]] = ()
) -> dict[str, Any]:
    """One mail as Brevo's inbound parsing tells of it (developers.brevo.com/docs/inbound-parse-webhooks)."""
    return {
        "Uuid": [str(uuid4())],
        "MessageId": answer.provider_id,
        "InReplyTo": in_reply_to,
        "From": {"Name": None, "Address": answer.sender},
        "To": [{"Name": None, "Address": answer.to}],
        "Recipients": [answer.to],
        "Cc": [],
        "SentAtDate": format_datetime(datetime.fromtimestamp(answer.at, UTC)),
        "Subject": answer.subject,
        "RawTextBody": text,
        "RawHtmlBody": None,
        "ExtractedMarkdownMessage": text,
        "ExtractedMarkdownSignature": None,
        "SpamScore": 0.1,
        "Attachments": [
            {
                "Name": file["name"],
                "ContentType": file["content_type"],
                "ContentLength": len(b64decode(file["content"])),
                "ContentID": None,
                "DownloadToken": token_of(answer.number, place),
            }
            for place, file in enumerate(files)
        ],
        "Headers": {"Message-ID": answer.provider_id, "In-Reply-To": in_reply_to, "Subject": answer.subject},
    }


class Addresses(HTMLParser):
    """The ``links`` and ``images`` of a text in HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by HTMLParser."""
        given = dict(attrs)
        if tag in ("a", "area") and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "img" and (given.get("src") or "").startswith(("http://", "https://")):
            self.images.append(str(given["src"]))


async def _fetch(verb: str, url: str, form: Mapping[str, str] | None = None, agent: str = BROWSER) -> str:
    return await asyncio.to_thread(_fetch_now, verb, url, form, agent)


def _fetch_now(verb: str, url: str, form: Mapping[str, str] | None, agent: str) -> str:
    """The status of the answer, or why there is none."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(verb, url, data=form, headers={"User-Agent": agent}, timeout=TIMEOUT_SECONDS)
            return str(answer.status_code)
    except requests.RequestException as error:
        return f"nothing ({type(error).__name__})"
