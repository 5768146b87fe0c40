"""Functions that show what crosses, what is raised, and what is known of the caller."""

import sys
import time

import anvil.media
import anvil.server

from .evaluating import evaluate
from .things import Letter, Point, Refused, SoldOut, Unregistered, Untyped


@anvil.server.callable
def ask(text):
    return evaluate(text)


@anvil.server.callable
def echo(*args, **kwargs):
    """The one argument, or all there are."""
    return args[0] if len(args) == 1 and not kwargs else [args, kwargs]


@anvil.server.callable
def kind(value):
    return f"{type(value).__name__} {value!r}"


@anvil.server.callable
def one(value):
    return value


@anvil.server.callable("named otherwise")
def unnamed():
    return "unnamed"


@anvil.server.callable("pattern_[0-9]+")
def patterned():
    return "patterned"


@anvil.server.callable
def make(text):
    """What Python makes of the text, here."""
    return eval(text)


@anvil.server.callable
def run(text):
    """Raise what the text says, here."""
    exec(text)


@anvil.server.callable
def make_unregistered():
    return Unregistered()


@anvil.server.callable
def sold_out():
    raise SoldOut("None left")


@anvil.server.callable
def untyped():
    raise Untyped("What?")


@anvil.server.callable
def refused():
    raise Refused("Not you")


@anvil.server.callable
def point():
    return Point(1, [2])


@anvil.server.callable
def sealed(value):
    return value.seen


@anvil.server.callable
def leave():
    sys.exit("bye")


@anvil.server.callable
def relay(name, *args):
    return anvil.server.call(name, *args)


@anvil.server.callable
def again(times):
    return times if times == 0 else anvil.server.call("again", times - 1)


@anvil.server.callable(require_user=True)
def members():
    return "member"


@anvil.server.callable(require_user=lambda user: False)
def nobody():
    return "nobody"


@anvil.server.callable
def context():
    seen = anvil.server.context
    return [
        seen.type,
        [seen.client.type, seen.client.ip, seen.client.location],
        [seen.remote_caller.type, seen.remote_caller.is_trusted, seen.remote_caller.protocol_version],
        [frame.type for frame in seen.call_stack],
        seen.background_task_id,
    ]


@anvil.server.callable
def keep(name, value):
    anvil.server.session[name] = value


@anvil.server.callable
def kept(name):
    return anvil.server.session.get(name)


@anvil.server.callable
def use(capability, pattern):
    return anvil.server.unwrap_capability(capability, pattern)


@anvil.server.callable
def use_any(capability, *pattern):
    return anvil.server.unwrap_capability(capability, [anvil.server.Capability.ANY, *pattern])


@anvil.server.callable
def send_update(capability, update):
    capability.send_update(update)


@anvil.server.callable
def hand_out(scope):
    return anvil.server.Capability(scope)


@anvil.server.callable
def narrowed(capability, suffix):
    return capability.narrow(suffix)


@anvil.server.callable
def media_of(content, content_type, name=None):
    return anvil.BlobMedia(content_type, content.encode(), name)


@anvil.server.callable
def describe(media):
    return [type(media).__name__, media.content_type, media.name, media.length, media.get_bytes().decode(), media.url]


@anvil.server.callable
def letter(to, *, greeting="Dear"):
    return anvil.BlobMedia("text/plain", f"{greeting} {to}".encode(), "letter.txt")


@anvil.server.callable
def write_letter(text):
    return Letter(text)


@anvil.server.callable
def not_media():
    return "text"


@anvil.server.callable
def lazy(name, *args, **kwargs):
    return anvil.create_lazy_media("text/plain", name, *args, **kwargs)


@anvil.server.callable
def slow(seconds):
    time.sleep(seconds)
    return "done"


@anvil.server.callable
def media_context():
    return anvil.BlobMedia("text/plain", repr(context()).encode())
