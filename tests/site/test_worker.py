"""A job that was cut off is taken up again."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from koinon.site.server.worker import as_worker, take_up_again


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def again(silent_for: float) -> int:
    """Run it in a thread, for Playwright may keep an event loop in this one."""

    async def run() -> int:
        async with as_worker():
            return await take_up_again(silent_for=silent_for)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(run())).result()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("silence", "silent_for", "taken"), [("1 minute", 30, 1), ("1 second", 30, 0), ("1 second", 0, 1)]
)
def test_the_jobs_of_a_silent_worker_go_back_into_the_queue(
    silence: str, silent_for: float, taken: int
) -> None:
    rows(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '{silence}')")
    rows(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
        "SELECT 'default', 'some.task', '{}', 'doing', id FROM procrastinate_workers"
    )
    assert again(silent_for) == taken
    assert rows("SELECT status FROM procrastinate_jobs") == [("todo",) if taken else ("doing",)]
    rows("DELETE FROM procrastinate_jobs")
    rows("DELETE FROM procrastinate_workers")
