"""What is imported before the snapshot is made, so that no page has to."""

import gc
import importlib

STANDARD = (
    "base64 calendar collections colorsys copy datetime functools heapq io itertools json keyword linecache locale "
    "math numbers operator random re string sys textwrap time token traceback types typing unicodedata "
    "urllib.parse uuid"
)
ANVIL = (
    "anvil anvil.js anvil.js._collections anvil.media anvil.server anvil.tables anvil.tables.query anvil.tables.v2 "
    "anvil.users anvil.tz anvil.http anvil.image anvil.designer anvil._start anvil._importer anvil._transport "
    "anvil._dialogs"
)
M3 = "m3 m3.components m3.Layouts"


def import_all():
    """Import them; an error of any ends the making of the snapshot."""
    for name in f"{STANDARD} {ANVIL} {M3}".split():
        importlib.import_module(name)


# A block of bytes has this much around its content.
HEAD_BYTES = 17
BLOCKS = (*(2**power for power in range(17, 9, -1)), *range(512, 16, -16))


def wipe_free_memory():
    """Overwrite what Python has freed with zeros: the snapshot keeps all memory, and zeros cost next to nothing."""
    gc.collect()
    end = id(bytes(300_000))
    held = []
    for size in BLOCKS:
        while id(block := bytes(size - HEAD_BYTES)) < end:
            held.append(block)
