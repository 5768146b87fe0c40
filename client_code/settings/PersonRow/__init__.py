"""A person of the business. Raises `x-permissions`, `x-role`, `x-status` and `x-hand-over` on its panel."""

from anvil import handle

from ...shared.menus import menu_item
from .. import people_texts as texts
from ._anvil_designer import PersonRowTemplate


class PersonRow(PersonRowTemplate):
    def __init__(self, **properties):
        self._has_menu = False
        super().__init__(**properties)
        self.menu_row.visible = self.item["can_change"]

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        """Fill the menu the first time it opens."""
        if self._has_menu:
            return
        self._has_menu = True
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
        self.menu_row.menu_items = items

    def asker(self, event, **what):
        """A handler that asks for something about this person."""

        def ask(**event_args):
            self.parent.raise_event(event, person=self.item, **what)

        return ask
