"""`koinon register`: the register from a terminal, and its upkeep."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

import click
from rich.console import Console
from rich.progress import Progress

from koinon.register.commands.bounces import bounces
from koinon.register.commands.documents import bring, listing, show
from koinon.register.commands.dump import dump
from koinon.register.commands.intake import import_rows, template
from koinon.register.commands.lineage import lineage
from koinon.register.commands.policy import policy
from koinon.register.commands.report import report
from koinon.register.commands.reviews import review

Platform = Callable[[], AbstractContextManager[None]]


@click.group()
def register() -> None:
    """The register from a terminal, and its upkeep.

    \b
    Examples:
      koinon register list
      koinon register bring outcome.pdf --by mira.solano@halcyon.example
      koinon register import upr-info upr_info_sessions_17-20.csv
      koinon register index rebuild
    """


register.add_command(policy)
register.add_command(listing)
register.add_command(bounces)
register.add_command(show)
register.add_command(bring)
register.add_command(dump)
register.add_command(import_rows)
register.add_command(template)
register.add_command(report)
register.add_command(lineage)
register.add_command(review)


@register.group()
def index() -> None:
    """The search index: a projection of what is published, which can always be built anew.

    \b
    Examples:
      koinon register index rebuild
      koinon register index rebuild --json
    """


@index.command(epilog="Exit codes: 0 the index is whole; 1 the database cannot be reached.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_obj
def rebuild(platform: Platform, as_json: bool) -> None:
    """Build the search index anew from the database, while searches go on with the old one.

    \b
    Examples:
      koinon register index rebuild
      koinon register index rebuild --json
    """
    with platform():
        from koinon.register.queries import index as projection

        console = Console(stderr=True)
        with Progress(console=console, disable=as_json or not sys.stderr.isatty()) as progress:
            task = progress.add_task("Indexing provisions", total=None)
            count = projection.rebuild(lambda done, total: progress.update(task, completed=done, total=total))
        folder = str(projection.folder())
    if as_json:
        click.echo(json.dumps({"provisions": count, "folder": folder}))
    else:
        click.echo(f"{count} provisions are indexed in {folder}.")
