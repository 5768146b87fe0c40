"""Events of components: handlers are called with ``sender``, ``event_name`` and what the event carries."""

from . import _page


class EventSource:
    """What can raise events; ``_handlers`` is None or {event name: [handler]}."""

    def add_event_handler(self, event_name, handler):
        """Run ``handler(sender=, event_name=, …)`` on the event, after those already set."""
        self._check_event(event_name, handler)
        if self._handlers is None:
            self._handlers = {}
        self._handlers.setdefault(event_name, []).append(handler)

    def set_event_handler(self, event_name, handler):
        """Make it the event's only handler; None removes all."""
        if self._handlers is not None:
            self._handlers.pop(event_name, None)
        if handler is None:
            self._check_event(event_name, print)
        else:
            self.add_event_handler(event_name, handler)

    def remove_event_handler(self, event_name, handler=None):
        """Remove that handler, or all when none is given. Raises LookupError when it is not set."""
        self._check_event(event_name, handler or print)
        handlers = (self._handlers or {}).get(event_name, [])
        if handler is None:
            handlers.clear()
        elif handler in handlers:
            handlers.remove(handler)
        else:
            raise LookupError(f"event handler {handler!r} was not found in '{event_name}' event handlers")

    def raise_event(self, event_name, **event_args):
        """Run the event's handlers; what one raises is shown to the user and stops neither the others nor the caller.

        Before them, the properties whose write-back is on this event are written.
        """
        for name in self._writebacks.get(event_name, ()):
            self.write_back(name)
        if not self._handlers or event_name not in self._handlers:
            return
        for handler in list(self._handlers[event_name]):
            try:
                handler(**{"sender": self, "event_name": event_name, **event_args})
            except Exception as error:  # noqa: BLE001 (one handler's failure must not reach the others or the caller)
                _page.report(error)

    def _check_event(self, event_name, handler):
        if not isinstance(event_name, str):
            raise TypeError(f"event_name must be a string, not {type(event_name).__name__}")
        if not callable(handler):
            raise TypeError(f"event handler must be callable, not {type(handler).__name__}")
        if not event_name.startswith("x-") and event_name not in self._all_events:
            raise ValueError(f"{type(self).__name__} has no event '{event_name}'")
