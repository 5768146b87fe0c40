"""Material 3's colour scheme of one seed colour, light and dark, as the page's custom properties."""

from __future__ import annotations

import re
from functools import lru_cache

from materialyoucolor.dynamiccolor.material_dynamic_colors import MaterialDynamicColors
from materialyoucolor.hct import Hct
from materialyoucolor.scheme.scheme_tonal_spot import SchemeTonalSpot

# The specification of 2021, which `m3/js/scheme.ts` has too: both halves must make the same colours.
SPECIFICATION = "2021"
ROLES = (
    *("primary", "onPrimary", "primaryContainer", "onPrimaryContainer", "inversePrimary"),
    *("secondary", "onSecondary", "secondaryContainer", "onSecondaryContainer"),
    *("tertiary", "onTertiary", "tertiaryContainer", "onTertiaryContainer"),
    *("error", "onError", "errorContainer", "onErrorContainer"),
    *("background", "onBackground", "surface", "onSurface", "surfaceVariant", "onSurfaceVariant"),
    *("surfaceDim", "surfaceBright", "surfaceContainerLowest", "surfaceContainerLow", "surfaceContainer"),
    *("surfaceContainerHigh", "surfaceContainerHighest", "outline", "outlineVariant"),
    *("inverseSurface", "inverseOnSurface"),
)
_SEED = re.compile(r"#[0-9a-fA-F]{6}")
_COLOURS = MaterialDynamicColors(spec=SPECIFICATION)


def is_seed(text: object) -> bool:
    """Whether a scheme can be made from it: a colour written as #rrggbb."""
    return isinstance(text, str) and _SEED.fullmatch(text) is not None


def scheme(seed: str, *, dark: bool) -> dict[str, str]:
    """The scheme's colours by the name of their custom property's end: ``on-primary`` → ``#ffffff``."""
    made = SchemeTonalSpot(Hct.from_int(0xFF000000 | int(seed[1:], 16)), dark, 0.0, spec_version=SPECIFICATION)
    return {_kebab(role): f"#{getattr(_COLOURS, role).get_hct(made).to_int() & 0xFFFFFF:06x}" for role in ROLES}


@lru_cache(maxsize=16)
def scheme_css(seed: str) -> str:
    """Both schemes as a style sheet, dark for people who ask for dark pages or chose it."""
    light, dark = (_declarations(scheme(seed, dark=dark)) for dark in (False, True))
    return themed_css(light, dark)


def themed_css(light: str, dark: str) -> str:
    """Declarations for the root element: light ones, and the dark ones where they hold."""
    return (
        f"html:root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{html:root:not([data-scheme=light]){{{dark}}}}}"
        f"html:root[data-scheme=dark]{{{dark}}}"
    )


def _declarations(colours: dict[str, str]) -> str:
    return "".join(f"--anvil-m3-{name}:{colour};" for name, colour in colours.items())


def _kebab(role: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: "-" + letter[0].lower(), role)
