"""`koinon demo`: fill an installation with the invented partnership."""

from __future__ import annotations

import os

import click

from koinon.site.environment import Environment


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
def demo(as_json: bool) -> None:
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

    data = Environment.read().data
    from koinon.flows.demonstration import marker

    if not marker.finished(data):
        _fill()
    found = marker.sign_ins(data)
    if as_json:
        click.echo(json.dumps(found, indent=1))
    else:
        for email, password in found.items():
            click.echo(f"  {email:36} {password}")


def _fill() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    import django

    django.setup()
    from django.utils import timezone
    from rich.progress import BarColumn, Progress, TextColumn

    from koinon.flows.demonstration import filling, marker

    data = Environment.read().data
    todo = list(filling.steps(data, timezone.now()))
    columns = (TextColumn("The demonstration"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("", total=len(todo))
        for words, step in todo:
            bar.update(task, description=words)
            step()
            bar.advance(task)
    marker.finish(data)
