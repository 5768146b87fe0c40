"""Colours as people type them, and how well text in them can be read; pure."""

import re

from . import texts

HEX = re.compile("^#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})$")
# WCAG 2.2, success criterion 1.4.3: text has at least this contrast.
ENOUGH = 4.5
PAIRS = (
    ("on-surface", "surface"),
    ("on-surface-variant", "surface-container-low"),
    ("on-primary", "primary"),
    ("on-primary-container", "primary-container"),
    ("on-error-container", "error-container"),
)


def clean(text):
    """`#2F6B4F` for a colour typed with or without its sign, or in short; empty for what is none."""
    found = HEX.match((text or "").strip())
    if found is None:
        return ""
    digits = found.group(1)
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)).upper()


def contrasts(declarations):
    """Items of `ContrastRow` for a scheme given as `--anvil-m3-primary:#2f6b4f;…`."""
    colours = dict(part.split(":") for part in declarations.split(";") if part)
    rows = []
    for text, ground in PAIRS:
        ratio = contrast(colours["--anvil-m3-" + text], colours["--anvil-m3-" + ground])
        icon = "mi:check" if ratio >= ENOUGH else "mi:warning"
        rows.append({"name": texts.CONTRASTS[text], "ratio": "{:.1f} : 1".format(ratio), "icon": icon})
    return rows


def contrast(one, other):
    """The contrast ratio of two colours `#rrggbb`, 1 to 21, as WCAG defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    """Relative luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    channels = [int(colour[start : start + 2], 16) / 255.0 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
