"""What the inbox shows of what the server tells. Pure."""

from datetime import datetime, timedelta, timezone

from . import texts

MORNING = 9
FAILED = ("failed", "skipped", "bounced", "cancelled", "complained")
LINE_STATES = ("delivered", "read", "opened", "clicked", "bounced", "failed", "skipped", "unsubscribed", "complained")


def as_line(conversation, clock, chosen):
    """A conversation of the list; `chosen` is the contact whose thread is shown."""
    author, preview = conversation["last_author"], conversation["preview"] or texts.NO_WORDS
    shown = texts.WROTE.format(author.split(" ")[0], preview) if author else preview
    unread = texts.UNREAD if conversation["unread"] else ""
    channel = texts.CHANNELS.get(conversation["last_channel"], "")
    when = clock.ago(conversation["last_at"])
    return dict(
        conversation,
        is_chosen=conversation["contact_id"] == chosen,
        is_unread=bool(conversation["unread"]),
        short_name=_ends(conversation["name"]),
        shown=shown,
        when=when,
        exact=clock.exact(conversation["last_at"]),
        icon=texts.CHANNEL_ICONS.get(conversation["last_channel"], ""),
        channel_text=channel,
        label=texts.YOU_READ.format(conversation["name"], channel, when, unread),
    )


def _ends(name):
    """The first and last word of a name, whose letters an avatar has room for."""
    words = name.split()
    return " ".join(words[:1] + words[1:][-1:])


def as_message(message, clock, may_answer):
    """A message of the thread: `kind` is `in`, `out` or `line`, a short line for what was no answer."""
    is_in = message["direction"] == "in"
    kind = "in" if is_in else "out" if message["is_reply"] else "line"
    if is_in and (message["keyword"] or message["is_automatic"]):
        kind = "note"
    return {
        "key": message["key"],
        "kind": kind,
        "icon": texts.CHANNEL_ICONS.get(message["channel"], ""),
        "subject": message["subject"] if kind in ("in", "out", "note") else "",
        "text": _text(message, kind),
        "facts": _facts(message, clock, kind),
        "quoted": message.get("quoted", ""),
        "files": message.get("files", []),
        "asks_to_stop": texts.ASKS_TO_STOP.format(message["address"]) if _asks_to_stop(message) else "",
        "may_decide": may_answer and _asks_to_stop(message),
        "is_failed": not is_in and message["status"] in FAILED,
        "reason": _reason(message) if not is_in else "",
        "may_retry": may_answer and bool(message.get("may_retry")),
        "campaign_id": message.get("campaign_id", ""),
    }


def _asks_to_stop(message):
    """Whether somebody has to say if its writer gets no more mail."""
    return message.get("stop_request") == "waiting"


def _text(message, kind):
    if kind != "line":
        return message["text"] or ("" if message.get("files") else texts.NO_WORDS)
    if message["campaign_name"]:
        return texts.CAMPAIGN.format(message["campaign_name"])
    return texts.RECEIPT.format(message["subject"]) if message["subject"] else texts.OTHER


def _facts(message, clock, kind):
    """Who, how, when, and how far it got, in one line."""
    parts = [texts.CHANNELS.get(message["channel"], ""), clock.exact(message["at"])]
    if message["direction"] == "in":
        mark = texts.KEYWORDS.get(message["keyword"], "")
        parts.append(mark or (texts.AUTOMATIC if message["is_automatic"] else ""))
        parts.append(texts.STOP_REQUESTS.get(message.get("stop_request"), ""))
        return " · ".join(filter(None, parts))
    if kind == "out":
        parts.insert(0, message["author"])
    if kind == "out" or message["status"] in LINE_STATES:
        parts.append(texts.STATES.get(message["status"], ""))
    return " · ".join(filter(None, parts))


def _reason(message):
    waits = message["status"] in ("pending", "held") or message["status"] in FAILED
    return message["reason"] if waits else ""


def time_left(until, now):
    """`23 h 12 min` until an aware datetime, empty once it is past."""
    minutes = int((until - now).total_seconds() // 60) if until else -1
    if minutes < 0:
        return ""
    return "{} h {} min".format(minutes // 60, minutes % 60) if minutes >= 60 else "{} min".format(minutes)


def utc_now():
    """The present time, aware."""
    return datetime.now(timezone.utc)


def snooze_until(now, choice):
    """When a conversation comes back; `now` and the answer are the business's time, without a zone."""
    if choice == "hours":
        return now + timedelta(hours=3)
    days = 1 if choice == "tomorrow" else 7 - now.weekday()
    return (now + timedelta(days=days)).replace(hour=MORNING, minute=0, second=0, microsecond=0)


def day_and_hour(moment):
    """A naive datetime in few letters: `Mon 24, 09:00`."""
    return moment.strftime("%a %d, %H:%M")


def last_channel(messages):
    """The channel that the person wrote on last."""
    return next((each["channel"] for each in reversed(messages) if each["direction"] == "in"), "")


def neighbour(contact_ids, chosen, step):
    """The conversation after (`step` 1) or before (-1) the chosen one; the first where none is, None for none."""
    if not contact_ids:
        return None
    if chosen not in contact_ids:
        return contact_ids[0]
    return contact_ids[min(max(contact_ids.index(chosen) + step, 0), len(contact_ids) - 1)]


def suggested(replies, typed):
    """The quick replies whose title or words have what is typed after `/`; None where nothing of the kind is typed."""
    if not typed.startswith("/") or "\n" in typed:
        return None
    words = typed[1:].strip().lower()
    return [each for each in replies if words in each["title"].lower()][:6]
