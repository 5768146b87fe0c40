"""Anvil's classic FileLoader, plain: apps written for Material 3 use that of ``m3``."""

from ._component import Component
from ._media import FileMedia
from ._prop import Prop
from ._surface import WithIcon, WithText, text_of


def say_refused(event):
    """Tell which of the files that were dropped on a FileLoader it does not take, and why."""
    from ._dialogs import Notification

    Notification(event.detail, style="warning", timeout=8).show()


class FileLoader(WithIcon, WithText, Component):
    """A button to choose files with; says how many are chosen unless ``show_state`` is False."""

    html = (
        '<div class="anvil-component anvil-file-loader"><label class="anvil-btn"><span>Upload</span> '
        '<input type="file"></label></div>'
    )
    events = ("change", "focus", "lost_focus")
    colour_part = text_part = padding_part = icon_part = "_label"
    text = Prop("Upload", "_show_state")
    align = Prop("center", "_set_align", "enum")
    icon = Prop("fa:upload", "_set_icon", "icon")
    spacing = Prop(None, "_set_spacing", "spacing")
    enabled = Prop(True, "_set_enabled", "boolean")
    multiple = Prop(False, "_set_multiple", "boolean")
    show_state = Prop(True, "_show_state", "boolean")
    file_types = Prop(None, "_set_file_types")
    file = Prop(None, read="_first_file", read_only=True)
    files = Prop((), read="_all_files", read_only=True)

    def __new__(cls, *args, **kwargs):
        loader = super().__new__(cls)
        loader._label = loader.dom.firstElementChild
        loader._input = loader.dom.querySelector("input")
        loader._files = []
        loader._set_icon(None)
        loader.listen("change", loader._changed, loader._input)
        loader.listen("m3-refused", say_refused, loader._input)
        loader.listen("focus", lambda _event: loader.raise_event("focus"), loader._input)
        loader.listen("blur", lambda _event: loader.raise_event("lost_focus"), loader._input)
        return loader

    def open_file_selector(self):
        """Let the user choose; only where a click of the user is being handled."""
        self._input.click()

    def focus(self):
        """Give it the keyboard focus."""
        self._input.focus()

    def clear(self):
        """Forget what was chosen."""
        self._input.value = ""
        self._files = []
        self._show_state(None)

    def _all_files(self):
        return self._files

    def _first_file(self):
        return self._files[0] if self._files else None

    def _changed(self, _event):
        self._files = [FileMedia(file) for file in self._input.files]
        self._show_state(None)
        self.raise_event("change", file=self._first_file(), files=self._files)

    def _show_state(self, _value):
        count = len(self._files)
        says_count = self.show_state and count
        state = f"{count} file{'' if count == 1 else 's'} selected"
        self._label.querySelector("span:not(.m3-icon)").textContent = state if says_count else text_of(self.text)

    def _set_file_types(self, value):
        self._input.accept = str(value) if value else ""

    def _set_multiple(self, value):
        self._input.multiple = bool(value)

    def _set_enabled(self, value):
        self._input.disabled = not value
        self.dom.classList.toggle("anvil-disabled", not value)
