"""The database as a dump, by the PostgreSQL programs that come along; passwords never on a command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import make_conninfo

from koinon.kernel.refusals import Refused
from koinon.site.environment import Environment
from koinon.site.server.databases import parameters
from koinon.site.server.postgres import binaries

# Who is signed in is not worth keeping: after a restoration people sign in again.
NOT_KEPT = ("django_session", "usersessions_usersession")
_BEFORE_17 = b"SET transaction_timeout = 0;\n"  # a setting that older servers do not have
_PREAMBLE = 60  # lines in which it stands


def _address(environment: Environment, database: str = "") -> tuple[str, dict[str, str]]:
    """Where the database is, without its password, and the variables that hold it."""
    values = parameters(environment)
    password = values.pop("password", None)
    if database:
        values["dbname"] = database
    variables = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    return make_conninfo("", **values), variables


@contextmanager
def dump(environment: Environment, snapshot: str) -> Iterator[IO[bytes]]:
    """The dump of one snapshot as a stream; refuses afterwards when it did not come to its end."""
    address, variables = _address(environment)
    command = [
        str(binaries() / "pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--no-password",
        f"--snapshot={snapshot}", f"--dbname={address}",
        *(f"--exclude-table-data=public.{table}" for table in NOT_KEPT),
    ]  # fmt: skip
    with _running(command, variables, "The dump of the database") as process:
        assert process.stdout is not None
        yield process.stdout


def load(environment: Environment, database: str, path: Path) -> None:
    """Fill an empty database from a dump, all of it or with a refusal."""
    address, variables = _address(environment, database)
    told = [str(binaries() / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)]
    run = [
        str(binaries() / "psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1",
        "--output=/dev/null", f"--dbname={address}",
    ]  # fmt: skip
    with (
        _running(told, variables, "The reading of the dump") as source,
        _running(run, variables, "The filling of the database", feed=True) as target,
    ):
        assert source.stdout is not None and target.stdin is not None
        for _ in range(_PREAMBLE):
            line = source.stdout.readline()
            target.stdin.write(b"" if line == _BEFORE_17 else line)
        shutil.copyfileobj(source.stdout, target.stdin, 1 << 20)
        target.stdin.close()


@contextmanager
def _running(
    command: list[str], variables: Mapping[str, str], what: str, *, feed: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A program for the time of the block; what it says of an error goes into a refusal."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            env=dict(variables),
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if feed else subprocess.PIPE,
            stderr=said,
        )
        try:
            yield process
        except BrokenPipeError:
            pass  # it ended early, and says why
        except BaseException:
            process.kill()
            raise
        finally:
            _closed(process)
            code = process.wait()
        if code:
            raise _failure(what, said)


def _closed(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            try:
                pipe.close()
            except BrokenPipeError:
                continue


def _failure(what: str, said: Any) -> Refused:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    telling = [line for line in lines if "error" in line.lower()] or lines or ["it said nothing"]
    return Refused("upkeep.program", "{what} failed: {why}", what=what, why=telling[0][:300])
