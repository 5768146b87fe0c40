"""The templates every business begins with: words to be replaced, in a shape that works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEADER = {"kind": "header", "url": "", "alt": ""}
HELLO = "Hello {{first_name|there}},"


def _heading(text: str) -> dict[str, Any]:
    return {"kind": "heading", "text": text}


def _text(*paragraphs: str) -> dict[str, Any]:
    return {"kind": "text", "text": "\n\n".join(paragraphs)}


def _button(label: str) -> dict[str, Any]:
    return {"kind": "button", "label": label, "url": ""}


def _product(title: str, text: str) -> dict[str, Any]:
    return {"kind": "product", "title": title, "text": text, "price": "Price"}


def _two(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": "columns", "left": left, "right": right}


def _template(name: str, category: str, subject: str, preview: str, *blocks: dict[str, Any], **more: Any) -> Any:
    words = {"name": name, "category": category, "subject": subject, "preview_text": preview}
    return {**words, "template_type": "campaign", "blocks": [HEADER, *blocks], **more}


STARTERS: Mapping[str, Mapping[str, Any]] = {
    "news": _template(
        "Monthly news",
        "newsletter",
        "What is new at {{business_name}}",
        "Three things worth knowing this month",
        _heading("This month with us"),
        _text(HELLO, "a short word on what this month is about."),
        {"kind": "divider"},
        _two(
            [_heading("First story"), _text("Two or three sentences, and where to read on.")],
            [_heading("Second story"), _text("Two or three sentences, and where to read on.")],
        ),
        _button("Read on"),
    ),
    "letter": _template(
        "A plain letter",
        "newsletter",
        "A word from {{business_name}}",
        "",
        _text(HELLO, "write as you would to one person. Plain letters are read and answered most.", "Kind regards"),
    ),
    "offer": _template(
        "One offer",
        "offer",
        "For you, {{first_name|friend}}: our offer",
        "Only until Sunday",
        _heading("An offer for you"),
        _text(HELLO, "say in one sentence what they get, and until when."),
        _product("What it is", "What makes it good."),
        _button("Take the offer"),
    ),
    "two_products": _template(
        "Two products",
        "offer",
        "New at {{business_name}}",
        "Two things we like",
        _heading("New with us"),
        _text(HELLO, "two things came in that you may like."),
        _two([_product("First product", "Why it is good.")], [_product("Second product", "Why it is good.")]),
    ),
    "invitation": _template(
        "Invitation",
        "event",
        "You are invited",
        "Date, time and place",
        _heading("You are invited"),
        _text(HELLO, "we would like to see you.", "**When:** day, date and time\n**Where:** place and street"),
        _button("I will come"),
        _text("Bring whom you like. Tell us if you cannot come."),
    ),
    "season": _template(
        "Book for the season",
        "booking",
        "The season is near: choose your days",
        "Weekends go first",
        _heading("Choose your days"),
        _text(HELLO, "the weekends of the season go first. Those who were here before may choose first."),
        {"kind": "booking", "title": "Your stay", "text": "From when, and for how much.", "label": "Book", "link": ""},
    ),
    "arrival": _template(
        "Before you arrive",
        "booking",
        "All you need for your visit",
        "The way, the hours, and whom to call",
        _heading("We look forward to you"),
        _text(HELLO, "**The way:** street and place\n**From:** hours\n**Call us:** telephone"),
        _text("Is there anything you need? Just answer this mail."),
        template_type="transactional",
    ),
    "thanks": _template(
        "Thank you",
        "thanks",
        "Thank you, {{first_name|friend}}",
        "It was good to have you",
        _heading("Thank you"),
        _text(
            HELLO, "it was good to have you. How did you like it? One sentence helps us and those who come after you."
        ),
        _button("Tell us"),
        template_type="automated",
    ),
    "come_back": _template(
        "Come back",
        "return",
        "We have not seen you for a while",
        "A little something for your next visit",
        _heading("We miss you"),
        _text(HELLO, "it has been a while. Here is a little something for your next visit."),
        _button("Come by again"),
        {"kind": "footer", "text": "One for each person. Not together with other offers."},
        template_type="automated",
    ),
}
