"""Anvil's client library: components, forms, dialogs and media, as the page has them."""

from ._address import get_url_hash, set_url_hash
from ._app_info import _get_service_client_config, app, is_server_side
from ._canvas import Canvas
from ._choices import CheckBox, DropDown, RadioButton
from ._classic import Button, Label, Link
from ._column_panel import ColumnPanel
from ._component import Component, ComponentTag, get_focused_component
from ._container import Container
from ._data_grid import DataGrid
from ._data_row import DataRowPanel
from ._dialogs import Notification, alert, confirm
from ._errors import set_default_error_handling
from ._fields import TextArea, TextBox
from ._file_loader import FileLoader
from ._handle import handle
from ._html import HtmlComponent, HtmlTemplate
from ._image import Image
from ._layouts import Slot, WithLayout
from ._live_object import LiveObject
from ._media import BlobMedia, DataMedia, FileMedia, Media, URLMedia
from ._opening import get_open_form, open_form
from ._panels import FlowPanel, GridPanel, LinearPanel, XYPanel
from ._pluggable import pluggable_ui
from ._prop import Prop
from ._repeating import RepeatingPanel
from ._rich_text import RichText
from ._small import GoogleMap, Spacer, Timer, YouTubeVideo
from ._styling import Classes, Style

HtmlPanel = HtmlTemplate

_LATER = ("DatePicker", "Plot")

for _value in list(globals().values()):
    if isinstance(_value, type) and issubclass(_value, Component):
        _value.__module__ = __name__  # as Anvil has it, wherever the class is written


def download(media):
    """Hand the media object to the user as a file."""
    from .media import download as download_media

    download_media(media)


def __getattr__(name):
    if name == "__all__":
        return [*(public for public in globals() if not public.startswith("_")), *_LATER]
    # The look of these is Material's; this package is there before that one.
    if name == "DatePicker":
        from m3._Components.DatePicker import DatePicker

        return DatePicker
    if name == "Plot":
        from m3._Components.Plot import Plot

        return Plot
    if name in ("LazyMedia", "LiveObjectProxy"):
        from . import _server

        return getattr(_server, name)
    raise AttributeError(f"module 'anvil' has no attribute '{name}'")
