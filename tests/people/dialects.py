"""The columns that three programs write, under the names that they give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .people import Person

OURS = "ours"
HUBSPOT = "hubspot"
GOOGLE = "google"


@dataclass(frozen=True)
class Dialect:
    """A program's export: its header, and one row for a person."""

    name: str
    header: tuple[str, ...]
    row: Callable[[Person], dict[str, str]]


def _ours(person: Person) -> dict[str, str]:
    return {
        "First name": person.first_name,
        "Last name": person.last_name,
        "E-mail": person.email,
        "Phone": person.phone,
        "Company": person.company,
        "Address": person.address,
        "Status": person.stage,
        "Source": person.source,
        "Tags": ", ".join(person.tags),
        "Notes": person.notes,
    }


HUBSPOT_STAGES = {"lead": "Lead", "customer": "Customer", "inactive": "Other"}


def _hubspot(person: Person) -> dict[str, str]:
    return {
        "Record ID": str(50_000_000_000 + person.number),
        "First Name": person.first_name,
        "Last Name": person.last_name,
        "Email": person.email,
        "Phone Number": person.phone,
        "Contact owner": "Thandi Nkosi",
        "Lead Status": "In progress" if person.stage == "lead" else "",
        "Marketing contact status": "Non-marketing contact",
        "Create Date": f"{person.added:%Y-%m-%d} 09:15",
        "Company Name": person.company,
        "Street Address": person.street,
        "City": person.city,
        "State/Region": "",
        "Postal Code": "",
        "Country/Region": person.country,
        "Lifecycle Stage": HUBSPOT_STAGES[person.stage],
        "Original Traffic Source": "Offline Sources",
        "Message": person.notes,
    }


GOOGLE_HEADER = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
    "Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,"
    "Website 1 - Label,Website 1 - Value"
)


def _google(person: Person) -> dict[str, str]:
    return {
        "First Name": person.first_name,
        "Last Name": person.last_name,
        "Organization Name": person.company,
        "Notes": person.notes,
        "Labels": " ::: ".join([*person.tags, "* myContacts"]),
        "E-mail 1 - Label": "* Work" if person.email else "",
        "E-mail 1 - Value": person.email,
        "Phone 1 - Label": "Mobile" if person.phone else "",
        "Phone 1 - Value": person.phone,
        "Address 1 - Label": "Home" if person.street else "",
        "Address 1 - Formatted": person.address,
        "Address 1 - Street": person.street,
        "Address 1 - City": person.city,
        "Address 1 - Country": person.country,
    }


HUBSPOT_HEADER = (
    "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Marketing contact status,Create Date,"
    "Company Name,Street Address,City,State/Region,Postal Code,Country/Region,Lifecycle Stage,Original Traffic Source,"
    "Message"
)
OUR_HEADER = "First name,Last name,E-mail,Phone,Company,Address,Status,Source,Tags,Notes"

DIALECTS = {
    OURS: Dialect(OURS, tuple(OUR_HEADER.split(",")), _ours),
    HUBSPOT: Dialect(HUBSPOT, tuple(HUBSPOT_HEADER.split(",")), _hubspot),
    GOOGLE: Dialect(GOOGLE, tuple(GOOGLE_HEADER.split(",")), _google),
}
