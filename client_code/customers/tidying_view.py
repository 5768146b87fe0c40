"""Changes to many, duplicates and merges as screens show them: items of rows, and sentences with the right plurals."""

from ..shared import app_context, clock, formats, pages
from ..shared import texts as shared_texts
from ..shared.menus import menu_item
from . import texts, tidying_texts
from .contact_view import as_row, as_text

BUSY = ("running", "undoing")


def menu_items():
    """What the list of contacts leads to besides."""
    return [
        menu_item(tidying_texts.FIND_DUPLICATES, "mi:group_remove", lambda **event: pages.open_page("duplicates")),
        menu_item(tidying_texts.CHANGES, "mi:history", lambda **event: pages.open_page("changes")),
    ]


def number(count):
    """A count as people of the business write it."""
    return formats.number(count, app_context.config().get("locale"))


def people(count):
    """`1 contact`, `2,304 contacts`."""
    return texts.people(count, number(count))


def is_busy(change):
    """True while the server works on a change."""
    return change["status"] in BUSY


def preview_words(preview, empties):
    """What a change would do, in sentences."""
    count, same = preview["count"], preview["total"] - preview["count"] - preview["left_out"]
    words = []
    if count:
        words.append((tidying_texts.WILL_EMPTY if empties else tidying_texts.WILL_CHANGE).format(people(count)))
        if same:
            words.append((tidying_texts.HAS_IT if same == 1 else tidying_texts.HAVE_IT).format(number(same)))
    elif same:
        words.append(tidying_texts.NOTHING_TO_CHANGE)
    if preview["left_out"]:
        words.append(tidying_texts.LEFT_OUT.format(people(preview["left_out"])))
    return " ".join(words)


def change_row(change):
    """The item of a `ChangeRow`."""
    state, tone = tidying_texts.STATES[change["status"]]
    busy = is_busy(change)
    when = clock.ago(change["made_at"])
    made = tidying_texts.MADE if change["made_by"] else tidying_texts.MADE_BY_NOBODY
    total = change["rows_total"] or 1
    return dict(
        change,
        icon=tidying_texts.ICONS[change["kind"]],
        made=made.format(when[:1].upper() + when[1:], change["made_by"]),
        made_exact=clock.exact(change["made_at"]),
        state=state,
        state_role=["state", tone],
        count_text=people(change["count"]) if change["kind"] == "bulk_edit" else "",
        is_busy=busy,
        percent=100 * change["rows_done"] // total,
        progress=tidying_texts.PROGRESS.format(number(change["rows_done"]), people(change["rows_total"])),
        kept_text=tidying_texts.KEPT.format(number(change["kept_count"])) if change["kept_count"] else "",
        may_undo=change["can_undo"] and app_context.may("customers.manage"),
        may_resume=change["can_resume"] and app_context.may("customers.manage"),
        may_stop=change["status"] == "running" and app_context.may("customers.manage"),
    )


def undone_words(change):
    """How taking a change back ended."""
    if change["kept_count"]:
        return tidying_texts.UNDONE_KEPT.format(people(change["kept_count"]))
    return tidying_texts.UNDONE


def group_row(group):
    """The item of a `DuplicateGroup`."""
    words, tone = next((text, tone) for least, text, tone in tidying_texts.LIKELY if group["score"] >= least)
    reasons = [tidying_texts.REASONS[reason] for reason in group["reasons"]]
    return {
        "contact_ids": [contact["contact_id"] for contact in group["contacts"]],
        "names": [contact["full_name"] for contact in group["contacts"]],
        "likely": words,
        "likely_role": ["state", tone],
        "reasons": " · ".join(reason[:1].upper() + reason[1:] for reason in reasons),
        "people": [as_row(contact) for contact in group["contacts"]],
    }


def merge_value(field, value):
    """A value of a field in words, a dash for nothing."""
    if field["name"] == "status":
        return shared_texts.label(value)
    if hasattr(value, "year"):
        return clock.calendar_day(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return as_text(value) or tidying_texts.NOTHING


def survivor_words(contact):
    """A contact as one of those that may be kept."""
    return tidying_texts.ABOUT.format(contact["contact_id"], clock.day(contact["date_added"]))


def moves_words(moves):
    """What goes from the other contacts to the one that is kept, a line for each table with something."""
    lines = []
    for table, count in moves.items():
        if count:
            one, many = tidying_texts.MOVES.get(table, tidying_texts.OTHER_MOVE)
            lines.append("{} {}".format(number(count), one if count == 1 else many))
    return lines or [tidying_texts.NOTHING_MOVES]


def consent_words(consents):
    """What will hold of each channel and purpose, a line each."""
    lines = []
    for entry in consents:
        text = tidying_texts.CONSENT[entry["state"]]
        text = text.format(shared_texts.label(entry["purpose"]), tidying_texts.CHANNELS[entry["channel"]])
        lines.append(tidying_texts.STRICTER.format(text) if entry["is_stricter"] else text)
    return lines
