"""Long lists to choose from in a text box: what is typed is looked for anywhere in the labels."""

from anvil.js import get_dom_node, window


def suggest(box, choices):
    """Let the text box offer the labels of `choices`, pairs of label and value, while somebody types into it."""
    field = get_dom_node(box).querySelector("input")
    listed = window.document.getElementById(field.id + "-choices")
    if listed is None:
        listed = window.document.createElement("datalist")
        listed.id = field.id + "-choices"
        get_dom_node(box).appendChild(listed)
        field.setAttribute("autocomplete", "off")
    listed.textContent = ""
    for label, _ in choices:
        option = window.document.createElement("option")
        option.value = label
        listed.appendChild(option)
    field.setAttribute("list", listed.id)


def label_of(value, choices):
    """The label of a value; the value itself where it is none of `choices`."""
    return next((label for label, each in choices if each == value), value or "")


def value_of(text, choices):
    """The value whose label, or which itself, was typed in any case; else the text, for the server to judge."""
    typed = (text or "").strip()
    folded = typed.lower()
    return next((value for label, value in choices if folded in (label.lower(), value.lower())), typed)
