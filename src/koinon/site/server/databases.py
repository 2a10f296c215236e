"""Which PostgreSQL an installation uses, and how a command gets one that answers."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import psycopg

from koinon.kernel.refusals import Refused
from koinon.site.environment import Environment, socket_folder
from koinon.site.server.hold import Hold
from koinon.site.server.postgres import Cluster

OLDEST = 15
PATIENCE = 30.0  # seconds that a command waits for a database which is being started


def connect(environment: Environment) -> psycopg.Connection[tuple[Any, ...]]:
    """An autocommit connection to the installation's database, outside Django."""
    return psycopg.connect(autocommit=True, **{"connect_timeout": 5, **parameters(environment)})


def connect_to(environment: Environment, name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """An autocommit connection to another database of the same server."""
    values = {"connect_timeout": 5, **parameters(environment), "dbname": name}
    return psycopg.connect(autocommit=True, **values)


def parameters(environment: Environment) -> dict[str, Any]:
    """What libpq is told to reach the installation's database."""
    settings = environment.database
    values = {
        "host": settings["HOST"] if environment.database_url else str(socket_folder(environment.data)),
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings.get("PASSWORD"),
        "port": settings.get("PORT"),
    }
    return {name: value for name, value in values.items() if value} | dict(settings.get("OPTIONS", {}))


def check_external(environment: Environment) -> None:
    """Refuse a server that does not answer or is too old, each with its mend."""
    try:
        with connect(environment) as connection:
            version = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise Refused(
            "database.unreachable",
            "The database in KOINON_DATABASE_URL does not answer: check host, name, user and password "
            f"({str(error).strip().splitlines()[-1]}).",
        ) from error
    if version < OLDEST:
        raise Refused(
            "database.too_old",
            f"The server in KOINON_DATABASE_URL is PostgreSQL {version}: Koinon needs {OLDEST} or newer.",
            version=version,
        )


def answers(environment: Environment) -> bool:
    """Whether the database accepts connections now."""
    try:
        connect(environment).close()
    except psycopg.OperationalError:
        return False
    return True


@contextlib.contextmanager
def database(environment: Environment) -> Iterator[None]:
    """A database for the time of one command: the running one, or the embedded one started for it."""
    if environment.database_url:
        check_external(environment)
        _settle(environment, Hold(environment.data))
        yield
        return
    hold = _hold_unless_it_answers(environment)
    if hold is None:
        yield
        return
    cluster = Cluster(environment.data)
    try:
        cluster.start()
        settle(environment)
        yield
    finally:
        cluster.stop()
        hold.release()


def _hold_unless_it_answers(environment: Environment) -> Hold | None:
    """None once the running database answers; else the hold on a folder where nothing runs.

    A platform that is up may be starting its database, or starting it again after a crash.
    """
    hold, until = Hold(environment.data), time.monotonic() + PATIENCE
    while not answers(environment):
        if hold.take():
            return hold
        if time.monotonic() > until:
            raise Refused(
                "database.starting",
                "Koinon is running on {folder}, but its database does not answer: wait a minute, then see "
                "what `koinon check` and the logs in that folder say.",
                folder=environment.data,
            )
        time.sleep(0.2)
    return None


def settle(environment: Environment) -> None:
    """End a restoration that was cut off; for whoever holds the data folder."""
    from koinon.site.upkeep import swap  # which needs this module

    if swap.unfinished(environment.data):
        swap.finish(environment)


def _settle(environment: Environment, hold: Hold) -> None:
    """The same, unless someone is at it now."""
    if hold.take():
        try:
            settle(environment)
        finally:
            hold.release()
