"""Standings as records for programs and spreadsheets, each with what it was read from.

Texts are in the active language, else in English; verdicts and keys are the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.engine.standing.rule_sets import Words, said
from koinon.observatory.engine.standing.standings import Joint, Step, decisive, steps
from koinon.observatory.models import Release
from koinon.observatory.queries import standing, standing_words
from koinon.observatory.queries.rule_sets import Held
from koinon.observatory.queries.standing import Change, Reading, Row, World
from koinon.observatory.queries.standing_agreement import Agreeing
from koinon.observatory.queries.standing_draws import Draws
from koinon.ui import telling
from koinon.ui.languages import permanent

COLUMNS = (
    "rule_set", "version", "alternative", "on", "place", "name", "verdict", "because", "nearest", "figures",
    "releases", "url",
)  # fmt: skip
RULE_COLUMNS = (
    "rule_set", "version", "title", "question", "sentence", "source", "on", "meets", "does_not", "undecided",
    "judged", "missing", "invented", "url",
)  # fmt: skip
CHANGE_COLUMNS = ("place", "name", "a", "b")


def record(row: Row, chosen: Reading, on: date, releases: Mapping[str, Release], site: str) -> dict[str, Any]:
    """One subject under one reading: verdict, trace, nearness."""
    return {
        "rule_set": chosen.held.key,
        "version": chosen.held.rules.version,
        "alternative": chosen.alternative,
        "on": on,
        "place": row.subject.code,
        "name": row.subject.name,
        "verdict": row.verdict,
        "because": [one.criterion.key for one in decisive(row.joint)],
        "nearest": {
            "told": row.way.told,
            "changes": [
                {"criterion": s.criterion.key, "by": s.distance, "unit": _unit(s)} for s in row.way.changes
            ],
        },
        "trace": [_step(one, releases) for one in steps(row.joint)],
        "how": _joint(row.joint),
        "url": _address(row, chosen, site),
    }


def _said(words: Words) -> str:
    return said(words, get_language() or "en")


def _unit(step: Step) -> str:
    return standing_words.unit(step, get_language() or "en")


def _address(row: Row, chosen: Reading, site: str) -> str | None:
    if row.subject.place is None:
        return None
    address = permanent(reverse("observatory:standing", args=[chosen.held.key, row.subject.code]))
    return site + address


def _step(one: Step, releases: Mapping[str, Release]) -> dict[str, Any]:
    criterion = one.criterion
    release = releases.get(criterion.dataset)
    return {
        "criterion": criterion.key,
        "title": _said(criterion.title),
        "verdict": str(standing_words.HOLDS[one.truth]),
        "figure": one.category or (None if one.figure is None else standing_words.number(one.figure)),
        "year": one.year,
        "measure": telling.told(standing_words.measure(criterion)),
        "threshold": telling.told(standing_words.threshold(criterion)),
        "dataset": criterion.dataset,
        "release": release.version if release else None,
        "distance": one.distance,
        "unit": _unit(one),
        "why": telling.told(standing_words.why(one)),
    }


def _joint(joint: Joint) -> dict[str, Any]:
    """Which criteria stand in which terms, and what each came to."""
    return {
        "term": joint.term.key,
        "combination": joint.term.how.value,
        "verdict": str(standing_words.HOLDS[joint.truth]),
        "parts": [part.criterion.key if isinstance(part, Step) else _joint(part) for part in joint.parts],
    }


def flat(told: dict[str, Any]) -> dict[str, Any]:
    """A record as the cells of a row."""
    changes = told["nearest"]["changes"]
    return {
        **{name: told.get(name) for name in COLUMNS},
        "because": "; ".join(told["because"]),
        "nearest": "; ".join(_change(one) for one in changes),
        "figures": "; ".join(
            f"{one['criterion']} {one['figure']} ({one['year']})"
            for one in told["trace"]
            if one["figure"] is not None
        ),
        "releases": "; ".join(
            sorted({f"{one['dataset']} {one['release']}" for one in told["trace"] if one["release"]})
        ),
    }  # fmt: skip


def _change(one: dict[str, Any]) -> str:
    return one["criterion"] if one["by"] is None else f"{one['criterion']} {one['by']} {one['unit']}".strip()


def records(found: World, site: str) -> Iterator[dict[str, Any]]:
    """Everyone at a date."""
    return (record(row, found.reading, found.on, found.releases, site) for row in found.rows)


def of_rules(held: Held, on: date, site: str) -> dict[str, Any]:
    """A rule set with its source, and how many stand how."""
    rules, found = held.rules, standing.world(Reading(held), on)
    return {
        "rule_set": held.key,
        "version": rules.version,
        "title": _said(rules.title),
        "question": _said(rules.question),
        "sentence": rules.source.sentence,
        "source": source(held),
        "on": on,
        "meets": found.counts[Truth.YES],
        "does_not": found.counts[Truth.NO],
        "undecided": found.counts[Truth.UNKNOWN],
        "judged": found.judged,
        "missing": list(found.missing),
        "alternatives": [
            {"alternative": key, "title": _said(one.title), "why": _said(one.why)}
            for key, one in rules.alternatives.items()
        ],
        "releases": [{"dataset": key, "version": release.version} for key, release in found.releases.items()],
        "own": held.own,
        "invented": rules.invented,
        "url": site + permanent(reverse("observatory:rule_set", args=[held.key])),
    }


def source(held: Held) -> str:
    """Where the sentence stands: issuer, document, day, place in it."""
    one = held.rules.source
    return ", ".join(
        filter(None, (one.issuer, one.document, one.on.isoformat() if one.on else "", one.place))
    )


def flat_rules(told: dict[str, Any]) -> dict[str, Any]:
    """A rule set as the cells of a row."""
    return {name: told[name] for name in RULE_COLUMNS} | {"missing": "; ".join(told["missing"])}


def of_change(one: Change) -> dict[str, Any]:
    """A subject with its verdicts at both looks; None where it is not judged."""
    return {
        "place": one.subject.code,
        "name": one.subject.name,
        "a": standing.VERDICTS[one.before] if one.before is not None else None,
        "b": standing.VERDICTS[one.after] if one.after is not None else None,
    }


def of_agreement(found: list[Agreeing]) -> list[dict[str, Any]]:
    """In how many releases of each dataset a verdict holds."""
    return [
        {
            "dataset": one.release.dataset.key,
            "release": one.release.version,
            "holds": [r.version for r in one.holds],
            "differs": [r.version for r in one.differs],
            "silent": [r.version for r in one.silent],
        }
        for one in found
    ]


def of_draws(found: Draws) -> dict[str, Any]:
    """In how many draws a verdict holds."""
    shares = [{"errors": one.errors.value, "share": one.share, "least": one.least} for one in found.rows]
    return {"state": found.state, "shares": shares}
