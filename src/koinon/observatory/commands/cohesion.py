"""`koinon observatory cohesion`: how alike a group votes, from the roll calls that are loaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

import click

from koinon.kernel.refusals import Refused

Platform = Callable[[], AbstractContextManager[None]]


@click.command(short_help="How alike a group votes in the General Assembly.")
@click.argument("group")
@click.option(
    "--by",
    type=click.Choice(["session", "issue"]),
    default="session",
    show_default=True,
    help="Rows of what.",
)
@click.option("--issue", default="", help="Of one issue alone: me, nu, di, hr, co or ec.")
@click.option("--from", "since", type=int, help="From the session that opened in this year.")
@click.option("--to", "until", type=int, help="To the session that opened in this year.")
@click.option("--dataset", default="", help="unga-raw or unvotes; the first that is loaded, unless named.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.pass_obj
def cohesion(
    platform: Platform,
    group: str,
    by: str,
    issue: str,
    since: int | None,
    until: int | None,
    dataset: str,
    as_json: bool,
) -> None:
    """Agreement index and Rice's index of GROUP, with their denominators.

    GROUP is a region or group by its code (asean, m49-142), rated-free, rated-partly-free, rated-not-free,
    all-members, or meets- and the key of a rule set.

    \b
    Examples:
      koinon observatory cohesion asean --by issue
      koinon observatory cohesion rated-free --issue hr --from 2005 --to 2005 --json

    Exit codes: 0 done; 1 refused; 2 usage.
    """
    if since is not None and until is not None and until < since:
        raise click.UsageError(f"--to {until} comes before --from {since}.")
    with platform():
        from koinon.observatory.engine.cohesion.reading import ISSUES
        from koinon.observatory.engine.cohesion.votes import OPENED
        from koinon.observatory.queries import cohesion as queries
        from koinon.observatory.queries import cohesion_records as records
        from koinon.observatory.queries import roll_calls, voting_groups

        if dataset and dataset not in roll_calls.DATASETS:
            raise _unknown(dataset, "--dataset", roll_calls.DATASETS)
        if issue and issue not in ISSUES:
            raise _unknown(issue, "--issue", ISSUES)
        held = roll_calls.needed(roll_calls.held(dataset), dataset)
        asked = queries.Asked(issue, since and since - OPENED, until and until - OPENED)
        if not held.kept(asked.issue, asked.first, asked.last).any():
            raise Refused(
                "observatory.cohesion.none",
                "No roll call is like that: those of {release} are of sessions that opened from {first} to "
                "{last}.",
                release=records.told(held.release),
                first=int(held.years.min()),
                last=int(held.years.max()),
            )
        found = queries.cohesion(voting_groups.group(group), held, asked)
        if as_json:
            click.echo(json.dumps(records.whole_record(found), ensure_ascii=False))
            return
        rows = found.issues if by == "issue" else found.sessions
        click.echo(f"{found.group.name}, {records.told(held.release)}")
        for key, summary in [*((_label(row), row.summary) for row in rows), ("all", found.whole)]:
            click.echo(f"{key:>12}  {_line(summary, absences=held.absences)}")


def _label(row: Any) -> str:
    return str(row.year) if row.year else str(row.key)


def _unknown(given: str, option: str, known: Iterable[str]) -> Refused:
    return Refused(
        "observatory.cohesion.choice",
        "“{given}” is nothing that {option} can be: choose {known}.",
        given=given,
        option=option,
        known=", ".join(known),
    )


def _line(summary: Any, *, absences: bool) -> str:
    agreement, rice = (
        "  –  " if value is None else f"{value:.3f}" for value in (summary.agreement, summary.rice)
    )
    told = f"{summary.absences} of {summary.chances} absent"
    away = told if absences else "absences are not recorded"
    return f"agreement {agreement}  Rice {rice}  {summary.counted} roll calls  {summary.most} members  {away}"
