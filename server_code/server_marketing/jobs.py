"""Work of marketing behind the answer: tasks of bookings, and campaigns under way."""

from __future__ import annotations

import anvil.server

from ..server_shared.running_jobs import report
from ..server_templates import link_check_service
from . import ab_testing, automated_tasks, campaign_alerts, campaign_contents, campaign_queries, campaign_sending


@anvil.server.background_task
def create_automated_tasks() -> dict[str, int]:
    return automated_tasks.create_automated_tasks()


@anvil.server.background_task
def check_campaign_links(campaign_id: str) -> None:
    """Ask for every link of a campaign's mail, and report how many there are and which lead nowhere."""
    urls = campaign_contents.links_of(campaign_queries.campaign_row(campaign_id))
    report(count=len(urls), broken=link_check_service.broken_links(urls))


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
