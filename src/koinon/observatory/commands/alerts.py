"""`koinon observatory alerts`: have everything looked at that alerts are raised of."""

from __future__ import annotations

import json
from typing import Any

import click


@click.group(short_help="Raise alerts by the written rules.")
def alerts() -> None:
    """Alerts: changes that someone must look at, raised by written rules.

    \b
    Examples:
      koinon observatory alerts watch
    """


@alerts.command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.pass_obj
def watch(platform: Any, as_json: bool) -> None:
    """Look at the newest figures and at the incidents, and raise what is new. Again, it raises nothing.

    \b
    Exit codes: 0 done.

    \b
    Examples:
      koinon observatory alerts watch
      koinon observatory alerts watch --json
    """
    with platform():
        from django.utils import timezone

        from koinon.observatory.actions import alerting

        passed = alerting.watch(now=timezone.now())
        if as_json:
            click.echo(json.dumps(passed.__dict__))
            return
        click.echo(f"{passed.raised} alerts raised.")
        if passed.taken_back:
            click.echo(f"{passed.taken_back} open alerts are no longer shown by the newest figures.")
        if passed.unplaced:
            click.echo(f"{passed.unplaced} findings at places that are not known here raised none.")
        for what in passed.missing:
            click.echo(f"Not looked at: {what} is not loaded here.")
