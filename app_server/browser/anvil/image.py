"""``anvil.image``: pictures made smaller and turned, in the page."""

from . import _page
from ._media import Address, media_of_blob


class ImageException(Exception):
    """The picture cannot be read."""

    def __init__(self, message="Error loading image"):
        super().__init__(message)


def get_dimensions(image):
    """(width, height) in pixels."""
    size = _work(image, _page.api.imageSize)
    return size[0], size[1]


def generate_thumbnail(image, max_size):
    """The picture as a JPEG no wider and no higher than so many pixels; itself when it is no larger."""
    made = _work(image, _page.api.thumbnail, max_size)
    return image if made is None else media_of_blob(made)


def rotate(image, angle):
    """The picture turned clockwise by so many degrees, in its own format where the browser can write that."""
    return media_of_blob(_work(image, _page.api.rotated, angle, image.get_content_type()))


def _work(image, function, *args):
    from pyodide.ffi import JsException, run_sync

    address = Address(image, download=False)
    try:
        return run_sync(function(address.url, *args))
    except JsException as error:
        if error.name == "SecurityError":
            raise RuntimeError("Cannot rotate image from untrusted cross-origin source.") from None
        raise ImageException("Failed to load URL") from None
    finally:
        address.give_up()
