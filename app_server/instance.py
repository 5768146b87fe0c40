"""An instance: one app on one database, with everything it needs to answer calls."""

from __future__ import annotations

import importlib
import pkgutil
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any

from . import services
from .database import Database, open_database
from .errors import StartError
from .manifest import App, load_app
from .rpc.call import Call
from .rpc.executor import Executor
from .rpc.uplinks import Uplinks
from .services import instance_settings
from .services.media import MediaStore
from .services.notices import Notices
from .services.secrets import Secrets
from .services.sessions import Sessions
from .services.tables import schema
from .services.tables.migrate import apply as migrate
from .settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

# Calls answered at once; others wait for a thread.
MAX_CALLS = 32
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(slots=True)
class Instance:
    """What a call can reach. ``tasks`` is set by the background-task service when it starts.

    ``threads`` answer calls, ``probes`` those who ask how the server is; the event loop never runs the app's code or
    SQL. ``stopping`` is set once the server was told to stop.
    """

    app: App
    database: Database
    settings: Settings
    secrets: Secrets
    executor: Executor
    sessions: Sessions
    media: MediaStore
    uplinks: Uplinks
    notices: Notices
    signing_key: bytes = field(repr=False)
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(MAX_CALLS, "call"))
    tasks: Any = None
    on_close: list[Callable[[], None]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    probes: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "probe"))

    def start(self) -> None:
        """Begin the work that goes on beside calls: queues, schedules. Not for a process that runs one task only."""
        for module in service_modules():
            if hasattr(module, "start"):
                module.start(self)

    @property
    def origin(self) -> str:
        """The address of the app, without a slash at the end."""
        return self.settings.public_origin

    def close(self) -> None:
        """Stop what was started on this instance, last started first; the database is closed at the end."""
        for stop in reversed(self.on_close):
            stop()
        self.notices.close()
        for executor in (self.threads, self.probes):
            executor.shutdown(wait=False, cancel_futures=True)
        self.database.close()


def open_instance(settings: Settings) -> Instance:
    """Open the database, bring its schema up to date, and load the app's server modules. Raises StartError."""
    app = load_app(settings.app_dir, settings.dependencies)
    with ThreadPoolExecutor(1, "imports") as beside:
        beside.submit(service_modules)  # while PostgreSQL starts, which is another process
        database = open_database(settings.database, settings.data_dir, settings.workers)
    try:
        return _on_database(app, database, settings)
    except BaseException:  # whatever it was, nobody will use the database
        database.close()
        raise


def _on_database(app: App, database: Database, settings: Settings) -> Instance:
    modules = service_modules()
    _prepare_tables(app, database, automatically=settings.auto_migrate)
    key = _signing_key(database, settings)
    instance = Instance(
        app=app,
        database=database,
        settings=settings,
        secrets=Secrets(settings.secrets, settings.encryption_keys),
        executor=Executor(app),
        sessions=Sessions(database, key, settings.session_days),
        media=MediaStore(database),
        uplinks=Uplinks(),
        notices=Notices(database),
        signing_key=key,
    )
    for module in modules:
        if hasattr(module, "install"):
            module.install(instance)
    instance.notices.start()
    instance.executor.load(Call(instance, instance.sessions.new(), "server_module", trusted=True))
    instance.notices.number()  # from here on the other processes' uplinks are known
    return instance


def _prepare_tables(app: App, database: Database, *, automatically: bool) -> None:
    """Make the tables of a new database; change those of another only when that was asked for."""
    _apply_service_schemas(database)
    plan = schema.plan(database, app)
    with database.connection() as connection:
        is_new = connection.execute("select 1 from anvil.tables limit 1").fetchone() is None
    if plan.steps and not (automatically or is_new):
        said = " ".join(step.sentence for step in plan.steps)
        raise StartError(f"The tables are not what the app's files say. Run `migrate`, or add --auto-migrate. {said}")
    migrate(plan, database)


def _signing_key(database: Database, settings: Settings) -> bytes:
    """The key of this instance's signatures, made once. Raises StartError for a demo instance off this machine."""
    stored = instance_settings.read(database)
    if stored.get(instance_settings.LOOPBACK_ONLY) == "true" and settings.ip not in LOOPBACK:
        raise StartError("This instance holds demo data and is served on this machine only: leave out --ip.")
    key = stored.get(instance_settings.SIGNING_KEY)
    if key is None:
        key = instance_settings.put_new(database, instance_settings.SIGNING_KEY, secrets.token_hex(32))
    return bytes.fromhex(key)


def migrate_tables(settings: Settings, *, yes_drop: bool, only_plan: bool) -> list[str]:
    """Bring the tables to what the app's files say, and nothing else; a sentence per step. Raises StartError."""
    app = load_app(settings.app_dir, settings.dependencies)
    database = open_database(settings.database, settings.data_dir)
    try:
        _apply_service_schemas(database)
        plan = schema.plan(database, app)
        steps = plan.steps if only_plan else migrate(plan, database, yes_drop=yes_drop)
        return [step.described for step in steps]
    finally:
        database.close()


def _apply_service_schemas(database: Database) -> None:
    database.apply_schema([module.SCHEMA_SQL for module in service_modules() if hasattr(module, "SCHEMA_SQL")])


def service_modules() -> list[ModuleType]:
    """Every module under ``services``; importing them registers their private calls."""
    names = (module.name for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."))
    return [importlib.import_module(name) for name in names]
