"""What a customer decides: how to be reached, what may be written to them, and their sign-in."""

import anvil
from anvil import handle

from ...shared import fields, leaving, navigation_helpers, pages
from ...shared.Layouts import own_sign_in
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import AccountSettingsFormTemplate

NAMES = ("first_name", "last_name", "phone", "address")


class AccountSettingsForm(AccountSettingsFormTemplate):
    def __init__(self, **address):
        self.item = dict.fromkeys((*NAMES, "email"), "")
        self.saved = dict(self.item)
        super().__init__()
        leaving.guard(self)
        self.state.stand_for(self.content)
        self.boxes = {name: getattr(self, "txt_" + name) for name in NAMES}
        self.txt_email.enabled = False
        self.show_problem({})

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("my-account")
        navigation_helpers.highlight_active_nav(self, "account_settings")
        if not self.has_changes():
            self.load()

    def has_changes(self):
        """True while details are typed that are not saved."""
        return any((self.item[name] or "") != (self.saved[name] or "") for name in NAMES)

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the customer's details and consents."""
        try:
            answer = call("get_my_details")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.take(answer["profile"])
        self.show_choices(answer)
        self.lnk_preferences.url = answer["preferences_url"]
        self.state.show_content()

    def take(self, profile):
        """Let the form hold what the server has."""
        self.item, self.saved = profile, dict(profile)

    def show_choices(self, answer):
        """Show what may be written to the customer, and the newsletters there are."""
        self.rp_consents.items, self.rp_lists.items = answer["consents"], answer["lists"]
        self.consents.visible, self.newsletters.visible = bool(answer["consents"]), bool(answer["lists"])

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        self.btn_save.enabled = False
        details = {name: self.item[name] for name in NAMES}
        try:
            self.take(call("save_my_details", details, self.item["version"])["profile"])
        except CallFailed as problem:
            if problem.code == "conflict":
                self.item = dict(self.item, version=problem.answer["current"]["version"])
            return self.show_problem(problem.fields, problem.text)
        finally:
            self.btn_save.enabled = True
        self.show_problem({})
        anvil.Notification(texts.SAVED, style="success").show()

    @handle("rp_consents", "x-consent")
    def set_consent(self, consent, granted, **event_args):
        try:
            answer = call("set_my_consent", consent["channel"], consent["purpose"], granted)
        except CallFailed:
            self.load()
            raise
        self.rp_consents.items = answer["consents"]
        anvil.Notification(texts.CONSENT_ON if granted else texts.CONSENT_OFF, style="success").show()

    @handle("rp_lists", "x-consent")
    def set_list(self, consent, granted, **event_args):
        try:
            self.show_choices(call("set_my_list", consent["list_id"], granted))
        except CallFailed:
            self.load()
            raise
        anvil.Notification(texts.CONSENT_ON if granted else texts.CONSENT_OFF, style="success").show()

    @handle("btn_password", "click")
    def btn_password_click(self, **event_args):
        own_sign_in.change_password()

    @handle("btn_everywhere", "click")
    def btn_everywhere_click(self, **event_args):
        own_sign_in.sign_out_everywhere()

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
