"""One embedded PostgreSQL for each test process, started when the first test asks for a database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from koinon.ledger import guard
from koinon.site.server.postgres import throwaway


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Point Django at a throwaway server, or at KOINON_DATABASE_URL where that is set."""
    if os.environ.get("KOINON_DATABASE_URL"):
        yield
        return
    with throwaway() as cluster:
        connections["default"].settings_dict["HOST"] = str(cluster.socket)
        yield
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def flush_between_tests() -> Iterator[None]:
    """Emptying tables after a transactional test is the one write that is nobody's action."""
    from django.db.backends.postgresql.operations import DatabaseOperations  # needs Django set up

    flush = DatabaseOperations.execute_sql_flush

    def permitted(self: DatabaseOperations, sql_list: list[str]) -> Any:
        # procrastinate's tables are not Django's to manage, and would keep one test's jobs for the next
        with guard.writing("emptying the tables between tests"):
            return flush(self, [*sql_list, "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE;"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", permitted)
        yield
