"""`koinon ledger`: export a copy, check a copy, sign the head."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

from koinon.kernel.refusals import Refused
from koinon.ledger.engine.verification import Verification, verification

Platform = Callable[[], AbstractContextManager[None]]


@click.group()
def ledger() -> None:
    """The hash-chained record of every act: export, verify, sign.

    \b
    Examples:
      koinon ledger export --out ledger.jsonl
      koinon ledger verify ledger.jsonl --key 5f0c…
      koinon ledger checkpoint
    """


@ledger.command(
    epilog="Exit codes: 0 it holds; 1 it does not, and the first fault is named; 2 no ledger export."
)
@click.argument("export", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--key", metavar="HEX", help="The public key you already hold; else the copy's own is believed."
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def verify(export: Path, key: str | None, as_json: bool) -> None:
    """Check an exported copy of the ledger, without the database and without the platform.

    \b
    Examples:
      koinon ledger verify ledger.jsonl
      koinon ledger verify ledger.jsonl --key 5f0c… --json
    """
    try:
        with export.open(encoding="utf-8") as lines:
            outcome = verification(lines, trusted_key=key)
    except (OSError, UnicodeDecodeError, Refused) as error:
        told = str(error) if isinstance(error, Refused) else f"{export} cannot be read as text: {error}."
        click.echo(
            json.dumps({"holds": None, "message": told}) if as_json else f"koinon: {told}", err=not as_json
        )
        sys.exit(2)
    click.echo(json.dumps(facts(outcome)) if as_json else sentence(outcome, trusted=key is not None))
    sys.exit(0 if outcome.holds else 1)


def facts(outcome: Verification) -> dict[str, object]:
    """The outcome for a program."""
    return {
        "holds": outcome.holds,
        "entries": outcome.entries,
        "checkpoints": outcome.checkpoints,
        "signed_to": outcome.signed_to,
        "head": outcome.head,
        "fault": outcome.fault,
        "number": outcome.number,
        "message": outcome.message,
    }


def sentence(outcome: Verification, *, trusted: bool) -> str:
    """The outcome for a person."""
    if not outcome.holds:
        return f"Does not hold. {outcome.message} ({outcome.entries} entries before it hold.)"
    told = f"Holds: {outcome.entries} entries, {outcome.checkpoints} checkpoints, head {outcome.head}."
    if outcome.signed_to < outcome.entries:
        told += f" Entries after {outcome.signed_to} are not yet signed."
    if not trusted:
        told += " The key was taken from the copy itself: give --key to check it against one you hold."
    return told


@ledger.command(epilog="Exit codes: 0 written; 1 not, and the sentence says why.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else standard output."
)
@click.pass_obj
def export(platform: Platform, out: Path | None) -> None:
    """Write the whole ledger as JSON Lines; it holds no personal data.

    \b
    Examples:
      koinon ledger export --out ledger.jsonl
      koinon ledger export | gzip > ledger.jsonl.gz
    """
    with platform():
        from koinon.ledger.queries import export as lines

        if out is None:
            for line in lines():
                click.echo(line, nl=False)
            return
        draft = out.with_name(f".{out.name}.{os.getpid()}")
        try:
            with draft.open("w", encoding="utf-8") as file:
                file.writelines(lines())
            draft.replace(out)
        finally:
            draft.unlink(missing_ok=True)
        click.echo(f"Written to {out}.")


@ledger.command(epilog="Exit codes: 0 signed or already signed; 1 not, and the sentence says why.")
@click.pass_obj
def checkpoint(platform: Platform) -> None:
    """Sign the newest entry with the installation's key.

    \b
    Examples:
      koinon ledger checkpoint
    """
    with platform():
        from koinon.ledger.checkpoints import checkpoint as sign

        signed = sign()
        if signed is None:
            click.echo("The ledger has no entry yet: nothing to sign.")
        else:
            click.echo(
                f"Entry {signed.entry_id} is signed: {signed.signature}\nPublic key: {signed.public_key}"
            )
