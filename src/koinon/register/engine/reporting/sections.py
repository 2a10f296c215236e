"""The sections of a report, in order, and what the secretariat may change of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Key(StrEnum):
    """What a section is about. Introduction and conclusions hold prose alone."""

    INTRODUCTION = "introduction"
    OVERVIEW = "overview"
    ANSWERS = "answers"
    SILENCE = "silence"
    DATES = "dates"
    COMPLETION = "completion"
    DISPUTES = "disputes"
    EXAMPLES = "examples"
    CONCLUSIONS = "conclusions"
    DOCUMENTS = "documents"
    PARTIES = "parties"
    METHOD = "method"


PROSE_ALONE = (Key.INTRODUCTION, Key.CONCLUSIONS)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: an empty heading means the usual one."""

    key: Key
    heading: str = ""
    prose: str = ""
    shown: bool = True


def sections(kept: Sequence[Mapping[str, Any]]) -> tuple[Section, ...]:
    """Every section in order, as it was kept where it was."""
    known = {row["key"]: row for row in kept}
    return tuple(
        Section(key, row.get("heading", ""), row.get("prose", ""), row.get("shown", True))
        for key in Key
        for row in [known.get(key.value, {})]
    )


def as_rows(found: Sequence[Section]) -> list[dict[str, Any]]:
    """The sections as they are kept."""
    return [{**asdict(section), "key": section.key.value} for section in found]
