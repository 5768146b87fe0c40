"""Recipients of a campaign as screens show them. Pure, but for the clock it is given."""

from ..shared import formats
from . import campaign_texts
from . import recipient_texts as texts


def as_row(recipient, clock, selected, may_send):
    """The item of a `RecipientRow`."""
    waits = recipient["status"] in ("pending", "held")
    return dict(
        recipient,
        channel_text=campaign_texts.CHANNELS[recipient["channel"]],
        chip=["state", texts.CHIPS[recipient["group"]]],
        when=clock.ago(recipient["at"]) if recipient["group"] != "pending" else clock.exact(recipient["at"]),
        exact=clock.exact(recipient["at"]),
        select_text=texts.SELECT.format(recipient["name"]),
        may_remove=waits and may_send,
        may_settle=recipient["group"] == "unknown" and may_send,
        is_selected=recipient["send_key"] in selected,
    )


def share(count, total, locale):
    """A share in whole percents, never 0 or 100 of something that is neither."""
    percent = 100.0 * count / total if total else 0
    if 0 < count < total:
        percent = max(1, min(percent, 99))
    return formats.percent(percent, locale)


def cards(stats, locale):
    """The cards above the recipients: `label`, `figure`, and the `split` by channel where there are several."""
    channels = stats["channels"]

    def figure(counts, name):
        number = formats.number(counts[name], locale)
        if name not in texts.WITH_SHARE:
            return number
        return texts.SHARE.format(number, share(counts[name], counts["total"], locale))

    def split(name):
        parts = (
            texts.SPLIT.format(campaign_texts.CHANNELS[each], figure(counts, name)) for each, counts in channels.items()
        )
        return "\n".join(parts) if len(channels) > 1 else ""

    return [{"label": label, "figure": figure(stats, name), "split": split(name)} for name, label in texts.CARDS]


def offer_text(figures, locale):
    """What came of a campaign's offer, empty without one."""
    if not figures or not figures["offer"]:
        return ""
    words = {name: formats.number(figures[name], locale) for name in ("given", "redeemed")}
    revenue = formats.money(figures["revenue"], figures["offer"]["currency"], locale)
    return texts.OFFER.format(offer=figures["offer"]["name"], revenue=revenue, **words)
