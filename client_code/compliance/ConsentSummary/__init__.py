"""What one contact agreed to, in a few lines beside its history."""

from anvil import handle

from ...shared import pages
from ...shared.server_calls import CallFailed, call
from .. import consent_view, texts
from ._anvil_designer import ConsentSummaryTemplate


class ConsentSummary(ConsentSummaryTemplate):
    def __init__(self, **properties):
        self.contact_id = ""
        super().__init__(**properties)

    def show(self, contact_id):
        """Fetch and show what stands now, or why that cannot be told: the page around it stands."""
        self.contact_id = contact_id
        try:
            answer = call("get_consents", contact_id)
        except CallFailed as problem:
            answer = {"consents": [], "suppressions": []}
            self.lbl_empty.text = problem.text
        self.rp_consents.items = [dict(consent_view.as_row(each), words="", note="") for each in answer["consents"]]
        channels = [texts.SUPPRESSED_SHORT.format(texts.channel(each["channel"])) for each in answer["suppressions"]]
        self.lbl_suppressed.text = "\n".join(channels)
        self.lbl_suppressed.visible = bool(channels)
        self.lbl_empty.visible = not answer["consents"] and not channels

    @handle("lnk_all", "click")
    def lnk_all_click(self, **event_args):
        pages.open_page("contact-consent", contact_id=self.contact_id)
