"""All simulated services as one web application, with an SMTP server beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from .api import Api
from .brevo import Brevo
from .core.accounts import Accounts
from .core.world import World
from .page import Page
from .people import People
from .ses import Ses
from .smtp import taking_mails
from .sns import Topic
from .twilio import Twilio

LOOPBACK = "127.0.0.1"


def make_app(folder: Path, accounts: Accounts, smtp_port: int = 0, seed: int | None = None) -> Starlette:
    """The application; mail is taken at ``smtp_port`` while it runs, 0 for nowhere."""
    world = World(folder, accounts, seed)
    topic = Topic(world)
    twilio = Twilio(world)
    people = People(world, twilio)

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(world.close)
            if smtp_port:
                await stack.enter_async_context(taking_mails(world, LOOPBACK, smtp_port))
            yield

    services = [Brevo(world).mount(), Ses(world, topic).mount(), twilio.mount(), *topic.routes()]
    app = Starlette(
        routes=[*services, *Api(world, people, twilio, topic).routes(), *Page(world, people, twilio).routes()],
        lifespan=running,
        # A foreign site must not read messages through a name of its own that points here.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])],
    )
    app.state.world = world
    return app
