"""`koinon observatory standing`: what a rule set says of whom at a date."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

Platform = Callable[[], AbstractContextManager[None]]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ERRORS = {
    "common": "a country is judged too high or too low by the same in all years (errors common)",
    "lasting": "such errors fade by a twentieth a year (errors lasting)",
    "separate": "every year errs by itself (errors separate)",
}
_MARKS = {"holds": "yes", "does not hold": "no", "not known": "?"}


@click.command()
@click.argument("name", metavar="[RULESET]", default="")
@click.option("--date", "day", default="", help="A day such as 2024-06-30, or a year for its last day.")
@click.option(
    "--place",
    "code",
    help="One place with its trace: by code (NAM, NA), name, or unit as listed (fiw:Tibet).",
)
@click.option("--rules", type=_FILE, metavar="FILE.toml", help="A rule set that is not published.")
@click.option("--alternative", default="", help="Another reading of the rule set, by its key.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_obj
def standing(
    platform: Platform,
    name: str,
    day: str,
    code: str | None,
    rules: Path | None,
    alternative: str,
    as_json: bool,
) -> None:
    """Who meets a rule set at a date, who does not, who cannot be decided; or why, of one place.

    Without RULESET and --rules it lists the rule sets there are. Figures come from the newest releases
    that are loaded.

    \b
    Examples:
      koinon observatory standing
      koinon observatory standing free-or-partly-free --date 2024
      koinon observatory standing no-disruption-no-erosion --place HUN --json
      koinon observatory standing --rules charter.toml --date 2020-01-01

    Exit codes: 0 told; 1 refused; 2 usage.
    """
    with platform():
        if rules is None and not name:
            _tell(_every(day), as_json, _lines_of_sets)
        elif code:
            _tell(_of_place(name, rules, alternative, day, code), as_json, _lines_of_place)
        else:
            _tell(_world(name, rules, alternative, day), as_json, _lines_of_world)


def _tell(told: Any, as_json: bool, lines: Callable[[Any], list[str]]) -> None:
    click.echo(
        json.dumps(told, indent=2, ensure_ascii=False, default=str) if as_json else "\n".join(lines(told))
    )


def _reading(name: str, rules: Path | None, alternative: str) -> Any:
    from koinon.kernel.refusals import NotFound, Refused
    from koinon.observatory.engine.standing.parsing import parsed
    from koinon.observatory.queries import rule_set_checks, rule_sets
    from koinon.observatory.queries.standing import Reading, reading

    if rules is None:
        return reading(f"{name}:{alternative}" if alternative else name)
    try:
        text = rules.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            "observatory.rules.encoding", "{file} is not UTF-8: save it as UTF-8.", file=rules.name
        ) from error
    written = parsed(text, rules.name)
    rule_set_checks.refuse_unfit(written, text, rules.name)
    held = rule_sets.Held(written, text, rule_sets.digest(text))
    if alternative and alternative not in held.rules.alternatives:
        raise NotFound("observatory.alternative", "This rule set has no such alternative.")
    return Reading(held, alternative)


def _day(given: str) -> Any:
    from django.utils import timezone

    from koinon.observatory.forms.standing import day_asked

    return day_asked(given, timezone.localdate())


def _every(day: str) -> list[dict[str, Any]]:
    from koinon.observatory.queries import rule_sets, standing_records

    on = _day(day)
    return [standing_records.of_rules(held, on, "") for held in rule_sets.every()]


def _world(name: str, rules: Path | None, alternative: str, day: str) -> dict[str, Any]:
    from koinon.observatory.queries import standing, standing_records

    found = standing.world(_reading(name, rules, alternative), _day(day))
    return {
        "rule_set": found.reading.held.key,
        "version": found.reading.held.rules.version,
        "alternative": found.reading.alternative,
        "on": found.on,
        "judged": found.judged,
        "meets": len(found.yes),
        "does_not": len(found.no),
        "undecided": len(found.open),
        "missing": list(found.missing),
        "lacking": [{"release": release, "column": column} for release, column in found.lacking],
        "releases": {key: release.version for key, release in found.releases.items()},
        "places": list(standing_records.records(found, "")),
    }


def _of_place(name: str, rules: Path | None, alternative: str, day: str, code: str) -> dict[str, Any]:
    from koinon.observatory.queries import standing, standing_records
    from koinon.observatory.queries.standing_agreement import agreement
    from koinon.observatory.queries.standing_draws import draws

    chosen, on = _reading(name, rules, alternative), _day(day)
    row, of = standing.row_of(chosen, code, on)
    told = standing_records.record(row, chosen, on, of.releases, "")
    agreeing = agreement(chosen, on).get(row.subject.code, [])
    return told | {
        "agreement": standing_records.of_agreement(agreeing),
        "draws": standing_records.of_draws(draws(chosen, row, of)),
        "missing": list(of.missing),
    }


def _lines_of_sets(told: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['rule_set']} {one['version']}: {one['meets']} of {one['judged']} meet it, "
        f"{one['does_not']} do not, {one['undecided']} cannot be decided{_missing(one)}"
        for one in told
    ]


def _lines_of_world(told: dict[str, Any]) -> list[str]:
    head = (
        f"{told['rule_set']} {told['version']} on {told['on']}: {told['meets']} of {told['judged']} meet it, "
        f"{told['does_not']} do not, {told['undecided']} cannot be decided{_missing(told)}"
    )
    return [head, *(f"{one['verdict']}\t{one['place']}\t{one['name']}" for one in told["places"])]


def _lines_of_place(told: dict[str, Any]) -> list[str]:
    lines = [f"{told['name']} ({told['place']}), {told['rule_set']} on {told['on']}: {told['verdict']}"]
    for one in told["trace"]:
        figure = one["why"] or f"{one['figure']} in {one['year']}, asked is {one['threshold']}"
        source = f"{one['dataset']} {one['release'] or ''}".strip()
        lines.append(f"  [{_MARKS[one['verdict']]}] {one['title']}: {figure} ({source})")
    changes = [
        f"{one['criterion']} by {one['by']:g} {one['unit']}".rstrip()
        if one["by"] is not None
        else one["criterion"]
        for one in told["nearest"]["changes"]
    ]
    if changes:
        lines.append(f"  Would stand otherwise: {', '.join(changes)}")
    lines += [
        f"  Agreement in {one['dataset']}: {len(one['holds'])} of {len(one['holds']) + len(one['differs'])} "
        "releases"
        for one in told["agreement"]
    ]
    lines += [f"  Holds in {_share(one)}, if {_ERRORS[one['errors']]}" for one in told["draws"]["shares"]]
    return lines


def _share(one: dict[str, Any]) -> str:
    """In how many draws; a hundredth short of all is not told as all."""
    if one["share"] >= 1:
        return "all draws"
    rounded = min(one["share"], 0.999)
    return f"{'at least ' if one['least'] else ''}{rounded:.1%} of draws"


def _missing(told: dict[str, Any]) -> str:
    """What is not here of what the rule set looks at."""
    parts = [f"not loaded: {', '.join(told['missing'])}"] if told["missing"] else []
    parts += [f"{one['release']} has no column {one['column']}" for one in told.get("lacking", ())]
    return f" ({'; '.join(parts)})" if parts else ""
