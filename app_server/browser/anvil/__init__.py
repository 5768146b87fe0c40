"""Anvil's client library: components, forms, dialogs and media, as the page has them."""

from ._address import get_url_hash, set_url_hash
from ._app_info import _get_service_client_config, app, is_server_side
from ._classic import Button, Label, Link
from ._component import Component, ComponentTag
from ._container import Container
from ._data_grid import DataGrid, DataRowPanel
from ._dialogs import Notification, alert, confirm
from ._errors import set_default_error_handling
from ._fields import CheckBox, DropDown, FileLoader, TextArea, TextBox
from ._handle import handle
from ._html import HtmlComponent, HtmlTemplate
from ._layouts import Slot, WithLayout
from ._live_object import LiveObject
from ._media import BlobMedia, DataMedia, Media, URLMedia
from ._opening import get_open_form, open_form
from ._panels import ColumnPanel, FlowPanel, LinearPanel
from ._pluggable import pluggable_ui
from ._prop import Prop
from ._repeating import RepeatingPanel
from ._small import Image, RichText, Spacer, Timer


def download(media):
    """Hand the media object to the user as a file."""
    from .media import download as download_media

    download_media(media)


def __getattr__(name):
    # The look of these is Material's; this package is there before that one.
    if name == "DatePicker":
        from m3._Components.DatePicker import DatePicker

        return DatePicker
    if name == "Plot":
        from m3._Components.Plot import Plot

        return Plot
    raise AttributeError(f"module 'anvil' has no attribute '{name}'")
