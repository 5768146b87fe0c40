"""What a campaign says: subject, first line, the parts of the mail, its files; and how it looks, beside them."""

import anvil
from anvil import handle

from ...shared import dialogs
from ...shared.menus import menu_item
from ...shared.server_calls import call
from .. import mail_texts as texts
from ..TemplatePicker import TemplatePicker
from ..TemplateSaver import TemplateSaver
from ._anvil_designer import CampaignContentTemplate

# What is tried → the fields of version B that are its own.
OWN = {"subject": ("subject",), "sender": ("sender_name",), "content": ("subject", "preview_text", "blocks")}
COMMON = ("subject", "preview_text", "blocks", "sender_name")


class CampaignContent(CampaignContentTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.menu_mail.menu_items = [
            menu_item(texts.CHOOSE_TEMPLATE, "mi:auto_awesome_mosaic", self.choose_template),
            menu_item(texts.SAVE_TEMPLATE, "mi:bookmark_add", self.save_template),
        ]

    def show(self, campaign):
        """Edit the words of a campaign, its files and its test of two versions, in place."""
        self.item = campaign
        self.bar.offer(texts.VERSIONS_NAME, texts.VERSIONS, "A")
        self.test.show(campaign["test"])
        self.files.show(campaign)
        self.show_version()

    def words(self):
        """The words being edited: the campaign's own, or those of version B."""
        return self.item["words_b"] if self.is_b() else self.item

    def is_b(self):
        return self.item["test"]["is_on"] and self.bar.chosen == "B"

    def seen(self):
        """All of the version being edited: B has the words of A but for what is tried."""
        if not self.is_b():
            return self.item
        own = OWN[self.item["test"]["what"]]
        return {name: (self.item["words_b"] if name in own else self.item)[name] for name in COMMON}

    @handle("bar", "x-choose")
    @handle("test", "x-change")
    def show_version(self, **event_args):
        """Show the fields of the version being edited, of B only those that are its own."""
        self.bar.visible = self.item["test"]["is_on"]
        own = OWN[self.item["test"]["what"]] if self.is_b() else COMMON
        words = self.words()
        for name, box in (("subject", self.txt_subject), ("preview_text", self.txt_preview)):
            box.text, box.visible = words[name], name in own
        self.txt_sender.text, self.txt_sender.visible = words["sender_name"], "sender_name" in own
        self.blocks.visible = "blocks" in own
        self.blocks.show(words["blocks"])
        self.picture.show(self.seen(), self.item["purpose"])

    @handle("txt_subject", "change")
    @handle("txt_preview", "change")
    @handle("txt_sender", "change")
    def typed(self, **event_args):
        """Keep what is typed at once: the preview follows it."""
        words = self.words()
        words["subject"], words["preview_text"] = self.txt_subject.text, self.txt_preview.text
        words["sender_name"] = self.txt_sender.text or ""
        self.follow()

    @handle("blocks", "x-change")
    def follow(self, **event_args):
        self.picture.follow()

    def preview(self):
        """Show the mail as somebody would read it now: what it is for may have changed."""
        self.picture.show(self.seen(), self.item["purpose"])

    def choose_template(self, **event_args):
        """Begin again with a template's words; what stood there can be brought back."""
        chosen = anvil.alert(TemplatePicker(), title=texts.CHOOSE_TEMPLATE, large=True, buttons=[])
        if chosen:
            self.take_template(chosen)

    def take_template(self, slug):
        """Let the mail have a template's words."""
        template = call("get_template", slug)["template"]
        before = {name: self.words()[name] for name in ("subject", "preview_text", "blocks")}
        self.put({name: template[name] for name in before})
        self.bar.visible = self.item["test"]["is_on"]
        text = texts.TEMPLATE_TAKEN.format(template["name"])
        anvil.get_open_form().layout.offer_undo(text, lambda: self.put(before))

    def put(self, words):
        self.words().update(words)
        self.show_version()

    def save_template(self, **event_args):
        """Keep the words being edited as a template, under a name of its own."""
        name = dialogs.edit(TemplateSaver(words=self.seen()), texts.SAVE_TEMPLATE)
        if name:
            anvil.Notification(texts.TEMPLATE_SAVED.format(name), timeout=4).show()
