"""Which contacts may be the same person: pairs with a reason and how sure it is, gathered into groups. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from ..server_shared.validators import fold

# Below this likeness of names, from 0 to 100, two contacts are told apart.
LIKE_NAMES = 92
# More contacts than this with one key (the desk's telephone number, say) are no sign of being one person.
MAX_SHARING = 8
# Names are compared with those that begin alike; of many such, with the next ones in the alphabet.
WINDOW = 60

Contact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contact ids, in order, why they may be one person, and how sure that is (0 to 100)."""

    first: str
    second: str
    reason: str
    score: int

    @property
    def key(self) -> str:
        return pair_key(self.first, self.second)


def pair_key(first: str, second: str) -> str:
    """One text for two contacts, whichever is named first."""
    return " ".join(sorted((first, second), key=_number))


def find_pairs(contacts: Sequence[Contact]) -> list[Pair]:
    """Every pair that may be one person, the surest reason of each; surest first."""
    best: dict[str, Pair] = {}
    shared = (*_sharing(contacts, "email", mailbox, 100), *_sharing(contacts, "phone", _phone, 90))
    for pair in (*shared, *_named(contacts)):
        if pair.key not in best or best[pair.key].score < pair.score:
            best[pair.key] = pair
    return sorted(best.values(), key=lambda pair: (-pair.score, _number(pair.first), _number(pair.second)))


def gather(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Pairs that hang together, as groups: if A may be B and B may be C, they are looked at together."""
    group_of: dict[str, str] = {}

    def root(contact_id: str) -> str:
        while group_of.setdefault(contact_id, contact_id) != contact_id:
            contact_id = group_of[contact_id]
        return contact_id

    pairs = list(pairs)
    for pair in pairs:
        group_of[root(pair.second)] = root(pair.first)
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[root(pair.first)].append(pair)
    return list(groups.values())


def mailbox(contact: Contact) -> str:
    """The address that mail really goes to: without ``+tag``, and at Gmail without dots."""
    local, _, domain = (contact["email"] or "").rpartition("@")
    local = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local else ""


def _phone(contact: Contact) -> str:
    return contact["phone"] or ""


def _sharing(contacts: Sequence[Contact], reason: str, key_of: Callable[[Contact], str], score: int) -> Iterable[Pair]:
    by_key: dict[str, list[Contact]] = defaultdict(list)
    for contact in contacts:
        key = key_of(contact)
        if key:
            by_key[key].append(contact)
    for sharing in by_key.values():
        if len(sharing) <= MAX_SHARING:
            for first, second in combinations(sharing, 2):
                likeness = _likeness(_words(first), _words(second)) if reason == "phone" else 100
                # A telephone shared by people of quite different names is a household's or a firm's.
                if likeness >= 60:
                    yield _pair(first, second, reason, score)


def _named(contacts: Sequence[Contact]) -> Iterable[Pair]:
    """Contacts of (nearly) one full name, unless their e-mail addresses or telephones tell them apart."""
    blocks: dict[str, list[tuple[str, Contact]]] = defaultdict(list)
    for contact in contacts:
        words = _words(contact)
        if " " in words:
            blocks[words[:2]].append((words, contact))
    for block in blocks.values():
        block.sort(key=lambda entry: entry[0])
        for place, (words, first) in enumerate(block):
            for other_words, second in block[place + 1 : place + 1 + WINDOW]:
                likeness = _likeness(words, other_words)
                if likeness >= LIKE_NAMES and not _told_apart(first, second):
                    yield _pair(first, second, "name", round(likeness * 0.8))


def _told_apart(first: Contact, second: Contact) -> bool:
    """Whether both have an address and a number, and these differ."""
    emails = mailbox(first), mailbox(second)
    phones = _phone(first), _phone(second)
    return all(emails) and all(phones) and emails[0] != emails[1] and phones[0] != phones[1]


def _words(contact: Contact) -> str:
    """The folded words of the name in order of the alphabet, so that ``Öz Ann`` is ``Ann Öz``."""
    return " ".join(sorted(fold(f"{contact['first_name'] or ''} {contact['last_name'] or ''}").split()))


def _likeness(first: str, second: str) -> float:
    return _ratio()(first, second) if first and second else 100.0


@cache
def _ratio() -> Callable[[str, str], float]:
    from rapidfuzz import fuzz  # large, and few days need it: here, not at every start

    return fuzz.ratio


def _pair(first: Contact, second: Contact, reason: str, score: int) -> Pair:
    low, high = sorted((first["contact_id"], second["contact_id"]), key=_number)
    return Pair(low, high, reason, score)


def _number(contact_id: str) -> int:
    return int(contact_id.removeprefix("C-"))
