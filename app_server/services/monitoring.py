"""``/_/health`` and ``/_/ready`` for whoever watches the server; what the metrics say of this instance."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .. import metrics
from . import schedule

if TYPE_CHECKING:
    from prometheus_client.core import Metric

    from ..instance import Instance

# A probe that waits longer says nothing any more.
PROBE_SECONDS = 3.0


async def health(request: Request) -> Response:
    """200 once the app is loaded and the database answers; 503 when the database does not."""
    problem = await _problem(request.app.state.instance)
    if problem is not None:
        return JSONResponse({"status": "unavailable", "database": problem}, 503)
    return JSONResponse({"status": "ok", "app": request.app.state.instance.app.package_name})


async def ready(request: Request) -> Response:
    """200 while new work may be sent here: the tables are as the app wants them, the database answers, no stop is near.

    That the tables are so was seen to before the server began to listen.
    """
    instance: Instance = request.app.state.instance
    if instance.stopping.is_set():
        return JSONResponse({"status": "stopping"}, 503)
    problem = await _problem(instance)
    if problem is not None:
        return JSONResponse({"status": "unavailable", "database": problem}, 503)
    return JSONResponse({"status": "ready"})


ROUTES = [Route("/_/health", health), Route("/_/ready", ready)]


def start(instance: Instance) -> None:
    """Keep the gauges of this process up to date, when the operator asked for metrics."""
    if instance.settings.metrics_port is None:
        return
    meters = metrics.enable()
    stopping = threading.Event()
    thread = threading.Thread(target=_set_gauges, args=(instance, meters, stopping), name="gauges", daemon=True)
    thread.start()
    instance.on_close.append(stopping.set)


def answer_metrics(instance: Instance, listener: socket.socket) -> None:
    """Answer whoever asks for metrics at ``listener``, until the instance is closed."""
    metrics.enable()
    server = metrics.MetricsServer(listener, lambda: collect(instance))
    server.start()
    instance.on_close.append(server.stop)


def collect(instance: Instance) -> Iterator[Metric]:
    """What the database knows, the same for every process; nothing while it is away."""
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    up = GaugeMetricFamily("anvil_database_up", "Whether the database answers.")
    try:
        sessions, tasks = _counts(instance)
        missed = schedule.missed_runs_of(instance.database)
    except (psycopg.Error, PoolTimeout):
        up.add_metric([], 0)
        yield up
        return
    up.add_metric([], 1)
    yield up
    yield GaugeMetricFamily("anvil_sessions", "Sessions that have not expired.", value=sessions)
    by_status = GaugeMetricFamily("anvil_tasks", "Background tasks that are known.", labels=["status"])
    for status, count in tasks:
        by_status.add_metric([status], count)
    yield by_status
    by_job = CounterMetricFamily("anvil_schedule_missed_runs", "Runs that did not happen.", labels=["job_id"])
    for job_id, count in missed.items():
        by_job.add_metric([job_id], count)
    yield by_job


def _counts(instance: Instance) -> tuple[int, list[tuple[str, int]]]:
    with instance.database.connection() as connection:
        row = connection.execute("select count(*) from anvil.sessions where expires_at > now()").fetchone()
        tasks = connection.execute(
            "select coalesce(status, 'unfinished'), count(*) from anvil.background_tasks group by 1"
        ).fetchall()
    assert row is not None
    return row[0], tasks


def _set_gauges(instance: Instance, meters: metrics.Meters, stopping: threading.Event) -> None:
    while not stopping.wait(metrics.GAUGES_SECONDS):
        meters.tasks.set(len(instance.tasks.running))
        in_pool: dict[str, Any] = instance.database.pool_figures()
        meters.pool.labels("open").set(in_pool["open"])
        meters.pool.labels("free").set(in_pool["free"])
        meters.waited.set(in_pool["waiting"])


async def _problem(instance: Instance) -> str | None:
    """The kind of error with which the database answers, or None."""
    asked = asyncio.get_running_loop().run_in_executor(instance.probes, _ask_database, instance)
    try:
        return await asyncio.wait_for(asyncio.shield(asked), PROBE_SECONDS)
    except TimeoutError:
        return "TimeoutError"


def _ask_database(instance: Instance) -> str | None:
    try:
        with instance.database.connection() as connection:
            connection.execute("select 1")
    except (psycopg.Error, PoolTimeout) as error:
        return type(error).__name__
    return None
