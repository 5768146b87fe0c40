"""The few tests a rule comes down to, each written twice: as a query of the database and as a check of one contact.

A rule of any shape is lowered to these (``segment_rules.lower``), so the two readings agree when they agree here.
There is no negated group: negation is pushed down to the tests, because in SQL an empty cell is neither less nor not
less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anvil.tables import query as q

from ..server_shared.validators import like_pattern

Bound = int | float | date | datetime | None
PLACES = {"is": "{}", "starts_with": "{}%", "ends_with": "%{}", "contains": "%{}%"}


class Test:
    """What a contact may or may not satisfy. ``query`` and ``holds`` say the same, of many and of one."""

    def query(self) -> Any:
        """An expression for ``app_tables.contacts.search``."""
        raise NotImplementedError

    def holds(self, contact: Mapping[str, Any]) -> bool:
        """Whether a contact's columns satisfy it."""
        raise NotImplementedError

    def negated(self) -> Test:
        """The test that exactly the other contacts satisfy."""
        raise NotImplementedError

    def columns(self) -> set[str]:
        """The columns it looks at."""
        raise NotImplementedError


class Group(Test):
    """Several tests that are taken together."""

    tests: tuple[Test, ...]

    def columns(self) -> set[str]:
        return {column for test in self.tests for column in test.columns()}


class Single(Test):
    """A test of one column."""

    column: str

    def columns(self) -> set[str]:
        return {self.column}


@dataclass(frozen=True)
class Every(Group):
    """All of ``tests``; of none at all, every contact."""

    tests: tuple[Test, ...]

    def query(self) -> Any:
        return q.all_of(*(test.query() for test in self.tests))

    def holds(self, contact: Mapping[str, Any]) -> bool:
        return all(test.holds(contact) for test in self.tests)

    def negated(self) -> Test:
        return Some(tuple(test.negated() for test in self.tests))


@dataclass(frozen=True)
class Some(Group):
    """At least one of ``tests``; of none at all, no contact."""

    tests: tuple[Test, ...]

    def query(self) -> Any:
        return q.any_of(*(test.query() for test in self.tests))

    def holds(self, contact: Mapping[str, Any]) -> bool:
        return any(test.holds(contact) for test in self.tests)

    def negated(self) -> Test:
        return Every(tuple(test.negated() for test in self.tests))


@dataclass(frozen=True)
class Empty(Single):
    """Nothing stands in ``column``; or something does."""

    column: str
    is_empty: bool = True

    def query(self) -> Any:
        return q.all_of(**{self.column: None if self.is_empty else q.not_(None)})

    def holds(self, contact: Mapping[str, Any]) -> bool:
        return (contact[self.column] is None) == self.is_empty

    def negated(self) -> Test:
        return Empty(self.column, not self.is_empty)


@dataclass(frozen=True)
class Equal(Single):
    """``column`` is ``value``; or it is another, or empty."""

    column: str
    value: Any
    is_equal: bool = True

    def query(self) -> Any:
        return q.all_of(**{self.column: self.value if self.is_equal else q.not_(self.value)})

    def holds(self, contact: Mapping[str, Any]) -> bool:
        return (contact[self.column] == self.value) == self.is_equal

    def negated(self) -> Test:
        return Equal(self.column, self.value, not self.is_equal)


@dataclass(frozen=True)
class Among(Single):
    """``column`` is one of ``values``; or it is none of them, or empty."""

    column: str
    values: tuple[Any, ...]
    is_among: bool = True

    def query(self) -> Any:
        found = q.any_of(*self.values) if self.is_among else q.none_of(*self.values)
        return q.all_of(**{self.column: found})

    def holds(self, contact: Mapping[str, Any]) -> bool:
        return (contact[self.column] in self.values) == self.is_among

    def negated(self) -> Test:
        return Among(self.column, self.values, not self.is_among)


@dataclass(frozen=True)
class Range(Single):
    """``column`` is at least ``low`` and less than ``high``; None leaves a side open. An empty cell is in no range."""

    column: str
    low: Bound
    high: Bound

    def query(self) -> Any:
        bounds = []
        if self.low is not None:
            bounds.append(q.greater_than_or_equal_to(self.low))
        if self.high is not None:
            bounds.append(q.less_than(self.high))
        return q.all_of(*(q.all_of(**{self.column: bound}) for bound in bounds or [q.not_(None)]))

    def holds(self, contact: Mapping[str, Any]) -> bool:
        value = contact[self.column]
        if value is None:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)

    def negated(self) -> Test:
        outside: list[Test] = [Empty(self.column)]
        if self.low is not None:
            outside.append(Range(self.column, None, self.low))
        if self.high is not None:
            outside.append(Range(self.column, self.high, None))
        return Some(tuple(outside))


@dataclass(frozen=True)
class Written(Single):
    """The text of ``column`` is, contains, starts or ends with ``text``, in whatever case; or it does not, or is empty.

    Letters beyond A to Z are tried as typed, in capitals and in small letters: not every database folds their case.
    """

    column: str
    text: str
    place: str
    is_so: bool = True

    @property
    def _spellings(self) -> list[str]:
        return sorted({self.text, self.text.lower(), self.text.upper(), self.text.title()})

    def query(self) -> Any:
        patterns = [q.ilike(PLACES[self.place].format(like_pattern(text)[1:-1])) for text in self._spellings]
        if self.is_so:
            return q.any_of(*(q.all_of(**{self.column: pattern}) for pattern in patterns))
        others = (q.all_of(**{self.column: q.not_(pattern)}) for pattern in patterns)
        return q.any_of(q.all_of(**{self.column: None}), q.all_of(*others))

    def holds(self, contact: Mapping[str, Any]) -> bool:
        value = contact[self.column]
        if value is None:
            return not self.is_so
        return any(self._stands(_fold_latin(value), _fold_latin(text)) for text in self._spellings) == self.is_so

    def _stands(self, value: str, text: str) -> bool:
        checks = {"is": value.__eq__, "starts_with": value.startswith, "ends_with": value.endswith}
        return checks.get(self.place, value.__contains__)(text)

    def negated(self) -> Test:
        return Written(self.column, self.text, self.place, not self.is_so)


@dataclass(frozen=True)
class Has(Single):
    """The list in ``column`` holds ``item``; or it does not, or is empty."""

    column: str
    item: str
    has: bool = True

    def query(self) -> Any:
        return q.all_of(**{self.column: [self.item] if self.has else q.not_([self.item])})

    def holds(self, contact: Mapping[str, Any]) -> bool:
        return (self.item in (contact[self.column] or ())) == self.has

    def negated(self) -> Test:
        return Has(self.column, self.item, not self.has)


def _fold_latin(text: str) -> str:
    """``text`` with A to Z in small letters and nothing else changed, as databases compare without a locale."""
    return "".join(character.lower() if "A" <= character <= "Z" else character for character in text)
