"""The platform for a command: its database answering, its tables up to date, Django set up."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from koinon.site.environment import Environment
from koinon.site.server import preparing
from koinon.site.server.databases import database


@contextlib.contextmanager
def platform() -> Iterator[None]:
    """Hand it to `with` before importing anything that has tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    environment = Environment.read()
    with database(environment):
        import django
        from django.db import connections

        django.setup()
        if not preparing.prepared(environment):
            _upgrade(environment)
        try:
            yield
        finally:
            connections.close_all()


def _upgrade(environment: Environment) -> None:
    from koinon.site.upkeep.upgrading import upgrade

    upgrade(environment, now=datetime.now(UTC), say=_say, index=False)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
