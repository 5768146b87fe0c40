"""What visitors send by a sign-up form becomes a contact, consents, a subscription, tags; and how often it is seen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables, in_transaction

from ..server_compliance import consent_service
from ..server_compliance.consent_service import GRANTED
from ..server_customers.contact_service import change_row
from ..server_customers.custom_field_service import custom_fields
from ..server_customers.timeline_service import tell
from ..server_customers.visitor_service import clean_visitor, meet_visitor
from ..server_sequences import automation_service
from ..server_shared.actors import SYSTEM
from ..server_shared.arguments import is_storable
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import clean_text, validate_tags
from . import list_service
from .lead_figure_rules import MOST_SOURCES, OTHER, clean_source, source_of
from .lead_form_rules import CUSTOM, FIELDS, LIVE, MESSAGE
from .lead_forms import list_id_of
from .lead_room import height

LIST_BOX = "list"
MAX_ANSWER = 2000
VIEW, BEGIN, SUBMIT = "views", "begun", "submits"
# Kind of an own field → how it is asked for.
INPUTS = {"number": "number", "date": "date", "yes_no": "checkbox", "choice": "select"}


def find_live(slug: str) -> Any:
    """The row of the form in use at this address. Raises NotFound."""
    row = app_tables.lead_forms.get(slug=slug, status=LIVE, archived_at=None) if is_storable(slug) else None
    if row is None:
        raise NotFound("There is no form at this address (any more).")
    return row


def fields_of(form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a form as they are shown: ``key, label, type, autocomplete, required, options``."""
    own = custom_fields()
    shown = []
    for each in form["fields"]:
        key = each["key"]
        if key in FIELDS:
            label, kind, fill = FIELDS[key]
            options: list[str] = []
        elif key.removeprefix(CUSTOM) in own:
            field = own[key.removeprefix(CUSTOM)]
            label, kind, fill, options = field.label, INPUTS.get(field.kind, "text"), "off", list(field.options)
        else:
            continue
        label = each["label"] or label
        shown.append({**each, "label": label, "type": kind, "autocomplete": fill, "options": options})
    return shown


def boxes_of(form: Mapping[str, Any]) -> list[dict[str, str]]:
    """The boxes of consent of a form, ``name`` and ``text``; the newsletter's first."""
    mailing_list = form["mailing_list"] if list_id_of(form) else None
    first = [{"name": LIST_BOX, "text": mailing_list["consent_text"]}] if mailing_list is not None else []
    return [*first, *({"name": f"{c['channel']}:{c['purpose']}", "text": c["text"]} for c in form["consents"])]


def room_of(form: Mapping[str, Any]) -> int:
    """The height in pixels that a page keeps free for a form until it is there."""
    return height(form["words"], fields_of(form), boxes_of(form))


def capture_lead(slug: str, sent: Mapping[str, Any], key: str, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Take in a form once: ``answers`` by key, ``boxes`` that are ticked, the ``source`` its visitor came from; what to
    show then (``after``, ``words``).

    ``key`` tells one sending from every other: the same comes to nothing the second time. Raises NotFound, Invalid.
    """
    answer = in_transaction(_capture)(slug, sent, key, evidence)
    list_service.send_soon()
    return answer


def _capture(slug: str, sent: Mapping[str, Any], key: str, evidence: Mapping[str, Any]) -> dict[str, Any]:
    form = find_live(slug)
    told = after(form)
    submit_key = hashlib.sha256(f"{form['form_id']} {key}".encode()).hexdigest()
    if app_tables.lead_submissions.get(submit_key=submit_key) is not None:
        return told
    answers = _answers(form, _texts(sent.get("answers")))
    ticked = [box["name"] for box in boxes_of(form) if box["name"] in (sent.get("boxes") or ())]
    contact, is_new = meet_visitor(SYSTEM, _person(answers), form["name"])
    shown = {**evidence, "form": form["form_id"]}
    app_tables.lead_submissions.add_row(
        submit_key=submit_key,
        form=form,
        contact=contact,
        answers=answers,
        consents=_agree(form, contact, ticked, shown, is_new=is_new),
        page_url=str(evidence.get("page") or "")[:500] or None,
        ip_address=str(evidence.get("ip") or "") or None,
        agent=str(evidence.get("agent") or "")[:300] or None,
        is_new_contact=is_new,
        submitted_at=utc_now(),
    )
    _follow_up(form, contact, answers, submit_key)
    _count(form, SUBMIT, clean_source(str(sent.get("source") or "")))
    return told


def after(form: Mapping[str, Any]) -> dict[str, Any]:
    """What a visitor sees once the form is sent: ``title, text``, or the ``url`` they are led to."""
    words = form["words"]
    return {"title": words["thanks_title"], "text": words["thanks_text"], "url": form["after"]["url"]}


def _texts(raw: Any) -> dict[str, str]:
    given = raw if isinstance(raw, Mapping) else {}
    return {str(key): value for key, value in given.items() if isinstance(value, str)}


def _answers(form: Any, given: Mapping[str, str]) -> dict[str, str]:
    """What was answered, by key. Raises Invalid naming every field that is empty or wrong."""
    answers, wrong = {}, {}
    for field in fields_of(form):
        key = field["key"]
        text = clean_text(given.get(key), key, MAX_ANSWER, lines=field["type"] == "textarea")
        if text:
            answers[key] = text
        elif field["required"]:
            wrong[key] = "Please fill this in."
    try:
        clean_visitor({"first_name": "?", **_person(answers)})
    except Invalid as error:
        wrong.update(error.fields)
    if not wrong and not answers.get("email") and not answers.get("phone"):
        first = next(each["key"] for each in form["fields"] if each["key"] in ("email", "phone"))
        wrong[first] = "Please fill this in, or we cannot answer."
    if wrong:
        raise Invalid(fields=wrong)
    return answers


def _person(answers: Mapping[str, str]) -> dict[str, Any]:
    own = {key.removeprefix(CUSTOM): value for key, value in answers.items() if key.startswith(CUSTOM)}
    return {**{name: answers[name] for name in FIELDS if name in answers and name != MESSAGE}, "custom": own}


def _agree(form: Any, contact: Any, ticked: list[str], evidence: Mapping[str, Any], *, is_new: bool) -> list[str]:
    """Record what a visitor agreed to; the boxes that count.

    Who once took a consent back gives it again by their own mail or link, not by a form that anybody can fill in.
    """
    texts = {box["name"]: box["text"] for box in boxes_of(form)}
    counted = []
    for name in ticked:
        if name == LIST_BOX:
            if contact["email"]:
                list_service.subscribe(contact, form["mailing_list"], "form", evidence=evidence)
                counted.append(name)
        elif name not in (contact["opted_out_of"] or ()):
            channel, purpose = name.split(":")
            wording = consent_service.current_wording(SYSTEM, purpose, "en", texts[name])
            consent = {"channel": channel, "purpose": purpose, "state": GRANTED, "source": "form", "wording": wording}
            consent_service.record_consent(SYSTEM, contact, {**consent, "evidence": dict(evidence)})
            counted.append(name)
    return counted


def _follow_up(form: Any, contact: Any, answers: Mapping[str, str], submit_key: str) -> None:
    tags = validate_tags([*(contact["tags"] or ()), *(form["tags"] or ())]) or None
    if tags != (contact["tags"] or None):
        change_row(SYSTEM, contact, {"tags": tags})
    said = {"form": form["name"], **({"message": answers[MESSAGE]} if MESSAGE in answers else {})}
    tell(SYSTEM, contact, "form_sent", said, form["form_id"])
    details = {"form_id": form["form_id"], "name": form["name"], "cause": f"form:{submit_key[:16]}"}
    automation_service.fire("lead_captured", contact, details)


def count(slug: str, what: str, page: str, came_from: str) -> None:
    """Count that a form in use was shown to somebody (``VIEW``), or begun (``BEGIN``): a number, and nothing of them.

    ``page`` is where it stands, ``came_from`` the page they were on before. Raises NotFound.
    """
    in_transaction(_count_one)(slug, what, source_of(page, came_from))


def _count_one(slug: str, what: str, source: str) -> None:
    _count(find_live(slug), what, source)


def _count(form: Any, what: str, source: str) -> None:
    today = utc_now().astimezone(business_zone()).date()
    days = app_tables.lead_form_days
    row = days.get(form=form, day=today, source=source)
    if row is None and len(days.search(form=form, day=today)) >= MOST_SOURCES:
        source = OTHER
        row = days.get(form=form, day=today, source=source)
    if row is None:
        row = days.add_row(form=form, day=today, source=source, views=0, begun=0, submits=0)
    row[what] = int(row[what] or 0) + 1
