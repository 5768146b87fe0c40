"""Image, Spacer, Timer and RichText."""

from . import _page
from ._component import Component
from ._container import Container
from ._media import Media
from ._prop import Prop
from ._surface import Surface


class Image(Surface, Component):
    """A picture, from a media object or an address."""

    html = '<img class="anvil-image" alt="">'
    source = Prop(None, "_set_source", "uri")
    alt_text = Prop("", "_set_alt")
    height = Prop(None, "_set_height", "number")
    display_mode = Prop("shrink_to_fit", "_set_display_mode", "enum")
    horizontal_align = Prop("center", "_set_align", "enum")

    def _set_source(self, value):
        address = value.get_url(False) if isinstance(value, Media) else value
        if address:
            self.dom.src = address
        else:
            self.dom.removeAttribute("src")

    def _set_alt(self, value):
        self.dom.alt = value or ""

    def _set_height(self, value):
        self.dom.style.height = "" if value in (None, "") else f"{value}px"

    def _set_display_mode(self, value):
        fits = {"shrink_to_fit": "contain", "zoom_to_fill": "cover", "fill_width": "cover", "original_size": "none"}
        self.dom.style.objectFit = fits.get(value, "contain")

    def _set_align(self, value):
        self.dom.style.objectPosition = value or ""


class Spacer(Component):
    """Empty room of some height."""

    html = '<div class="anvil-spacer" style="height:32px"></div>'
    height = Prop(32, "_set_height", "number")

    def _set_height(self, value):
        self.dom.style.height = f"{value or 0}px"


class Timer(Component):
    """Raises ``tick`` every ``interval`` seconds while it is on the page; 0 stops it."""

    html = '<div hidden class="anvil-timer"></div>'
    events = ("tick",)
    interval = Prop(0.5, "_restart", "number")

    def __new__(cls, *args, **kwargs):
        timer = super().__new__(cls)
        timer._clock = None
        timer._ticking = False
        return timer

    def _enter_page(self):
        super()._enter_page()
        self._restart()

    def _leave_page(self):
        super()._leave_page()
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


class RichText(Surface, Container):
    """Text of several lines; ``format`` ``plain_text`` or ``restricted_html``, of which only harmless elements stay."""

    html = '<div class="anvil-rich-text"></div>'
    content = Prop("", "_show", "string")
    format = Prop("plain_text", "_show", "enum")

    def _show(self, _value):
        _page.api.setRichText(self.dom, str(self.content or ""), self.format == "restricted_html")
