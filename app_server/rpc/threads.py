"""From the event loop into a thread that answers a call, for no longer than the instance allows."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from typing import TypeVar

from .call import Call

T = TypeVar("T")


async def run_call(call: Call, run: Callable[[], T]) -> T:
    """What ``run`` returns, from one of the instance's threads. Raises what it raises.

    After the instance's ``call_timeout_seconds`` the call is interrupted, and TimeoutError raised here.
    """
    instance = call.instance
    # The thread's log lines carry the request's id.
    context = contextvars.copy_context()
    work = asyncio.get_running_loop().run_in_executor(instance.threads, context.run, run)
    done, _ = await asyncio.wait({work}, timeout=instance.settings.call_timeout_seconds)
    if not done:
        call.interruption.interrupt()
        work.add_done_callback(asyncio.Future.exception)  # nobody waits for it any more
        raise TimeoutError
    return work.result()
