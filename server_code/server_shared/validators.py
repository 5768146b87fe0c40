"""Checks and cleans single values that people type: pure, and the same for forms, files and calls."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import email_validator
import nh3

from .errors import Invalid

MAX_EMAIL = 254
MAX_EVENT_NAME = 60
MAX_SLUG = 60
MOST_MARKS = 2000
_EVENT_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
# Unicode's categories Cc (but for line breaks and tabs) and Cs: control characters, and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", re.IGNORECASE)
# RFC 5322's dot-atom, in ASCII: what is before the @ of almost every address.
_PLAIN_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)


def clean_named(raw: Mapping[str, Any], cleaners: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Those values of ``raw`` that have a cleaner, cleaned; the rest is ignored. Raises Invalid naming all wrong."""
    cleaned: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, clean in cleaners.items():
        if name in raw:
            try:
                cleaned[name] = clean(raw[name])
            except Invalid as error:
                wrong[name] = error.message
    if wrong:
        raise Invalid(fields=wrong)
    return cleaned


def clean_event_name(value: Any, field: str) -> str:
    """The name of an event of the business's own, ``trial_ended``: small letters and figures. Raises Invalid."""
    name = clean_text(value, field, MAX_EVENT_NAME).lower().replace(" ", "_")
    if not _EVENT_NAME.fullmatch(name):
        raise Invalid(fields={field: "Please give a name of letters, figures, hyphens and dots, such as trial_ended."})
    return name


def clean_text(value: Any, field: str, max_length: int, *, lines: bool = False) -> str:
    """Trimmed text without control characters; None becomes ''. Raises Invalid for other kinds and for too much of it.

    ``lines`` keeps line breaks; otherwise any white space becomes one space.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid(fields={field: "This must be text."})
    text = unicodedata.normalize("NFC", value)
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        text = _UNPRINTABLE.sub("", text)
    text = text.strip() if lines else " ".join(text.split())
    if len(text) > max_length:
        raise Invalid(fields={field: f"This is longer than {max_length:,} characters."})
    return text


def validate_email(value: Any, field: str = "email") -> str:
    """The address in lower case, or '' for none. Raises Invalid for what no mail could reach."""
    text = clean_text(value, field, 1000).removeprefix("mailto:")
    if not text:
        return ""
    if len(text) > MAX_EMAIL:
        raise Invalid(fields={field: f"An e-mail address has at most {MAX_EMAIL} characters."})
    local, _, domain = text.rpartition("@")
    if _PLAIN_LOCAL.fullmatch(local) and _is_plain_domain(domain):
        return text.lower()
    try:
        return _understood(text).normalized.lower()
    except email_validator.EmailNotValidError as error:
        raise Invalid(fields={field: "This is not an e-mail address."}) from error


@lru_cache(maxsize=10_000)
def _is_plain_domain(domain: str) -> bool:
    """Whether addresses can have this domain, in the letters it is written in: large files have few, many times."""
    try:
        return domain.isascii() and _understood(f"a@{domain}").domain == domain.lower()
    except email_validator.EmailNotValidError:
        return False


def _understood(address: str) -> email_validator.ValidatedEmail:
    # Addresses under .test exist in demos and tests, and harm nobody elsewhere.
    return email_validator.validate_email(address, check_deliverability=False, test_environment=True)


def address_on_the_wire(address: str) -> str:
    """An e-mail address as mail servers take it: its domain in ASCII (RFC 5891).

    Raises Invalid for letters beyond ASCII before the @, which few servers take (RFC 6531).
    """
    if address.isascii():
        return address
    try:
        known = _understood(address)
    except email_validator.EmailNotValidError as error:
        raise Invalid(f"No mail can reach “{address}”.") from error
    if known.ascii_email is None:
        raise Invalid(f"Before the @ of “{address}” are letters that mail servers do not take.")
    return known.ascii_email


def validate_web_address(value: Any, field: str, max_length: int) -> str:
    """An address of the web, ``https://`` before it where no scheme is, or '' for none. Raises Invalid."""
    text = clean_text(value, field, max_length)
    if text and not _SCHEME.match(text):
        text = f"https://{text}"
    if text and not _WEB_ADDRESS.fullmatch(text):
        raise Invalid(fields={field: "This is not a web address."})
    return text


