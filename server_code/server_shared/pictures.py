"""Pictures that people upload: read with care, and drawn anew so that nothing that came with the file is kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import anvil

from .errors import Invalid, TooLarge

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MEGABYTE = 1024 * 1024


def read_picture(file: anvil.Media, side: int, most_bytes: int, field: str) -> Image.Image:
    """A picture of at most ``side`` pixels in width and height. Raises Invalid about ``field``, and TooLarge."""
    from PIL import Image, UnidentifiedImageError  # large, and few days need it: here, not at every start

    if (file.length or 0) > most_bytes:
        raise TooLarge(f"A picture has at most {most_bytes // MEGABYTE} MB.")
    try:
        with Image.open(io.BytesIO(file.get_bytes()), formats=FORMATS) as picture:
            picture.thumbnail((side, side))
            return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Invalid(fields={field: "This is not a picture that can be read: PNG, JPEG, WebP or GIF."}) from error


def drawn(picture: Image.Image, *, as_png: bool = False) -> tuple[str, bytes]:
    """Content type and bytes of a picture: JPEG where nothing shows through, unless ``as_png``."""
    out = io.BytesIO()
    if as_png or picture.getextrema()[3][0] < 255:
        picture.save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    picture.convert("RGB").save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return "image/jpeg", out.getvalue()
