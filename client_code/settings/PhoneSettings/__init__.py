"""The business's numbers for WhatsApp and SMS, how fast they send, and what a message costs."""

import anvil
from anvil import handle

from ...shared import app_context, choices, fields, formats, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import phone_texts as texts
from .. import phone_view
from .. import texts as common_texts
from ._anvil_designer import PhoneSettingsTemplate


class PhoneSettings(PhoneSettingsTemplate):
    def __init__(self, **properties):
        self.settings, self.countries = None, []
        super().__init__(**properties)
        leaving.guard(self)
        self.state.stand_for(self.content)
        self.boxes = {name: getattr(self, "txt_" + name) for name in texts.HINTS}

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-phone")
        navigation_helpers.highlight_active_nav(self, "settings")
        if self.settings is None:
            self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch what was decided, and which templates there are."""
        try:
            settings = call("get_phone_settings")["settings"]
            self.countries = call("get_setting_choices")["choices"]["default_country"]
            templates = call("list_whatsapp_templates")["templates"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.show_settings(settings)
        usable = [each for each in templates if each["status"] == "approved"]
        self.lnk_templates.text = phone_view.usable(len(usable), self.shown(len(usable)))
        self.test.show(usable)
        self.card_test.visible = app_context.may("campaigns.manage")
        self.state.show_content()

    def show_settings(self, settings):
        """Show what the server told."""
        self.settings, may_change = settings, app_context.may("settings.manage")
        for name, box in self.boxes.items():
            box.text, box.enabled = settings[name], may_change
        self.dd_tier.items = phone_view.tiers(settings, self.shown)
        self.dd_tier.selected_value, self.dd_tier.enabled = settings["whatsapp_tier"] or 0, may_change
        self.lbl_prices.text = texts.PRICES.format(settings["currency"])
        self.show_prices(phone_view.price_rows(settings, self.countries))
        connected = settings["has_worker"]
        self.lbl_worker.text = texts.CONNECTED if connected else texts.NOT_CONNECTED
        self.lbl_worker.role = ["state", "chip-active" if connected else "chip-warning"]
        self.lbl_worker_why.visible = not connected
        self.lbl_worker_why.text = texts.NOT_CONNECTED_WHY
        self.btn_add_price.visible = self.save_actions.visible = may_change
        if not may_change:
            self.lbl_context.text = common_texts.READ_ONLY
        self.show_problem({})

    def shown(self, number):
        """A number as people write it."""
        return formats.number(number, app_context.config().get("locale"))

    def show_prices(self, rows):
        """Let these prices be edited."""
        may_change = app_context.may("settings.manage")
        self.rp_prices.items = [dict(row, countries=self.countries, may_change=may_change) for row in rows]

    @handle("btn_add_price", "click")
    def btn_add_price_click(self, **event_args):
        self.show_prices(self.rp_prices.items + [dict.fromkeys(("country",) + phone_view.PRICED, "")])

    @handle("rp_prices", "x-remove")
    def remove_price(self, row, **event_args):
        self.show_prices([each for each in self.rp_prices.items if each is not row])

    def changes(self):
        """What differs from what the server told."""
        typed = {name: box.text for name, box in self.boxes.items()}
        typed["whatsapp_tier"] = self.dd_tier.selected_value or None
        for name in phone_view.PRICED:
            typed[name] = phone_view.prices_of(self.rp_prices.items, name, self.country_of)
        return {name: value for name, value in typed.items() if value != self.settings[name]}

    def country_of(self, typed):
        """The code of a country, by what was typed."""
        return choices.value_of(typed, self.countries)

    def has_changes(self):
        """True while something is not saved."""
        return self.settings is not None and bool(self.changes())

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        try:
            self.show_settings(call("save_phone_settings", self.changes())["settings"])
        except CallFailed as problem:
            return self.show_problem(problem.fields, problem.text)
        anvil.Notification(texts.SAVED, timeout=4).show()

    @handle("lnk_templates", "click")
    def lnk_templates_click(self, **event_args):
        pages.open_page("settings-templates")

    @handle("lnk_back", "click")
    @handle("btn_cancel", "click")
    def close(self, **event_args):
        self.raise_event("x-close", page="settings")

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors, texts.HINTS)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
