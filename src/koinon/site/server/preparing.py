"""Tables and static files brought up to date, and the cheap proof that they already are.

`prepared.json` in the data folder holds the fingerprint of the code and of the applied migrations
as they stood after the last preparation; a start that finds both unchanged skips Django altogether.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

from koinon.kernel.refusals import Refusal
from koinon.site.environment import Environment
from koinon.site.server.databases import connect

_PACKAGE = Path(__file__).resolve().parents[2]
_LIBRARIES = ("django", "django-allauth", "django-ninja", "procrastinate", "whitenoise")


def code() -> str:
    """A digest of migrations, static files and the catalogue, by name, size and time; of the libraries."""
    seen = hashlib.sha256(sys.version.encode())
    for library in _LIBRARIES:
        seen.update(f"{library} {version(library)}\n".encode())
    for folder, folders, files in os.walk(_PACKAGE):
        folders.sort()
        if "migrations" in folder or "static" in folder or folder.endswith("people/data"):
            for name in sorted(files):
                path = Path(folder, name)
                if path.suffix != ".pyc":
                    stat = path.stat()
                    seen.update(f"{path.relative_to(_PACKAGE)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def applied(environment: Environment) -> str:
    """A digest of the migrations that the database says it has; empty for a new database."""
    with connect(environment) as connection:
        try:
            row = connection.execute(
                "SELECT md5(string_agg(app || '.' || name, ' ' ORDER BY id)) FROM django_migrations"
            ).fetchone()
        except psycopg.errors.UndefinedTable:
            return ""
    return str(row[0]) if row and row[0] else ""


def prepared(environment: Environment) -> bool:
    """Whether nothing has changed since the last preparation."""
    try:
        noted = json.loads((environment.data / "prepared.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    present = (environment.data / "static" / "staticfiles.json").is_file()
    return present and noted == {"code": code(), "applied": applied(environment)}


def prepare(environment: Environment) -> None:
    """Migrate, load the catalogue of parties and collect static files; needs Django set up."""
    from django.core.management import call_command

    tables()
    call_command("collectstatic", interactive=False, verbosity=0)
    note = json.dumps({"code": code(), "applied": applied(environment)})
    draft = environment.data / f"prepared.{os.getpid()}"
    draft.write_text(note, "utf-8")
    draft.replace(environment.data / "prepared.json")


def tables() -> None:
    """Migrate and load the catalogue of parties; needs Django set up."""
    from django.core.management import call_command

    from koinon.people.actions import catalogue

    call_command("migrate", interactive=False, verbosity=0)
    catalogue.keep_current()


def main() -> None:
    """Run as a child of `koinon up`, so that the parent stays small and never loads Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    import django

    django.setup()
    from koinon.site.upkeep.upgrading import upgrade

    try:
        upgrade(Environment.read(), now=datetime.now(UTC), say=_say, index=False)
    except Refusal as refusal:
        _say(f"koinon: {refusal}")
        sys.exit(1)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
