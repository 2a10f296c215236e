"""The process that runs jobs. A job that was cut off by a crash is taken up again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import django

from koinon.site import logs

if TYPE_CHECKING:
    from procrastinate import App

_log = logging.getLogger("koinon.worker")
_HEARTBEAT = 5.0  # seconds
_STALLED = 30.0  # seconds without a heartbeat


async def take_up_again(*, silent_for: float) -> int:
    """Put the jobs of workers silent for that many seconds back in the queue; how many."""
    from procrastinate.contrib.django import app

    await app.job_manager.prune_stalled_workers(silent_for)
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_for))
    for job in stalled:
        _log.warning("Job %s (%s) was cut off and is taken up again.", job.id, job.task_name)
        await app.job_manager.retry_job(job)
    return len(stalled)


async def _watch() -> None:
    while True:
        await asyncio.sleep(_STALLED)
        await take_up_again(silent_for=_STALLED)


@contextlib.asynccontextmanager
async def as_worker() -> AsyncIterator[App]:
    """The job queue over connections of its own, which Django's cannot serve: they wait for jobs."""
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as own:  # type: ignore[attr-defined]
        async with own.open_async():
            yield own


async def work(*, alone: bool) -> None:
    """Run jobs until told to stop. `alone`: no other worker can be alive on this database."""
    async with as_worker() as app:
        await take_up_again(silent_for=0 if alone else _STALLED)
        watch = asyncio.create_task(_watch())
        try:
            await app.run_worker_async(
                concurrency=2,
                shutdown_graceful_timeout=10,
                update_heartbeat_interval=_HEARTBEAT,
                stalled_worker_timeout=_STALLED,
            )
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch


def main() -> None:
    """Run as a child of `koinon up`; `--alone` on an embedded database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    django.setup()
    logs.unhandled()
    asyncio.run(work(alone="--alone" in sys.argv))


if __name__ == "__main__":
    main()
