"""Who opened and clicked: a person, or a machine that looked at the mail on the way. Pure.

Scanners of mail programs follow links to see where they lead, and some programs fetch every picture ahead. What gives
them away: a link that nobody can see was followed, several links at once, a click seconds after the mail went out, or
what they call themselves. A trace is judged as a whole, so it does not matter in which order it came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..server_shared.agents import PROGRAMS
from .event_rules import CLICK, OPEN

# No person reads and clicks so soon after the mail went out.
TOO_SOON = timedelta(seconds=5)
# So many links of a mail within that time are a burst: people read in between.
BURST_LINKS, BURST = 3, timedelta(seconds=10)
PAIR = timedelta(seconds=2)
# Whoever followed the hidden link is a machine for that long, before and after.
NEAR_TRAP = timedelta(minutes=10)
# Until then more of a burst may come.
SETTLES_AFTER = timedelta(seconds=12)
# Apple's Mail Privacy Protection fetches every picture when the mail arrives, under this bare name.
_FETCHES_AHEAD = re.compile(r"Mozilla/5\.0")


@dataclass(frozen=True, slots=True)
class Sign:
    """One open or click of a message. ``place`` is that of the link (below zero: the hidden one), and ``link`` where it
    leads; ``is_look``: only the head was asked for, or by something without a name, as no program does that people
    read mail with, or the provider knew that it was a machine.
    """

    kind: str
    at: datetime
    agent: str = ""
    place: int | None = None
    is_look: bool = False
    link: str = ""


def machines(trace: Sequence[Sign], sent_at: datetime | None, links: int) -> list[bool]:
    """Of each sign of one message whether a machine made it; ``links`` is how many links the mail has."""
    bursts = _bursts([sign for sign in trace if sign.kind == CLICK], links)
    traps = [sign.at for sign in trace if _is_trap(sign)]
    return [
        _gives_itself_away(sign, sent_at) or sign in bursts or any(abs(sign.at - trap) <= NEAR_TRAP for trap in traps)
        for sign in trace
    ]


def _gives_itself_away(sign: Sign, sent_at: datetime | None) -> bool:
    known = PROGRAMS.search(sign.agent) or (sign.kind == OPEN and _FETCHES_AHEAD.fullmatch(sign.agent.strip()))
    too_soon = sent_at is not None and sign.at - sent_at < TOO_SOON
    return bool(known or sign.is_look or too_soon or _is_trap(sign))


def _is_trap(sign: Sign) -> bool:
    return sign.kind == CLICK and sign.place is not None and sign.place < 0


def _bursts(clicks: Sequence[Sign], links: int) -> set[Sign]:
    """The clicks that came with others on different links, faster than anybody reads."""
    found: set[Sign] = set()
    for first in clicks:
        for span, enough in ((BURST, BURST_LINKS), (PAIR, 2 if links == 2 else BURST_LINKS)):
            near = [each for each in clicks if timedelta(0) <= each.at - first.at <= span]
            if len({(each.place, each.link) for each in near}) >= enough:
                found.update(near)
    return found
