"""How mail is sent, as the page shows it."""

from ..shared import app_context, clock, formats
from . import mail_texts


def domain_state(domain):
    """Of the domain mail comes from: the word and tone of its chip, a sentence."""
    if not domain["domain"]:
        return mail_texts.NO_DOMAIN
    known = mail_texts.HERE if domain["stays_here"] else _VERDICTS[domain["is_verified"]]
    word, tone, text = known
    was_checked = domain["checked_at"] and not domain["stays_here"]
    checked = mail_texts.CHECKED.format(clock.ago(domain["checked_at"])) if was_checked else ""
    return word, tone, " ".join([text.format(domain["domain"]), checked]).strip()


_VERDICTS = {True: mail_texts.VERIFIED, False: mail_texts.NOT_VERIFIED, None: mail_texts.NOT_CHECKED}


def record_row(record):
    """The item of a `DomainRecordRow`."""
    state, tone = mail_texts.STATES[record["state"]]
    needs_key = not record["value"]
    return {
        "title": mail_texts.RECORD_TITLE.format(**record),
        "about": record["text"] or mail_texts.RECORDS[record["what"]],
        "name": record["name"],
        "value": record["value"] or mail_texts.NEEDS_KEY,
        "can_copy": not needs_key,
        "state": state,
        "state_role": ["state", tone],
    }


def reports_said(answer):
    """How many reports could not be read, and how many wait to be."""
    locale = app_context.config().get("locale")
    counts = ((answer["total"], mail_texts.REPORTS), (answer["counts"]["waiting"], mail_texts.WAITING))
    said = [text.format(formats.plural(count, "report", "reports", locale)) for count, text in counts if count]
    return " ".join(said) or mail_texts.NO_REPORTS


def report_row(report):
    """The item of a `ProviderReportRow`."""
    times = formats.plural(report["attempts"], "time", "times", app_context.config().get("locale"))
    return {
        "provider": report["provider"],
        "event_key": report["event_key"],
        "title": mail_texts.PROVIDERS.get(report["provider"], report["provider"]),
        "when": mail_texts.TRIED.format(times, clock.ago(report["received_at"])),
        "exact": clock.exact(report["received_at"]),
        "body": "{}\n\n{}".format(report["error"] or "", report["body"]).strip(),
    }


def mail_row(mail):
    """The item of a `SentMailRow`."""
    state, tone = mail_texts.MAIL_STATES[mail["status"]]
    kind = mail_texts.MAILS.get(mail["template_used"], mail["template_used"])
    return {
        "title": mail["recipient"],
        "text": "{} · {}".format(kind, mail["subject"]),
        "error": mail["error_message"] or "",
        "when": clock.ago(mail["sent_date"]),
        "exact": clock.exact(mail["sent_date"]),
        "state": state,
        "state_role": ["state", tone],
    }


def replayed(count):
    """What to say when reports are read again."""
    return mail_texts.AGAIN.get(count) or mail_texts.AGAIN_MANY.format(count)
