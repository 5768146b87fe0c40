"""``anvil.tz``: time zones of a fixed offset."""

import datetime


class tzoffset(datetime.tzinfo):
    """A zone so many ``seconds``, ``minutes`` or ``hours`` (one of them, or none) east of UTC."""

    def __init__(self, **kwargs):
        if len(kwargs) > 1 or not set(kwargs) <= {"seconds", "minutes", "hours"}:
            raise TypeError("tzoffset takes one of 'seconds', 'minutes' and 'hours'")
        self._offset = datetime.timedelta(**kwargs)

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return datetime.timedelta()

    def tzname(self, dt):
        return None

    def __repr__(self):
        return f"<{type(self).__name__} ({self._offset.total_seconds() / 3600} hour offset)>"


class tzlocal(tzoffset):
    """The zone of this browser, with the offset it has now."""

    def __init__(self):
        # Python's own idea of the zone is the snapshot's.
        from js import Date

        super().__init__(minutes=-Date.new().getTimezoneOffset())


class tzutc(tzoffset):
    """UTC."""

    def __init__(self):
        super().__init__()


UTC = tzutc()
