"""The chips of the active filters: items `name, text` of `FilterChip`s, and what clearing one does."""

from ..shared import texts as shared_texts
from . import list_query, rule_editing, texts

TAG, CONDITION, MATCH = "tag:", "condition:", "tags_match"


def of(query, segments, fields, operators):
    """The chips of a `ListQuery`; `segments` {id: name}, `fields` {name: field}, `operators` as segments know them."""
    chips = [_chip(name, value, segments) for name, value in query.filters.items() if name != "search"]
    chips += [{"name": TAG + tag, "text": texts.TAG_CHIP.format(tag)} for tag in query.tags]
    if len(query.tags) > 1:
        text = texts.ANY_TAG if query.tags_match == list_query.ANY else texts.EVERY_TAG
        chips.append({"name": MATCH, "text": text, "icon": "mi:swap_horiz", "tooltip": texts.SWAP})
    for place, condition in enumerate(query.conditions):
        chips.append({"name": CONDITION + str(place), "text": describe(condition, fields, operators)})
    return [dict({"icon": "mi:close", "tooltip": texts.CLEAR_FILTER}, **chip) for chip in chips]


def clear(query, name):
    """Take the filter of a chip away; of several tags, turn all into any and back."""
    if name == MATCH:
        query.tags_match = list_query.ALL if query.tags_match == list_query.ANY else list_query.ANY
    elif name.startswith(TAG):
        return query.toggle_tag(name[len(TAG) :])
    elif name.startswith(CONDITION):
        del query.conditions[int(name[len(CONDITION) :])]
    else:
        query.set_filter(name, "")
    return query.to_first_page()


def describe(condition, fields, operators):
    """A condition in words: `Shoe size is more than 42`."""
    field = fields.get(condition.get("field"))
    known = operators.get(field["kind"], ()) if field else ()
    words = next((each["label"] for each in known if each["value"] == condition.get("op")), None)
    if words is None:
        return texts.GONE_CONDITION
    labels = {option["value"]: option["label"] for option in field["options"] or ()}
    value = condition.get("value")
    parts = [
        labels.get(each, str(each)) for each in (value if isinstance(value, list) else [value]) if each is not None
    ]
    takes = rule_editing.takes(condition, fields, operators)
    value = (" – " if takes in ("two_numbers", "two_days") else ", ").join(parts)
    filled = words.replace("…", value) if "…" in words else "{} {}".format(words, value)
    return "{} {}".format(field["label"], filled).strip()


def _chip(name, value, segments):
    if name == "archived":
        return {"name": name, "text": texts.ARCHIVED}
    label = texts.FIELD_LABELS.get(name, shared_texts.label(name))
    shown = segments.get(value, value) if name in ("segment", "company") else shared_texts.label(value)
    return {"name": name, "text": "{}: {}".format(label, shown)}
