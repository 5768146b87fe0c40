"""Erasing a person: what would go and what must stay, the reason, and the number typed again."""

import anvil
from anvil import handle

from ...shared import app_context, fields, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import ContactErasureFormTemplate


class ContactErasureForm(ContactErasureFormTemplate):
    def __init__(self, contact_id="", **properties):
        self.contact_id = contact_id
        super().__init__(**properties)
        self.state.stand_for(self.content)
        self.txt_confirmation.label = texts.CONFIRM.format(contact_id)

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("contact-erase", contact_id=self.contact_id)
        navigation_helpers.highlight_active_nav(self, "contacts")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch what erasing would do."""
        if not app_context.may("data.erase"):
            return self.state.show_empty(*texts.NO_RIGHT)
        try:
            self.show(call("plan_erasure", self.contact_id))
        except CallFailed as problem:
            if problem.code == "not_found":
                return self.state.show_empty(*texts.NOBODY)
            self.state.show_problem(problem.text)

    def show(self, plan):
        """Show the server's plan, or that there is nobody left to erase."""
        if plan["erased"]:
            return self.state.show_empty(*texts.ERASED_ALREADY)
        self.lbl_context.text = "{} · {}".format(plan["name"], self.contact_id)
        self.lbl_mode.text = texts.MODES[plan["mode"]]
        self.rp_plan.items = plan_rows(plan)
        others = [each for each in plan["contacts"] if each != self.contact_id]
        self.lbl_merged.text = texts.MERGED.format(", ".join(others))
        self.lbl_merged.visible = bool(others)
        self.state.show_content()
        self.txt_reason.focus()

    @handle("btn_erase", "click")
    def btn_erase_click(self, **event_args):
        boxes = {"confirmation": self.txt_confirmation, "reason": self.txt_reason}
        typed = (self.txt_confirmation.text or "").strip().upper()
        if typed != self.contact_id:
            return fields.show_errors(boxes, {"confirmation": texts.CONFIRM_WRONG.format(self.contact_id)})
        try:
            call("delete_customer_data", self.contact_id, typed, self.txt_reason.text or "")
        except CallFailed as problem:
            self.lbl_problem.text = fields.show_errors(boxes, problem.fields) or problem.text
            return
        anvil.Notification(texts.ERASED, style="success").show()
        pages.open_page("contact", contact_id=self.contact_id)

    @handle("state", "x-start")
    def state_start(self, **event_args):
        pages.open_page("contacts")

    @handle("btn_cancel", "click")
    @handle("lnk_back", "click")
    def leave(self, **event_args):
        pages.open_page("contact", contact_id=self.contact_id)


def plan_rows(plan):
    """What becomes of the rows of each table that has any: items `label, text`."""
    locale = app_context.config().get("locale")
    rows = []
    for table, (label, kept) in texts.TABLES.items():
        count = plan["counts"].get(table)
        if count:
            fate = kept if plan["mode"] == "anonymise" or table in texts.OUTLIVES else texts.DELETED
            rows.append({"label": label, "text": "{}: {}".format(formats.number(count, locale), fate)})
    if plan["outside"]:
        label, text = texts.OUTSIDE
        rows.append({"label": label, "text": text.format(formats.number(plan["outside"], locale))})
    return rows
