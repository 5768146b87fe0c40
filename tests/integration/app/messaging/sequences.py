"""Sequences in tests: made, run by the clock, and looked into."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.app.conftest import Visitor

from .conftest import Post

BLOCKS = [{"kind": "text", "text": "Hello {{first_name|there}}"}]


class Clock:
    """The app's clock, moved by the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime.now(UTC)
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return clock.now.astimezone(tz)

        monkeypatch.setattr(importlib.import_module("server_shared.clock"), "datetime", Moved)

    def set(self, moment: str) -> None:
        """Let it be ``moment``, ISO text in UTC."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


def sequence(owner: Visitor, *steps: dict[str, Any], start: bool = True, **data: Any) -> str:
    """A sequence of mails, running; each step named by its subject."""
    words = [{"blocks": BLOCKS, "delay_days": 1, **step} for step in steps]
    made = owner.ask("create_sequence", {"campaign_name": "Welcome", "steps": words, **data})["campaign_id"]
    if start:
        owner.ask("activate_sequence", made)
    return made


def tick(post: Post) -> dict[str, int]:
    """What the queue does in a minute: steps that are due, then the messages that are."""
    done = post.run(post.package("server_sequences.engine").process_campaigns)
    post.drain()
    return done


def standing(owner: Visitor, campaign_id: str, view: str = "inside") -> list[tuple[Any, ...]]:
    """Who is where: name, number of the step, why waiting or left."""
    people = owner.ask("list_enrolments", campaign_id, view)["people"]
    return sorted((each["contact_name"], each["step_number"], each["wait"] or each["exit"]) for each in people)
