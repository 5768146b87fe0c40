"""Background tasks for the tests."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import anvil.server
from anvil.tables import app_tables, in_transaction


@anvil.server.background_task
def add(a, b=1):
    return {"sum": a + b, "task": anvil.server.context.background_task_id}


@anvil.server.background_task
def count_to(n, pause=0.05):
    for number in range(1, n + 1):
        anvil.server.task_state["done"] = number
        time.sleep(pause)
    return n


@anvil.server.background_task
def count_in_threads(n):
    def count(number):
        anvil.server.task_state[str(number)] = True

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(count, range(n)))
    thread = threading.Thread(target=lambda: setattr(anvil.server, "task_state", {"last": anvil.server.task_state}))
    thread.start()
    thread.join()
    return anvil.server.task_state == {"last": {str(number): True for number in range(n)}}


@anvil.server.background_task
def replace_state():
    anvil.server.task_state = {"whole": True}


@anvil.server.background_task
def fail(kind="value"):
    anvil.server.task_state["reached"] = "here"
    if kind == "key":
        raise KeyError("lost")
    if kind == "exit":
        raise SystemExit(3)
    raise ValueError("no good")


@anvil.server.background_task
def wait(seconds, mark=None):
    if mark:
        app_tables.notes.add_row(text=f"{mark} began")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.02)
    if mark:
        app_tables.notes.add_row(text=f"{mark} ended")


@anvil.server.background_task
def shout(media):
    return anvil.BlobMedia("text/plain", media.get_bytes().upper(), "loud.txt")


@anvil.server.background_task
def return_nonsense():
    return object()


@anvil.server.background_task
def name_of(media):
    return [media.get_bytes().decode(), media.name, media.content_type]


@anvil.server.background_task
def keep_state(kind):
    states = {"object": object(), "media": anvil.BlobMedia("text/plain", b"x"), "text": "half way", "list": [1]}
    anvil.server.task_state = states[kind] if kind in ("text", "list") else {"held": states[kind]}
    while not app_tables.notes.get(text=f"let {kind} end"):
        time.sleep(0.02)


@anvil.server.background_task
def who_called():
    context = anvil.server.context
    return [
        context.type,
        context.client.type,
        context.client.ip,
        context.remote_caller.type,
        dict(anvil.server.session),
    ]


@anvil.server.background_task
def take(**kwargs):
    return kwargs


@anvil.server.background_task
def lose_a_row():
    row = app_tables.notes.add_row(text="gone")
    row.delete()
    return row["text"]


@anvil.server.callable
def allow_end(kind):
    app_tables.notes.add_row(text=f"let {kind} end")


@anvil.server.background_task
def tick():
    app_tables.notes.add_row(text="tick")


@anvil.server.callable
def launch(name, *args, **kwargs):
    return anvil.server.launch_background_task(name, *args, **kwargs)


@anvil.server.callable
def launch_in_transaction(abort):
    @in_transaction
    def both():
        app_tables.notes.add_row(text="with task")
        task = anvil.server.launch_background_task("add", 1)
        if abort:
            raise RuntimeError("changed my mind")
        return task

    return both()


@anvil.server.http_endpoint("/launch")
def launch_by_http():
    return anvil.server.launch_background_task("add", 1).get_id()


@anvil.server.http_endpoint("/done/:task_id")
def is_done(task_id):
    return anvil.server.get_background_task(task_id).is_completed()
