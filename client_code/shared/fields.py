"""Fields of a form: the errors beside them, and what password managers need to know of them."""

from anvil import DatePicker
from anvil.js import get_dom_node
from m3.components import Checkbox, DropdownMenu, Switch, TextArea, TextBox

VALUES = (
    (TextBox, "text"),
    (TextArea, "text"),
    (DropdownMenu, "selected_value"),
    (Checkbox, "checked"),
    (Switch, "selected"),
    (DatePicker, "date"),
)


def values_in(component):
    """What stands in a field, or in all fields within a container: a list in their order, None where nothing does."""
    for kind, name in VALUES:
        if isinstance(component, kind):
            return [getattr(component, name) or None]
    inner = component.get_components() if hasattr(component, "get_components") else []
    return [value for each in inner for value in values_in(each)]


def show_errors(boxes, errors, hints=None):
    """Mark each of `boxes` {name: component} that `errors` {name: text} names and clear the others.

    The first marked field takes the focus. Errors of fields that are not in `boxes` are returned as one text.
    """
    first = None
    for name, box in boxes.items():
        box.error = name in errors
        box.supporting_text = errors.get(name) or (hints or {}).get(name, "")
        if first is None and name in errors:
            first = box
    if first is not None and hasattr(first, "focus"):
        first.focus()
    return " ".join(text for name, text in errors.items() if name not in boxes)


def tell(label, text):
    """Say in a label what is wrong, where the person sees it; an empty text takes no room."""
    label.text, label.visible = text, bool(text)
    if text:
        label.scroll_into_view(align="nearest")


def check_on_leaving(boxes, checks, hints=None):
    """Say what is wrong beside a field as soon as the person leaves it; `checks` {name: problem of a text}."""
    for name, problem_of in checks.items():

        def check(sender, name=name, problem_of=problem_of, **event_args):
            problem = problem_of(sender.text)
            sender.error = bool(problem)
            sender.supporting_text = problem or (hints or {}).get(name, "")

        boxes[name].add_event_handler("lost_focus", check)


def autocomplete(box, kind):
    """Tell browsers and password managers what belongs into a text box: `username`, `current-password`, …"""
    field = get_dom_node(box).querySelector("input")
    if field is not None:
        field.setAttribute("autocomplete", kind)
        field.setAttribute("name", kind)


def pick_time(box):
    """Let a text box take a time of day, `09:00`, by the device's own means."""
    field = get_dom_node(box).querySelector("input")
    field.type = "time"


def toggle_hidden(box):
    """Show or hide what is typed into a password box, and turn its eye."""
    box.hide_text = not box.hide_text
    box.trailing_icon = "mi:visibility" if box.hide_text else "mi:visibility_off"
