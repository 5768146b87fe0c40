"""A dialog to add or change an offer; closes with True once it is saved."""

from anvil import handle

from ...shared import app_context, dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import offer_texts as texts
from .. import offer_view
from ._anvil_designer import OfferEditorTemplate


class OfferEditor(OfferEditorTemplate):
    def __init__(self, offer=None, **properties):
        self.offer = offer or {}
        self.item = offer_view.of_offer(offer)
        super().__init__(**properties)
        self.dd_kind.items, self.dd_measure.items = texts.KINDS, texts.HOW_MUCH
        self.txt_amount.label += " ({})".format(app_context.config().get("system_currency"))
        self.refresh_data_bindings()
        self.show_kind()
        self.show_problem({})

    @classmethod
    def edit(cls, offer=None):
        """True when the person saved; without an offer a new one is made."""
        title = texts.EDIT if offer else texts.NEW
        return bool(dialogs.edit(cls(offer), title, large=True))

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_name.focus()

    @handle("dd_kind", "change")
    @handle("dd_measure", "change")
    def show_kind(self, **event_args):
        """Show only what the chosen kind of offer asks for."""
        kind, measure = self.item["kind"], self.item["measure"]
        is_price = kind == "price_reduction"
        self.dd_measure.visible = is_price
        self.txt_percent.visible = is_price and measure == "percent"
        self.txt_amount.visible = is_price and measure == "amount"
        self.txt_points.visible = kind == "rewards_increase"
        self.txt_service.visible = kind == "free_service"

    @handle("btn_save", "click")
    @handle("txt_name", "pressed_enter")
    def btn_save_click(self, **event_args):
        data = offer_view.to_save(self.item)
        data["uses_each"] = None if data["uses_each"] in (None, "") else data["uses_each"]
        try:
            call("save_offer", dict(data, offer_id=self.offer.get("offer_id")), self.offer.get("version"))
        except CallFailed as problem:
            self.offer["version"], text = problem.when_overtaken(self.offer.get("version"))
            return self.show_problem(problem.fields, text)
        self.raise_event("x-close-alert", value=True)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        boxes = {
            "name": self.txt_name,
            "percent": self.txt_percent,
            "amount": self.txt_amount,
            "points": self.txt_points,
            "service": self.txt_service,
            "valid_from": self.dp_from,
            "valid_until": self.dp_until,
            "uses_each": self.txt_uses,
            "terms": self.txt_terms,
        }
        elsewhere = fields.show_errors(boxes, errors, {"uses_each": texts.USES})
        fields.tell(self.lbl_problem, elsewhere if errors else text)
