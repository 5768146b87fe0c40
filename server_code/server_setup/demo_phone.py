"""WhatsApp and SMS at the demo business: its numbers, and the templates that its simulated account has."""

from __future__ import annotations

from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_messaging.whatsapp_template_service import store_fetched

NUMBERS: dict[str, Any] = {
    "whatsapp_number": "+27600000001",
    "whatsapp_tier": 1000,
    "sms_sender": "+27600000002",
    "sms_prices": {"ZA": "0.2850", "GB": "0.8900"},
    "whatsapp_prices": {"ZA": "0.1400", "GB": "0.9700"},
}
_SID = "HX0000000000000000000000000000000{}"
TEMPLATES = (
    {
        "content_sid": _SID.format(1),
        "name": "appointment_reminder",
        "category": "utility",
        "status": "approved",
        "body": "Hello {{1}}, this is a reminder of your {{2}} on {{3}}.",
        "samples": {"1": "Nomsa", "2": "haircut", "3": "Friday at 10:00"},
    },
    {
        "content_sid": _SID.format(2),
        "name": "seasonal_offer",
        "category": "marketing",
        "status": "approved",
        "body": "Hello {{1}}, we have something for you: {{2}}. Reply STOP to get no more of these.",
        "samples": {"1": "Nomsa", "2": "10% off in May"},
    },
    {
        "content_sid": _SID.format(3),
        "name": "new_opening_hours",
        "category": "marketing",
        "status": "paused",
        "reason": "Too many people blocked it",
        "body": "Hello {{1}}, we have new opening hours.",
        "samples": {"1": "Nomsa"},
    },
)


@tables.in_transaction
def make_templates() -> None:
    """Fill the registry of an instance that has none."""
    if not len(app_tables.whatsapp_templates.search()):
        store_fetched([{"language": "en", **template} for template in TEMPLATES])
