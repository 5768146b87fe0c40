"""The JSON API by which tests and the page look at the simulator and steer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .core.journal import Journal, Message
from .core.world import World
from .people import CannotDo, People
from .sns import HASHES, Topic
from .twilio import Twilio

MOST = 10_000
JSON = "application/json"

Work = Callable[[Request], Awaitable[Any]]


class Api:
    """Everything below /api. Who changes something must send JSON, which no foreign page can without asking."""

    def __init__(self, world: World, people: People, twilio: Twilio, topic: Topic) -> None:
        self._world, self._people, self._twilio, self._topic = world, people, twilio, topic

    def routes(self) -> list[Route]:
        """The endpoints."""
        endpoints: tuple[tuple[str, Work, str], ...] = (
            ("/api/messages", self._list, "GET"),
            ("/api/messages/{number:int}", self._show, "GET"),
            ("/api/messages/{number:int}/act", self._act, "POST"),
            ("/api/counts", self._count, "GET"),
            ("/api/state", self._state, "GET"),
            ("/api/secrets", self._secrets, "GET"),
            ("/api/switches", self._switches, "GET"),
            ("/api/switches", self._set_switches, "PUT"),
            ("/api/callbacks", self._set_callbacks, "PUT"),
            ("/api/inbound", self._inbound, "POST"),
            ("/api/replay", self._replay, "POST"),
            ("/api/clear", self._clear, "POST"),
            ("/api/sns", self._set_sns, "PUT"),
            ("/mails.json", self._mails, "GET"),
        )
        return [Route(path, _json_endpoint(work), methods=[verb]) for path, work, verb in endpoints]

    async def _list(self, request: Request) -> Any:
        """The messages in memory, the oldest first: those after a number, of a service, a channel, a person."""
        given = request.query_params
        after, limit = int(given.get("after", 0)), min(int(given.get("limit", MOST)), MOST)
        journal = self._world.journal
        kept = journal.of_person(given["to"]) if "to" in given else reversed(list(journal.newest()))
        found = [
            asdict(message) | {"state": message.state}
            for message in kept
            if message.number > after
            and given.get("service") in (None, message.service)
            and given.get("channel") in (None, message.channel)
            and given.get("direction") in (None, message.direction)
        ]
        return {"messages": found[:limit], "total": len(found)}

    async def _show(self, request: Request) -> Any:
        message = self._message(request)
        return asdict(message) | {"state": message.state, "content": self._people.read(message)}

    async def _act(self, request: Request) -> Any:
        said = await _body(request)
        return {"said": await self._people.act(self._message(request), str(said.get("action", "")), said)}

    async def _count(self, request: Request) -> Any:
        """How many messages were ever taken, and which of them more than once, by the facts that make one."""
        by = request.query_params.get("by", "to").split(",")
        return await run_in_threadpool(count, self._world.journal, by, request.query_params.get("service"))

    async def _state(self, request: Request) -> Any:
        callbacks = self._world.callbacks
        return {
            "messages": self._world.journal.count,
            "quiet": self._world.is_quiet,
            "waiting": callbacks.waiting,
            "callbacks": dict(callbacks.counts),
            "failures": list(callbacks.failures),
        }

    async def _secrets(self, request: Request) -> Any:
        return {"secrets": self._world.accounts.secrets, "callbacks": self._world.accounts.callbacks}

    async def _switches(self, request: Request) -> Any:
        return {service: switches.as_dict() for service, switches in self._world.switches.items()}

    async def _set_switches(self, request: Request) -> Any:
        for service, chosen in (await _body(request)).items():
            if service not in self._world.switches:
                raise ValueError(f"There is no service “{service}”.")
            self._world.switches[service].set(chosen)
        return await self._switches(request)

    async def _set_callbacks(self, request: Request) -> Any:
        known = self._world.accounts.callbacks
        for name, url in (await _body(request)).items():
            if name not in known:
                raise ValueError(f"Nobody calls back as “{name}”.")
            known[name] = str(url)
        return known

    async def _inbound(self, request: Request) -> Any:
        said = await _body(request)
        message = self._twilio.reply(
            said["from"],
            said.get("channel", "sms"),
            str(said["text"]),
            button=str(said.get("button", "")),
            files=said.get("files") or (),
        )
        return asdict(message)

    async def _replay(self, request: Request) -> Any:
        return {"callbacks": self._world.callbacks.replay(int((await _body(request)).get("times", 1)))}

    async def _clear(self, request: Request) -> Any:
        await _body(request)
        self._world.journal.clear()
        self._world.callbacks.sent.clear()
        self._world.callbacks.counts.clear()
        self._world.callbacks.failures.clear()
        return {}

    async def _set_sns(self, request: Request) -> Any:
        """How SNS signs, and whether the app is subscribed; both as they are when nothing is given."""
        said = await _body(request)
        version = str(said.get("version", self._topic.version))
        if version not in HASHES:
            raise ValueError("SNS signs by version 1 or 2.")
        self._topic.version = version
        self._topic.is_confirmed = bool(said.get("is_confirmed", self._topic.is_confirmed))
        return {"version": version, "is_confirmed": self._topic.is_confirmed}

    async def _mails(self, request: Request) -> Any:
        """The mails taken by SMTP, the newest first, in the shape of the small mail catcher."""
        mails = [message for message in self._world.journal.newest() if message.service == "smtp"]
        return [self._as_mail(message) for message in mails if message.direction == "sent"][:500]

    def _as_mail(self, message: Message) -> dict[str, Any]:
        content = self._people.read(message)
        facts = {"number": message.number, "received_at": message.at, "to": message.to, "subject": message.subject}
        return (
            facts | {name: content[name] or None for name in ("text", "html")} | {"attachments": content["attachments"]}
        )

    def _message(self, request: Request) -> Message:
        return self._world.journal.get(request.path_params["number"])


def count(journal: Journal, by: list[str], service: str | None = None) -> dict[str, Any]:
    """Of all messages the app ever sent: ``total``, ``distinct`` by these facts, ``repeated`` with their ``times``."""
    times: Counter[tuple[str, ...]] = Counter()
    for facts in journal.lines():
        if facts["direction"] == "sent" and service in (None, facts["service"]):
            times[tuple(str(facts[name]) for name in by)] += 1
    repeated = [dict(zip(by, key, strict=True)) | {"times": many} for key, many in times.items() if many > 1]
    return {"total": times.total(), "distinct": len(times), "repeated": repeated}


async def _body(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0] != JSON:
        raise ValueError(f"Send {JSON}.")
    said = orjson.loads(await request.body() or b"{}")
    if not isinstance(said, dict):
        raise ValueError("Send an object.")
    return said


def _json_endpoint(work: Work) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await work(request))
        except KeyError as error:
            return JSONResponse({"error": f"There is no {error}."}, 404)
        except (ValueError, TypeError, CannotDo) as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint
