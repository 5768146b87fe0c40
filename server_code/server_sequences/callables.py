"""What screens may ask of sequences and of the people in them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import anvil.server
from anvil.tables import in_transaction

from ..server_messaging import message_service
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from ..server_templates import words_service
from . import participants, sequence_service, step_keeping
from .rules import DATED

FEATURE = "marketing_enabled"
AUDITED = "email_campaigns"
# Runs each minute, and at once where somebody waits for what comes of it.
ENGINE = "process_campaigns"
# A segment of at most so many is let in before the answer; a larger one behind it.
AT_ONCE = 200


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_sequences(actor: Actor, status: str | None = None) -> dict[str, Any]:
    return {"sequences": sequence_service.list_sequences(actor, status)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_sequence(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return {"sequence": sequence_service.get_sequence(actor, campaign_id)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def create_sequence(actor: Actor, sequence_data: dict) -> dict[str, Any]:
    return {"campaign_id": sequence_service.create_sequence(actor, sequence_data)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def update_sequence(
    actor: Actor, campaign_id: str, changes: dict, expected_version: int | None = None
) -> dict[str, Any]:
    return {"sequence": sequence_service.update_sequence(actor, campaign_id, changes, expected_version)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def duplicate_sequence(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return {"campaign_id": sequence_service.duplicate_sequence(actor, campaign_id)}


@server_callable(permission="campaigns.send", feature=FEATURE)
def activate_sequence(actor: Actor, campaign_id: str) -> dict[str, Any]:
    sequence = in_transaction(sequence_service.activate_sequence)(actor, campaign_id)
    anvil.server.launch_background_task("hold_campaign", campaign_id)
    if sequence["trigger_type"] in DATED:
        anvil.server.launch_background_task("start_dated_sequences", campaign_id)
    anvil.server.launch_background_task(ENGINE)
    return {"sequence": sequence}


@server_callable(permission="campaigns.manage", feature=FEATURE, audited=AUDITED)
def archive_sequence(actor: Actor, campaign_id: str) -> dict[str, Any]:
    sequence = in_transaction(sequence_service.archive_sequence)(actor, campaign_id)
    anvil.server.launch_background_task("hold_campaign", campaign_id)
    return {"sequence": sequence}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def restore_sequence(actor: Actor, campaign_id: str) -> dict[str, Any]:
    return {"sequence": sequence_service.archive_sequence(actor, campaign_id, archived=False)}


@server_callable(permission="campaigns.manage", feature=FEATURE, audited=AUDITED)
def save_step(
    actor: Actor, campaign_id: str, step: dict, step_key: str = "", expected_version: int | None = None
) -> dict[str, Any]:
    def change(campaign: Any) -> str:
        if not step_key:
            return str(step_keeping.add_step(campaign, step)["step_key"])
        step_keeping.change_step(campaign, step_key, step)
        return step_key

    sequence, key = _changed(actor, campaign_id, change, expected_version)
    return {"sequence": sequence, "step_key": key}


@server_callable(permission="campaigns.manage", feature=FEATURE, audited=AUDITED)
def move_step(
    actor: Actor, campaign_id: str, step_key: str, place: int, expected_version: int | None = None
) -> dict[str, Any]:
    return _answer(actor, campaign_id, lambda row: step_keeping.move_step(row, step_key, place), expected_version)


@server_callable(permission="campaigns.manage", feature=FEATURE, audited=AUDITED)
def remove_step(actor: Actor, campaign_id: str, step_key: str, expected_version: int | None = None) -> dict[str, Any]:
    sequence, place = _changed(
        actor, campaign_id, lambda row: step_keeping.remove_step(row, step_key), expected_version
    )
    return {"sequence": sequence, "place": place}


@server_callable(permission="campaigns.manage", feature=FEATURE, audited=AUDITED)
def restore_step(actor: Actor, campaign_id: str, step_key: str, place: int) -> dict[str, Any]:
    return _answer(actor, campaign_id, lambda row: step_keeping.restore_step(row, step_key, place))


@server_callable(permission="campaigns.view", feature=FEATURE)
def rehearse_sequence(actor: Actor, campaign_id: str, contact_id: str) -> dict[str, Any]:
    return {"steps": participants.rehearse(actor, campaign_id, contact_id)}


@server_callable(permission="campaigns.view", feature=FEATURE)
def list_enrolments(actor: Actor, campaign_id: str, view: str = "inside", page: int = 0) -> dict[str, Any]:
    return participants.list_enrolments(actor, campaign_id, view, max(0, page))


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def enroll_contact_in_campaign(actor: Actor, contact_id: str, campaign_id: str) -> dict[str, Any]:
    enrolment_id = in_transaction(participants.enrol_contact)(actor, contact_id, campaign_id)
    anvil.server.launch_background_task(ENGINE)
    return {"enrollment_id": enrolment_id}


@server_callable(permission="campaigns.send", feature=FEATURE, transaction=True, audited=AUDITED)
def unenroll_contact(actor: Actor, contact_id: str, campaign_id: str) -> None:
    participants.unenrol_contact(actor, contact_id, campaign_id)


@server_callable(permission="campaigns.send", feature=FEATURE, transaction=True, audited=AUDITED)
def put_back_into_sequence(actor: Actor, contact_id: str, campaign_id: str) -> None:
    participants.put_contact_back(actor, contact_id, campaign_id)


@server_callable(permission="campaigns.send", feature=FEATURE, transaction=True, audited=AUDITED)
def hold_in_sequence(actor: Actor, contact_id: str, campaign_id: str, held: bool = True) -> None:
    participants.hold_contact(actor, contact_id, campaign_id, held=held)


@server_callable(permission="campaigns.view", feature=FEATURE)
def preview_segment_enrolment(actor: Actor, campaign_id: str, segment_id: str) -> dict[str, Any]:
    return participants.preview_enrolment(actor, campaign_id, segment_id)


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def enroll_segment(actor: Actor, campaign_id: str, segment_id: str) -> dict[str, Any]:
    participants.require_running(campaign_id)
    count = participants.preview_enrolment(actor, campaign_id, segment_id)["count"]
    cause = f"segment:{segment_id}:{secrets.token_hex(4)}"
    if count <= AT_ONCE:
        participants.enrol_segment(actor, campaign_id, segment_id, cause)
        anvil.server.launch_background_task(ENGINE)
    else:
        anvil.server.launch_background_task("enrol_segment", campaign_id, segment_id, cause)
    return {"count": count, "cause": cause}


@server_callable(permission="campaigns.send", feature=FEATURE, audited=AUDITED)
def undo_segment_enrolment(actor: Actor, campaign_id: str, cause: str) -> dict[str, Any]:
    return {"count": participants.undo_enrolment(actor, campaign_id, cause)}


@server_callable(permission="campaigns.send", feature=FEATURE, transaction=True)
def check_campaign_triggers(actor: Actor, contact_email: str, trigger_type: str) -> dict[str, Any]:
    return {"enrolled": participants.check_campaign_triggers(actor, contact_email, trigger_type)}


@server_callable(permission="campaigns.manage", feature=FEATURE)
def send_test_step(actor: Actor, campaign_id: str, step: dict) -> dict[str, Any]:
    words = words_service.preview(step, sequence_service.sequence_row(campaign_id)["purpose"])
    return {"address": message_service.send_test_mail(actor, words)}


def _answer(
    actor: Actor, campaign_id: str, change: Callable[[Any], Any], expected_version: int | None = None
) -> dict[str, Any]:
    return {"sequence": _changed(actor, campaign_id, change, expected_version)[0]}


def _changed(
    actor: Actor, campaign_id: str, change: Callable[[Any], Any], expected_version: int | None
) -> tuple[dict[str, Any], Any]:
    """Change steps, and let those who wait be due by them."""
    done = in_transaction(sequence_service.change_steps)(actor, campaign_id, change, expected_version)
    anvil.server.launch_background_task("replan_sequence", campaign_id)
    return done
