"""``anvil.tz``: time zones of a fixed offset."""

import datetime


class tzoffset(datetime.tzinfo):
    """A zone so many ``seconds``, ``minutes`` or ``hours`` (one of them, or none) east of UTC."""

    def __init__(self, *args, **kwargs):
        if args:
            raise TypeError(f"tzoffset() takes exactly one argument ({len(args) + 1} given)")
        if len(kwargs) > 1 or not set(kwargs) <= {"seconds", "minutes", "hours"}:
            raise TypeError(
                "tzoffset must be initialised with precisely one of 'seconds', 'minutes' or 'hours' keyword arguments"
            )
        self._offset = datetime.timedelta(**kwargs)

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return datetime.timedelta()

    def tzname(self, dt):
        return None

    def __repr__(self):
        hours = self._offset.total_seconds() / 3600
        return f"<anvil.tz.{type(self).__name__} ({hours:.15g} hour offset)>"


class tzlocal(tzoffset):
    """The zone of this browser, with the offset it has now."""

    def __init__(self):
        # Python's own idea of the zone is the snapshot's.
        from js import Date

        super().__init__(minutes=-Date.new().getTimezoneOffset())

    def tzname(self, dt):
        return "Browser Local"


class tzutc(tzoffset):
    """UTC."""

    def __init__(self):
        super().__init__()

    def tzname(self, dt):
        return "UTC"

    def __repr__(self):
        return "<anvil.tz.tzutc>"


UTC = tzutc()
