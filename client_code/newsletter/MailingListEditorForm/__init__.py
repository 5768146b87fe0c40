"""Make or change a newsletter: what it is, how people get on it, and how they are welcomed."""

from anvil import handle

from ...shared import fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import MailingListEditorFormTemplate

FRESH = {
    "name": "",
    "purpose": "newsletter",
    "description": "",
    "topics": [],
    "is_public": True,
    "slug": "",
    "double_opt_in": True,
    "consent_text": "",
    "welcome_subject": "",
    "welcome_text": "",
}
HINTS = {
    "purpose": texts.PURPOSE_HINT,
    "slug": texts.SLUG_HINT,
    "consent_text": texts.CONSENT_HINT,
    "topics": texts.TOPICS_HINT,
}


class MailingListEditorForm(MailingListEditorFormTemplate):
    def __init__(self, list_id="", **properties):
        self.list_id, self.version, self.is_saved = list_id, None, False
        self.item = dict(FRESH)
        if list_id:
            self.take(call("get_mailing_list", list_id)["list"])
        super().__init__(**properties)
        leaving.guard(self)
        self.dd_purpose.items = texts.PURPOSES
        self.dd_purpose.selected_value = self.item["purpose"]
        self.tags_topics.label, self.tags_topics.tags = "Topics", self.item["topics"]
        names = ("name", "description", "slug", "consent_text", "welcome_subject", "welcome_text")
        self.boxes = {name: getattr(self, "txt_" + name) for name in names}
        self.boxes.update(purpose=self.dd_purpose, topics=self.tags_topics)
        self.saved = self.typed()
        self.show_problem({})

    def take(self, mailing_list):
        """Let the form hold what the server has."""
        self.version = mailing_list["version"]
        self.item = {name: mailing_list[name] for name in FRESH}

    def typed(self):
        """What stands in the form."""
        return dict(self.item, topics=list(self.tags_topics.tags))

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("list-edit", list_id=self.list_id)
        navigation_helpers.highlight_active_nav(self, "lead_forms")
        self.lbl_title.text = self.item["name"] or texts.NEW_LIST
        self.cb_public_change()
        if not self.list_id:
            self.txt_name.focus()

    def has_changes(self):
        """True while something is not saved."""
        return not self.is_saved and self.typed() != self.saved

    @handle("cb_public", "change")
    def cb_public_change(self, **event_args):
        self.txt_slug.visible = self.item["is_public"]

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        if not (self.item["name"] or "").strip():
            return self.show_problem({"name": texts.NEEDS_NAME})
        try:
            if self.list_id:
                call("update_mailing_list", self.list_id, self.typed(), self.version)
            else:
                self.list_id = call("create_mailing_list", self.typed())["list_id"]
        except CallFailed as problem:
            self.version, text = problem.when_overtaken(self.version)
            return self.show_problem(problem.fields, text)
        self.is_saved = True
        pages.open_page("list", list_id=self.list_id)

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors, HINTS)
        fields.tell(self.lbl_problem, elsewhere if errors else text)

    @handle("lnk_back", "click")
    @handle("btn_cancel", "click")
    def close(self, **event_args):
        if self.list_id:
            return pages.open_page("list", list_id=self.list_id)
        pages.open_page("lists")
