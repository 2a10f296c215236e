"""Settings by environment variables: defaults, mistakes with their mend, secrets closed to others."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from koinon.kernel.refusals import Refused
from koinon.site.environment import Environment, database, secret_key


def read(tmp_path: Path, **variables: str) -> Environment:
    return Environment.read({"KOINON_DATA": str(tmp_path / "data"), **variables})


def test_nothing_set_serves_this_machine_only(tmp_path: Path) -> None:
    environment = read(tmp_path)
    assert environment.local and environment.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert (environment.port, environment.self_registration, environment.smtp) == (8000, False, None)
    assert environment.email_backend.endswith("filebased.EmailBackend")
    assert environment.trusted_origins == []


def test_hosts_and_mail_are_taken_apart(tmp_path: Path) -> None:
    environment = read(
        tmp_path,
        KOINON_HOSTS="koinon.example, www.koinon.example",
        KOINON_SMTP="smtps://post%40x:se%3Acret@mail.example:465",
        KOINON_SELF_REGISTRATION="yes",
    )
    assert not environment.local and environment.self_registration
    assert environment.trusted_origins == ["https://koinon.example", "https://www.koinon.example"]
    mail = (environment.smtp_host, environment.smtp_port, environment.smtp_user, environment.smtp_password)
    assert mail == ("mail.example", 465, "post@x", "se:cret")
    assert environment.email_backend.endswith("smtp.EmailBackend")


def test_messages_to_subscribers_are_switched_off_by_a_word(tmp_path: Path) -> None:
    assert read(tmp_path).webhooks and not read(tmp_path, KOINON_WEBHOOKS="no").webhooks
    with pytest.raises(Refused, match="KOINON_WEBHOOKS is off: give one of yes, no"):
        read(tmp_path, KOINON_WEBHOOKS="off")


@pytest.mark.parametrize("port", ["", "eighty", "0", "70000", "-1"])
def test_a_wrong_port_is_named(tmp_path: Path, port: str) -> None:
    with pytest.raises(Refused, match=r"KOINON_PORT is .*: give a number from 1 to 65535"):
        read(tmp_path, KOINON_PORT=port)


def test_a_database_address_is_taken_apart() -> None:
    settings = database("postgresql://us%40er:p%2Fw@db.example:6432/na%20me?sslmode=verify-full")
    assert {k: settings[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "na me", "USER": "us@er", "PASSWORD": "p/w", "HOST": "db.example", "PORT": "6432",
    }  # fmt: skip
    assert settings["OPTIONS"]["sslmode"] == "verify-full"
    assert settings["OPTIONS"]["connect_timeout"], "a server that is away is given up"
    assert database("postgres:///koinon?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    "url", ["mysql://localhost/koinon", "postgresql://localhost", "koinon", "postgresql:///"]
)
def test_what_is_no_database_address_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="KOINON_DATABASE_URL must look like postgresql://"):
        database(url)


def test_the_secret_is_made_once_by_whoever_comes_first(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: secret_key(tmp_path), range(16)))
    assert len(secrets) == 1 and len(secrets.pop()) >= 50
    keys = tmp_path / "keys"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert [stat.S_IMODE(p.stat().st_mode) for p in keys.iterdir()] == [0o600]


def test_the_day_begins_where_the_installation_says(tmp_path: Path) -> None:
    assert read(tmp_path).time_zone == "UTC"
    assert read(tmp_path, KOINON_TIME_ZONE="Asia/Jakarta").time_zone == "Asia/Jakarta"
    with pytest.raises(Refused, match=r"KOINON_TIME_ZONE is 'Jakarta'.*Asia/Jakarta"):
        read(tmp_path, KOINON_TIME_ZONE="Jakarta")
