"""`koinon search`: what is published, found from a terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import click

Platform = Callable[[], AbstractContextManager[None]]
MOST = 10_000
FACET_LINES = 5  # values of a facet that the table shows
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_SITE = "http://localhost"


@click.command(short_help="Search what is published.")
@click.argument("words", nargs=-1, metavar="WORDS…")
@click.option(
    "--facet",
    "facets",
    multiple=True,
    metavar="NAME=VALUE",
    help="Only provisions with this value; several of one name mean any of them. Names: kind, strength, "
    "addressee, issuer, theme, group, year, language, deadline.",
)
@click.option("--limit", type=click.IntRange(0, MOST), default=10, show_default=True, help="Hits to print.")
@click.option("--offset", type=click.IntRange(0, MOST), default=0, help="Hits to leave out first.")
@click.option(
    "--literally", is_flag=True, help="The words as typed: no question, no party, no near spelling."
)
@click.option("--site", default=_SITE, show_default=True, help="What addresses in the records begin with.")
@click.option("--json", "as_json", is_flag=True, help="Print total, hits, facets and what was understood.")
@click.pass_obj
def search(
    platform: Platform,
    words: tuple[str, ...],
    facets: tuple[str, ...],
    limit: int,
    offset: int,
    literally: bool,
    site: str,
    as_json: bool,
) -> None:
    """Search what is published, the best first; without WORDS everything, the newest first.

    \b
    Exit codes: 0 searched (also when nothing was found) · 1 refused · 2 wrong usage.

    \b
    Examples:
      koinon search spyware
      koinon search what is ASEAN asked to do about spyware --json
      koinon search journalists --facet year=2031 --facet kind=commitment
      koinon search "“civic space”" --literally --limit 50 --json
    """
    with platform():
        from koinon.register.queries import excerpts, records
        from koinon.register.queries import search as finding

        wanted = finding.Search(" ".join(words), _chosen(facets), literally)
        found = finding.found(wanted, offset=offset, limit=limit)
        outcome = {
            "total": found.total,
            "hits": [
                {
                    "provision": records.provision_record(hit.provision, site.rstrip("/")),
                    "score": round(hit.score, 4),
                    "excerpt": [
                        {"text": part.text, "hit": part.hit}
                        for part in excerpts.excerpt(hit.provision, found.question)
                    ],
                }
                for hit in found.hits
            ],
            "facets": {
                name: [{"value": value, "count": count} for value, count in counts]
                for name, counts in found.facets.items()
            },
            "understood": _understood(found),
            "also_searched": {typed: list(near) for typed, near in found.also.items()},
        }
    if as_json:
        click.echo(json.dumps(outcome, indent=2, ensure_ascii=False, default=str))
    else:
        _print(outcome)


def _chosen(facets: tuple[str, ...]) -> dict[str, list[str]]:
    from koinon.register.queries.index_rows import FACETS

    chosen: dict[str, list[str]] = {}
    for given in facets:
        name, sign, value = given.partition("=")
        if not sign or name not in FACETS or not value:
            raise click.BadParameter(
                f"“{given}” is not NAME=VALUE with one of the names {', '.join(FACETS)}.",
                param_hint="--facet",
            )
        chosen.setdefault(name, []).append(value)
    return chosen


def _understood(found: Any) -> dict[str, Any]:
    question = found.question
    return {
        "words": [word.text for word in question.words],
        "phrases": list(question.phrases),
        "parties": [{"party": m.party, "part": m.part or None} for m in question.mentions],
        "kind": question.kind.value if question.kind else None,
        "whole_question_met": not found.looser,
    }


def _print(outcome: Mapping[str, Any]) -> None:
    """The outcome for the eye, without control characters that a text may hold."""
    styled = sys.stdout.isatty()
    for hit in outcome["hits"]:
        provision = hit["provision"]
        head = (
            f"{provision['document']} {provision['number']}  [{provision['kind']}, {provision['strength']}]"
        )
        names = ", ".join(a["name"] for a in provision["addressees"])
        click.echo(click.style(_clean(head), bold=True) + (f"  → {_clean(names)}" if names else ""))
        marked = (
            click.style(_clean(part["text"]), fg="yellow") if part["hit"] else _clean(part["text"])
            for part in hit["excerpt"]
        )
        text = "".join(marked) if styled else _clean("".join(part["text"] for part in hit["excerpt"]))
        click.echo(f"    {text}\n")
    for typed, near in outcome["also_searched"].items():
        click.echo(_clean(f"“{typed}” was hardly found: also searched for {', '.join(near)}."))
    if not outcome["understood"]["whole_question_met"]:
        click.echo("No provision meets the whole question; these come nearest to it.")
    click.echo(f"{outcome['total']} found, {len(outcome['hits'])} shown.")
    for name, values in outcome["facets"].items():
        if values:
            shown = ", ".join(f"{_clean(v['value'])} {v['count']}" for v in values[:FACET_LINES])
            click.echo(f"  {name:9} {shown}")


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text)
