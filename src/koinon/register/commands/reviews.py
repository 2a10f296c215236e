"""`koinon register review`: cycles of peer review from a terminal, and their draws computed again."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

Platform = Callable[[], AbstractContextManager[None]]


@click.group()
def review() -> None:
    """Peer reviews: list them, draw a cycle, compute a draw again.

    \b
    Examples:
      koinon register review list
      koinon register review recompute first-cycle-draw.json
    """


@review.command("list", epilog="Exit codes: 0 printed; 1 refused; 2 usage.")
@click.argument("cycle", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.pass_obj
def listing(platform: Platform, cycle: str | None, as_json: bool) -> None:
    """Every public cycle, or the reviews of one with the stage that each stands at.

    \b
    Examples:
      koinon register review list
      koinon register review list halcyon-first-cycle
      koinon register review list halcyon-first-cycle --json
    """
    with platform():
        rows = _reviews(cycle) if cycle else _cycles()
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    for row in [] if as_json else rows:
        click.echo("  ".join(str(value) for value in row.values()))


def _cycles() -> list[dict[str, Any]]:
    from koinon.register.queries import reviews as queries

    found: Any = queries.cycles()  # each with its counts
    return [
        {"key": one.key, "state": one.state, "adopted": f"{one.adopted}/{one.reviewed}", "title": one.title}
        for one in found
    ]


def _reviews(key: str) -> list[dict[str, Any]]:
    from django.utils import timezone

    from koinon.register.queries import review_stages
    from koinon.register.queries import reviews as queries

    rows = []
    for one in queries.reviews(queries.cycle(key)):
        now = review_stages.now(review_stages.shown(one, timezone.localdate()))
        rows.append(
            {
                "order": one.order,
                "party": one.party.key,
                "begins": one.begins.isoformat() if one.begins else "",
                "stage": now.kind.value if now else "",
                "state": now.state if now else "done",
                "days_overdue": now.standing.overdue if now else 0,
            }
        )
    return rows


@review.command(epilog="Exit codes: 0 drawn; 1 refused; 2 usage.")
@click.argument("cycle")
@click.argument("seed")
@click.option("--by", "email", required=True, help="The e-mail address of the officer who draws.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
@click.pass_obj
def draw(platform: Platform, cycle: str, seed: str, email: str, as_json: bool) -> None:
    """Draw a cycle whose rules are fixed, from the seed as its source announced it.

    \b
    Examples:
      koinon register review draw halcyon-first-cycle "4 8 15 16 23 42" --by mira.solano@halcyon.example
    """
    from koinon.kernel.refusals import Refused

    with platform():
        from django.utils import timezone

        from koinon.people.queries import persons
        from koinon.register.actions import cycles
        from koinon.register.queries import reviews as queries

        person = persons.person_of(email)
        if person is None:
            raise Refused(
                "register.draw.person", "Nobody signs in as {email}: check the address.", email=email
            )
        found = queries.cycle_for(person, cycle)
        drawn = cycles.draw_cycle(
            by=person, cycle=found, revision=found.revision, seed=seed, now=timezone.now(),
            today=timezone.localdate(),
        )  # fmt: skip
        record = drawn.record
    if as_json:
        click.echo(json.dumps(record, indent=1, ensure_ascii=False))
    for number, party in enumerate([] if as_json else record["order"], start=1):
        click.echo(f"{number:3}  {party}: {', '.join(record['reviewers'][party])}")


@review.command(epilog="Exit codes: 0 the record follows from its seed; 1 it does not; 2 usage.")
@click.argument("record", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def recompute(record: Path, as_json: bool) -> None:
    """Compute a draw, or the order of speakers, again from its record, without a database.

    The record is the file that the page of the cycle, or of the review, offers.

    \b
    Examples:
      koinon register review recompute first-cycle-draw.json
      koinon register review recompute first-cycle-aldry-speakers.json
      koinon register review recompute first-cycle-draw.json --json
    """
    from koinon.register.engine.reviewing import record as records
    from koinon.register.engine.reviewing import speaking

    try:
        told = json.loads(record.read_text("utf-8"))
        spoken = isinstance(told, dict) and str(told.get("version")).startswith("koinon-speakers-")
        found = [str(fault) for fault in (speaking.faults(told) if spoken else records.faults(told))]
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        told, found = {}, [f"{record.name} is no JSON file: {error}"]
    if as_json:
        click.echo(json.dumps({"record": record.name, "faults": found}, ensure_ascii=False))
    for fault in [] if as_json else found:
        click.echo(fault, err=True)
    if found:
        raise SystemExit(1)
    if spoken and not as_json:
        click.echo(
            f"The order of {len(told['order'])} speakers follows from the draw of {told['cycle']}: digest "
            f"{told['digest']}, seed {told['seed']}. Compare both with the record of that draw."
        )
    elif not as_json:
        click.echo(
            f"The record follows from its seed: {len(told['order'])} parties, {len(told['lots'])} lots, "
            f"{len(told['changes'])} stood down."
        )
