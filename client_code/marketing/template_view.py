"""Templates as screens show them. Pure."""

from . import template_texts as texts


def as_card(template, actions):
    """The item of a `TemplateCard`."""
    about = texts.ABOUT[template["template_type"]].format(texts.CATEGORY_NAMES[template["category"]])
    return dict(template, about=about, actions=actions)


def views(counts, with_archive):
    """The choices above the library: every category there is something in."""
    there = [(name, text) for name, text in texts.CATEGORIES if counts.get(name)]
    return [texts.ALL] + there + ([texts.ARCHIVE] if with_archive else [])


def empty(search, archived):
    """What a library without templates says: title, text, action."""
    if search:
        return texts.NOTHING
    return texts.NOTHING_ARCHIVED if archived else texts.EMPTY
