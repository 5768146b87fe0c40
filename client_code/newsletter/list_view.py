"""Newsletters and their people as screens show them. Pure, but for the clock it is given."""

from ..shared import formats
from . import texts


def as_row(mailing_list, locale):
    """A newsletter as an `EntryRow` shows it."""
    waiting = mailing_list["pending"]
    words, chip = (
        (texts.PUBLIC, texts.PUBLIC_CHIP) if mailing_list["is_public"] else (texts.PRIVATE, texts.PRIVATE_CHIP)
    )
    return dict(
        mailing_list,
        about=mailing_list["description"] or ", ".join(mailing_list["topics"]),
        figure_text=formats.plural(mailing_list["active"], *(texts.SUBSCRIBERS + (locale,))),
        waiting_text=texts.WAITING.format(formats.number(waiting, locale)) if waiting else "",
        state=words,
        chip=["state", chip],
    )


def as_subscriber(row, clock):
    """The item of a `SubscriberRow`."""
    state, chip = texts.STATUSES[row["status"]]
    moment = row["ended_at"] or row["confirmed_at"] or row["subscribed_at"]
    marks = [texts.SOURCES.get(row["source"], row["source"]), clock.ago(moment)]
    marks += [", ".join(row["topics"]), texts.FREQUENCIES.get(row["frequency"], "")]
    return dict(row, state=state, chip=["state", chip], about=" · ".join(mark for mark in marks if mark))
