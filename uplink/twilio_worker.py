"""Send Mybizz's WhatsApp messages and SMS through Twilio.

    python -m uplink.twilio_worker --url wss://example.com/_/uplink

Any number of copies may run, here and elsewhere: each message goes once. A copy that is killed leaves at most those it
was just handing over in doubt, about which Twilio is asked. The server key is read from the environment,
MYBIZZ_UPLINK_KEY; Twilio's TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN too.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Any

from twilio.base.exceptions import TwilioException

from server_code.server_messaging.driver_service import Outcome
from server_code.server_messaging.plain_messages import message_of, outcome_of, plain_outcome
from server_code.server_messaging.sending_loop import Batch, send_due

from .bulk_import import KEY_VARIABLE
from .line import Line, Refused, complain
from .twilio_driver import TooMany, TwilioDriver

STREAMS = ("whatsapp", "sms")
PROVIDER = "twilio"
ROUND_SECONDS = 20.0
GROUPS_CLAIMED = 3  # at once: asking for more messages costs the server about as much as asking for a few
SHORTEST_NAP, LONGEST_NAP = 0.5, 2.0
REFUSED_SECONDS = 5.0


class RemoteOutbox:
    """The outbox of one stream, behind the line."""

    def __init__(self, line: Line, stream: str, driver: TwilioDriver, ended: threading.Event) -> None:
        self._line, self._stream, self._driver, self._ended = line, stream, driver, ended
        self._worker = secrets.token_hex(8)
        self.has_errand = False

    def claim(self, wanted: int) -> Batch:
        """Up to ``wanted`` messages that may go now; none once the worker is to end."""
        if self._ended.is_set():
            return Batch([], [], 0, 0.0)
        answer = self._line.ask("claim_messages", self._stream, self._worker, wanted)
        self._driver.status_url, self.has_errand = answer["status_url"], answer["has_errand"]
        messages = [message_of(each) for each in answer["messages"]]
        unfit = [outcome_of(each) for each in answer["unfit"]]
        return Batch(messages, unfit, int(answer["seen"]), float(answer["free_in_seconds"]))

    def turn(self, outcomes: Sequence[Outcome], begin: Sequence[str]) -> set[str]:
        """Record outcomes, note beginnings. A call that the line lost is made again, which changes nothing more."""
        told = [plain_outcome(outcome) for outcome in outcomes]
        return set(self._line.ask("turn_messages", self._stream, self._worker, told, list(begin))["may_go"])


class Worker:
    """Sends until it is told to end: a thread for each stream and lane, one for doubts, one to delete."""

    def __init__(self, line: Line, driver: TwilioDriver, lanes: int, doubts_every_seconds: float) -> None:
        self._line, self._driver, self._lanes = line, driver, lanes
        self._doubts_every = doubts_every_seconds
        self.ended = threading.Event()

    def run(self) -> None:
        """Work until ``ended`` is set, or one of the threads meets what it cannot mend."""
        jobs = [(self._send, stream) for stream in STREAMS for _ in range(self._lanes)]
        others = [(self._reconcile, PROVIDER), (self._erase, PROVIDER)]
        threads = [threading.Thread(target=self._guarded, args=job) for job in [*jobs, *others]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _guarded(self, work: Any, what: str) -> None:
        try:
            while not self.ended.is_set():
                self._work_on(work, what)
        except Exception as error:  # noqa: BLE001 (what ends one thread for good ends the program, to be started again)
            complain(f"Stopped: {type(error).__name__}: {error}")
            self.ended.set()

    def _work_on(self, work: Any, what: str) -> None:
        """Work; where the server says no, that is told, and after a while tried again."""
        try:
            work(what)
        except Refused as refusal:
            complain(f"{what}: {refusal}")
            self.ended.wait(REFUSED_SECONDS)

    def _send(self, stream: str) -> None:
        outbox, nap = RemoteOutbox(self._line, stream, self._driver, self.ended), SHORTEST_NAP
        while not self.ended.is_set():
            done = send_due(outbox, self._driver, ROUND_SECONDS, self._driver.at_once * GROUPS_CLAIMED)
            if done:
                print(f"{stream}: " + ", ".join(f"{count} {name}" for name, count in done.items()), flush=True)
            if outbox.has_errand:
                self._run_errand()
            nap = SHORTEST_NAP if done or outbox.has_errand else min(nap * 1.5, LONGEST_NAP)
            self.ended.wait(nap)

    def _reconcile(self, provider: str) -> None:
        while not self.ended.is_set():
            doubts = self._line.ask("list_doubtful_messages", provider)["messages"]
            found = [outcome for doubt in doubts if (outcome := self._driver.look_for(doubt))]
            if found:
                self._line.ask("settle_messages", [plain_outcome(outcome) for outcome in found])
                print(f"{len(found)} of {len(doubts)} doubtful messages settled", flush=True)
            self.ended.wait(self._doubts_every)

    def _erase(self, provider: str) -> None:
        while not self.ended.is_set():
            while ids := self._line.ask("take_messages_to_erase")["provider_ids"]:
                outcomes = [{"provider_id": each, "error": self._driver.erase(each)} for each in ids]
                self._line.ask("settle_erased_messages", outcomes)
                gone = sum(not outcome["error"] for outcome in outcomes)
                print(f"{gone} of {len(ids)} messages deleted at {provider}", flush=True)
            self.ended.wait(self._doubts_every)

    def _run_errand(self) -> None:
        errand = self._line.ask("take_errand")["errand"]
        if errand is None:
            return
        self._line.ask("finish_errand", errand["errand_key"], self._outcome_of(errand))

    def _outcome_of(self, errand: dict[str, Any]) -> dict[str, Any]:
        """What became of a test message (``status, reason, error``), or of bringing the templates (``counts``)."""
        if errand["kind"] == "templates":
            try:
                return {"counts": self._line.ask("store_whatsapp_templates", list(self._driver.templates()))["counts"]}
            except (TooMany, TwilioException, OSError, Refused) as error:
                return {"error": str(error)[:300]}
        message = message_of({**errand["details"], "send_key": ""})
        outcome = self._driver.send_message(message)
        return {"status": outcome.status, "reason": outcome.reason, "error": outcome.error}


def main(arguments: Sequence[str] | None = None) -> int:
    """Send until SIGTERM or Ctrl-C; what was begun is finished first."""
    chosen = _parser().parse_args(arguments)
    needed = (KEY_VARIABLE, "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")
    missing = [name for name in needed if not os.environ.get(name)]
    if missing:
        complain(f"Please set {', '.join(missing)} in the environment.")
        return 2
    key, account_sid, auth_token = (os.environ[name] for name in needed)
    driver = TwilioDriver(account_sid, auth_token, os.environ.get("TWILIO_URL", ""), chosen.at_once)
    try:
        line = Line(chosen.url, key, chosen.patience, complain)
    except Exception as error:  # noqa: BLE001 (the library raises many kinds; all mean that there is no line)
        complain(f"There is no connection to {chosen.url}: {error}")
        return 1
    worker = Worker(line, driver, chosen.lanes, chosen.doubts_every)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.ended.set())
    print(f"Sending for {chosen.url}", flush=True)
    worker.run()
    line.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m uplink.twilio_worker", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", required=True, help="ws://… or wss://… of the server, ending in /_/uplink")
    parser.add_argument("--at-once", type=int, default=40, metavar="N", help="messages handed over side by side (40)")
    parser.add_argument("--lanes", type=int, default=2, metavar="N",
                        help="how many such groups of each channel are under way (%(default)s)")  # fmt: skip
    parser.add_argument("--doubts-every", type=float, default=30, metavar="SECONDS",
                        help="how often to ask Twilio about messages in doubt (default: %(default)s)")  # fmt: skip
    parser.add_argument("--patience", type=float, default=86400, metavar="SECONDS",
                        help="how long to wait for a server that does not answer (default: %(default)s)")  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
