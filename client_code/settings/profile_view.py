"""The business's profile between the server and its fields; pure."""

from ..shared import choices
from . import texts

TEXT_FIELDS = (
    ("business_name", "phone", "email", "website", "address")
    + ("time_zone", "system_currency", "locale", "default_country")
    + ("social_facebook", "social_instagram", "social_twitter", "social_linkedin")
    + ("privacy_policy", "terms_conditions")
)


def shown(name, value, listed):
    """A value as its field shows it: by its label where it is chosen from a list."""
    return choices.label_of(value, listed[name]) if name in listed else value or ""


def typed(name, text, listed):
    """The value behind what a field shows."""
    return choices.value_of(text, listed[name]) if name in listed else (text or "").strip()


def theirs(name, value, listed):
    """What to say beside a field that somebody else changed meanwhile."""
    if name == "opening_hours":
        return texts.HOURS_CHANGED
    return texts.CHANGED_MEANWHILE.format(shown(name, value, listed) or texts.NOTHING)
