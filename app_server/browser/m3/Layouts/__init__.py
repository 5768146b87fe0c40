"""The layouts of M3: a shell with slots that forms put their components into."""

from .NavigationDrawerLayout import NavigationDrawerLayout
from .NavigationRailLayout import NavigationRailLayout

__all__ = ["NavigationDrawerLayout", "NavigationRailLayout"]
