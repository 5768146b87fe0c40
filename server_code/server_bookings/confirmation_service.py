"""The mail that confirms a booking to whoever made it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from anvil.tables import app_tables, in_transaction
from babel.dates import format_date, format_time
from babel.numbers import format_currency

from ..server_marketing import transactional_service
from ..server_newsletter import list_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_language, business_zone, get_config
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.money import exponent
from .booking_service import CALLED_OFF

TEMPLATE = "booking_confirmation"


def send_booking_confirmation(actor: Actor, booking_number: str, *, again: bool = False) -> dict[str, Any]:
    """Mail a booking's number, time, place and price to its guest: once for each state it was in, unless ``again``.

    Answers ``sent_to``, ``asked_at`` (when the mail was first asked for) and ``is_new``. Opens a transaction. Raises
    NotFound, and Invalid for a booking that was called off or is over, and for a guest whom no mail reaches.
    """
    send, is_new, sent_to = in_transaction(_plan)(booking_number, again)
    list_service.send_soon()
    return {"sent_to": sent_to, "asked_at": send["created_at"], "is_new": is_new}


def _plan(booking_number: str, again: bool) -> tuple[Any, bool, str]:
    booking = app_tables.bookings.get(booking_number=booking_number)
    if booking is None:
        raise NotFound("There is no such booking.")
    _refuse_pointless(booking)
    business, contact = get_config()["business_name"], booking["contact"]
    cause = f"{TEMPLATE}:{booking_number}:{int(booking['version'])}"
    if again:
        cause = f"{cause}:{utc_now():%Y%m%d%H%M}"
    heading = "Your booking is confirmed" if booking["status"] == "confirmed" else "We have got your booking"
    subject = f"{heading}: {booking_number}"
    reason = f"You get this because of your booking at {business}."
    blocks = [{"kind": "heading", "text": heading}, {"kind": "text", "text": _text(booking)}]
    send, is_new = transactional_service.plan_letter(contact, cause, subject, blocks, reason)
    return send, is_new, contact["email"]


def _refuse_pointless(booking: Any) -> None:
    if booking["status"] in CALLED_OFF:
        raise Invalid("This booking was called off.")
    if (booking["end_datetime"] or booking["start_datetime"]) < utc_now():
        raise Invalid("This booking is over.")
    if booking["contact"] is None:
        raise Invalid("Nobody is known for this booking.")


def _text(booking: Any) -> str:
    """Greeting and facts, a line each; times are those of the business's clocks."""
    place = booking["location"]
    facts = {
        "Booking": booking["booking_number"],
        "From": _moment(booking["start_datetime"]),
        "Until": _moment(booking["end_datetime"]),
        "Where": place["name"] if place else "",
        "Address": ", ".join((place["address"] or "").split("\n")) if place else "",
        "Price": _price(int(booking["total_minor"] or 0), booking["currency"]),
    }
    lines = "\n".join(f"**{name}:** {value}" for name, value in facts.items() if value)
    return (
        f"Hello {{{{first_name|there}}}},\n\nthank you for your booking.\n\n{lines}\n\nWe look forward to seeing you."
    )


def _locale() -> str:
    """How dates and prices are written: as the business does, as long as that is in the language of the mail."""
    return get_config()["locale"] if business_language() == "en" else "en"


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(business_zone())
    return f"{format_date(local, 'full', locale=_locale())}, {format_time(local, 'short', locale=_locale())}"


def _price(minor: int, currency: str) -> str:
    return format_currency(Decimal(minor).scaleb(-exponent(currency)), currency, locale=_locale()) if minor else ""
