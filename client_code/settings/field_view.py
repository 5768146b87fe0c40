"""A contact field of the server as the settings show it; pure."""

from . import field_texts as texts


def as_row(field, kinds):
    """The item of a `ContactFieldRow`."""
    kind = next((each["label"] for each in kinds if each["value"] == field["kind"]), field["kind"])
    count = len(field["options"])
    parts = [kind]
    if count:
        parts.append(texts.ENTRIES[count != 1].format(count))
    parts += [text for text, holds in ((texts.REQUIRED, field["required"]), (texts.IN_LIST, field["in_list"])) if holds]
    return dict(field, about=" · ".join(parts))


def slots(stores):
    """How many fields of each sort are in use, of the sorts that are used at all; of texts always."""
    shown = [store for place, store in enumerate(stores) if store["used"] or place == 0]
    return texts.IN_USE.format(", ".join(texts.SLOTS.format(**store) for store in shown))


def options_of(text):
    """The entries of a list, one on a line, empty lines left out."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
