"""`koinon demo`: fill an installation with the invented partnership."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

Platform = Callable[[], AbstractContextManager[None]]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
@click.option("--quiet", is_flag=True, help="Print no sign-ins.")
@click.pass_obj
def demo(platform: Platform, as_json: bool, quiet: bool) -> None:
    """Fill this installation with the invented Halcyon Partnership.

    Its documents are read, reviewed and published through the same actions that people use.
    Killed halfway, the next call goes on. Done already, it prints the sign-ins.

    \b
    Examples:
      koinon demo
      koinon demo --json

    Exit codes: 0 done, 1 refused, 2 usage.
    """
    import json

    with platform():
        from django.conf import settings

        from koinon.flows.demonstration import marker

        if not marker.finished(settings.DATA_DIR):
            _fill(settings.DATA_DIR)
        found = marker.sign_ins(settings.DATA_DIR)
    if as_json:
        click.echo(json.dumps(found, indent=1))
    elif not quiet:
        for email, password in found.items():
            click.echo(f"  {email:36} {password}")


def _fill(data: Path) -> None:
    from django.utils import timezone
    from rich.progress import BarColumn, Progress, TextColumn

    from koinon.flows.demonstration import filling, marker

    todo = list(filling.steps(data, timezone.now()))
    columns = (TextColumn("The demonstration"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("", total=len(todo))
        for words, step in todo:
            bar.update(task, description=words)
            step()
            bar.advance(task)
    marker.finish(data)
