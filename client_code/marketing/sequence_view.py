"""Sequences as screens show them. Pure, but for the clock it is given."""

import re

from ..shared import formats
from . import sequence_texts as texts

# What differs from person to person is shown by what stands in for it: `{{first_name|friend}}` as `friend`.
TOKEN = re.compile(r"\{\{([^}|]*)\|?([^}]*)\}\}")


def as_row(sequence, locale):
    """The item of a `SequenceRow`."""
    people = sequence["people"]
    parts = ((people["active"] + people["paused"], texts.INSIDE), (people["completed"], texts.THROUGH))
    return dict(
        sequence,
        trigger_text=texts.TRIGGER_NAMES.get(sequence["trigger_type"], ""),
        figures_text=", ".join(words.format(formats.number(count, locale)) for count, words in parts if count),
        rates_text=rates(sequence["figures"], locale),
        chip=["state", texts.STATE_CHIPS[sequence["status"]]],
    )


def rates(figures, locale):
    """`214 sent, 41% opened`; empty before anything was."""
    if not figures["sent"]:
        return ""
    text = "{} sent".format(formats.number(figures["sent"], locale))
    base = figures["delivered"] or figures["sent"] - figures["bounced"]
    opened = 100 * figures["opened"] / base if base else 0
    return text + (", {} opened".format(formats.percent(opened, locale)) if opened else "")


def delay(step):
    """When a step comes: `At once`, `2 days later, at 09:00`."""
    parts = []
    if step["delay_days"]:
        parts.append(formats.plural(step["delay_days"], "day", "days"))
    if step["delay_hours"]:
        parts.append(formats.plural(step["delay_hours"], "hour", "hours"))
    text = texts.LATER.format(" and ".join(parts)) if parts else texts.AT_ONCE
    return text + (texts.AT_TIME.format(step["send_time"]) if step["send_time"] else "")


def words_of(step):
    """What a step is known by: its subject, or how its message begins."""
    words = step["subject"] or (step["text"] or "").split("\n")[0][:80]
    return TOKEN.sub(lambda found: (found.group(2) or found.group(1)).strip(), words) or texts.NO_SUBJECT


def step_item(step, count, may_write, locale):
    """The item of a `SequenceStepRow`; `count` is how many steps there are."""
    rules = [words for name, words in texts.SKIPS.items() if step["skip_if"].get(name)]
    return dict(
        step,
        delay_text=", ".join([delay(step)] + rules),
        words_text=words_of(step),
        figures_text=step_figures(step["figures"], locale),
        icon=texts.CHANNEL_ICONS[step["channel"]],
        wrong_text=" ".join(step["wrong"]),
        may_write=may_write,
        is_first=step["step_number"] == 1,
        is_last=step["step_number"] == count,
    )


def step_figures(figures, locale):
    """`3 wait, 214 sent, 80 opened`."""
    return ", ".join(
        "{} {}".format(formats.number(figures[name], locale), one if figures[name] == 1 else many)
        for name, one, many in texts.FIGURES
        if figures[name]
    )


def person_item(person, clock, may_send):
    """The item of an `EnrolmentRow`."""
    if person["completed_at"]:
        text = texts.LEFT_AT.format(person["exit"], clock.exact(person["completed_at"]))
    elif person["status"] == "paused":
        text = texts.HELD
    else:
        text = texts.NEXT_AT.format(person["step_number"], clock.exact(person["next_send_at"]))
    return dict(person, place_text=text, wait_text=person["wait"], may_send=may_send)


def rehearsal_item(line, clock):
    """The item of a `RehearsalRow`."""
    note = ""
    if line["note"]:
        note = (texts.WAITS if line["gets_it"] else texts.GETS_NOTHING).format(line["note"])
    return dict(line, when_text=clock.exact(line["at"]), words_text=words_of(dict(line, text="")), note_text=note)


def contact_item(enrolment, clock, may_send):
    """The item of a `ContactSequenceRow`."""
    number = int(enrolment["sequence_day"] or 0)
    if enrolment["status"] == "paused":
        text = texts.HELD
    elif enrolment["is_paused"]:
        text = texts.WAITS_PAUSED.format(number)
    else:
        text = texts.NEXT_AT.format(number, clock.exact(enrolment["next_send_at"]))
    return dict(enrolment, place_text=text, may_send=may_send)
