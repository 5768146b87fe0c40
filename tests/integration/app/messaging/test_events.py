"""What providers tell: stored once, made sense of in any order, put aside and replayed when something is wrong."""

from __future__ import annotations

import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from .conftest import Post, person

pytestmark = pytest.mark.usefixtures("empty", "awake")

START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)


@pytest.fixture
def sent(owner, post, inbox) -> str:
    """The key of a message that went to Ann."""
    person(owner, "Ann")
    post.plan()
    post.drain()
    return key_of(post, "campaign-1")


def key_of(post: Post, cause: str) -> str:
    with post.instance.database.connection() as connection:
        found = connection.execute("SELECT send_key FROM data.sends WHERE once LIKE %s", [f"{cause}|%"])
        return str(found.fetchone()[0])


def note(post: Post, event_key: str, event_type: str, minutes: float = 0, **how: Any) -> bool:
    from anvil.tables import in_transaction

    service = post.module("event_service")
    moment = START + timedelta(minutes=minutes)
    return post.run(lambda: in_transaction(service.note)(event_key, event_type, moment, **how))


def send_of(post: Post, send_key: str) -> dict[str, Any]:
    names = ("status", "reason", "sent_at", "delivered_at", "opened_at", "machine_opened_at", "clicked_at", "ended_at")
    with post.instance.database.connection() as connection:
        found = connection.execute(f"SELECT {', '.join(names)} FROM data.sends WHERE send_key = %s", [send_key])
        return dict(zip(names, found.fetchone(), strict=True))


def suppressed(owner, name: str = "Ann") -> list[str]:
    [contact] = [one for one in owner.ask("get_all_contacts", {})["contacts"] if one["first_name"] == name]
    return [each["reason"] for each in owner.ask("get_consents", contact["contact_id"])["suppressions"]]


def test_c36_an_event_counts_once_and_moves_a_message_forward_only(post, sent):
    assert note(post, "brevo:1", "open", 5, send_key=sent)
    assert not note(post, "brevo:1", "open", 5, send_key=sent)
    assert note(post, "brevo:2", "delivered", 1, send_key=sent)
    row = send_of(post, sent)
    assert row["status"] == "opened"
    assert (row["delivered_at"], row["opened_at"]) == (START + timedelta(minutes=1), START + timedelta(minutes=5))
    assert not note(post, "brevo:3", "open", send_key="nobody's")


def test_c36_every_order_of_a_stream_ends_alike(post, sent):
    stream = [("delivered", 1, {}), ("open", 2, {"is_machine": True}), ("open", 4, {}), ("click", 9, {})]
    ends = []
    for round_, order in enumerate(permutations(stream)):
        forget_events(post, sent)
        for event_type, minutes, how in order * 2:
            note(post, f"{round_}-{event_type}-{minutes}", event_type, minutes, send_key=sent, **how)
        ends.append(send_of(post, sent))
    assert all(end == ends[0] for end in ends)
    assert ends[0]["status"] == "clicked"
    assert ends[0]["machine_opened_at"] == START + timedelta(minutes=2)
    assert ends[0]["opened_at"] == START + timedelta(minutes=4)


def forget_events(post: Post, send_key: str) -> None:
    with post.instance.database.connection() as connection:
        connection.execute("DELETE FROM data.send_events")
        connection.execute(
            "UPDATE data.sends SET status = 'sent', sent_at = %s, delivered_at = NULL, opened_at = NULL,"
            " machine_opened_at = NULL, clicked_at = NULL, ended_at = NULL WHERE send_key = %s",
            [START, send_key],
        )


def test_opens_of_people_who_may_not_be_counted_are_not_kept(post, sent):
    with post.instance.database.connection() as connection:
        connection.execute("""UPDATE data.config SET messaging = messaging || '{"tracking": "off"}'""")
    post.package("server_shared.config")._Cache.settings = None
    assert not note(post, "brevo:1", "open", 5, send_key=sent)
    assert note(post, "brevo:2", "delivered", 5, send_key=sent)
    assert send_of(post, sent)["status"] == "delivered"


