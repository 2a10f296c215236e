"""What an installation sets by environment variables, read once and checked.

| variable | meaning | default |
|---|---|---|
| KOINON_DATA | the folder for database, keys, index and mail | ./var |
| KOINON_DATABASE_URL | any PostgreSQL 15+ instead of the embedded one | embedded |
| KOINON_PORT | the port `koinon up` listens on, on loopback | 8000 |
| KOINON_HOSTS | host names served, comma-separated; "local" only when unset | localhost |
| KOINON_NAME | the partnership's name | Koinon |
| KOINON_TIME_ZONE | where its days begin and end, such as Asia/Jakarta | UTC |
| KOINON_SELF_REGISTRATION | "yes" lets anyone sign up | no |
| KOINON_API_RATE | how often one caller may ask the API within a minute; 0 for no limit | 600 |
| KOINON_COPY_PAGES | "no" keeps the platform from copying the pages that evidence links to | yes |
| KOINON_WEBHOOKS | "no" keeps the platform from sending messages to addresses of subscribers | yes |
| KOINON_DATA_LICENCE | the terms of the open data: an SPDX identifier, or words of your own | CC-BY-4.0 |
| KOINON_SMTP | smtp://user:password@host:port or smtps:// | mail is written to files |
| KOINON_MAIL_FROM | sender of mail | koinon@localhost |
| KOINON_MAIL_BOUNCES | where letters about dates come back: bounces@halcyon.example | the sender |
| KOINON_BACKUPS | a folder for a backup every night; 7 daily, 4 weekly, 6 monthly stay | none is made |
| KOINON_BACKUPS_KEY | an age public key (age1…) for which those backups are encrypted | not encrypted |
| KOINON_LOG | "plain" lines into logs/, or "json" lines to standard error | plain |
| KOINON_METRICS_TOKEN | who sends it as bearer token may read /metrics from elsewhere | this machine only |
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from koinon.kernel import zones
from koinon.kernel.kept import kept
from koinon.kernel.refusals import Refused

SOCKET_MARKER = "postgres-socket"

DEFAULT_NAME = "Koinon"
# How soon a server that went away without a word is given up, in seconds; its query may say otherwise.
_PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}


@dataclass(frozen=True)
class Environment:
    """The installation's settings; `local` when it serves this machine only."""

    data: Path
    database: dict[str, Any]
    database_url: str | None
    port: int
    hosts: list[str]
    local: bool
    name: str
    time_zone: str
    self_registration: bool
    secret_key: str
    smtp: str | None
    mail_from: str
    bounces: str | None
    api_rate: int
    backups: Path | None
    backups_key: str | None
    log: str
    metrics_token: str | None
    data_licence: str
    copy_pages: bool
    webhooks: bool

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ) -> Environment:
        """Read the variables; a wrong one is named with its mend."""
        data = Path(variables.get("KOINON_DATA") or "var").expanduser().resolve()
        url = variables.get("KOINON_DATABASE_URL") or None
        hosts = [h.strip() for h in variables.get("KOINON_HOSTS", "").split(",") if h.strip()]
        return cls(
            data=data,
            database=database(url) if url else embedded_database(data),
            database_url=url,
            port=_port(variables.get("KOINON_PORT", "8000")),
            hosts=hosts or ["localhost", "127.0.0.1", "[::1]"],
            local=not hosts,
            name=variables.get("KOINON_NAME") or DEFAULT_NAME,
            time_zone=_time_zone(variables.get("KOINON_TIME_ZONE") or "UTC"),
            self_registration=variables.get("KOINON_SELF_REGISTRATION", "no").lower() in ("yes", "true", "1"),
            secret_key=secret_key(data),
            smtp=variables.get("KOINON_SMTP") or None,
            mail_from=variables.get("KOINON_MAIL_FROM", "koinon@localhost"),
            bounces=_mailbox(variables.get("KOINON_MAIL_BOUNCES") or None),
            api_rate=_count("KOINON_API_RATE", variables.get("KOINON_API_RATE", "600")),
            backups=_folder(variables.get("KOINON_BACKUPS")),
            backups_key=variables.get("KOINON_BACKUPS_KEY") or None,
            log=_choice("KOINON_LOG", variables.get("KOINON_LOG") or "plain", ("plain", "json")),
            metrics_token=variables.get("KOINON_METRICS_TOKEN") or None,
            data_licence=variables.get("KOINON_DATA_LICENCE") or "CC-BY-4.0",
            copy_pages=_choice(
                "KOINON_COPY_PAGES", variables.get("KOINON_COPY_PAGES") or "yes", ("yes", "no")
            )
            == "yes",
            webhooks=_choice("KOINON_WEBHOOKS", variables.get("KOINON_WEBHOOKS") or "yes", ("yes", "no"))
            == "yes",
        )

    @property
    def secrets(self) -> list[str | None]:
        """What must turn up in no log."""
        return [self.secret_key, self.database.get("PASSWORD"), self.smtp_password, self.metrics_token]

    @property
    def trusted_origins(self) -> list[str]:
        return [] if self.local else [f"https://{host}" for host in self.hosts]

    @property
    def email_backend(self) -> str:
        kind = "smtp" if self.smtp else "filebased"
        return f"django.core.mail.backends.{kind}.EmailBackend"

    @property
    def smtp_host(self) -> str:
        return urlsplit(self.smtp or "").hostname or "localhost"

    @property
    def smtp_port(self) -> int:
        return urlsplit(self.smtp or "").port or 25

    @property
    def smtp_user(self) -> str:
        return unquote(urlsplit(self.smtp or "").username or "")

    @property
    def smtp_password(self) -> str:
        return unquote(urlsplit(self.smtp or "").password or "")

    @property
    def smtp_tls(self) -> bool:
        return bool(self.smtp and self.smtp.startswith("smtps:"))


