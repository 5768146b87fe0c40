"""The input of each field of a mail's part: what is typed goes into the part at once, and `changed` is called."""

from m3.components import DropdownMenu, TextBox

from ..shared.server_calls import call
from . import mail_texts as texts
from . import mail_view
from .PictureInput import PictureInput
from .WordsInput import WordsInput


def make_input(kind, block, name, label, changed):
    """The component for the field `name` of `block`."""
    return MAKERS[kind](block, name, label, changed)


def _words(block, name, label, changed, is_long=False):
    return _texts(WordsInput(label=label, text=block.get(name) or "", is_long=is_long), block, name, changed)


def _long(block, name, label, changed):
    return _words(block, name, label, changed, is_long=True)


def _line(block, name, label, changed):
    return _texts(TextBox(label=label, text=block.get(name) or "", appearance="outlined"), block, name, changed)


def _texts(box, block, name, changed):
    def typed(**event_args):
        block[name] = box.text or ""
        changed()

    box.add_event_handler("change", typed)
    return box


def _picture(block, name, label, changed):
    box = PictureInput(url=block.get(name) or "")

    def chosen(**event_args):
        block[name] = box.url
        if "width" in block:
            block["width"] = mail_view.shown_width(box.width or mail_view.WIDTH)
        changed()

    box.add_event_handler("change", chosen)
    return box


def _space(block, name, label, changed):
    box = DropdownMenu(label=label, items=texts.SPACES, appearance="outlined")
    box.selected_value = block.get(name) or "medium"

    def chosen(**event_args):
        block[name] = box.selected_value
        changed()

    box.add_event_handler("change", chosen)
    return box


def _place(block, name, label, changed):
    """A menu of the business's places; choosing one writes its name and address into the part."""
    places = call("list_locations")["locations"]
    box = DropdownMenu(label=texts.PLACE, items=[(each["name"], each) for each in places], appearance="outlined")
    box.visible = bool(places)

    def chosen(**event_args):
        place = box.selected_value
        block["title"], block["text"] = place["name"], place["address"] or ""
        changed(is_filled=True)

    box.add_event_handler("change", chosen)
    return box


MAKERS = {"words": _words, "long": _long, "line": _line, "picture": _picture, "space": _space, "place": _place}
