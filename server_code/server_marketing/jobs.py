"""Work of marketing behind the answer: the night's tasks, and campaigns under way."""

from __future__ import annotations

import anvil.server

from ..server_shared.actors import SYSTEM
from ..server_shared.running_jobs import report
from . import (
    ab_testing,
    automated_tasks,
    campaign_alerts,
    campaign_contents,
    campaign_sending,
    campaign_service,
    figure_service,
    link_checks,
    sequence_dates,
    sequence_engine,
    sequence_people,
)


@anvil.server.background_task
def create_automated_tasks() -> dict[str, int]:
    return automated_tasks.create_automated_tasks()


@anvil.server.background_task
def check_campaign_links(campaign_id: str) -> None:
    """Ask for every link of a campaign's mail, and report how many there are and which lead nowhere."""
    urls = campaign_contents.links_of(campaign_service.campaign_row(campaign_id))
    report(count=len(urls), broken=link_checks.broken_links(urls))


@anvil.server.background_task
def plan_campaign(campaign_id: str) -> int:
    """Put a campaign's messages into the outbox, and begin to send."""
    planned = campaign_sending.plan_campaign(campaign_id)
    anvil.server.launch_background_task("send_due_messages")
    return planned


@anvil.server.background_task
def hold_campaign(campaign_id: str) -> int:
    """Let a campaign's waiting messages follow its status."""
    return campaign_sending.hold_campaign(campaign_id)


@anvil.server.background_task
def check_scheduled_campaigns() -> None:
    """Each minute: begin what is due, go on with what was cut off, finish what is through, stop what does harm."""
    for campaign_id in [*ab_testing.end_tests(), *campaign_sending.check_scheduled_campaigns()]:
        anvil.server.launch_background_task("plan_campaign", campaign_id)
    for campaign_id in campaign_sending.wrongly_held():
        anvil.server.launch_background_task("hold_campaign", campaign_id)
    for campaign_id in campaign_sending.finish_campaigns():
        anvil.server.launch_background_task("hold_campaign", campaign_id)
        anvil.server.launch_background_task("tell_of_pause", campaign_id)


@anvil.server.background_task
def tell_of_pause(campaign_id: str) -> list[str]:
    """Mail whoever launched a campaign, and the owners, that it stopped by itself; to whom."""
    return campaign_alerts.tell_of_pause(campaign_id)


@anvil.server.background_task
def refresh_figures() -> int:
    """Each minute: judge opens and clicks, attribute sales, count the campaigns that something happened to."""
    return figure_service.refresh_figures()


@anvil.server.background_task
def process_campaigns() -> dict[str, int]:
    """Each minute: give everybody in a sequence the step that is due."""
    done = sequence_engine.process_campaigns()
    if done.get(sequence_engine.SENT):
        anvil.server.launch_background_task("send_due_messages")
    return done


@anvil.server.background_task
def start_dated_sequences(campaign_id: str = "") -> int:
    """Each day: let those into sequences whose day has come."""
    return sequence_dates.start_dated_sequences(campaign_id)


@anvil.server.background_task
def replan_sequence(campaign_id: str) -> int:
    """After a change of its steps: let everybody in a sequence be due by them."""
    return sequence_people.replan(campaign_id)


@anvil.server.background_task
def enrol_segment(campaign_id: str, segment_id: str, cause: str) -> int:
    """Let a segment into a sequence."""
    return sequence_people.enrol_segment(SYSTEM, campaign_id, segment_id, cause)
