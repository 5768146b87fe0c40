"""Image: a picture."""

from ._component import Component
from ._css import css_length
from ._media import Media, URLMedia, address_of
from ._prop import Prop
from ._surface import Surface, text_of

FITS = {"shrink_to_fit": "contain", "zoom_to_fill": "cover"}
MOUSE_EVENTS = {
    "mouseenter": "mouse_enter",
    "mouseleave": "mouse_leave",
    "mousemove": "mouse_move",
    "mousedown": "mouse_down",
    "mouseup": "mouse_up",
}


class MouseEvents:
    """Raises mouse_enter, mouse_leave, mouse_move, mouse_down and mouse_up, with ``x`` and ``y`` in the component."""

    events = tuple(MOUSE_EVENTS.values())

    def __new__(cls, *args, **kwargs):
        component = super().__new__(cls)
        component._heard = set()
        return component

    def _add_handler(self, event_name, handler):
        super()._add_handler(event_name, handler)
        dom_event = next((dom for dom, name in MOUSE_EVENTS.items() if name == event_name), None)
        if dom_event and dom_event not in self._heard:
            self._heard.add(dom_event)
            self.listen(dom_event, lambda event: self._raise_mouse(event_name, event))

    def _raise_mouse(self, event_name, event):
        box = self.dom.getBoundingClientRect()
        found = {"x": event.clientX - box.left, "y": event.clientY - box.top}
        if event_name in ("mouse_down", "mouse_up"):
            found["button"] = event.button + 1
            found["keys"] = {key: getattr(event, key + "Key") for key in ("meta", "shift", "ctrl", "alt")}
        elif event_name == "mouse_move":
            found["button"] = -1
        self.raise_event(event_name, **found)


class Image(MouseEvents, Surface, Component):
    """A picture, from a media object or an address; ``source`` always reads as a media object, or None."""

    html = '<div class="anvil-component anvil-image" style="height:200px;text-align:center"><img alt=""></div>'
    margin = Prop(None, "_set_margin", "margin")
    height = Prop("200", "_arrange")
    alt_text = Prop("", "_set_alt")
    tooltip = Prop("", "_set_tooltip")
    display_mode = Prop("shrink_to_fit", "_arrange", "enum")
    align = Prop("center", "_set_align", "enum")
    border_radius = Prop("", "_set_border_radius")
    horizontal_align = Prop("center", "_arrange", "enum")
    vertical_align = Prop("center", "_arrange", "enum")
    source = Prop("", "_set_source", "uri", read="_get_source")

    def __new__(cls, *args, **kwargs):
        image = super().__new__(cls)
        image._picture = image.dom.firstElementChild
        image._media = URLMedia("")
        image._arrange()
        return image

    def _get_source(self):
        return self._media

    def _set_source(self, value):
        if isinstance(value, str):
            self._media, address = URLMedia(value), value
        elif value is None or isinstance(value, Media):
            self._media, address = value, address_of(value) if value is not None else None
        else:
            raise TypeError("The 'source' property can only be set to a Media object or a URL")
        self.dom.classList.toggle("anvil-image-empty", not address)
        if address:
            self._picture.src = address
        else:
            self._picture.removeAttribute("src")

    def _arrange(self, _value=None):
        mode = self.display_mode
        has_own_size = mode in ("fill_width", "original_size")
        self.dom.style.height = "" if has_own_size else css_length(self.height)
        self.dom.style.textAlign = str(self.horizontal_align)
        style = self._picture.style
        style.width = "" if mode == "original_size" else "100%"
        style.height = "" if has_own_size else "100%"
        style.objectFit = FITS.get(mode, "")
        style.objectPosition = f"{self.horizontal_align} {self.vertical_align}"

    def _set_align(self, value):
        self.horizontal_align = value

    def _set_alt(self, value):
        self._picture.alt = text_of(value)

    def _set_tooltip(self, value):
        super()._set_tooltip(value)
        if not self.alt_text:
            self._picture.alt = text_of(value)

    def _set_border_radius(self, value):
        self.dom.style.borderRadius = css_length(value)
