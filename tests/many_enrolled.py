"""Ten thousand people in a hundred sequences, two each: put into the tables, for a test and a measurement of a tick."""

from __future__ import annotations

import psycopg

ADD_PEOPLE = """
    INSERT INTO data.contacts (contact_id, contact_number, first_name, email, status, date_added, last_contact_date,
        total_spent_minor, total_transactions, lifecycle_stage, version, search_text, sort_name, agreed_to)
    SELECT 'C-' || n, n, 'P' || n, 'p' || n || '@example.com', 'lead', now(), now(), 0, 0, 'new', 1, 'p' || n,
        'p' || n, '["email:marketing"]'
    FROM generate_series(1, 10000) n
"""
COPY_SEQUENCE = """
    INSERT INTO data.email_campaigns (campaign_id, campaign_name, campaign_type, status, purpose, settings,
        trigger_type, version)
    SELECT 'Q-' || 1000 + n, 'S' || n, campaign_type, status, purpose, settings, trigger_type, 1
    FROM data.email_campaigns, generate_series(1, 99) n WHERE campaign_type = 'sequence'
"""
COPY_STEPS = """
    INSERT INTO data.sequence_steps (campaign, step_number, step_key, channel, delay_days, delay_hours, skip_if,
        is_active, content)
    SELECT e._id, s.step_number, s.step_key, s.channel, s.delay_days, s.delay_hours, s.skip_if, s.is_active, s.content
    FROM data.email_campaigns e, data.sequence_steps s
    WHERE e.campaign_type = 'sequence' AND e.campaign_id LIKE 'Q-1___'
"""
ENROL = """
    INSERT INTO data.contact_campaigns (contact, campaign, status, entry, enrolled_date, step_done_at, current_step,
        sequence_day, done_steps, next_send_at, wait_reason)
    SELECT c._id, e._id, 'active', 1, now() - interval '2 days', now() - interval '2 days', 0, 1, '[]',
        now() + interval '1 day', 'delay'
    FROM data.contacts c, generate_series(0, 1) k, (SELECT _id, row_number() OVER () r FROM data.email_campaigns
        WHERE campaign_type = 'sequence') e WHERE e.r = 1 + (c.contact_number + k * 50)::int % 100
"""
LET_BE_DUE = """
    UPDATE data.contact_campaigns SET next_send_at = now() - interval '1 minute'
    WHERE _id IN (SELECT _id FROM data.contact_campaigns WHERE current_step = 0 ORDER BY _id LIMIT %s)
"""


def enrol_many(connection: psycopg.Connection) -> None:
    """Let 20,000 wait in a hundred sequences like the one that runs; nobody is due today."""
    for statement in (ADD_PEOPLE, COPY_SEQUENCE, COPY_STEPS, ENROL):
        connection.execute(statement)
    connection.execute("ANALYZE")


def let_be_due(connection: psycopg.Connection, count: int) -> None:
    """Let so many of those who had no step yet be due now."""
    connection.execute(LET_BE_DUE, (count,))
    connection.execute("ANALYZE data.contact_campaigns")
