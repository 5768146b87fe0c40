"""What Twilio keeps until it is told to delete it: messages, and the files that came with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from .core.files import find_file, token_of
from .core.journal import Message
from .core.world import World
from .twilio_rules import TwilioError

ERASED, FILE_ERASED = "erased", "file_erased"


class Kept:
    """The endpoints that show, give and delete it. What was deleted stays in the simulator's own journal."""

    def __init__(self, world: World, account_sid: str) -> None:
        self._world, self._account_sid = world, account_sid

    def endpoints(self, account: str) -> tuple[tuple[str, Callable[[Request], Any], str], ...]:
        """Path, work and method of each, below the path of an account."""
        message = f"{account}/Messages/{{sid}}"
        return (
            (f"{message}.json", self._delete, "DELETE"),
            (f"{message}/Media.json", self._list_files, "GET"),
            (f"{message}/Media/{{media}}.json", self._delete_file, "DELETE"),
            (f"{message}/Media/{{media}}", self._lead_to_file, "GET"),
        )

    def find(self, sid: str) -> Message:
        """A message that was not deleted. Raises TwilioError."""
        message = self._world.journal.find(sid)
        if message is None or message.service != "twilio" or message.has(ERASED):
            raise _not_found(sid)
        return message

    def told_of(self, sid: str, files: Sequence[Mapping[str, str]]) -> dict[str, str]:
        """Where Twilio keeps what came with a message; the message itself is the next in the journal."""
        base = f"{self._world.accounts.url}/twilio/2010-04-01/Accounts/{self._account_sid}/Messages/{sid}/Media"
        number, found = self._world.journal.count + 1, {}
        for place, file in enumerate(files):
            found[f"MediaUrl{place}"] = f"{base}/{_file_sid(number, place)}"
            found[f"MediaContentType{place}"] = file["content_type"]
        return found

    async def give_file(self, request: Request) -> Response:
        """The store's answer: a file, to anybody who has its address."""
        media = request.path_params["media"]
        number, _, place = media.removeprefix("ME").partition("x")
        found = find_file(self._world.journal, f"{number}-{place}")
        if found is None or self._is_erased(self._world.journal.get(int(number)), media):
            return Response(status_code=404)
        return Response(found[1], media_type=found[0])

    async def _lead_to_file(self, request: Request) -> Response:
        """Twilio gives no file itself: it leads to its store, by an address that needs no password."""
        return RedirectResponse(f"{self._world.accounts.url}/twilio/store/{request.path_params['media']}", 307)

    async def _delete(self, request: Request) -> Response:
        self._world.journal.note(self.find(request.path_params["sid"]), ERASED, self._world.now())
        return Response(status_code=204)

    async def _list_files(self, request: Request) -> Response:
        message = self.find(request.path_params["sid"])
        shown = [{"sid": each, "parent_sid": message.provider_id, "account_sid": self._account_sid} for each in
                 self._files_of(message)]  # fmt: skip
        return JSONResponse({"media_list": shown, "page": 0, "page_size": 50, "next_page_uri": None})

    async def _delete_file(self, request: Request) -> Response:
        message = self._world.journal.find(request.path_params["sid"])
        media = request.path_params["media"]
        if message is None or media not in self._files_of(message):
            raise _not_found(media)
        self._world.journal.note(message, FILE_ERASED, self._world.now(), media)
        return Response(status_code=204)

    def _files_of(self, message: Message) -> list[str]:
        count = len(self._world.journal.content(message).get("files") or ())
        found = [_file_sid(message.number, place) for place in range(count)]
        return [each for each in found if not self._is_erased(message, each)]

    def _is_erased(self, message: Message, media: str) -> bool:
        return any((event, detail) == (FILE_ERASED, media) for event, _, detail in message.events)


def _file_sid(number: int, place: int) -> str:
    return f"ME{token_of(number, place).replace('-', 'x')}"


def _not_found(what: str) -> TwilioError:
    return TwilioError(20404, f"The requested resource {what} was not found", 404)
