"""Tags as screens show them: in their colours, and taken apart from what somebody typed. Pure."""

import re

NEUTRAL = "neutral"
REMOVE = "Remove the tag {}"


def role(name, colors):
    """The role that shows a tag in its colour."""
    return "tag-" + (colors.get(name) or NEUTRAL)


def shown(names, colors):
    """The items of a `TagList`."""
    return [{"name": name, "role": ["tag", role(name, colors)]} for name in names or ()]


def chips(names, colors):
    """The items of `TagChip`s."""
    return [{"name": name, "role": ["chip", role(name, colors)], "remove": REMOVE.format(name)} for name in names]


def added(names, typed, known=()):
    """The names with those typed after them, parted by commas; each once whatever its case, written as known ones."""
    written = {name.lower(): name for name in known}
    tags = {name.lower(): name for name in names}
    for part in re.split("[,;]", typed or ""):
        name = " ".join(part.split())
        if name:
            tags.setdefault(name.lower(), written.get(name.lower(), name))
    return list(tags.values())
