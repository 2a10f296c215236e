"""The register as it stood just before a moment, laid out in tables that last for one transaction.

Everything is told from what is kept with its moments: documents by their publication and withdrawal,
provisions by what was undone of later corrections, follow-ups, dates, answers, claims and judgements by when
each began and ended, parties by what they were called. No column under "as it stands" is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from koinon.register.engine.following.disputes import Stated, contradictions
from koinon.register.engine.following.words import Level
from koinon.register.engine.reporting.facts import Scope
from koinon.register.queries import as_of_sql as sql

EVERYTHING = Scope()


@contextmanager
def register_at(moment: datetime, scope: Scope = EVERYTHING) -> Iterator[None]:
    """Within the block the tables `then_…` hold the register as of the moment (`as_of_sql`)."""
    given: dict[str, Any] = {
        "moment": moment,
        "documents": list(scope.documents),
        "themes": list(scope.themes),
        "parties": list(scope.parties),
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql.ROOM)
            for statement in (sql.GONE, *sql.LAID_OUT):
                cursor.execute(statement, given)
            _mark_disputes(cursor)
        try:
            yield
        finally:
            if not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute(sql.GONE)


def rows(query: str, given: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a query over the tables laid out."""
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _mark_disputes(cursor: Any) -> None:
    """Mark the follow-ups whose claims contradict: the rules of claims, over what stood then."""
    cursor.execute(sql.CLAIMS_TO_COMPARE)
    disputed = []
    for follow_up, group in groupby(cursor.fetchall(), key=lambda row: row[0]):
        if contradictions([_stated(row) for row in group]):
            disputed.append(follow_up)
    cursor.execute(sql.MARK_DISPUTED, {"keys": disputed})


def _stated(row: tuple[Any, ...]) -> Stated:
    _, number, claimant, level, as_of, contests = row
    assert isinstance(as_of, date)
    return Stated(number, claimant, Level(level), as_of, contests)
