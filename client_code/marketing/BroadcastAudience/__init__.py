"""Who gets a broadcast: everybody, a segment, a list, or chosen people. `audience` says it. Raises `x-change`."""

from anvil import handle

from ...shared.server_calls import call
from .. import broadcast_texts as texts
from ._anvil_designer import BroadcastAudienceTemplate


class BroadcastAudience(BroadcastAudienceTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.people, self.offered = [], {}
        self.dd_who.items = texts.WHO
        self.clear()

    def clear(self):
        """Choose nobody."""
        self.dd_who.selected_value, self.people = None, []
        self.show_choice()

    def audience(self):
        """The choice as the server takes it."""
        who, which = self.dd_who.selected_value, self.dd_which.selected_value
        return {
            "everyone": who == texts.EVERYONE,
            "segments": [which] if who == texts.SEGMENT and which else [],
            "without": [],
            "list": which if who == texts.LIST and which else "",
            "contacts": [each["contact_id"] for each in self.people] if who == texts.CONTACTS else [],
        }

    @handle("dd_who", "change")
    def dd_who_change(self, **event_args):
        self.show_choice()
        self.changed()

    @handle("dd_which", "change")
    def changed(self, **event_args):
        self.raise_event("x-change")

    def show_choice(self):
        """Offer what the kind of choice needs: segments, lists, or a search for people."""
        who = self.dd_who.selected_value
        self.by_hand.visible = who == texts.CONTACTS
        self.dd_which.visible = who in texts.WHICH
        if self.dd_which.visible:
            items = self.choices(who)
            self.dd_which.label, self.dd_which.items = texts.WHICH[who], items
            self.dd_which.placeholder = "" if items else texts.NONE_YET[who]
            self.dd_which.selected_value = None
        self.search.left_out = [each["contact_id"] for each in self.people]
        self.rp_people.items = self.people

    def choices(self, who):
        """The segments or lists there are, asked for once."""
        if who not in self.offered:
            if who == texts.SEGMENT:
                found = [(each["name"], each["segment_id"]) for each in call("list_segments")["segments"]]
            else:
                found = [(each["name"], each["list_id"]) for each in call("list_mailing_lists")["lists"]]
            self.offered[who] = found
        return self.offered[who]

    @handle("search", "x-choose")
    def add(self, contact_id, full_name, **event_args):
        self.people = self.people + [{"contact_id": contact_id, "name": full_name, "note": contact_id}]
        self.search.clear()
        self.search.focus()
        self.dd_who_change()

    @handle("rp_people", "x-remove")
    def remove(self, item, **event_args):
        self.people = [each for each in self.people if each["contact_id"] != item["contact_id"]]
        self.dd_who_change()
