"""What WhatsApp allows: the window in which one may answer freely, templates, and how many people a day. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_named, clean_text, validate_choice

# For so long after the last message of a person they may be answered in words of one's own.
WINDOW = timedelta(hours=24)
# For so long a person counts to whom the business wrote first, and how many of them its tier may allow at a time.
TIER_WINDOW = timedelta(hours=24)
TIERS = (250, 1_000, 10_000, 100_000)
# A message that waited longer than this is not handed over any more: it would come when nobody expects it.
LONGEST_WAIT = timedelta(hours=4)
MAX_TEXT = 1600

APPROVED = "approved"
STATUSES = ("draft", "pending", APPROVED, "rejected", "paused")
CATEGORIES = ("marketing", "utility", "authentication")
MAX_BODY, MAX_SAMPLE, MAX_VARIABLES = 1024, 200, 20
# Meta's names of templates: small letters, digits and underscores.
_NAME = re.compile(r"[a-z0-9_]{1,120}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_CONTENT_SID = re.compile(r"HX[0-9a-f]{32}")
_VARIABLE = re.compile(r"\{\{\s*(\d{1,2})\s*\}\}")


def variables_in(body: str) -> list[str]:
    """The numbers of ``{{1}}``, ``{{2}}`` … in a template's body, in order."""
    return sorted(set(_VARIABLE.findall(body)), key=int)


def fill_body(body: str, variables: Mapping[str, str]) -> str:
    """The body as its receiver reads it."""
    return _VARIABLE.sub(lambda match: variables.get(match[1], match[0]), body)


def one_line(value: str) -> str:
    """A variable's value as WhatsApp takes it: without line breaks, tabs or many spaces in a row."""
    return " ".join(value.split())


def wrong_variables(body: str, given: Mapping[str, Any]) -> str | None:
    """What is wrong with the values for a template's variables, in words."""
    needed = variables_in(body)
    if sorted(given, key=str) != sorted(needed, key=str):
        return f"This template has {len(needed)} variables, and {len(given)} are given."
    empty = [number for number in needed if not str(given[number]).strip()]
    return f"There is nothing for the variable {{{{{empty[0]}}}}}." if empty else None


def clean_template(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a template that ``raw`` names, cleaned. Raises Invalid naming all that is wrong."""
    return clean_named(
        raw,
        {
            "name": _name,
            "language": _language,
            "category": lambda value: validate_choice(value, CATEGORIES, "category"),
            "status": lambda value: validate_choice(value, STATUSES, "status"),
            "content_sid": _content_sid,
            "body": _body,
            "samples": _samples,
        },
    )


def checked(template: Mapping[str, Any]) -> None:
    """Raise Invalid for gaps in the numbers, samples that are missing, and one approved that has no SID."""
    numbers = variables_in(template["body"])
    if numbers != [str(number) for number in range(1, len(numbers) + 1)]:
        raise Invalid(fields={"body": "Please number the variables from {{1}} on, without a gap."})
    samples = template["samples"] or {}
    without = [number for number in numbers if not samples.get(number)]
    if without:
        raise Invalid(fields={"samples": f"Please give an example for {{{{{without[0]}}}}}: WhatsApp asks for one."})
    if template["status"] == APPROVED and not template["content_sid"]:
        raise Invalid(fields={"content_sid": "An approved template has a Content SID. It is shown in Twilio."})


def _name(value: Any) -> str:
    name = clean_text(value, "name", 120)
    if not _NAME.fullmatch(name):
        raise Invalid(fields={"name": "Small letters, digits and underscores only, such as order_ready."})
    return name


def _language(value: Any) -> str:
    language = clean_text(value, "language", 10).replace("-", "_")
    if not _LANGUAGE.fullmatch(language):
        raise Invalid(fields={"language": "Please give a language such as en or en_GB."})
    return language


def _content_sid(value: Any) -> str:
    sid = clean_text(value, "content_sid", 40)
    if sid and not _CONTENT_SID.fullmatch(sid):
        raise Invalid(fields={"content_sid": "A Content SID is HX and 32 digits from 0 to 9 and a to f."})
    return sid


def _body(value: Any) -> str:
    body = clean_text(value, "body", MAX_BODY, lines=True)
    if not body:
        raise Invalid(fields={"body": "Please write what the template says."})
    if len(variables_in(body)) > MAX_VARIABLES:
        raise Invalid(fields={"body": f"At most {MAX_VARIABLES} variables, please."})
    return body


def _samples(value: Any) -> dict[str, str]:
    given = value if isinstance(value, Mapping) else {}
    numbers: Sequence[str] = [str(number) for number in range(1, MAX_VARIABLES + 1)]
    return {number: clean_text(given[number], "samples", MAX_SAMPLE) for number in numbers if given.get(number)}
