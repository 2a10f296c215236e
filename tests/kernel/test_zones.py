"""Names of time zones that mean the same everywhere."""

from __future__ import annotations

import pytest
from django.db import connection

from koinon.kernel import zones

OF_A_MACHINE = ("posix/Europe/Paris", "right/Europe/Paris", "localtime", "posixrules", "Factory")


@pytest.mark.parametrize(
    "name", [*OF_A_MACHINE, "Europe/Nowhere", "", "../etc/passwd", "Europe", "/etc/localtime"]
)
def test_what_only_one_machine_knows_is_no_choice(name: str) -> None:
    assert not zones.known(name)


def test_the_database_knows_every_choice(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        held = {name for (name,) in cursor.fetchall()}
    assert zones.names() <= held
    assert {"UTC", "Europe/Paris", "Asia/Jakarta", "Pacific/Kiritimati"} <= zones.names()


@pytest.mark.parametrize(
    ("kept", "meant"),
    [("Asia/Jakarta", "Asia/Jakarta"), ("right/Asia/Jakarta", "Asia/Jakarta"), ("posix/UTC", "UTC")]
    + [(name, "UTC") for name in ("localtime", "posixrules", "Asia/Gone", "")],
)
def test_a_name_that_was_kept_is_read_wherever_it_is_read(kept: str, meant: str) -> None:
    assert zones.zone(kept).key == meant
