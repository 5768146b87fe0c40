"""A dialog for the counter: what a code stands for, whose it is, and redeeming it; closes with what was redeemed."""

from anvil import handle

from ...shared import app_context, dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import offer_texts as texts
from .. import offer_view
from ._anvil_designer import RedeemDialogTemplate


class RedeemDialog(RedeemDialogTemplate):
    def __init__(self, contact_id="", **properties):
        self.contact_id, self.seen = contact_id, None
        super().__init__(**properties)
        self.txt_amount.label += " ({})".format(app_context.config().get("system_currency"))
        codes = call("list_offer_codes", contact_id)["codes"] if contact_id else []
        self.dd_codes.items = [(texts.CODE.format(**each), each["code"]) for each in codes]
        self.dd_codes.visible = bool(codes)
        self.forget()

    @classmethod
    def redeem(cls, form, contact_id="", name=""):
        """Redeem a code, of a contact where one is named; `form` offers to undo it and is loaded again."""
        title = texts.REDEEM_OF.format(name) if name else texts.REDEEM
        done = dialogs.edit(cls(contact_id), title)
        if done:
            form.load()
            form.layout.offer_undo(
                texts.REDEEMED.format(done["offer"]["name"]),
                lambda: (call("undo_redemption", done["redemption_id"]), form.load()),
            )

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_code.focus()

    @handle("dd_codes", "change")
    def dd_codes_change(self, **event_args):
        self.txt_code.text = self.dd_codes.selected_value or ""
        self.forget()

    @handle("txt_code", "change")
    def forget(self, **event_args):
        """A code that was changed must be looked up again."""
        self.seen = None
        self.found.visible = self.txt_amount.visible = False
        self.btn_redeem.text = texts.LOOK_UP
        self.show_problem("")

    def show_problem(self, text):
        fields.tell(self.lbl_problem, text)

    @handle("txt_code", "pressed_enter")
    @handle("btn_redeem", "click")
    def btn_redeem_click(self, **event_args):
        code = (self.txt_code.text or "").strip()
        if not code:
            return self.show_problem(texts.NEEDS_CODE)
        try:
            if self.seen is None:
                return self.show_code(call("look_up_offer_code", code, self.contact_id))
            done = call("redeem_offer_code", code, self.txt_amount.text or None, self.contact_id)
        except CallFailed as problem:
            return self.show_problem(problem.text)
        self.raise_event("x-close-alert", value=done)

    def show_code(self, seen):
        """Show what a code stands for, and why it cannot be redeemed, if so."""
        offer = seen["offer"]
        person = seen["contact_name"] or texts.NOBODYS
        self.lbl_offer.text = texts.CODE_OF.format(offer=offer["name"], person=person)
        self.lbl_worth.text = offer_view.worth(offer, app_context.config().get("locale"))
        self.lbl_terms.text = offer["terms"]
        self.found.visible = True
        self.show_problem(seen["refusal"])
        if not seen["refusal"]:
            self.seen = seen
            self.txt_amount.visible = True
            self.btn_redeem.text = texts.REDEEM_NOW
            self.txt_amount.focus()

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)
