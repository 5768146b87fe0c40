"""FileLoader: a button that takes files, chosen or dropped on it."""

from anvil._file_loader import say_refused
from anvil._prop import Prop
from anvil.js import to_media

from .. import _properties as prop
from .Button import BUTTON, TEXT, ButtonFace, look

INPUT = "anvil-m3-fileloader-input"


class FileLoader(ButtonFace):
    """`file` is the first Media, `files` all of them; "change" carries both. `file_types` is the input's `accept`."""

    html = (
        '<div class="anvil-m3-fileloader-component"><span class="anvil-m3-fileloader-box"><button type="button" '
        'class="anvil-m3-button anvil-m3-fileloader-container m3-state anvil-m3-text-button">'
        '<span class="anvil-m3-button-text">File upload</span></button>'
        '<input type="file" class="anvil-m3-fileloader-input" hidden tabindex="-1" aria-hidden="true"></span></div>'
    )
    role_part = "anvil-m3-fileloader-box"
    events = ("change", "focus", "lost_focus", "show", "hide")
    dom_events = {"focus": ("focus", BUTTON, "_raise_focus"), "lost_focus": ("blur", BUTTON, "_raise_lost_focus")}
    text = Prop("File upload", "_draw")
    icon = Prop("mi:file_upload", "_draw", type="icon")
    appearance = look("text")
    bold = prop.bold(TEXT)
    text_color = prop.colour("color", BUTTON)
    background_color = prop.colour("background-color", BUTTON)
    border = prop.border(BUTTON)
    font_family = prop.font_family(TEXT)
    font_size = prop.font_size(TEXT)
    file = Prop(None, type="object")
    files = Prop(None, type="object")
    file_types = Prop("", "_set_file_types")
    multiple = Prop(False, "_set_multiple", type="boolean")
    show_state = Prop(False, type="boolean")

    def __init__(self, **properties):
        super().__init__(**properties)
        if "icon" not in properties:
            self._draw(None)
        self.listen("change", self._loaded, self.part(INPUT))
        self.listen("m3-refused", say_refused, self.part(INPUT))

    def clear(self):
        """Forget the files."""
        self.part(INPUT).value = ""
        self.file = self.files = None
        self.part(TEXT).textContent = self._words()

    def focus(self):
        """Put the keyboard's focus on the button."""
        self.part(BUTTON).focus()

    def open_file_selector(self):
        """Let the person choose, as a click does; browsers allow it only soon after one."""
        self.part(INPUT).click()

    def _loaded(self, _event):
        chosen = self.part(INPUT).files
        if not chosen.length:
            return
        self.files = [to_media(chosen.item(index)) for index in range(chosen.length)]
        self.file = self.files[0]
        count = len(self.files)
        self.raise_event("change", file=self.file, files=self.files)
        if self.show_state:
            self.part(TEXT).textContent = "1 file selected" if count == 1 else f"{count} files selected"

    def _words(self):
        return "" if self.text is None else str(self.text)

    def _set_file_types(self, value):
        self.part(INPUT).accept = value or ""

    def _set_multiple(self, value):
        self.part(INPUT).multiple = bool(value)

    def _raise_focus(self, _event):
        self.raise_event("focus")

    def _raise_lost_focus(self, _event):
        self.raise_event("lost_focus")
