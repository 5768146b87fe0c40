"""The segments one contact is in; hidden while there are none."""

from ...shared import app_context
from ...shared.server_calls import call
from ._anvil_designer import ContactSegmentsTemplate


class ContactSegments(ContactSegmentsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.visible = False

    def show(self, contact):
        """Fetch and show them, where there are any and the business works with segments."""
        has_some = bool(contact.get("segments")) and app_context.feature("marketing_enabled")
        segments = call("get_contact_segments", contact["contact_id"])["segments"] if has_some else []
        self.rp_segments.items = segments
        self.visible = bool(segments)