def test_c13_a_hard_bounce_or_a_complaint_suppresses_at_once(owner, post, sent):
    note(post, "e1", "bounced", 1, send_key=sent, detail={"error": "550 5.1.1 No such person"})
    assert suppressed(owner) == ["bounced"]
    row = send_of(post, sent)
    assert (row["status"], row["ended_at"]) == ("bounced", START + timedelta(minutes=1))
    note(post, "e2", "complained", 2, send_key=sent)
    assert suppressed(owner) == ["complained"]
    post.plan("receipt-7", "transactional")
    assert post.drain("transactional_email") == {}


def test_c13_a_soft_bounce_is_tried_again_later(post, sent, instance, inbox):
    note(post, "e1", "soft_bounced", 1, send_key=sent)
    assert send_of(post, sent)["status"] == "pending"
    assert post.drain() == {}
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET due_at = now()")
    assert post.drain() == {"sent": 1}
    assert len(inbox.mails) == 2
    note(post, "e2", "delivered", 9, send_key=sent)
    assert send_of(post, sent)["status"] == "delivered"


@pytest.mark.parametrize("late", [False, True])
def test_c13_three_soft_bounces_in_a_row_suppress_and_a_delivery_between_them_does_not(owner, post, sent, late):
    for number in (2, 3):
        post.plan(f"campaign-{number}")
    post.drain()
    keys = [key_of(post, f"campaign-{number}") for number in (1, 2, 3)]
    delivered = ("between", "delivered", 2.5)
    events = [(f"soft-{number}", "soft_bounced", number) for number in (1, 2, 3)]
    for event_key, event_type, hours in [*events, delivered] if late else [delivered, *events]:
        note(post, event_key, event_type, 60 * hours, send_key=keys[min(2, int(hours) - 1)])
        if event_key == "soft-3":
            assert suppressed(owner) == (["soft_bounced"] if late else [])
    assert suppressed(owner) == []


def test_c26_who_told_the_provider_to_stop_is_unsubscribed(owner, post, sent):
    note(post, "e1", "unsubscribed", 1, send_key=sent)
    assert suppressed(owner) == ["unsubscribed"]
    post.plan("campaign-2")
    assert post.drain() == {}


def note_all(post: Post, *events: tuple[str, str, float, str]) -> int:
    """Note events (key, type, minutes, key of the message) together."""
    from anvil.tables import in_transaction

    service, rules = post.module("event_service"), post.module("event_rules")
    made = [rules.Event(key, kind, START + timedelta(minutes=at), send_key=send) for key, kind, at, send in events]
    return post.run(lambda: in_transaction(service.note_all)(made))


def test_c36_events_that_are_noted_together_end_as_those_that_are_noted_apart(owner, post, sent):
    person(owner, "Ben")
    post.plan("campaign-2")
    post.drain()
    with post.instance.database.connection() as connection:
        found = connection.execute("SELECT send_key FROM data.sends WHERE once LIKE 'campaign-2|%' ORDER BY _id DESC")
        other = found.fetchone()[0]
    events = [("e1", "click", 4, sent), ("e2", "delivered", 1, sent), ("e2", "delivered", 1, sent)]
    news = [*events, ("e3", "bounced", 2, other), ("e4", "delivered", 1, "nobody's")]
    assert note_all(post, *news) == 3
    assert note_all(post, *news, ("e5", "open", 3, sent)) == 1
    row = send_of(post, sent)
    assert (row["status"], row["delivered_at"]) == ("clicked", START + timedelta(minutes=1))
    assert (row["opened_at"], row["clicked_at"]) == (START + timedelta(minutes=3), START + timedelta(minutes=4))
    assert send_of(post, other)["status"] == "bounced"
    assert (suppressed(owner), suppressed(owner, "Ben")) == ([], ["bounced"])


def test_c13_soft_bounces_and_a_delivery_that_are_told_of_together_do_not_suppress(owner, post, sent):
    for number in (2, 3):
        post.plan(f"campaign-{number}")
    post.drain()
    keys = [key_of(post, f"campaign-{number}") for number in (1, 2, 3)]
    soft = [(f"soft-{n}", "soft_bounced", 60 * n, key) for n, key in enumerate(keys)]
    assert note_all(post, *soft) == 3
    assert suppressed(owner) == ["soft_bounced"]
    assert [send_of(post, key)["status"] for key in keys] == ["pending"] * 3
    assert note_all(post, ("late", "delivered", 90, keys[1])) == 1
    assert suppressed(owner) == []


