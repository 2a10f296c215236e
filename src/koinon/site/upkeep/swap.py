"""The moment of a restoration: prepared beside what stands, then put in its place, all or nothing.

Until `restored.json` is written nothing that stands was touched; from then on the change is carried to
its end, by whoever starts next if this process dies. Every step may be repeated.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from koinon.kernel.refusals import Refused
from koinon.site.environment import Environment
from koinon.site.server.databases import connect_to
from koinon.site.upkeep.archive import flushed

STAGED = "restoring"  # a data folder inside the data folder
_REPLACED = "replaced"
_JOURNAL = "restored.json"


def new_name(environment: Environment) -> str:
    """The database that is filled beside the one in use."""
    return f"{environment.database['NAME']}_restoring"


def _old_name(environment: Environment) -> str:
    return f"{environment.database['NAME']}_replaced"


def maintenance(environment: Environment) -> psycopg.Connection[Any]:
    """A connection to no database in particular, from which others are made and renamed."""
    try:
        return connect_to(environment, "postgres")
    except psycopg.OperationalError:
        return connect_to(environment, "template1")


def unfinished(data: Path) -> bool:
    """Whether a restoration was cut off; looks at the folder only."""
    return any((data / name).exists() for name in (_JOURNAL, STAGED, _REPLACED))


def finish(environment: Environment) -> bool:
    """After a crash: carry a decided restoration to its end, or clear away one that was not decided.

    True when it was carried through. The database must answer.
    """
    decided = (environment.data / _JOURNAL).exists()
    if decided:
        _carry_out(environment)
    elif unfinished(environment.data):
        discard(environment)
    return decided


def discard(environment: Environment) -> None:
    """Clear away what was prepared, and what it replaced when it is in place."""
    with maintenance(environment) as connection:
        for name in (new_name(environment), _old_name(environment)):
            _drop(connection, name)
    for folder in (STAGED, _REPLACED):
        shutil.rmtree(environment.data / folder, ignore_errors=True)


def decide(environment: Environment, owned: list[str], projections: list[str]) -> None:
    """Write down what is to happen, then do it. `owned`: what stood in the data folder and goes;
    `projections`: what was rebuilt beside and comes along."""
    data = environment.data
    comes = sorted(path.name for path in (data / STAGED).iterdir() if path.name not in _left(projections))
    goes = sorted({*owned, *comes} & {path.name for path in data.iterdir()})
    moves = [[name, f"{_REPLACED}/{name}"] for name in goes] + [[f"{STAGED}/{n}", n] for n in comes]
    draft = data / f"{_JOURNAL}.part"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(moves, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(data / _JOURNAL)
    flushed(data)
    _carry_out(environment)


def _left(projections: list[str]) -> set[str]:
    from koinon.site.upkeep.backup import PROJECTIONS

    return set(PROJECTIONS) - set(projections)


def _carry_out(environment: Environment) -> None:
    data = environment.data
    moves: list[list[str]] = json.loads((data / _JOURNAL).read_text("utf-8"))
    _rename_databases(environment)
    (data / _REPLACED).mkdir(mode=0o700, exist_ok=True)
    for source, target in moves:
        if (data / source).exists() and not (data / target).exists():
            (data / source).replace(data / target)
    (data / "prepared.json").unlink(missing_ok=True)
    flushed(data)
    (data / _JOURNAL).unlink()  # before anything that was replaced goes: a step repeated then would undo
    flushed(data)
    discard(environment)


def _rename_databases(environment: Environment) -> None:
    """Both names change in one transaction."""
    name, new, old = environment.database["NAME"], new_name(environment), _old_name(environment)
    rename = "ALTER DATABASE {} RENAME TO {}"
    with maintenance(environment) as connection:
        found = connection.execute("SELECT datname FROM pg_database").fetchall()
        if (new,) not in found:
            return
        with connection.transaction():
            if (name,) in found:
                connection.execute(sql.SQL(rename).format(sql.Identifier(name), sql.Identifier(old)))
            connection.execute(sql.SQL(rename).format(sql.Identifier(new), sql.Identifier(name)))


def create(environment: Environment) -> None:
    """An empty database beside the one in use, of the same encoding and collation."""
    name, new = environment.database["NAME"], new_name(environment)
    with maintenance(environment) as connection:
        may = connection.execute(
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        if may != (True,):
            raise Refused(
                "restore.create",
                "The database user may not make databases, which a restoration needs: have the server's "
                "administrator run ALTER ROLE {user} CREATEDB.",
                user=environment.database["USER"],
            )
        for left in (new, _old_name(environment)):
            _drop(connection, left)
        kind = connection.execute("SELECT * FROM pg_database WHERE datname = %s", [name])
        row = kind.fetchone()
        assert row is not None and kind.description is not None
        like = dict(zip([column.name for column in kind.description], row, strict=True))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' {}").format(
                sql.Identifier(new), sql.SQL(" ").join(_collation(like))
            )
        )


def _collation(like: dict[str, Any]) -> list[sql.Composable]:
    provider = {"c": "libc", "i": "icu", "b": "builtin"}[like["datlocprovider"]]
    parts: list[sql.Composable] = [
        sql.SQL("LC_COLLATE {}").format(sql.Literal(like["datcollate"])),
        sql.SQL("LC_CTYPE {}").format(sql.Literal(like["datctype"])),
        sql.SQL("LOCALE_PROVIDER {}").format(sql.Identifier(provider)),
    ]
    locale = like.get("datlocale") or like.get("daticulocale")
    if provider == "icu" and locale:
        parts.append(sql.SQL("ICU_LOCALE {}").format(sql.Literal(locale)))
    if provider == "builtin" and locale:
        parts.append(sql.SQL("BUILTIN_LOCALE {}").format(sql.Literal(locale)))
    return parts


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def others(environment: Environment) -> int:
    """How many other connections the database has."""
    with maintenance(environment) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
            [environment.database["NAME"]],
        ).fetchone()
    return int(row[0]) if row else 0