def _mailbox(address: str | None) -> str | None:
    local, at, domain = (address or "").strip().rpartition("@")
    if address and not (at and local and domain and "+" not in local):
        raise Refused(
            "environment.bounces",
            "KOINON_MAIL_BOUNCES is {address}: give an address such as bounces@halcyon.example, without “+”.",
            address=repr(address),
        )
    return address.strip() if address else None


def _time_zone(name: str) -> str:
    if not zones.known(name):
        raise Refused(
            "environment.time_zone",
            "KOINON_TIME_ZONE is {name}, which nobody knows: give a name such as Asia/Jakarta.",
            name=repr(name),
        )
    return name


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Refused("environment.port", f"KOINON_PORT is {text!r}: give a number from 1 to 65535.")
    return int(text)


def _folder(text: str | None) -> Path | None:
    return Path(text).expanduser().resolve() if text else None


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise Refused(
            "environment.choice",
            "{name} is {value}: give one of {choices}.",
            name=name,
            value=value,
            choices=", ".join(choices),
        )
    return value


def _count(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refused(
            "environment.count", "{name} is {text}: give a number, or 0.", name=name, text=repr(text)
        )
    return int(text)


def database(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// URL; its query becomes connection options."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise Refused(
            "environment.database",
            "KOINON_DATABASE_URL must look like postgresql://user:password@host:5432/name.",
        )
    options = _PATIENCE | dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def socket_folder(data: Path) -> Path:
    """Where the embedded server puts its socket: short, because socket paths end at 107 bytes."""
    marker = data / SOCKET_MARKER
    return Path(marker.read_text("utf-8").strip()) if marker.is_file() else data


def embedded_database(data: Path) -> dict[str, Any]:
    """Django's settings for the embedded server of a data folder."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "koinon",
        "USER": "koinon",
        "HOST": str(socket_folder(data)),
        "OPTIONS": {"connect_timeout": "5"},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def secret_key(data: Path) -> str:
    """The installation's secret, made once, readable by its owner only."""
    return kept(data / "keys" / "secret-key", lambda: secrets.token_urlsafe(48))
