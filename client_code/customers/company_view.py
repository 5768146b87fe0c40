"""A company of the server as its row and its page show it."""

from ..shared import app_context, clock, formats
from . import company_texts as texts


def as_row(company):
    """The item of a `CompanyRow`."""
    config = app_context.config()
    count = company["people_count"]
    return dict(
        company,
        about=" · ".join(text for text in (company["email"], company["phone"], company["domain"]) if text),
        people=formats.plural(count, texts.PEOPLE[0], texts.PEOPLE[1], config.get("locale")),
        spent=formats.money(company["total_spent"], config.get("system_currency"), config.get("locale")),
    )


def facts(company):
    """What is known of it besides, as items `label, text`."""
    known = [{"label": label, "text": company[name]} for name, label in texts.FACTS if company[name]]
    known.append({"label": "Here since", "text": clock.day(company["created_at"])})
    known.append({"label": "Number", "text": company["company_id"]})
    return known


def address(website):
    """A web address to follow, whatever was typed."""
    return website if "://" in website else "https://" + website
