"""The business's settings: read whole, changed in parts. A change holds at once here, in other processes in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil
from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.config import get_config, save_config
from ..server_shared.errors import Invalid
from ..server_shared.pictures import MEGABYTE, drawn, read_picture
from .profile_rules import PRESETS, clean_features, clean_profile, clean_theme
from .two_editors import refuse_unseen

PROFILE_FIELDS = (
    *("business_name", "address", "phone", "email", "website", "opening_hours"),
    *("system_currency", "time_zone", "locale", "default_country"),
    *("social_facebook", "social_instagram", "social_twitter", "social_linkedin"),
    *("privacy_policy", "terms_conditions"),
)
THEME_FIELDS = ("primary_color", "accent_color")
MAX_LOGO_BYTES = 2 * MEGABYTE
MAX_LOGO_SIDE = 512


def get_settings(actor: Actor) -> dict[str, Any]:
    """``profile`` with the logo and the colours, ``features``, ``theme_presets``, ``currency_locked``."""
    row = app_tables.config.search()[0]
    profile = {name: row[name] for name in (*PROFILE_FIELDS, *THEME_FIELDS, "logo")}
    return {
        "profile": profile,
        "features": get_config()["features"],
        "theme_presets": [{"name": name, "color": color} for name, color in PRESETS],
        "currency_locked": _has_sales(),
    }


def save_profile(actor: Actor, changes: Mapping[str, Any], seen: Mapping[str, Any] | None = None) -> bool:
    """Change what the business says of itself; whether its clocks are others now, for which segments are to be
    refreshed. Needs a transaction. Raises Invalid, and Conflict over ``seen``.

    The currency stays once there is money in it: amounts are kept in its minor units.
    """
    row = app_tables.config.search()[0]
    refuse_unseen({name: row[name] for name in PROFILE_FIELDS}, changes, seen)
    cleaned = clean_profile(changes, row["default_country"])
    currency = cleaned.get("system_currency")
    if currency not in (None, row["system_currency"]) and _has_sales():
        raise Invalid(fields={"system_currency": "The currency stays, since there are sales in it."})
    is_moved = cleaned.get("time_zone", row["time_zone"]) != row["time_zone"]
    save_config(**cleaned)
    return is_moved


def save_theme(actor: Actor, colors: Mapping[str, Any], seen: Mapping[str, Any] | None = None) -> None:
    """Change the colours. Needs a transaction. Raises Invalid, and Conflict over ``seen``."""
    row = app_tables.config.search()[0]
    refuse_unseen({name: row[name] for name in THEME_FIELDS}, colors, seen)
    save_config(**clean_theme(colors))


def _has_sales() -> bool:
    return len(app_tables.contact_transactions.search()) > 0


def set_features(actor: Actor, switched: Mapping[str, Any]) -> None:
    """Switch features on or off; nothing that belongs to one is lost. Raises Invalid.

    Needs a transaction, and afterwards the segments of the features, and a refresh of all.
    """
    save_config(features_enabled={**get_config(anew=True)["features"], **clean_features(switched)})


def set_logo(actor: Actor, file: anvil.Media | None) -> None:
    """Take a picture as the logo, at most 512 pixels wide and high; None takes it away. Raises Invalid, TooLarge."""
    save_config(logo=_logo(file) if file is not None else None)


def _logo(file: anvil.Media) -> anvil.BlobMedia:
    content_type, content = drawn(read_picture(file, MAX_LOGO_SIDE, MAX_LOGO_BYTES, "logo"), as_png=True)
    return anvil.BlobMedia(content_type, content, name="logo.png")
