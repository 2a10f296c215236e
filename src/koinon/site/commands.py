"""The commands that run and examine an installation."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from koinon.site.environment import Environment

if TYPE_CHECKING:
    from koinon.site.checks.findings import Finding

_MARKS = {"good": ("✓", "green"), "care": ("!", "yellow"), "bad": ("✗", "red")}


@click.command(epilog="Exit codes: 0 stopped when asked; 1 could not start, and the sentence says why.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port on loopback (default: KOINON_PORT or 8000)."
)
@click.option("--demo/--no-demo", default=True, help="Fill the invented demonstration partnership when new.")
def up(port: int | None, demo: bool) -> None:
    """Start the platform: database, web server, worker; Ctrl-C stops it.

    \b
    Examples:
      koinon up
      koinon up --port 8080 --no-demo
      KOINON_DATABASE_URL=postgresql://koinon@db.example/koinon koinon up
    """
    from koinon.site.server.up import up as start

    environment = Environment.read()
    say: Callable[[str], None] = click.echo
    if environment.log == "json":
        from koinon.site import logs

        say = logs.sayer(environment)
    start(environment, port=port or environment.port, demo=demo, say=say)


@click.command(epilog="Exit codes: 0 nothing is wrong; 1 something is, and its line says how to mend it.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(as_json: bool) -> None:
    """Diagnose this installation: database, worker, jobs, ledger, disk, mail, keys, clock.

    \b
    Examples:
      koinon check
      koinon check --json
    """
    found = list(_findings(Environment.read()))
    wrong = [finding for finding in found if finding.state == "bad"]
    if as_json:
        click.echo(json.dumps({"healthy": not wrong, "findings": [f.row() for f in found]}, indent=1))
    else:
        for finding in found:
            mark, colour = _MARKS[finding.state]
            click.echo(f"{click.style(mark, fg=colour)} {finding.what:14} {finding.message}")
    sys.exit(1 if wrong else 0)


def _findings(environment: Environment) -> Iterator[Finding]:
    from koinon.site.checks import machine
    from koinon.site.checks.findings import bad
    from koinon.site.server.databases import answers

    yield from machine.findings(environment)
    if not answers(environment):
        mend = (
            "check KOINON_DATABASE_URL" if environment.database_url else "start the platform with `koinon up`"
        )
        yield bad("database", f"It does not answer: {mend}.")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    import django

    django.setup()
    from koinon.site.checks import database

    yield from database.findings()
