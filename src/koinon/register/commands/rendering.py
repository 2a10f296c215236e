"""A reading for the eye, in the terminal."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import click

from koinon.register.engine.documents import Provision, Reading

COLOURS = {"commitment": "green", "recommendation": "cyan", "principle": "magenta", "finding": "yellow"}
# A document may hold escape sequences; they must never reach the terminal as such.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")


def rendered(reading: Reading, *, width: int, styled: bool) -> str:
    """The reading as text of `width` columns, with colours and weights if `styled`."""
    look = _Look(width, styled)
    count = len(reading.provisions)
    about = [
        ", ".join(reading.issuers),
        reading.date.isoformat() if reading.date else None,
        reading.place,
        reading.language,
        f"{count} provision{'' if count == 1 else 's'}",
    ]
    lines = [
        look.set(reading.title or reading.file, bold=True),
        look.set(" · ".join(part for part in about if part)),
        look.set(reading.file, dim=True),
    ]
    section: tuple[str, ...] | None = None
    for provision in reading.provisions:
        if provision.section != section:
            section = provision.section
            if section:
                lines += ["", look.set(" › ".join(section), underline=True)]
        lines += ["", *look.provision(provision)]
    return "\n".join(lines) + "\n"


class _Look:
    """Width and styles of the output."""

    def __init__(self, width: int, styled: bool) -> None:
        self._width = max(30, width - 4)
        self._styled = styled

    def set(self, words: str, **style: Any) -> str:
        """Words without control characters, styled if styles are wanted."""
        clean = _CONTROLS.sub(" ", words)
        return click.style(clean, **style) if self._styled and style else clean

    def provision(self, provision: Provision) -> list[str]:
        """What it is and who is to do it; the words; how it was told."""
        kind = f"{provision.kind.value}, {provision.strength.value}"
        who = ", ".join(a.name for a in provision.addressees)
        head = [
            self.set(provision.label, bold=True) if provision.label else "",
            self.set(kind, fg=COLOURS[provision.kind.value]),
            self.set(f"→ {who}") if who else "",
        ]
        if provision.deadline:
            due = provision.deadline.due
            head.append(self.set(f"⏱ {provision.deadline.text}" + (f" ({due.isoformat()})" if due else "")))
        tags = [*provision.themes, *(f"group: {group}" for group in provision.groups)]
        where = f"page {provision.page}" if provision.page else ""
        foot = " · ".join(part for part in (where, ", ".join(tags), "; ".join(provision.why)) if part)
        return [
            "  ".join(part for part in head if part),
            *(f"    {self.set(line)}" for line in textwrap.wrap(provision.text, self._width)),
            *(f"    {self.set(line, dim=True)}" for line in textwrap.wrap(foot, self._width)),
        ]
