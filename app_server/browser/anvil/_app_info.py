"""``anvil.app``: what the page knows of the app."""

from ._theme_colors import ThemeColors


class _Environment:
    """Where this copy of the app runs."""

    def __init__(self, name="", tags=()):
        self.name = name
        self.tags = list(tags)

    def __repr__(self):
        return f"Environment(name={self.name!r}, tags={self.tags!r})"


class _AppInfo:
    """The app's name and configuration, as the bundle has them."""

    branch = "master"
    environment = _Environment("Default environment")

    def __init__(self):
        self._bundle = {}
        self._theme_colors = None

    def _setup(self, bundle):
        self._bundle = bundle

    @property
    def package_name(self):
        return self._bundle.get("package_name")

    id = package_name

    @property
    def theme_colors(self):
        """The theme's colours by name; setting one changes it on the page."""
        if self._theme_colors is None:
            self._theme_colors = ThemeColors.of_theme(self._bundle.get("theme") or {})
        return self._theme_colors

    def get_client_config(self, package_name=None):
        """``config: client:`` of anvil.yaml, of this app or of a package it depends on."""
        if package_name in (None, self.package_name):
            return self._bundle.get("client_config") or {}
        for package in self._bundle.get("dependencies") or []:
            if package["package_name"] == package_name:
                return package.get("client_config") or {}
        raise ValueError(f"Package '{package_name}' is not part of this app.")

    def get_server_config(self, *_args, **_kwargs):
        """Only for server code: raises RuntimeError."""
        raise RuntimeError("get_server_config is not available in the client")

    def get_asset(self, path=None):
        """A file of the theme's assets, as a media object. Raises ValueError when there is none of that path."""
        from .server import call

        asset = call("anvil.private.get_app_asset", path)
        if asset is None:
            raise ValueError(f"Asset not found: {path}")
        return asset

    def __setattr__(self, name, value):
        if not name.startswith("_"):
            raise AttributeError("This object is read-only")
        super().__setattr__(name, value)

    def __getattr__(self, name):
        raise AttributeError(name)


app = _AppInfo()


def _get_service_client_config(source):
    """The client settings of a service, e.g. ``/runtime/services/anvil/users.yml``; None when the app has it not."""
    return (app._bundle.get("services") or {}).get(source)


def is_server_side():
    """False: this is the page."""
    return False
