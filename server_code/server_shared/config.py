"""The settings of this business: one row, read everywhere through ``get_config``."""

from __future__ import annotations

import threading
import time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from anvil.tables import app_tables
from anvil.tables import query as q

FEATURES = (
    "bookings_enabled",
    "ecommerce_enabled",
    "hospitality_enabled",
    "services_enabled",
    "memberships_enabled",
    "marketing_enabled",
    "blog_enabled",
    "reviews_enabled",
)

DEFAULTS: dict[str, Any] = {
    "business_name": "My business",
    "primary_color": "#6750A4",
    "accent_color": "#625B71",
    "system_currency": "ZAR",
    "time_zone": "Africa/Johannesburg",
    "locale": "en_ZA",
    "default_country": "ZA",
}


CACHE_SECONDS = 10.0


class _Cache:
    """The settings as last read by this process: lists ask for them on every keystroke."""

    settings: dict[str, Any] | None = None
    read_at = 0.0
    changing: ClassVar[set[int]] = set()
    """The threads that changed settings in a transaction which may not have ended yet."""


def get_config(*, anew: bool = False) -> dict[str, Any]:
    """The settings code and screens need, defaults filled in, with ``logo`` (a Media), ``features``, ``messaging``.

    A change made by another process shows after at most ten seconds; ``anew`` reads what there is now, as whoever
    writes a part of a setting must, or the rest of it would be of ten seconds ago.
    """
    if anew:
        return _read_config()
    if _Cache.settings is None or time.monotonic() - _Cache.read_at > CACHE_SECONDS:
        _Cache.settings = _read_config()
        _Cache.read_at = time.monotonic()
    return {**_Cache.settings, "features": dict(_Cache.settings["features"])}


def shown_config() -> dict[str, Any]:
    """What any visitor may know of it: not how the business sends messages, and at which prices."""
    return {name: value for name, value in get_config().items() if name != "messaging"}


def business_zone() -> ZoneInfo:
    """The time zone the business lives in."""
    return ZoneInfo(get_config()["time_zone"])


def business_language() -> str:
    """The language the business speaks, such as ``en``."""
    return str(get_config()["locale"]).partition("_")[0]


def _read_config() -> dict[str, Any]:
    columns = q.fetch_only(*DEFAULTS, "logo", "features_enabled", "messaging", "is_demo")
    row = next(iter(app_tables.config.search(q.page_size(1), columns)), None)
    if row is None:
        features = dict.fromkeys(FEATURES, False)
        return {**DEFAULTS, "logo": None, "features": features, "messaging": {}, "is_demo": False}
    stored = row["features_enabled"] or {}
    return {
        **{name: row[name] or default for name, default in DEFAULTS.items()},
        "logo": row["logo"],
        "features": {name: stored.get(name) is True for name in FEATURES},
        "messaging": row["messaging"] or {},
        "is_demo": bool(row["is_demo"]),
    }


def save_config(**changes: Any) -> None:
    """Change settings; makes the row when there is none. Call it inside a transaction."""
    row = next(iter(app_tables.config.search(q.page_size(1))), None)
    if row is None:
        app_tables.config.add_row(**{**DEFAULTS, "features_enabled": {}, "is_demo": False, **changes})
    else:
        row.update(**changes)
    _Cache.settings = None
    _Cache.changing.add(threading.get_ident())


def forget_read_amid_changes() -> None:
    """Read the settings again, if this thread changed them: others may have read, and kept, what was before.

    Call it after the transaction.
    """
    if threading.get_ident() in _Cache.changing:
        _Cache.changing.discard(threading.get_ident())
        _Cache.settings = None
