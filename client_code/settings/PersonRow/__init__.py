"""A person of the business. Raises `x-permissions`, `x-role`, `x-status` and `x-hand-over` on its panel."""

from anvil import handle

from ...shared.menus import fill_once, menu_item
from .. import people_texts as texts
from ._anvil_designer import PersonRowTemplate


class PersonRow(PersonRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.menu_row.visible = self.item["can_change"]

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.PERMISSIONS_ACTION, "mi:rule", self.asker("x-permissions"))]
        for role in texts.INVITABLE:
            if role != self.item["role"]:
                items.append(menu_item(texts.MAKE[role], "mi:badge", self.asker("x-role", role=role)))
        if self.item["can_inherit"]:
            items.append(menu_item(texts.HAND_OVER, "mi:key", self.asker("x-hand-over")))
        if self.item["status"] == "active":
            items.append(menu_item(texts.DEACTIVATE, "mi:person_off", self.asker("x-status", status="inactive")))
        else:
            items.append(menu_item(texts.REACTIVATE, "mi:how_to_reg", self.asker("x-status", status="active")))
        return items

    def asker(self, event, **what):
        """A handler that asks for something about this person."""

        def ask(**event_args):
            self.parent.raise_event(event, person=self.item, **what)

        return ask
