"""Events of components: handlers are called with ``sender``, ``event_name`` and what the event carries."""

from . import _page

_ALL = object()
WRITE_BACK = "x-anvil-write-back-"


class EventSource:
    """What can raise events; ``_handlers`` is None or {event name: [handler]}."""

    def add_event_handler(self, event_name, handler):
        """Run ``handler(sender=, event_name=, …)`` on the event, after those already set."""
        self._check_event(event_name, "set event handler")
        self._check_handler(event_name, handler)
        self._add_handler(event_name, handler)

    def set_event_handler(self, event_name, handler):
        """Make it the event's only handler; None removes all."""
        self._check_event(event_name, "set event handler for")
        if handler is not None:
            self._check_handler(event_name, handler)
        if self._handlers is not None:
            self._handlers.pop(event_name, None)
        if handler is not None:
            self.add_event_handler(event_name, handler)

    def remove_event_handler(self, event_name, handler=_ALL):
        """Remove that handler wherever it is set, or all when none is given. Raises LookupError when it is not set."""
        self._check_event(event_name, "remove event handler")
        handlers = (self._handlers or {}).get(event_name, ())
        if handler is _ALL:
            kept = []
        else:
            self._check_handler(event_name, handler)
            kept = [other for other in handlers if other != handler]
            if len(kept) == len(handlers):
                problem = f"was not found in '{event_name}' event handlers for this component"
                raise LookupError(f"event handler '{handler}' {problem}")
        if self._handlers is not None:
            self._handlers[event_name] = kept

    def get_event_handlers(self, event_name):
        """The handlers set for that event, in the order in which they run."""
        self._check_event(event_name, "get event handlers")
        return tuple((self._handlers or {}).get(event_name, ()))

    def raise_event(self, event_name, /, **event_args):
        """Run the event's handlers; what one raises is shown to the user and stops neither the others nor the caller.

        Before them, the properties whose write-back is on this event are written.
        """
        self._check_event(event_name, "raise event")
        for name in self._writebacks.get(event_name, ()):
            self.write_back(name)
        self._run_handlers(event_name, event_args)

    def write_back(self, name):
        """Write the property's value to the target of its data binding, if it has one with write-back."""
        event_name = WRITE_BACK + name
        if self._handlers and event_name in self._handlers:
            self._run_handlers(event_name, {"property": name, "value": getattr(self, name)})

    def _run_handlers(self, event_name, event_args):
        if not self._handlers or event_name not in self._handlers:
            return
        for handler in tuple(self._handlers[event_name]):
            try:
                handler(**{**event_args, "sender": self, "event_name": event_name})
            except Exception as error:  # noqa: BLE001 (one handler's failure must not reach the others or the caller)
                _page.report(error)

    def _add_handler(self, event_name, handler):
        if self._handlers is None:
            self._handlers = {}
        self._handlers.setdefault(event_name, []).append(handler)

    def _check_event(self, event_name, action):
        if not isinstance(event_name, str):
            raise TypeError("expected the first argument to be a string")
        if not event_name.startswith("x-") and event_name not in self._all_events:
            raise ValueError(
                f"Cannot {action} for unknown event '{event_name}' on {type(self).__name__} component. "
                "Custom event names must start with 'x-'."
            )

    def _check_handler(self, event_name, handler):
        if not callable(handler):
            raise TypeError(
                f"The '{event_name}' event handler added to {type(self).__name__} must be a callable, "
                f"not type '{type(handler).__name__}'"
            )
