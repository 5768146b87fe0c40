"""Spacer, Timer and YouTubeVideo; GoogleMap, which says what it would need."""

from urllib.parse import quote

from . import _page
from ._component import Component
from ._css import css_length
from ._prop import Prop
from ._surface import Surface


class Spacer(Surface, Component):
    """Empty room of some height."""

    html = '<div class="anvil-component anvil-spacer" style="height:32px"></div>'
    height = Prop("32", "_set_height")

    def _set_height(self, value):
        self.dom.style.height = css_length(value)


class Timer(Component):
    """Raises ``tick`` every ``interval`` seconds while it is on the page; 0 stops it."""

    html = '<div hidden class="anvil-component anvil-timer"></div>'
    events = ("tick",)
    interval = Prop(0.5, "_restart", "number")

    def __new__(cls, *args, **kwargs):
        timer = super().__new__(cls)
        timer._clock = None
        timer._ticking = False
        return timer

    def _page_added(self):
        self._restart()

    def _page_removed(self):
        self._restart()

    def _restart(self, _interval=None):
        if self._clock is not None:
            _page.api.stopTimer(self._clock)
            self._clock = None
        if self._shown and self.interval:
            self._clock = _page.start_timer(self, float(self.interval))

    def _tick(self):
        # A handler that waits longer than the interval is not run a second time meanwhile.
        if self._ticking or not self._shown:
            return
        self._ticking = True
        try:
            self.raise_event("tick")
        finally:
            self._ticking = False


class YouTubeVideo(Surface, Component):
    """A video of YouTube, by its id, in a frame that sets no cookies before it is played."""

    html = (
        '<div class="anvil-component anvil-youtube-video"><iframe width="100%" height="300" loading="lazy" '
        'allow="autoplay; fullscreen; picture-in-picture" style="border:0" title="Video"></iframe></div>'
    )
    margin = Prop(None, "_set_margin", "margin")
    height = Prop(300, "_set_height")
    autoplay = Prop(False, "_load", "boolean")
    loop = Prop(False, "_load", "boolean")
    youtube_id = Prop("", "_load")

    def _set_height(self, value):
        self.dom.firstElementChild.height = str(value)

    def _load(self, _value):
        name = quote(str(self.youtube_id or ""), safe="")
        wishes = [f"autoplay={int(bool(self.autoplay))}", f"loop={int(bool(self.loop))}", f"playlist={name}"]
        frame = self.dom.firstElementChild
        if name:
            frame.src = f"https://www.youtube-nocookie.com/embed/{name}?{'&'.join(wishes)}"
        else:
            frame.removeAttribute("src")


class GoogleMap(Component):
    """Not there: Google's map needs a key of the app's owner and scripts from Google, which the page does not load."""

    def __new__(cls, *args, **kwargs):
        raise NotImplementedError(
            "GoogleMap is not supported by this server: it needs a Google Maps API key and scripts from Google"
        )
