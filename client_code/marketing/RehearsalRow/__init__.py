"""One step as somebody would get it; item: `words_text`, `when_text`, `note_text`."""

from ._anvil_designer import RehearsalRowTemplate


class RehearsalRow(RehearsalRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.lbl_note.visible = bool(self.item["note_text"])
