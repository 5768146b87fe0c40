"""Campaigns as screens show them. Pure, but for the clock it is given."""

from ..shared import formats
from . import campaign_texts as texts

CHANGEABLE = ("draft", "scheduled", "awaiting_approval")


def as_row(campaign, clock, locale):
    """The item of a `CampaignRow`."""
    return dict(
        campaign,
        when_text=" · ".join(part for part in (channels(campaign), when(campaign, clock)) if part),
        figures_text=figures(campaign["stats"], locale),
        chip=["state", texts.STATE_CHIPS[campaign["status"]]],
        icon="mi:mail" if campaign["channels"] is None else "mi:forum",
    )


def channels(campaign):
    """The channels of a campaign of messages; empty for a mail."""
    return ", ".join(texts.CHANNELS[channel] for channel in campaign["channels"] or ())


def editor_of(campaign):
    """The page on which a campaign is written: that of mails, or the wizard of messages."""
    return "campaign-edit" if campaign["channels"] is None else "messaging-edit"


def open_in(campaign):
    """The page that shows a campaign as it is: where it is written while it can still be changed, else its own."""
    return editor_of(campaign) if campaign["status"] in CHANGEABLE else "campaign"


def when(campaign, clock):
    """When it goes, went or was last changed."""
    for name, words in (("completed_at", texts.WENT), ("started_at", texts.BEGAN)):
        if campaign[name]:
            return words.format(clock.exact(campaign[name]))
    if campaign["scheduled_at"] and campaign["status"] in ("scheduled", "awaiting_approval"):
        return texts.GOES.format(clock.exact(campaign["scheduled_at"]))
    return texts.WRITTEN.format(clock.ago(campaign["updated_at"]))


def figures(stats, locale):
    """`214 sent, 42% opened, 8% clicked, 12 left out`, empty before anything was planned."""
    counts = ((stats["sent"], "sent"), (stats["waiting"], "waiting"), (stats["skipped"], "left out"))
    parts = ["{} {}".format(formats.number(count, locale), word) for count, word in counts if count]
    shares = [(stats[name], name) for name in ("opened", "clicked") if stats["delivered"] and stats[name]]
    words = ["{} {}".format(formats.percent(100.0 * part / stats["delivered"], locale), name) for part, name in shares]
    return ", ".join(parts[:1] + words + parts[1:])


def people(count, locale):
    """`1 person`, `1,204 people`."""
    return formats.plural(count, "person", "people", locale)


def is_chosen(audience):
    """Whether an audience names anybody."""
    return any(audience.get(name) for name in ("everyone", "segments", "contacts", "list"))


def audience_lines(found, clock, locale):
    """What a review says: `title`, and `lines` of `text` and `note`."""
    gets = found["goes"] + found["waits"]
    total = people(found["total"], locale)
    title = gets_it(gets, total, locale) if gets else texts.NOBODY
    lines = []
    if found["waits"]:
        lines.append({"text": texts.WAITS.format(formats.number(found["waits"], locale)), "note": ""})
    if found["finished_at"]:
        lines.append({"text": texts.FINISHED.format(clock.exact(found["finished_at"])), "note": ""})
    for reason in found["left_out"]:
        text = texts.LEFT_OUT.format(label=reason["label"], count=formats.number(reason["count"], locale))
        names = [person["name"] for person in reason["people"] if person["name"]]
        lines.append({"text": text, "note": texts.SUCH_AS.format(", ".join(names[:3])) if names else ""})
    return {"title": title, "lines": lines, "gets": gets}


def gets_it(count, total, locale):
    """`1 of 12 people gets it`, `8 of 12 people get it`."""
    one, many = texts.GETS
    return one.format(total) if count == 1 else many.format(formats.number(count, locale), total)


def links_told(state):
    """What a check of the links found, in words."""
    if not state.get("count"):
        return texts.NO_LINKS
    if state["broken"]:
        return " ".join(texts.LINKS_BROKEN.format(**link) for link in state["broken"])
    return texts.LINKS_GOOD.format(formats.plural(state["count"], *texts.LINKS))
