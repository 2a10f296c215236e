"""`koinon observatory agreement`: in how many draws from the published intervals episodes hold."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import click
from click.core import ParameterSource

from koinon.observatory.commands.plain import plain

Platform = Callable[[], AbstractContextManager[None]]


@click.command()
@click.option("--draws", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same draws again.")
@click.option("--release", "named", default="", help='One release, such as "ert v15"; else all.')
@click.option(
    "--year", type=int, help="Count nothing; tell who is in an episode in this year by which releases."
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_context
def agreement(
    context: click.Context, draws: int, seed: int, named: str, year: int | None, as_json: bool
) -> None:
    """Count what is not counted yet, for every release in which episodes can be found, and keep it.

    Pages show a thousand draws of seed 1. It can be stopped at any moment: the next run goes on from there.
    What draws are and what they assume stands in docs/explanation/agreement.md. With --year it tells how far
    the releases agree, each judged anew on its own figures.

    \b
    Examples:
      koinon observatory agreement
      koinon observatory agreement --draws 200 --seed 7 --release "ert v15" --json
      koinon observatory agreement --year 2018

    Exit codes: 0 told, counted, or counted already; 1 no such release or year, nothing loaded; 2 usage.
    """
    platform: Platform = context.obj
    if year is not None:
        _refuse_more(context)
        _of_year(platform, year, as_json=as_json)
        return
    with platform():
        from koinon.observatory.actions import agreement as counting
        from koinon.observatory.queries import agreement as queries
        from koinon.observatory.queries import episodes

        chosen = episodes.source(named)
        if chosen is None:
            raise episodes.nothing()
        told: list[dict[str, Any]] = []
        for release in [chosen] if named else episodes.sources():
            for errors in queries.ASSUMED:
                name = f"{episodes.name_of(release)}, {errors.value}"
                with _bar(name, draws, quiet=as_json) as tell:
                    made = counting.count(release, errors, draws=draws, seed=seed, tell=tell)
                told.append(_told(episodes.name_of(release), errors.value, made))
    click.echo(json.dumps(told, indent=2) if as_json else "\n".join(map(_line, told)))


def _refuse_more(context: click.Context) -> None:
    """Years are told of all releases, and no draw is counted for them."""
    for name, option in (("draws", "--draws"), ("seed", "--seed"), ("named", "--release")):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--year stands alone: leave {option} out.")


def _of_year(platform: Platform, year: int, *, as_json: bool) -> None:
    with platform():
        from koinon.observatory.queries import agreement_years

        told = agreement_years.record(agreement_years.year(year))
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False, default=str))
        return
    click.echo(f"{year}, in {', '.join(_source(one) for one in told['releases'])}")
    for kind, word in (("aut", "autocratizing"), ("dem", "democratizing")):
        found = told[kind]
        click.echo(f"{found['some']} are called {word} by some release, {found['every']} by every one:")
        for one in found["places"]:
            against = [f"not in {', '.join(one['not_in'])}"] if one["not_in"] else []
            against += [f"no figure in {', '.join(one['without'])}"] if one["without"] else []
            against += [f"{d['share']:.1%} of draws, errors {d['errors']}" for d in one["draws"] or ()]
            tail = f" ({'; '.join(against)})" if against else ""
            name, within = plain(one["name"]), ", ".join(one["in_releases"])
            click.echo(f"  {one['place'] or one['unit']}\t{name}\t{within}{tail}")


def _source(one: dict[str, Any]) -> str:
    return f"{one['release']} ({one['publisher']}, loaded {one['loaded_at']:%Y-%m-%d})"


def _told(release: str, errors: str, made: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"release": release, "errors": errors, "draws": made.draws}
    for kind, found, held in zip(("dem", "aut"), made.found, made.held, strict=True):
        shares = (part.mean() / made.draws if len(found) else None for part in (held.exists, held.begins))
        exists, begins = (None if share is None else round(float(share), 4) for share in shares)
        told[kind] = {"episodes": len(found), "exists": exists, "begins": begins}
    return told


def _line(row: dict[str, Any]) -> str:
    parts = [
        f"{kind}: {row[kind]['episodes']} episodes, on average in {row[kind]['exists'] or 0:.1%} of draws, "
        f"with the same onset in {row[kind]['begins'] or 0:.1%}"
        for kind in ("dem", "aut")
    ]
    return f"{row['release']}, errors {row['errors']}, {row['draws']} draws. {'; '.join(parts)}."


@contextmanager
def _bar(name: str, draws: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=quiet or not sys.stderr.isatty()) as progress:
        task = progress.add_task(name, total=draws)
        yield lambda done: progress.update(task, completed=done)
