"""Sign-up forms as screens show and change them. Pure, but for the clock it is given."""

from ..marketing import results_view
from ..shared import formats
from . import texts

FRESH = {
    "name": "",
    "kind": "inline",
    "words": {"title": "Stay in touch", "text": "", "button": "Send", "thanks_title": "Thank you", "thanks_text": ""},
    "fields": [
        {"key": "first_name", "label": "", "required": False},
        {"key": "email", "label": "", "required": True},
    ],
    "consents": [],
    "look": {"color": "primary", "side": "bottom"},
    "behaviour": {"trigger": "delay", "seconds": 5, "percent": 50, "rest_days": 14},
    "after": {"kind": "thanks", "url": ""},
    "sites": [],
    "tags": [],
    "list_id": "",
}


def as_row(form, locale):
    """A form as an `EntryRow` shows it."""
    state, chip = texts.STATES[form["status"]]
    return dict(
        form,
        about=texts.KIND_LABELS[form["kind"]],
        figure_text=figures(form["views"], form["submits"], locale),
        waiting_text="",
        state=state,
        chip=["state", chip],
    )


def figures(views, submits, locale):
    """`12 sent, 240 seen`, empty before anybody saw it."""
    if not views and not submits:
        return ""
    return "{} sent, {} seen".format(formats.number(submits, locale), formats.number(views, locale))


def figure_cards(found, locale):
    """The items of `CampaignFigure`: seen, begun, sent, and how many of those who saw it sent it."""
    shown = [(label, formats.number(found[name], locale), "") for name, label in texts.SERIES]
    shown.append((texts.RATE, rate(found["views"], found["submits"], locale), ""))
    return [{"label": label, "figure": figure, "note": note, "params": None} for label, figure, note in shown]


def source_rows(sources, locale):
    """The items of `CampaignGroupRow`, one for each source."""
    return [
        {
            "name": texts.VISITORS_FROM.get(each["source"], each["source"]),
            "sent": formats.number(each["views"], locale),
            "opened": formats.number(each["begun"], locale),
            "clicked": formats.number(each["submits"], locale),
            "sold": rate(each["views"], each["submits"], locale),
            "params": None,
        }
        for each in sources
    ]


def series_words(series, total, period, locale):
    """What the bars add up to, in words."""
    one, many, none = texts.SERIES_WORDS[series]
    if not total:
        return none
    when = texts.PER_DAY if period in ("week", "month") else texts.PER_WEEK
    return when.format(formats.plural(total, one, many, locale))


def rate(views, submits, locale):
    """`1.5%` of those who saw a form sent it; a dash where nobody saw it."""
    return results_view.percent(min(submits / views, 1) if views else None, locale)


def field_label(key, own_labels):
    """What people call a field of a form."""
    return dict(texts.FIELDS).get(key) or own_labels.get(key, key)


def as_submission(row, labels, clock):
    """The item of a `SubmissionRow`; `labels` are what the form's fields are called."""
    answers = row["answers"]
    keys = [key for key in labels if key in answers] + [key for key in answers if key not in labels]
    told = ["{}: {}".format(labels.get(key, key), answers[key]) for key in keys if key != "message"]
    boxes = [box_name(box) for box in row["consents"]]
    marks = [clock.ago(row["submitted_at"]), texts.NEW_CONTACT if row["is_new_contact"] else ""]
    marks += [texts.AGREED_TO.format(box) for box in boxes]
    return dict(
        row,
        title=row["name"] or row["contact_id"],
        answers_text=" · ".join(told),
        message=answers.get("message", ""),
        about=" · ".join(mark for mark in marks if mark),
    )


def box_name(box):
    """What somebody agreed to by a box: `offers by e-mail` for `email:marketing`, of a newsletter its name."""
    if box == "list":
        return texts.LIST_BOX
    channel, _, purpose = box.partition(":")
    return texts.BOX.format(texts.BOX_PURPOSES.get(purpose, purpose), texts.BOX_CHANNELS.get(channel, channel))


def code(form):
    """What goes into a website to show the form there."""
    place = texts.PLACE.format(**form) if form["kind"] == "inline" else ""
    return place + texts.SCRIPT.format(form["script_address"])


def moved(items, item, step):
    """`items` with `item` moved by `step` places, as far as there are any."""
    place = next(index for index, each in enumerate(items) if each is item)
    rest = items[:place] + items[place + 1 :]
    target = min(max(place + step, 0), len(rest))
    return rest[:target] + [item] + rest[target:]
