"""A reading for the eye, in the terminal."""

from __future__ import annotations

import textwrap

import click

from koinon.register.engine.documents import Provision, Reading

COLOURS = {"commitment": "green", "recommendation": "cyan", "principle": "magenta", "finding": "yellow"}


def rendered(reading: Reading, *, width: int) -> str:
    """The reading as text of `width` columns with ANSI styles (strip them with `click.unstyle`)."""
    count = len(reading.provisions)
    day = reading.date.isoformat() if reading.date else None
    about = [
        ", ".join(reading.issuers),
        day,
        reading.place,
        reading.language,
        f"{count} provision{'' if count == 1 else 's'}",
    ]
    lines = [
        click.style(reading.title or reading.file, bold=True),
        " · ".join(part for part in about if part),
        click.style(reading.file, dim=True),
    ]
    section: tuple[str, ...] | None = None
    for provision in reading.provisions:
        if provision.section != section:
            section = provision.section
            if section:
                lines += ["", click.style(" › ".join(section), underline=True)]
        lines += ["", *_provision(provision, width)]
    return "\n".join(lines) + "\n"


def _provision(provision: Provision, width: int) -> list[str]:
    kind = click.style(
        f"{provision.kind.value}, {provision.strength.value}", fg=COLOURS[provision.kind.value]
    )
    who = ", ".join(a.name for a in provision.addressees)
    head = [
        click.style(provision.label, bold=True) if provision.label else "",
        kind,
        f"→ {who}" if who else "",
    ]
    if provision.deadline:
        due = provision.deadline.due
        head.append(f"⏱ {provision.deadline.text}" + (f" ({due.isoformat()})" if due else ""))
    tags = [*provision.themes, *(f"group: {g}" for g in provision.groups)]
    body = textwrap.wrap(provision.text, max(30, width - 4)) or [""]
    where = f"page {provision.page}" if provision.page else ""
    foot = " · ".join(part for part in (where, ", ".join(tags), "; ".join(provision.why)) if part)
    return [
        "  ".join(part for part in head if part),
        *(f"    {line}" for line in body),
        *(click.style(f"    {line}", dim=True) for line in textwrap.wrap(foot, max(30, width - 4))),
    ]