def validate_choice(value: Any, choices: tuple[str, ...], field: str) -> str:
    """One of ``choices``, which are lower snake; accepts labels such as ``At Risk`` too."""
    text = clean_text(value, field, 60).lower().replace(" ", "_").replace("-", "_")
    if text not in choices:
        raise Invalid(fields={field: f"This must be one of {', '.join(choices)}."})
    return text


def validate_tags(value: Any, field: str = "tags", max_tags: int = 50, max_length: int = 50) -> list[str]:
    """Tags in the order given, each once whatever its case, from a list or from text split at commas or semicolons."""
    if value is None:
        return []
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if not isinstance(value, list | tuple):
        raise Invalid(fields={field: "This must be a list of words."})
    tags: dict[str, str] = {}
    for item in value:
        tag = clean_text(item, field, max_length)
        if tag:
            tags.setdefault(tag.casefold(), tag)
    if len(tags) > max_tags:
        raise Invalid(fields={field: f"There can be at most {max_tags} tags."})
    return list(tags.values())


def validate_json(value: Any, field: str, max_length: int) -> dict[str, Any]:
    """A dict that can be stored as JSON in at most ``max_length`` characters; None becomes {}."""
    if value is None:
        return {}
    try:
        fits = isinstance(value, dict) and len(json.dumps(value, allow_nan=False)) <= max_length
    except (TypeError, ValueError, RecursionError):
        fits = False
    if not fits:
        raise Invalid(fields={field: "This must be a small set of named values."})
    return value


def validate_moment(value: Any, zone: ZoneInfo, field: str) -> datetime | None:
    """An aware UTC moment, or None for none; ISO text and datetimes without a zone are wall time in ``zone``."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise Invalid(fields={field: "This is not a time."}) from error
    if not isinstance(value, datetime) or not 1900 < value.year < 2400:
        raise Invalid(fields={field: "This is not a time."})
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def validate_amount(value: Any, field: str = "amount") -> Decimal:
    """A finite number, exactly as written. Raises Invalid for anything else, ``inf`` and booleans included."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float | str):
        raise Invalid(fields={field: "This must be a number."})
    try:
        amount = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise Invalid(fields={field: "This must be a number."}) from error
    if not amount.is_finite():
        raise Invalid(fields={field: "This must be a number."})
    return amount


def validate_whole(value: Any, field: str, least: int, most: int) -> int:
    """A whole number from ``least`` to ``most``. Raises Invalid for anything else, booleans and texts included."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or value != int(value) or not least <= value <= most:
        raise Invalid(fields={field: f"Please give a whole number from {least:,} to {most:,}."})
    return int(value)


def sanitize_html(html: str, tags: set[str] | None = None) -> str:
    """HTML with nothing in it but harmless formatting, or only ``tags``: an allow-list, so scripts and handlers go.

    The text after the first ``MOST_MARKS`` marks ``<`` keeps no tags: the work that HTML's rules ask for grows with
    the square of how deep elements lie in each other, and strangers send some that lie twenty thousand deep.
    """
    return nh3.clean(_with_few_tags(html), tags=tags)


def _with_few_tags(html: str) -> str:
    last = next(islice(re.finditer("<", html), MOST_MARKS, None), None)
    if last is None:
        return html
    rest = re.sub(r"<[^<>]*>", "\n", html[last.start() :])
    return html[: last.start()] + rest.replace("<", "&lt;")


def fold(text: str) -> str:
    """Lower case without accents, for comparing and searching: ``Müller`` → ``muller``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def like_pattern(word: str) -> str:
    """A LIKE pattern that finds ``word`` anywhere, wildcards in it taken literally."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def slug_of(text: str) -> str:
    """``text`` as it can stand in an address: ``Café news`` → ``cafe-news``; ``""`` when nothing of it can."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:MAX_SLUG].strip("-")
