"""What a sign-up form may be: its kind, words, fields, consents, when it shows and what follows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ..server_shared.errors import Invalid
from ..server_shared.purposes import PURPOSES
from ..server_shared.validators import (
    MAX_SLUG,
    clean_named,
    clean_text,
    slug_of,
    validate_choice,
    validate_tags,
    validate_whole,
)

INLINE, POPUP, SLIDE_IN, BAR = "inline", "popup", "slide_in", "bar"
KINDS = (INLINE, POPUP, SLIDE_IN, BAR)
DRAFT, LIVE = "draft", "live"
TRIGGERS = ("at_once", "delay", "scroll", "exit")
COLORS = ("primary", "secondary", "neutral")
THANKS, REDIRECT = "thanks", "redirect"
CHANNELS = ("email", "sms", "whatsapp", "phone")
MESSAGE, CUSTOM = "message", "custom."
# Field of a form → its label, the kind of input, and what browsers may fill in.
FIELDS: Mapping[str, tuple[str, str, str]] = {
    "first_name": ("First name", "text", "given-name"),
    "last_name": ("Last name", "text", "family-name"),
    "email": ("E-mail address", "email", "email"),
    "phone": ("Telephone", "tel", "tel"),
    "company": ("Company", "text", "organization"),
    MESSAGE: ("Message", "textarea", "off"),
}
WORDS = {"title": 120, "text": 600, "button": 40, "thanks_title": 120, "thanks_text": 600}
USUAL_WORDS = {
    "title": "Stay in touch",
    "text": "",
    "button": "Send",
    "thanks_title": "Thank you",
    "thanks_text": "We have your details.",
}
MAX_FIELDS, MAX_CONSENTS, MAX_SITES = 12, 6, 20
MAX_NAME = 80
USUAL: dict[str, Any] = {
    "kind": INLINE,
    "words": {},
    "fields": [{"key": "first_name"}, {"key": "email", "required": True}],
    "consents": [],
    "look": {},
    "behaviour": {},
    "tags": [],
    "after": {},
    "sites": [],
}


def clean_form(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a form that ``raw`` names, cleaned. Raises Invalid naming all that is wrong."""
    cleaners: dict[str, Callable[[Any], Any]] = {
        "name": _name,
        "slug": lambda value: slug_of(clean_text(value, "slug", MAX_SLUG)),
        "kind": lambda value: validate_choice(value or INLINE, KINDS, "kind"),
        "words": _words,
        "fields": _fields,
        "consents": clean_consents,
        "look": _look,
        "behaviour": _behaviour,
        "tags": lambda value: validate_tags(value) or None,
        "after": _after,
        "sites": lambda value: [_origin(each) for each in _listed(value, MAX_SITES, "sites")],
    }
    return clean_named(raw, cleaners)


def clean_consents(raw: Any) -> list[dict[str, str]]:
    """``[{channel, purpose, text}]``: one box each, none ticked beforehand, none a must. Raises Invalid.

    GDPR, articles 4(11) and 7(4), and recital 32: consent is a free act of its own for each purpose.
    """
    consents = []
    for each in _listed(raw, MAX_CONSENTS, "consents"):
        one = each if isinstance(each, Mapping) else {}
        if one.get("ticked") or one.get("checked") or one.get("required"):
            raise Invalid(fields={"consents": "A box of consent is never ticked beforehand, and never a must."})
        if not isinstance(one.get("channel"), str) or not isinstance(one.get("purpose"), str):
            raise Invalid(fields={"consents": "Each box is for one channel and one purpose. Please part them."})
        consents.append(
            {
                "channel": validate_choice(one["channel"], CHANNELS, "consents"),
                "purpose": validate_choice(one["purpose"], PURPOSES, "consents"),
                "text": _needed(clean_text(one.get("text"), "consents", 600), "consents", "Please write the words."),
            }
        )
    if len({(each["channel"], each["purpose"]) for each in consents}) < len(consents):
        raise Invalid(fields={"consents": "Two boxes ask for the same."})
    return consents


