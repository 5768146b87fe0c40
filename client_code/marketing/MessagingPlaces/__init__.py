"""At which places customers must have booked to be chosen from. Raises `x-change`."""

from anvil import handle

from m3.components import Checkbox

from ...shared import app_context, formats
from ...shared.server_calls import CallFailed, call
from .. import messaging_texts as texts
from ._anvil_designer import MessagingPlacesTemplate

ANY_CHANNEL = [name for name, _, _, _ in texts.CHANNELS]


class MessagingPlaces(MessagingPlacesTemplate):
    def __init__(self, **properties):
        self.audience = {}
        super().__init__(**properties)
        self.lbl_hint.text = texts.PLACES_HINT

    def show(self, form):
        """Edit the places of the wizard's campaign, in place."""
        self.audience = form.item["audience"]
        try:
            found = call("list_campaign_places", form.item["channels"] or ANY_CHANNEL, form.item["purpose"])
        except CallFailed as problem:
            return form.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.cb_everywhere.text = texts.EVERYWHERE.format(formats.number(found["everywhere"], locale))
        self.cb_everywhere.checked = self.audience["everywhere"]
        self.col_places.clear()
        for place in found["places"]:
            words = texts.PLACE.format(place["name"], formats.number(place["count"], locale))
            box = Checkbox(text=words, checked=place["location_id"] in self.audience["places"])
            box.add_event_handler("change", self.ticker(place["location_id"]))
            self.col_places.add_component(box)
        if not found["places"] and not self.audience["everywhere"]:
            self.cb_everywhere.checked = True
            self.cb_everywhere_change()
        self.col_places.visible = not self.audience["everywhere"]

    def ticker(self, location_id):
        def tick(sender, **event_args):
            others = [each for each in self.audience["places"] if each != location_id]
            self.audience["places"] = others + [location_id] if sender.checked else others
            self.raise_event("x-change")

        return tick

    @handle("cb_everywhere", "change")
    def cb_everywhere_change(self, **event_args):
        self.audience["everywhere"] = self.cb_everywhere.checked
        self.col_places.visible = not self.audience["everywhere"]
        self.raise_event("x-change")
