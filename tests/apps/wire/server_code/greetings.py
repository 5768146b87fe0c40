"""Functions through which the tests see what a call knows, keeps and refuses."""

import datetime
import threading
import time

import anvil.secrets
import anvil.server
from anvil.tables import app_tables, in_transaction


@anvil.server.callable
def say_hello(name):
    return f"Hello, {name}!"


@anvil.server.callable
def echo(value):
    return value


@anvil.server.callable
def double(media):
    return anvil.BlobMedia(media.content_type, media.get_bytes() * 2, media.name)


@anvil.server.callable
def context():
    seen = anvil.server.context
    return {
        "type": seen.type,
        "client": [seen.client.type, seen.client.ip],
        "caller": [seen.remote_caller.type, seen.remote_caller.is_trusted],
        "callers": [frame.type for frame in seen.call_stack],
        "app": [anvil.app.id, anvil.app.environment.name],
    }


@anvil.server.callable
def context_of_nested_call():
    return anvil.server.call("context")


@anvil.server.callable
def context_after_nested_call():
    anvil.server.call("context")
    return anvil.server.call("echo", context())


@anvil.server.callable
def remember(value):
    anvil.server.session["value"] = value


@anvil.server.callable
def recall():
    return anvil.server.session.get("value")


@anvil.server.callable
def remember_in_nested_call(value):
    anvil.server.call("remember", value)
    return anvil.server.session.get("value")


@anvil.server.callable
def remember_and_fail(value):
    anvil.server.session["value"] = value
    raise ValueError("after remembering")


@anvil.server.callable
def remember_contact(name):
    """A row, a search, a capability and a date, all of which may be kept in a session."""
    anvil.server.session["row"] = app_tables.contacts.get(name=name)
    anvil.server.session["search"] = app_tables.contacts.search(name=name)
    anvil.server.session["capability"] = anvil.server.Capability(["shop", 5])
    anvil.server.session["when"] = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.timezone.utc)


@anvil.server.callable
def recall_contact():
    kept = anvil.server.session
    return [
        kept["row"]["name"],
        [row["name"] for row in kept["search"]],
        kept["capability"].scope,
        kept["when"].isoformat(),
    ]


@anvil.server.callable
def remember_media():
    anvil.server.session["media"] = anvil.BlobMedia("text/plain", b"x")


@anvil.server.callable
def contact(name):
    return app_tables.contacts.get(name=name)


@anvil.server.callable
def name_of(row):
    return row["name"]


@anvil.server.callable
def rename(row, name):
    row["name"] = name
    return anvil.server.call("name_of", row)


@anvil.server.callable
def session_id():
    return anvil.server.get_session_id()


@anvil.server.callable
def count_sessions():
    return len(anvil.server.call("anvil.private.list_sessions"))


@anvil.server.callable
def fail(message):
    raise ValueError(message)


@anvil.server.callable
def fail_with_key_error():
    return {}["missing"]


@anvil.server.callable
def what_a_caller_catches():
    try:
        anvil.server.call("fail", "inside")
    except anvil.server.AnvilWrappedError as error:
        return [type(error).__name__, str(error), error.error_obj["type"]]


@anvil.server.callable
def unserialisable():
    return object()


@anvil.server.callable
def is_argument_shared():
    value = {"list": [1]}
    anvil.server.call("append_to", value)
    return value != {"list": [1]}


@anvil.server.callable
def append_to(value):
    value["list"].append(2)


@anvil.server.callable
def call_again(times):
    return times if times == 0 else anvil.server.call("call_again", times - 1)


@anvil.server.callable
def call_other(name, *args):
    return anvil.server.call(name, *args)


@anvil.server.callable
def call_from_a_thread(name):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(anvil.server.call("say_hello", name)))
    thread.start()
    thread.join()
    return answers


@anvil.server.callable
def sleep(seconds):
    time.sleep(seconds)


@anvil.server.callable
def spin(seconds):
    """Busy, in Python code only, until its time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


@anvil.server.callable
def write_again_and_again():
    while True:
        try:
            app_tables.contacts.add_row(name="again", score=1)
            time.sleep(0.02)
        except Exception:
            pass


@anvil.server.callable
def read_secret(name):
    return anvil.secrets.get_secret(name)


@anvil.server.callable
def keep_cookie(name, value):
    anvil.server.cookies.local[name] = value


@anvil.server.callable
def read_cookie(name):
    return anvil.server.cookies.local.get(name, "nothing")


@anvil.server.callable
def lazy_greeting(name):
    return anvil.create_lazy_media("text/plain", "make_greeting", name)


@anvil.server.callable
def make_greeting(name):
    return anvil.BlobMedia("text/plain", f"Dear {name}".encode(), "letter.txt")


@anvil.server.callable
def add_contact(name, photo=None):
    return app_tables.contacts.add_row(name=name, score=1, photo=photo).get_id()


@anvil.server.callable
def photo_of(name):
    return app_tables.contacts.get(name=name)["photo"]


@anvil.server.callable
def fetched_photo_of(name):
    """The file itself, not the promise of it."""
    return photo_of(name)._fetch()


@anvil.server.http_endpoint("/echo-body")
def echo_body():
    return anvil.server.request.body


@anvil.server.callable
def photo_url(name):
    return app_tables.contacts.get(name=name)["photo"].url


@anvil.server.callable
def names():
    return sorted(row["name"] for row in app_tables.contacts.search())


@anvil.server.callable
@in_transaction
def add_contact_and_ask_uplink(name):
    """An uplink's function, called inside a transaction, belongs to it."""
    app_tables.contacts.add_row(name=name, score=1)
    return anvil.server.call("count_contacts_from_uplink", name)


@anvil.server.callable
@in_transaction
def add_contact_and_fail(name):
    app_tables.contacts.add_row(name=name, score=1)
    raise ValueError("undo")


@anvil.server.background_task
def describe(row, rows, media):
    anvil.server.task_state["row"] = row
    return [row["name"], [other["name"] for other in rows], media.get_bytes().decode(), row]


@anvil.server.callable
def describe_in_background(name):
    row, rows = app_tables.contacts.get(name=name), app_tables.contacts.search(name=name)
    task = anvil.server.launch_background_task("describe", row, rows, anvil.BlobMedia("text/plain", b"note"))
    end = time.monotonic() + 10
    while not task.is_completed() and time.monotonic() < end:
        time.sleep(0.05)
    *plain, returned = task.get_return_value()
    return [*plain, returned["name"], task.get_state()["row"]["name"]]


@anvil.server.background_task
def count_to(number):
    for step in range(number):
        anvil.server.task_state["step"] = step + 1
    return number
