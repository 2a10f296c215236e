"""`koinon register policy show | preview | set`: what is expected by when, from a terminal."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

Platform = Callable[[], AbstractContextManager[None]]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOR = click.option("--document", "slug", help="Slug of a published document; without it, all others.")
_BACK = click.option(
    "--reaches-back", "back", is_flag=True, help="Set the dates of what is published anew as well."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")


@click.group()
def policy() -> None:
    """What addressees are expected to answer, report and do, and by when.

    \b
    Examples:
      koinon register policy show
      koinon register policy preview dates.toml --reaches-back
      koinon register policy set dates.toml --reason "Agreed in the plenary."
    """


@policy.command(epilog="Exit codes: 0 printed, 1 refused, 2 usage.")
@_JSON
@click.pass_obj
def show(platform: Platform, as_json: bool) -> None:
    """Every policy in force, and the versions before it.

    \b
    Examples:
      koinon register policy show
      koinon register policy show --json
    """
    with platform():
        from koinon.register.queries import policies

        rows = [
            {**policies.record(one), "in_force": one is versions[0]}
            for versions in policies.everywhere()
            for one in versions
        ]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
    for row in [] if as_json else rows:
        click.echo(_line(row))


@policy.command(epilog="Exit codes: 0 printed, 1 refused, 2 usage.")
@click.argument("file", type=_FILE, metavar="FILE.toml")
@_FOR
@_BACK
@_JSON
@click.pass_obj
def preview(platform: Platform, file: Path, slug: str | None, back: bool, as_json: bool) -> None:
    """Every date that a policy would produce. Nothing is set.

    \b
    Examples:
      koinon register policy preview dates.toml
      koinon register policy preview dates.toml --document declaration-of-port-audley-2031 --reaches-back
    """
    with platform():
        from django.utils import timezone

        from koinon.register.queries import policies

        found = policies.preview(_document(slug), _read(file), back, timezone.now())
        documents = policies.titles(found.rows)
        rows = [{**asdict(row), "document": documents[row.document].slug} for row in found.rows]
    if as_json:
        told = {"fingerprint": found.fingerprint, "totals": found.totals, "dates": rows}
        click.echo(json.dumps(told, indent=2, default=str))
        return
    for row in rows:
        moved = f"{row['before'] or '–'} → {row['after'] or '–'}"
        click.echo(f"{row['count']:8}  {row['kind']:6}  {moved:24}  {row['fate']:9}  {row['document']}")
    click.echo(" · ".join(f"{fate}: {number}" for fate, number in found.totals.items()))
    click.echo(f"fingerprint {found.fingerprint}")


@policy.command("set", epilog="Exit codes: 0 set, 1 refused, 2 usage.")
@click.argument("file", type=_FILE, metavar="FILE.toml")
@click.option("--reason", required=True, help="Why; everyone may read it.")
@click.option("--seen", default="", help="The fingerprint of the preview that was looked at.")
@_FOR
@_BACK
@_JSON
@click.pass_obj
def set_dates(
    platform: Platform, file: Path, reason: str, seen: str, slug: str | None, back: bool, as_json: bool
) -> None:
    """Set what is expected by when. With --reaches-back, --seen is needed: look at the preview first.

    \b
    Examples:
      koinon register policy set dates.toml --reason "Agreed in the plenary."
      koinon register policy set dates.toml --reaches-back --reason "Elections." --seen 1f0c…
    """
    with platform():
        from django.utils import timezone

        from koinon.ledger.platform import PLATFORM
        from koinon.register.actions import policies as actions
        from koinon.register.queries import policies

        document, wanted, now = _document(slug), _read(file), timezone.now()
        if not back:  # no date moves: there is nothing to have looked at
            seen = policies.preview(document, wanted, back, now).fingerprint
        made = actions.set_policy(
            by=PLATFORM,
            document=document,
            policy=wanted,
            reaches_back=back,
            reason=reason,
            seen=seen,
            now=now,
        )
        row = {**policies.record(made), "in_force": True}
    click.echo(json.dumps(row, indent=2, ensure_ascii=False, default=str) if as_json else _line(row))


def _document(slug: str | None) -> Any:
    from koinon.register.queries import public

    return public.document(slug) if slug else None


def _read(file: Path) -> Any:
    from koinon.kernel.refusals import Refused
    from koinon.register.engine.following.policy import proposed

    try:
        return proposed(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(
            "register.policy.file",
            "{file} is no TOML file: {problem}. See the guide for how it is written.",
            file=file.name,
            problem=str(error),
        ) from error


def _line(row: dict[str, Any]) -> str:
    expects = [
        f"answer in {row['answer_days']} days" if row["answer_days"] is not None else "",
        f"report every {row['report_months']} months" if row["report_months"] else "",
        f"done by {row['due_on']}" if row["due_on"] else "",
    ]
    state = "in force" if row["in_force"] else "before"
    told = ", ".join(filter(None, expects)) or "nothing expected"
    return f"{row['document'] or 'partnership'}  version {row['version']} ({state}): {told}. {row['reason']}"
