"""Entries on consent as their rows show them."""

from ..shared import clock
from . import texts


def as_row(entry):
    """The item of a `ConsentRow`: what stands for one channel and purpose, or stood."""
    note = (entry.get("evidence") or {}).get("note") or ""
    version = texts.VERSION.format(entry["wording_version"]) if entry["wording_version"] else ""
    by = texts.BY.format(entry["recorded_by"]) if entry["recorded_by"] else ""
    parts = (clock.ago(entry["recorded_at"]), texts.SOURCES.get(entry["source"], entry["source"]), by, version)
    return {
        "about": "{} · {}".format(texts.channel(entry["channel"]), texts.purpose(entry["purpose"])),
        "state": texts.STATES[entry["state"]],
        "role": ["state", texts.TONES[entry["state"]]],
        "facts": " · ".join(part for part in parts if part),
        "exact": clock.exact(entry["recorded_at"]),
        "words": "“{}”".format(entry["wording"]) if entry["wording"] else "",
        "note": note,
    }


def suppression_row(suppression):
    """The item of a `SuppressionRow`."""
    reason = texts.REASONS.get(suppression["reason"], suppression["reason"])
    words = {"channel": texts.channel(suppression["channel"]), "reason": reason}
    text = texts.SUPPRESSED.format(when=clock.day(suppression["added_at"]), **words)
    return {"text": text, "channel": suppression["channel"].partition(":")[0]}


def newest_words(wordings, purpose):
    """The newest words for a purpose among what `list_consent_wordings` answered; empty when there are none."""
    return next((each["text"] for each in wordings if each["purpose"] == purpose), "")