class Told:
    """A provider of the tests' own: what it sends is noted down, and some of it cannot be understood."""

    def __init__(self, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
        self.post, self.heard = post, []
        self.service = post.module("webhook_service")
        self.is_broken = False
        monkeypatch.setattr(self.service, "_start", lambda: None)
        monkeypatch.setitem(self.service._handlers, "told", self.hear)

    def hear(self, body: str) -> None:
        if self.is_broken and "bad" in body:
            raise ValueError("cannot read this")
        self.heard.append(json.loads(body)["says"])

    def keep(self, event_key: str, says: Any) -> bool:
        return self.post.run(lambda: self.service.keep("told", event_key, json.dumps({"says": says})))

    def process(self) -> dict[str, int]:
        return self.post.run(self.service.process)

    def make_due(self) -> None:
        with self.post.instance.database.connection() as connection:
            connection.execute("UPDATE data.webhook_events SET due_at = now() WHERE status = 'waiting'")


@pytest.fixture
def told(post, monkeypatch) -> Told:
    return Told(post, monkeypatch)


def test_c37_an_event_is_stored_once_and_worked_on_once(told):
    assert told.keep("1", "hello")
    assert not told.keep("1", "hello")
    assert told.process() == {"done": 1}
    assert (told.heard, told.process()) == (["hello"], {})


def test_a_process_works_on_events_once_at_a_time_however_often_it_is_begun(told, monkeypatch):
    """Each report that comes may begin the job: many at once would only take the time of those who bring more."""
    begun, may_end = threading.Event(), threading.Event()

    def hear(body: str) -> None:
        begun.set()
        assert may_end.wait(20)

    monkeypatch.setattr(told.service, "BATCH", 1)
    told.service._handlers["told"] = hear
    told.keep("1", "hello")
    told.keep("2", "again")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(told.process)
        assert begun.wait(20)
        assert told.process() == {}
        may_end.set()
        assert first.result(20) == {"done": 2}


def test_c37_a_fault_loses_nothing_and_a_replay_heals(told, post):
    from anvil.tables import in_transaction

    told.is_broken = True
    for number, says in enumerate(("one", "bad", "three")):
        told.keep(str(number), says)
    assert told.process() == {"done": 2, "waiting": 1}
    for _ in range(7):
        told.make_due()
        last = told.process()
    assert last == {"dead": 1}
    told.make_due()
    assert told.process() == {}
    told.is_broken = False
    assert post.run(in_transaction(told.service.replay)) == 1
    assert told.process() == {"done": 1}
    assert sorted(set(told.heard)) == ["bad", "one", "three"]


def test_c36_three_replays_in_random_order_leave_the_same_counts(owner, post, inbox, told, monkeypatch):
    for name in ("Ann", "Ben", "Cleo"):
        person(owner, name)
    post.plan()
    post.drain()
    with post.instance.database.connection() as connection:
        keys = [row[0] for row in connection.execute("SELECT send_key FROM data.sends ORDER BY _id").fetchall()]
    stream = [
        {"id": f"{event_type}-{key}", "type": event_type, "send": key, "minutes": minutes}
        for key, types in zip(keys, (("delivered", "open", "click"), ("delivered",), ("bounced",)), strict=True)
        for minutes, event_type in enumerate(types)
    ]
    rules = post.module("event_rules")

    def understand(body: str) -> Any:
        event = json.loads(body)["says"]
        moment = START + timedelta(minutes=event["minutes"])
        return rules.Event(event["id"], event["type"], moment, send_key=event["send"])

    monkeypatch.setitem(told.service._handlers, "told", understand)
    chance = random.Random(7)
    for round_ in range(3):
        for event in chance.sample(stream, len(stream)):
            told.keep(f"{event['id']}-{round_}", event)
        told.process()
        states = [send_of(post, key)["status"] for key in keys]
        assert states == ["clicked", "delivered", "bounced"]
    with post.instance.database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM data.send_events").fetchone() == (5,)
