"""TextBox, TextArea, DropdownMenu and DatePicker, bound to an item."""

from anvil import handle

from ._anvil_designer import FieldsTemplate

STATUSES = [("Lead", "lead"), ("Customer", "customer"), ("At risk", "at_risk")]


class Fields(FieldsTemplate):
    def __init__(self, **properties):
        self.item = {"name": "Ada", "amount": 5, "note": "One\nTwo", "status": "lead", "day": None}
        super().__init__(**properties)
        self.layout.select("fields")
        self.said = []
        self.dd_status.items = STATUSES
        self.dd_none.items = [f"Country {number:02}" for number in range(60)]
        self.dd_filled.items = self.dd_error.items = ["One", "Two"]

    def say(self, text):
        self.said.append(text)
        self.lbl_said.text = "\n".join(self.said)

    @handle("txt_name", "change")
    @handle("txt_name", "focus")
    @handle("txt_name", "lost_focus")
    @handle("txt_name", "pressed_enter")
    @handle("txt_search", "trailing_icon_click")
    @handle("dd_status", "change")
    @handle("dd_none", "change")
    @handle("dp_day", "change")
    def told(self, sender, event_name, **event_args):
        self.say(f"{event_name} name={self.item['name']} status={self.item['status']}")

    @handle("btn_show_item", "click")
    def btn_show_item_click(self, **event_args):
        self.said = [repr(self.item)]
        self.lbl_said.text = self.said[0]
