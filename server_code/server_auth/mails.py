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
    """What somebody reads who is invited to work here."""
    asks = f"{inviter} invites you to work with {business} in Mybizz."
    return _invitation(f"{inviter} invites you to {business}", name, asks, link)


def customer_invitation(business: str, inviter: str, name: str, link: str) -> Mail:
    """What a customer reads who is invited to the customers' pages."""
    asks = f"{business} has a page for you: your bookings, your details, and what we may write to you about."
    return _invitation(f"Your page at {business}", name, asks, link)


def _invitation(subject: str, name: str, asks: str, link: str) -> Mail:
    greeting = f"Hello {name}," if name else "Hello,"
    ends = "The link works once, for seven days. If you did not expect it, do nothing."
    html = (
        f"<p>{escape(greeting)}</p><p>{escape(asks)}</p>"
        f'<p><a href="{escape(link)}">Choose a password and begin</a></p><p>{escape(ends)}</p>'
    )
    text = f"{greeting}\n\n{asks}\n\nChoose a password and begin: {link}\n\n{ends}\n"
    return Mail(subject, text, html)
