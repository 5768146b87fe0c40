"""A script with the genuine uplink library: it does what is asked of it, one JSON line at a time.

    python genuine_uplink.py URL KEY [NAME …]

registers those of its functions that are named, and answers ``{"do": operation, "args": […]}`` with ``{"result": …}``
or ``{"error": [class, message]}``.
"""

import base64
import json
import sys
import threading
import time
from datetime import datetime

import anvil.server
import anvil.tables
from anvil.tables import app_tables


def uplink_greeting(name):
    return f"The uplink greets {name}"


def uplink_context():
    seen = anvil.server.context
    return [seen.client.type, seen.remote_caller.type, seen.remote_caller.is_trusted]


def uplink_calls_back(name):
    return anvil.server.call("say_hello", name) + " " + anvil.server.call("context")["callers"][0]


def uplink_fails(message):
    raise ValueError(message)


def uplink_doubles(media):
    return anvil.BlobMedia(media.content_type, media.get_bytes() * 2, media.name)


def uplink_waits():
    threading.Event().wait(30)


def uplink_sleeps(seconds):
    time.sleep(seconds)


def count_contacts_from_uplink(name):
    return len(app_tables.contacts.search(name=name))


def who_answers():
    return sys.argv[3]


def say_hello(name):
    return f"The uplink, instead of the server, greets {name}"


def uplink_counts(number):
    for done in range(1, number + 1):
        anvil.server.task_state["done"] = done
        time.sleep(0.2)
    return {"counted": number, "task": anvil.server.context.background_task_id}


def offer_task(name):
    anvil.server.background_task(FUNCTIONS[name])


def kill_task(name, *args):
    """Launch a task and kill it; how it ended, and what it returned."""
    task = anvil.server.launch_background_task(name, *args)
    time.sleep(0.3)
    task.kill()
    while task.is_running():
        time.sleep(0.1)
    return [task.get_termination_status(), task.get_return_value()["counted"]]


def seconds_since_launch(name, *args):
    task = anvil.server.launch_background_task(name, *args)
    return (datetime.now() - task.get_start_time()).total_seconds()  # noqa: DTZ005 (what apps do with it)


def watch_task(name, *args):
    """Launch a task; its states as they were seen, and what it returned."""
    task = anvil.server.launch_background_task(name, *args)
    states = []
    while task.is_running():
        states.append(task.get_state().get("done"))
        time.sleep(0.1)
    return [states, task.get_state(), task.get_return_value(), task.get_id()]


def call(name, *args):
    return anvil.server.call(name, *args)


def call_from_threads(name, count):
    """What as many threads got at once, without what came twice."""
    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(call(name, str(n)))) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(set(answers))


def connect_again(key, greeting=None):
    """Change to another key; what a first call inside the connection's own preparation answered, and one after it."""
    url = anvil.server._url
    anvil.server.disconnect()
    prepared = []
    prepare = greeting and (lambda: prepared.append(call("say_hello", greeting)))
    anvil.server.connect(key, url=url, quiet=True, init_session=prepare)
    time.sleep(0.3)
    return [*prepared, call("context")["caller"]]


def send_media(name, size):
    media = anvil.server.call(name, anvil.BlobMedia("application/octet-stream", bytes(range(256)) * size, "bytes"))
    content = media.get_bytes()
    return [len(content), content == bytes(range(256)) * (len(content) // 256), media.content_type, media.name]


def read_contacts():
    return [[row["name"], row["score"]] for row in app_tables.contacts.search(anvil.tables.order_by("name"))]


def add_contact(name, photo):
    photo = photo and anvil.BlobMedia("image/png", base64.b64decode(photo), "photo.png")
    app_tables.contacts.add_row(name=name, score=7, photo=photo)


def read_photo(name):
    photo = app_tables.contacts.get(name=name)["photo"]
    return [photo.length, photo.content_type, photo.name, base64.b64encode(photo.get_bytes()).decode()]


def read_size(name):
    return len(app_tables.contacts.get(name=name)["photo"].get_bytes())


@anvil.tables.in_transaction
def add_two_and_fail(name):
    app_tables.contacts.add_row(name=name, score=1)
    assert len(app_tables.contacts.search(name=name)) == 1
    raise ValueError("undo")


@anvil.tables.in_transaction
def add_two(name):
    app_tables.contacts.add_row(name=name, score=1)
    app_tables.contacts.add_row(name=name, score=2)


OFFERED = [value for value in list(vars().values()) if callable(value) and hasattr(value, "__name__")]
FUNCTIONS = {function.__name__: function for function in OFFERED}


def answer(line):
    asked = json.loads(line)
    try:
        return {"result": FUNCTIONS[asked["do"]](*asked["args"])}
    except Exception as error:  # noqa: BLE001 (the test judges it)
        return {"error": [type(error).__name__, str(error)]}


def main():
    url, key, *offered = sys.argv[1:]
    for name in offered:
        if name in FUNCTIONS:
            anvil.server.callable(FUNCTIONS[name])
    anvil.server.connect(key, url=url, quiet=True)
    print(json.dumps({"result": anvil.app.environment.name}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)


if __name__ == "__main__":
    main()
