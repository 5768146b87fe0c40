"""The gallery's own source, which the theme's folder `code` leads to."""

import re

from anvil import URLMedia

_read = {}


def read(page, file, piece=""):
    """The text of a page's file; only the inside of the specimen with the title `piece` when one is named."""
    address = "/_/theme/code/{}/{}".format(page, file)
    if address not in _read:
        _read[address] = URLMedia(address).get_bytes().decode("utf-8")
    return inside_of(_read[address], piece) if piece else _read[address]


def inside_of(template, title):
    """What stands inside the specimen of that title, without its indentation; empty when there is none."""
    opening = r'^( *)<anvil-component type="gallery\.Specimen" prop:title="{}"[^>]*>\n'.format(re.escape(title))
    found = re.search(opening + r"(.*?)^\1</anvil-component>", template, re.MULTILINE | re.DOTALL)
    if found is None:
        return ""
    indentation = found.group(1) + "  "
    return re.sub("^" + indentation, "", found.group(2), flags=re.MULTILINE)