def check_whole(form: Mapping[str, Any], list_purpose: str | None) -> None:
    """Raise Invalid for a form whose parts do not fit each other; ``list_purpose`` is what its mailing list is for."""
    keys = {each["key"] for each in form["fields"]}
    wrong = {}
    if not keys & {"email", "phone"}:
        wrong["fields"] = "A form needs an e-mail address or a telephone number, or nobody can be answered."
    if list_purpose and "email" not in keys:
        wrong["fields"] = "A form for a newsletter needs an e-mail address."
    asked = {(each["channel"], each["purpose"]) for each in form["consents"]}
    if list_purpose and ("email", list_purpose) in asked:
        wrong["consents"] = "The newsletter has a box of its own, with its own words. Please take this one out."
    if wrong:
        raise Invalid(fields=wrong)


def check_address(value: Any, field: str = "after") -> str:
    """An address of a page that a visitor may be led to: https, or http on this computer. Raises Invalid."""
    text = clean_text(value, field, 500)
    if not _is_sound(text):
        raise Invalid(fields={field: "Please give a whole address that begins with https://"})
    return text


def _is_sound(address: str) -> bool:
    try:
        parts, host = urlsplit(address), urlsplit(address).hostname or ""
        is_local = host in ("localhost", "127.0.0.1")
        leads_out = parts.scheme == "https" or (parts.scheme == "http" and is_local)
        has_place = bool(host) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return leads_out and has_place and not parts.username and "\\" not in address and " " not in address


def _name(value: Any) -> str:
    return _needed(clean_text(value, "name", MAX_NAME), "name", "Please give the form a name.")


def _needed(text: str, field: str, problem: str) -> str:
    if not text:
        raise Invalid(fields={field: problem})
    return text


def _listed(value: Any, most: int, field: str) -> list[Any]:
    given = value or []
    if not isinstance(given, list) or len(given) > most:
        raise Invalid(fields={field: f"There can be at most {most}."})
    return given


def _part(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _words(value: Any) -> dict[str, str]:
    given = {**USUAL_WORDS, **_part(value)}
    cleaned = {
        name: clean_text(given[name], "words", most, lines=name.endswith("text")) for name, most in WORDS.items()
    }
    return {**cleaned, "button": cleaned["button"] or USUAL_WORDS["button"]}


def _fields(value: Any) -> list[dict[str, Any]]:
    fields: dict[str, dict[str, Any]] = {}
    for each in _listed(value, MAX_FIELDS, "fields"):
        key = clean_text(_part(each).get("key"), "fields", 80)
        if key not in FIELDS and not key.startswith(CUSTOM):
            raise Invalid(fields={"fields": "A form has no such field."})
        label = clean_text(_part(each).get("label"), "fields", 80)
        fields[key] = {"key": key, "label": label, "required": _part(each).get("required") is True}
    return list(fields.values())


def _look(value: Any) -> dict[str, str]:
    given = _part(value)
    return {
        "color": validate_choice(given.get("color") or "primary", COLORS, "look"),
        "side": validate_choice(given.get("side") or "bottom", ("top", "bottom", "left", "right"), "look"),
    }


def _behaviour(value: Any) -> dict[str, Any]:
    given = _part(value)
    return {
        "trigger": validate_choice(given.get("trigger") or "delay", TRIGGERS, "behaviour"),
        "seconds": validate_whole(given.get("seconds", 5), "seconds", 0, 600),
        "percent": validate_whole(given.get("percent", 50), "percent", 1, 100),
        "rest_days": validate_whole(given.get("rest_days", 14), "rest_days", 0, 365),
    }


def _after(value: Any) -> dict[str, str]:
    given = _part(value)
    kind = validate_choice(given.get("kind") or THANKS, (THANKS, REDIRECT), "after")
    return {"kind": kind, "url": check_address(given.get("url")) if kind == REDIRECT else ""}


def _origin(value: Any) -> str:
    """A site as browsers name it: ``https://example.com``."""
    text = clean_text(value, "sites", 300)
    parts = urlsplit(check_address(text if "://" in text else f"https://{text}", "sites"))
    return f"{parts.scheme}://{parts.netloc.lower()}"
