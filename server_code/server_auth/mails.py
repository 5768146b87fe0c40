"""The words of mails about signing in."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, as text and as HTML."""

    subject: str
    text: str
    html: str


def invitation(business: str, inviter: str, name: str, link: str) -> Mail:
    """What an invited person reads."""
    greeting = f"Hello {name}," if name else "Hello,"
    asks = f"{inviter} invites you to work with {business} in Mybizz."
    ends = "The link works once, for seven days. If you did not expect it, do nothing."
    html = (
        f"<p>{escape(greeting)}</p><p>{escape(asks)}</p>"
        f'<p><a href="{escape(link)}">Choose a password and begin</a></p><p>{escape(ends)}</p>'
    )
    text = f"{greeting}\n\n{asks}\n\nChoose a password and begin: {link}\n\n{ends}\n"
    return Mail(f"{inviter} invites you to {business}", text, html)
