"""Background tasks, as ``anvil.server`` gives them to server code."""

import anvil
import anvil.server
import pytest
from anvil import _server

from .conftest import eventually


@pytest.fixture
def launch(server):
    def launch_task(name, *args, **kwargs):
        return server.as_server("anvil.private.background_tasks.launch", name, *args, **kwargs)

    return launch_task


@pytest.fixture
def ended(server):
    """The task, once it is no longer running."""

    def wait_for(task):
        eventually(lambda: not server.method(task, "is_running"))
        return task

    return wait_for


def test_a_task_returns_what_its_function_returns(server, launch, ended):
    task = ended(launch("add", 2, b=3))
    assert server.method(task, "is_completed") is True
    assert server.method(task, "get_termination_status") == "completed"
    assert server.method(task, "get_return_value") == {"sum": 5, "task": server.method(task, "get_id")}
    assert server.method(task, "get_task_name") == "add"
    assert server.method(task, "get_start_time").tzinfo is not None
    assert server.method(task, "get_error") is None


def test_a_running_task_tells_its_progress(server, launch, ended):
    task = launch("count_to", 20)
    seen = eventually(lambda: server.method(task, "get_state").get("done"))
    assert 1 <= seen < 20
    assert server.method(task, "is_completed") is False
    assert server.method(task, "get_termination_status") is None
    assert server.method(task, "get_return_value") is None
    assert server.method(ended(task), "get_state") == {"done": 20}


def test_progress_is_stored_while_the_task_runs_for_other_processes_to_see(instance, server, launch, ended):
    task = launch("count_to", 30)
    record = eventually(lambda: instance.tasks.records.find(server.method(task, "get_id")).state)
    assert record["values"]["state"]["done"] >= 1
    ended(task)


def test_tasks_that_run_at_once_have_states_of_their_own(server, launch, ended):
    tasks = [launch("count_to", number, 0.02) for number in (3, 5, 7)]
    assert [server.method(ended(task), "get_state") for task in tasks] == [{"done": 3}, {"done": 5}, {"done": 7}]


def test_the_whole_state_can_be_replaced(server, launch, ended):
    assert server.method(ended(launch("replace_state")), "get_state") == {"whole": True}


def test_the_state_is_not_to_be_had_outside_of_a_task():
    with pytest.raises(Exception, match="outside a background task"):
        anvil.server.task_state["x"] = 1


@pytest.mark.parametrize(
    ("kind", "expected", "message"),
    [
        ("value", _server.AnvilWrappedError, "no good"),
        ("key", KeyError, "lost"),
        ("exit", _server.AnvilWrappedError, "3"),
    ],
)
def test_a_task_that_raises_has_failed_with_that_error(server, launch, ended, kind, expected, message):
    task = ended(launch("fail", kind))
    assert server.method(task, "get_termination_status") == "failed"
    assert server.method(task, "get_state") == {"reached": "here"}
    for method in ("get_error", "is_completed", "get_return_value"):
        with pytest.raises(expected, match=message):
            server.method(task, method)


def test_a_task_that_nobody_registered_fails_with_that_word(server, launch, ended):
    task = ended(launch("no_such_task"))
    with pytest.raises(anvil.server.NoServerFunctionError, match="task:no_such_task"):
        server.method(task, "get_error")


def test_a_result_that_cannot_be_kept_is_a_failure(server, launch, ended):
    task = ended(launch("return_nonsense"))
    with pytest.raises(anvil.server.SerializationError):
        server.method(task, "get_error")


def test_media_go_into_a_task_and_come_out(server, launch, ended):
    task = ended(launch("shout", anvil.BlobMedia("text/plain", b"quiet", "a.txt")))
    loud = server.method(task, "get_return_value")
    assert (server.bytes_of(loud), loud.name, loud.content_type) == (b"QUIET", "loud.txt", "text/plain")


def test_a_killed_task_stops_and_says_so(instance, server, launch):
    before = len(instance.tasks.running)
    task = launch("wait", 60)
    eventually(lambda: len(instance.tasks.running) > before)
    server.method(task, "kill")
    assert server.method(task, "is_running") is False
    assert server.method(task, "get_termination_status") == "killed"
    with pytest.raises(anvil.server.BackgroundTaskKilled):
        server.method(task, "is_completed")
    eventually(lambda: server.method(task, "get_id") not in instance.tasks.running)


def test_a_task_killed_while_it_waits_never_begins(instance, server, launch, ended):
    blockers = [launch("wait", 1.5) for _ in range(4)]
    waiting = launch("wait", 0, mark="never")
    server.method(waiting, "kill")
    for task in blockers:
        ended(task)
    ended(launch("add", 1))
    assert instance.tasks.records.find(server.method(waiting, "get_id")).attempts == 0


def test_killing_what_has_ended_changes_nothing(server, launch, ended):
    task = ended(launch("add", 1))
    server.method(task, "kill")
    assert server.method(task, "get_termination_status") == "completed"


def test_a_task_launched_in_a_transaction_starts_after_it_and_not_when_it_is_undone(server, ended):
    ids_before = set(task_ids(server))
    with pytest.raises(Exception, match="changed my mind"):
        server.as_server("launch_in_transaction", True)
    assert set(task_ids(server)) == ids_before
    task = server.as_server("launch_in_transaction", False)
    assert server.method(ended(task), "get_return_value")["sum"] == 2


def test_tasks_are_found_by_id_and_listed_in_order(server, launch, ended):
    first, second = ended(launch("add", 1)), ended(launch("add", 2))
    ids = task_ids(server)
    assert ids[-2:] == [server.method(first, "get_id"), server.method(second, "get_id")]
    again = server.as_server("anvil.private.background_tasks.get_by_id", ids[-1])
    assert server.method(again, "get_return_value")["sum"] == 3
    with pytest.raises(anvil.server.BackgroundTaskNotFound):
        server.as_server("anvil.private.background_tasks.get_by_id", "nothing")


@pytest.mark.parametrize("call", ["launch", "get_by_id", "list"])
def test_a_browser_cannot_launch_or_look_for_tasks(server, call):
    with pytest.raises(anvil.server.BackgroundTaskError):
        server.as_browser(f"anvil.private.background_tasks.{call}", "add")


def test_all_but_the_last_thousand_ended_tasks_are_forgotten(instance, monkeypatch, server, launch, ended):
    from app_server.services.background_tasks import records

    kept = [server.method(ended(launch("add", number)), "get_id") for number in range(3)]
    monkeypatch.setattr(records, "KEPT_FINISHED", 2)
    instance.tasks.prune()
    assert instance.tasks.records.find(kept[0]) is None
    assert instance.tasks.records.find(kept[2]) is not None


def task_ids(server):
    return [server.method(task, "get_id") for task in server.as_server("anvil.private.background_tasks.list")]


def test_tasks_go_on_after_the_database_has_closed_every_connection(instance, server, launch, ended):
    with instance.database.connection() as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where pid <> pg_backend_pid() and datname = current_database()"
        )
    task = eventually(lambda: try_to(launch, "add", 1))
    assert server.method(ended(task), "get_return_value")["sum"] == 2
    eventually(lambda: not instance.tasks.running)


def try_to(run, *args):
    """The pool's connections die one by one, each at its next use."""
    try:
        return run(*args)
    except anvil.server.InternalError:
        return None
