"""Canvas: a surface to draw on, with the browser's own drawing functions under Python's names."""

import math

from . import _page
from ._component import Component
from ._css import css_length
from ._image import MouseEvents
from ._media import Media, URLMedia, address_of
from ._prop import Prop
from ._surface import Surface

SETTINGS = {
    "stroke_style": "strokeStyle",
    "fill_style": "fillStyle",
    "shadow_offset_x": "shadowOffsetX",
    "shadow_offset_y": "shadowOffsetY",
    "shadow_blur": "shadowBlur",
    "shadow_color": "shadowColor",
    "global_alpha": "globalAlpha",
    "global_composite_operation": "globalCompositeOperation",
    "line_width": "lineWidth",
    "line_cap": "lineCap",
    "line_join": "lineJoin",
    "miter_limit": "miterLimit",
    "font": "font",
    "text_align": "textAlign",
    "text_baseline": "textBaseline",
}
DRAWING = {
    **{name: name for name in ("save", "restore", "translate", "rotate", "scale", "transform", "fill", "stroke")},
    "clip": "clip",
    "set_transform": "setTransform",
    "reset_transform": "resetTransform",
    "fill_text": "fillText",
    "stroke_text": "strokeText",
    "clear_rect": "clearRect",
    "fill_rect": "fillRect",
    "stroke_rect": "strokeRect",
    "begin_path": "beginPath",
    "close_path": "closePath",
    "move_to": "moveTo",
    "line_to": "lineTo",
    "quadratic_curve_to": "quadraticCurveTo",
    "bezier_curve_to": "bezierCurveTo",
}


class _Gradient:
    """What ``create_linear_gradient`` and ``create_radial_gradient`` give, for ``fill_style`` and ``stroke_style``."""

    def __init__(self, made):
        self._made = made

    def add_color_stop(self, offset, color):
        """From ``offset`` (0 to 1) on it has this colour."""
        self._made.addColorStop(offset, color)


class _Setting:
    """A setting of the drawing; a gradient is read back as it was set."""

    def __init__(self, name):
        self._name = name

    def __get__(self, canvas, owner=None):
        if canvas is None:
            return self
        return canvas._gradients.get(self._name) or getattr(canvas._context, self._name)

    def __set__(self, canvas, value):
        canvas._gradients[self._name] = value if isinstance(value, _Gradient) else None
        setattr(canvas._context, self._name, value._made if isinstance(value, _Gradient) else value)


def _drawing(name):
    def draw(canvas, *args):
        getattr(canvas._context, name)(*args)

    return draw


class Canvas(MouseEvents, Surface, Component):
    """A surface to draw on; ``reset`` is raised when it is empty anew: on the page, shown again, or of another size."""

    html = '<canvas class="anvil-component anvil-canvas" style="width:100%;height:150px"></canvas>'
    events = ("reset",)
    height = Prop("", "_set_height")
    margin = Prop(None, "_set_margin", "margin")

    def __new__(cls, *args, **kwargs):
        canvas = super().__new__(cls)
        canvas._context = canvas.dom.getContext("2d")
        canvas._gradients = {}
        canvas.listen("resize", lambda _event: canvas.reset_context())
        return canvas

    def reset_context(self):
        """Empty the canvas, as large as it is on the page, and raise ``reset``."""
        self.dom.width, self.dom.height = self.dom.clientWidth, self.dom.clientHeight
        self._gradients = {}
        self.raise_event("reset")

    def get_width(self):
        """How wide it is, in pixels."""
        return self.dom.clientWidth

    def get_height(self):
        """How high it is, in pixels."""
        return self.dom.clientHeight

    def measure_text(self, text):
        """How wide the text would be, in pixels."""
        return self._context.measureText(text).width

    def arc(self, x, y, radius, start_angle=0, end_angle=2 * math.pi, anticlockwise=False):
        """Add an arc around a point to the path; angles in radians."""
        self._context.arc(x, y, radius, start_angle, end_angle, bool(anticlockwise))

    def draw_image(self, media, x=0, y=0, width=None, height=None):
        """Draw a picture, in its own size unless told."""
        size = () if width is None or height is None else (width, height)
        self._context.drawImage(self._picture(media), x, y, *size)

    def draw_image_part(self, media, sx, sy, s_width, s_height, dx, dy, d_width, d_height):
        """Draw a part of a picture, from its own pixels to those of the canvas."""
        self._context.drawImage(self._picture(media), sx, sy, s_width, s_height, dx, dy, d_width, d_height)

    def get_image(self):
        """What is drawn, as a media object."""
        return URLMedia(self.dom.toDataURL())

    def create_linear_gradient(self, x0, y0, x1, y1):
        """Colours from one point to another."""
        return _Gradient(self._context.createLinearGradient(x0, y0, x1, y1))

    def create_radial_gradient(self, x0, y0, r0, x1, y1, r1):
        """Colours from one circle to another."""
        return _Gradient(self._context.createRadialGradient(x0, y0, r0, x1, y1, r1))

    def _picture(self, media):
        from pyodide.ffi import run_sync

        if not isinstance(media, Media):
            raise TypeError("Must pass a Media object to draw_image() or draw_image_part()")
        return run_sync(_page.api.loadPicture(address_of(media)))

    def _page_added(self):
        _page.api.watchSize(self.dom)
        self.reset_context()

    def _set_height(self, value):
        self.dom.style.height = css_length(value) or "150px"


for _name, _js_name in DRAWING.items():
    setattr(Canvas, _name, _drawing(_js_name))
for _name, _js_name in SETTINGS.items():
    setattr(Canvas, _name, _Setting(_js_name))
