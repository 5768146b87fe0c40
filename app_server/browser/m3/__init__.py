"""Material 3 components for Anvil apps, drawn over the browser's own controls and Material Web."""

from .components import *  # noqa: F403 (the components are this package's public names)
