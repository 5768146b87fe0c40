"""Background tasks, as ``anvil.server`` gives them to server code."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import anvil
import anvil.server
import pytest
from anvil import _server

from .conftest import eventually


@pytest.fixture
def launch(server):
    def launch_task(name, /, *args, **kwargs):
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
    started = server.method(task, "get_start_time")
    assert started.tzinfo is None
    assert timedelta() <= datetime.now() - started < timedelta(minutes=1)  # noqa: DTZ005 (as apps do)
    assert server.method(task, "get_error") is None


def test_threads_of_a_task_have_its_state_and_others_have_none(server, launch, ended):
    task = ended(launch("count_in_threads", 3))
    assert server.method(task, "get_return_value") is True
    assert server.method(task, "get_state") == {"last": {"0": True, "1": True, "2": True}}
    with pytest.raises(RuntimeError), ThreadPoolExecutor(1) as threads:
        threads.submit(setattr, anvil.server, "task_state", {}).result()


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
    assert record["state"]["done"] >= 1
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


def test_media_go_into_a_task(server, launch, ended):
    task = ended(launch("name_of", anvil.BlobMedia("text/plain", b"quiet", "a.txt")))
    assert server.method(task, "get_return_value") == ["quiet", "a.txt", "text/plain"]


def test_media_do_not_come_out_as_on_anvil_s_server(server, launch, ended):
    task = ended(launch("shout", anvil.BlobMedia("text/plain", b"quiet", "a.txt")))
    assert server.method(task, "get_termination_status") == "failed"
    assert server.method(task, "get_state") is None
    with pytest.raises(anvil.server.AnvilWrappedError) as raised:
        server.method(task, "get_return_value")
    assert str(raised.value) == "The state or return value could not be serialised"


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("object", "Cannot serialize <class 'object'> object at msg['response']['held']"),
        ("media", "Cannot use BlobMedia objects in task state."),
    ],
)
def test_a_state_that_cannot_be_sent_is_an_error_while_the_task_runs(server, launch, ended, kind, why):
    task = launch("keep_state", kind)
    for method in ("get_state", "is_running", "is_completed", "get_termination_status", "get_return_value"):
        eventually(lambda method=method: raises_from(server, task, method))
        with pytest.raises(anvil.server.SerializationError) as raised:
            server.method(task, method)
        assert str(raised.value) == f"Illegal value in a anvil.server.task_state. {why}"
    server.as_server("allow_end", kind)
    eventually(lambda: not raises_from(server, task, "is_running"))
    assert server.method(ended(task), "get_state") is None


def raises_from(server, task, method):
    try:
        server.method(task, method)
    except anvil.server.SerializationError:
        return True
    return False


@pytest.mark.parametrize(("kind", "running"), [("text", "half way"), ("list", [1])])
def test_a_state_that_is_no_dict_is_seen_until_the_task_ends(server, launch, ended, kind, running):
    task = launch("keep_state", kind)
    eventually(lambda: server.method(task, "get_state") == running)
    server.as_server("allow_end", kind)
    assert server.method(ended(task), "get_state") is None


def test_a_task_knows_who_launched_it_and_has_no_session_of_anybody(server, ended):
    server.as_server("remember_in_session")
    task = ended(server.as_server("launch", "who_called"))
    assert server.method(task, "get_return_value") == [
        "server_module", "background_task", None, "server_module", {}
    ]  # fmt: skip


def test_an_argument_may_have_any_name(server, launch, ended):
    given = {"task_name": 1, "call": 2, "name": 3}
    assert server.method(ended(launch("take", **given)), "get_return_value") == given


@pytest.mark.parametrize(
    ("args", "where"),
    [((object(),), "['args'][1]"), ((1, {"a": {1, 2}}), "['args'][2]['a']"), ((print,), "['args'][1]")],
)
def test_an_argument_that_cannot_be_sent_is_named_by_its_place(launch, args, where):
    with pytest.raises(anvil.server.SerializationError) as raised:
        launch("take", *args)
    assert str(raised.value).startswith("Cannot serialize arguments to function. Cannot serialize <class '")
    assert str(raised.value).endswith(f"object at msg{where}")


def test_a_function_cannot_be_given_in_place_of_its_name(launch):
    with pytest.raises(anvil.server.SerializationError, match=r"<class 'function'> object at msg\['args'\]\[0\]"):
        launch(lambda: None)


def test_an_exception_of_anvil_s_library_comes_back_as_itself(server, launch, ended):
    from anvil.tables import RowDeleted

    with pytest.raises(RowDeleted):
        server.method(ended(launch("lose_a_row")), "get_return_value")


def test_a_task_that_was_forgotten_is_missing(instance, server, launch, ended):
    task = ended(launch("add", 1))
    with instance.database.connection() as connection:
        connection.execute("delete from anvil.background_tasks where id = %s", (server.method(task, "get_id"),))
    assert server.method(task, "get_termination_status") == "missing"
    asked = ("is_running", "get_state", "get_error", "get_return_value", "kill")
    assert [server.method(task, method) for method in asked] == [False, None, None, None, None]
    with pytest.raises(anvil.server.InternalError) as raised:
        server.method(task, "is_completed")
    assert str(raised.value) == "The background task failed (mia)."
    for method in ("get_task_name", "get_start_time"):
        with pytest.raises(anvil.server.BackgroundTaskNotFound) as not_found:
            server.method(task, method)
        assert str(not_found.value) == f"Background Task not found: {server.method(task, 'get_id')}"


@pytest.mark.parametrize(("asked", "shown"), [(None, ""), ("", ""), ("nothing", "nothing"), ("Ünknown", "Ünknown")])
def test_what_is_not_found_is_named(server, asked, shown):
    with pytest.raises(anvil.server.BackgroundTaskNotFound) as raised:
        server.as_server("anvil.private.background_tasks.get_by_id", asked)
    assert str(raised.value) == f"Background Task not found: {shown}"


def test_an_id_that_is_no_text_is_an_internal_error(server):
    with pytest.raises(anvil.server.InternalError):
        server.as_server("anvil.private.background_tasks.get_by_id", 5)


def test_a_task_without_a_name_finds_no_function(server, launch, ended):
    task = ended(launch(None))
    assert server.method(task, "get_task_name") == ""
    with pytest.raises(anvil.server.NoServerFunctionError, match='matching "task:" has been registered'):
        server.method(task, "get_error")


@pytest.mark.parametrize(("given", "name"), [(5, "5"), (True, "true"), (1.5, "1.5"), (["a"], '["a"]')])
def test_a_name_is_made_of_what_is_no_text(server, launch, given, name):
    assert server.method(launch(given), "get_task_name") == name


def test_arguments_of_a_task_s_methods_are_ignored(server, launch, ended):
    task = ended(launch("add", 1))
    assert server.method(task, "get_state", 1, "two") == {}
    assert server.method(task, "get_termination_status", None) == "completed"


def test_a_script_of_the_app_is_a_task(server, launch, ended):
    assert server.method(ended(launch("script:add_up", 2, 3)), "get_return_value") == 5


def test_a_browser_may_look_at_a_task_that_it_was_given_and_not_kill_it(server, launch, ended):
    task = ended(launch("add", 1))
    for method in ("is_completed", "is_running", "get_state", "get_return_value", "get_id", "get_start_time"):
        assert server.method_as_browser(task, method) == server.method(task, method)
    with pytest.raises(anvil.server.BackgroundTaskError, match="Can't manage background tasks from the client"):
        server.method_as_browser(task, "kill")


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
    assert instance.tasks.records.prune() >= 1
    assert instance.tasks.records.find(kept[0]) is None
    assert instance.tasks.records.find(kept[2]) is not None


def test_what_a_forgotten_task_was_given_is_forgotten_with_it(instance, monkeypatch, launch, ended):
    from app_server.services.background_tasks import records

    def count_media():
        with instance.database.connection() as connection:
            return connection.execute("select count(*) from anvil.media where content_type = 'text/x-given'").fetchone()

    ended(launch("shout", anvil.BlobMedia("text/x-given", b"psst", "quiet.txt")))
    assert count_media() == (1,)
    monkeypatch.setattr(records, "KEPT_FINISHED", 0)
    instance.tasks.records.prune()
    assert count_media() == (0,)


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
