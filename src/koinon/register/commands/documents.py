"""`koinon register list | show | bring`: the register from a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

Platform = Callable[[], AbstractContextManager[None]]


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.pass_obj
def listing(platform: Platform, as_json: bool) -> None:
    """Every document here with its state, newest first.

    \b
    Examples:
      koinon register list
      koinon register list --json

    Exit codes: 0 printed, 1 refused, 2 usage.
    """
    with platform():
        from koinon.register.queries import desk

        rows = [desk.as_row(document) for document in desk.every_document()]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    for row in [] if as_json else rows:
        click.echo(f"{row['state']:10} {row['provisions']:5}  {row['slug']}  {row['title']}")


@click.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print the document as JSON.")
@click.pass_obj
def show(platform: Platform, slug: str, as_json: bool) -> None:
    """One published document with its provisions.

    \b
    Examples:
      koinon register show declaration-of-port-audley-2031
      koinon register show declaration-of-port-audley-2031 --json

    Exit codes: 0 printed, 1 no such document, 2 usage.
    """
    with platform():
        from koinon.register.queries import desk

        found = desk.published_as_json(slug)
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    click.echo(f"{found['title']}\n{', '.join(found['issuers'])}, {found['date'] or 'no date'}\n")
    for row in found["provisions"]:
        click.echo(f"{row['label']}  [{row['kind']}, {row['strength']}]  {', '.join(row['addressees'])}")
        click.echo(f"    {row['text']}\n")


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--by", "email", required=True, help="The e-mail address of the person who brings them.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each file as JSON.")
@click.pass_obj
def bring(platform: Platform, files: tuple[Path, ...], email: str, as_json: bool) -> None:
    """Bring files to the desk, as the upload page does; the worker reads them.

    \b
    Examples:
      koinon register bring outcome.pdf --by mira.solano@halcyon.example

    Exit codes: 0 all brought, 1 one or more refused, 2 usage.
    """
    from koinon.kernel.refusals import Refusal, Refused

    outcomes = []
    with platform():
        from koinon.people.queries import persons
        from koinon.register.actions import uploading
        from koinon.register.queries import desk

        person = persons.person_of(email)
        if person is None:
            raise Refused(
                "register.bring.person", "Nobody signs in as {email}: check the address.", email=email
            )
        behalf = next(iter(desk.behalves(person)), None)
        for path in files:
            try:
                document = uploading.upload(by=person, name=path.name, data=path.read_bytes(), behalf=behalf)
                outcomes.append({"file": str(path), "document": document.slug, "problem": None})
            except Refusal as refusal:
                outcomes.append({"file": str(path), "document": None, "problem": refusal.message})
    if as_json:
        click.echo(json.dumps(outcomes, indent=2, ensure_ascii=False))
    for row in [] if as_json else outcomes:
        click.echo(f"{row['file']}: {row['problem'] or 'waits to be read'}", err=bool(row["problem"]))
    if any(row["problem"] for row in outcomes):
        raise SystemExit(1)
