"""Functions through which the tests see what a call knows."""

import anvil.server


@anvil.server.callable
def say_hello(name):
    return f"Hello, {name}!"


@anvil.server.callable
def echo(value):
    return value


@anvil.server.callable
def context():
    seen = anvil.server.context
    return {
        "client": [seen.client.type, seen.client.ip],
        "caller": [seen.remote_caller.type, seen.remote_caller.is_trusted],
        "depth": len(seen.call_stack),
    }


@anvil.server.callable
def context_of_nested_call():
    return anvil.server.call("context")


@anvil.server.callable
def remember(value):
    anvil.server.session["value"] = value


@anvil.server.callable
def recall():
    return anvil.server.session.get("value")


@anvil.server.callable
def fail(message):
    raise ValueError(message)


@anvil.server.callable
def what_a_caller_catches():
    try:
        anvil.server.call("fail", "inside")
    except anvil.server.AnvilWrappedError as error:
        return type(error).__name__, str(error)


@anvil.server.callable
def call_uplink(name, *args):
    return anvil.server.call(name, *args)
