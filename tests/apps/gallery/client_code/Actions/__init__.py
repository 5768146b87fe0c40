"""Buttons, icon buttons, menus and the file loader."""

from anvil import handle

from ._anvil_designer import ActionsTemplate

CLICKED = ("btn_filled", "btn_off", "ib_standard", "tib_standard", "menu_button", "item_edit", "item_off", "item_copy")


class Actions(ActionsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("actions")
        self.said = []
        for name in CLICKED:
            getattr(self, name).add_event_handler("click", self.teller(name))

    def teller(self, name):
        return lambda **event_args: self.say(f"{name} {event_args['event_name']} {sorted(event_args['keys'])}")

    def say(self, text):
        self.said.append(text)
        self.lbl_said.text = "\n".join(self.said)

    @handle("fu_text", "change")
    @handle("fu_outlined", "change")
    def file_loaded(self, file, files, **event_args):
        self.say(f"{len(files)} {file.name} {file.length}")
