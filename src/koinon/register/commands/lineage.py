"""`koinon register lineage`: likely restatements, from a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Platform = Callable[[], AbstractContextManager[None]]
STEPS = {"reading": "Reading the register", "comparing": "Comparing documents"}


@click.group()
def lineage() -> None:
    """Provisions that ask again what was asked before: proposed here, decided by people at the desk.

    \b
    Examples:
      koinon register lineage propose
      koinon register lineage propose --document outcome-of-harbour
    """


@lineage.command(
    epilog="Exit codes: 0 compared; 1 the database cannot be reached, or no such document; 2 usage."
)
@click.option("--document", "slug", help="Compare this document alone, also if it was compared before.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_obj
def propose(platform: Platform, slug: str | None, as_json: bool) -> None:
    """Propose restatements for every published document that was not compared, or has changed since.

    It can be stopped at any moment: the next run goes on with the document it had come to.

    \b
    Examples:
      koinon register lineage propose
      koinon register lineage propose --document outcome-of-harbour --json
    """
    with platform():
        from koinon.register.actions import comparing
        from koinon.register.queries import lineage as queries
        from koinon.register.queries import public

        documents = [public.published_document(slug)] if slug else list(queries.waiting())
        with _bar(as_json) as tell:
            proposed = comparing.compare(documents, tell)
    if as_json:
        told = {"documents": [document.slug for document in documents], "proposed": proposed}
        click.echo(json.dumps(told, indent=2))
    elif not documents:
        click.echo("Every published document was compared already.")
    else:
        click.echo(f"{len(documents)} documents are compared, {proposed} restatements proposed.")


@contextmanager
def _bar(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error, where that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    disable = quiet or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=disable) as progress:
        task = progress.add_task(STEPS["reading"], total=None)
        yield lambda step, done, total: progress.update(
            task, description=STEPS[step], completed=done, total=total or None
        )
