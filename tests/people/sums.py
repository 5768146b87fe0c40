"""What a right import of the files must count, worked out from the people and not from any importer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FileFacts:
    """One written file: `emails` has one entry a row, folded to small letters; '' for a person without one.

    `nobody_rows` counts the rows that hold neither a name nor an e-mail nor a telephone: nobody can be made of them.
    """

    name: str
    path: Path
    dialect: str
    encoding: str
    delimiter: str
    emails: tuple[str, ...]
    nobody_rows: int
    empty_lines: int

    @property
    def rows(self) -> int:
        """All rows that say something."""
        return len(self.emails) + self.nobody_rows

    @property
    def without_email(self) -> int:
        """People known by name and telephone only."""
        return self.emails.count("")

    @property
    def duplicates(self) -> int:
        """Rows whose e-mail was in the same file before."""
        named = [email for email in self.emails if email]
        return len(named) - len(set(named))


@dataclass(frozen=True)
class Outcome:
    """The sums of one import that updates who is there already."""

    created: int
    updated: int
    skipped: int


def expected_outcomes(files: Iterable[FileFacts], known_emails: Iterable[str] = ()) -> list[Outcome]:
    """The outcome of importing the files one after the other into a business that knows `known_emails`."""
    known = {email.lower() for email in known_emails}
    outcomes = []
    for file in files:
        created = 0
        for email in file.emails:
            if not email or email not in known:
                created += 1
            known.add(email)
        outcomes.append(Outcome(created, len(file.emails) - created, file.nobody_rows))
    return outcomes
