"""Which file of which source a header belongs to; one that belongs elsewhere is refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import several
from koinon.observatory.engine.adapters.adapter import Adapter
from koinon.observatory.engine.adapters.layouts import Layout

_SHOWN = 6


def part(adapter: Adapter, columns: Iterable[str], file: str, all_: Mapping[str, Adapter]) -> str:
    """The name of the file of `adapter` that has these columns."""
    there = set(columns)
    name, layout = min(adapter.files.items(), key=lambda item: _lacking(item[1], there))
    absent = [column for column in layout.needed if column not in there]
    if not absent:
        return name
    other = next((key for key, one in all_.items() if key != adapter.key and _whole(one, there)), None)
    if other:
        raise Refused(
            "observatory.load.other_source",
            "{file} is not laid out as {source} but as {other}: load it as {other}.",
            file=file, source=adapter.key, other=other,
        )  # fmt: skip
    if 2 * len(absent) > len(layout.needed):
        raise Refused(
            "observatory.load.wrong_file",
            "{file} is not laid out as {source} is published: it lacks {columns}. Check the file and the "
            "source.",
            file=file, source=adapter.key, columns=_some(absent),
        )  # fmt: skip
    raise Refused(
        "observatory.load.column",
        "{file} has no column {columns}, which {source} is published with: take the whole file from its "
        "publisher.",
        file=file, source=adapter.key, columns=_some(absent),
    )  # fmt: skip


def complete(adapter: Adapter, found: Iterable[str]) -> None:
    """A refusal where a file of the source is missing, or there is one twice."""
    names = list(found)
    absent = [name for name in adapter.files if name not in names]
    if absent:
        raise Refused(
            "observatory.load.files",
            "{source} consists of {count} files, and {absent} is missing: name them all in one go.",
            source=adapter.key, count=len(adapter.files), absent=several(absent),
        )  # fmt: skip
    twice = next((name for name in adapter.files if names.count(name) > 1), None)
    if twice:
        raise Refused(
            "observatory.load.file_twice",
            "Two of these files hold the {part} of {source}: name one of them.",
            source=adapter.key, part=twice,
        )  # fmt: skip


def _lacking(layout: Layout, there: set[str]) -> float:
    return sum(column not in there for column in layout.needed) / len(layout.needed)


def _whole(adapter: Adapter, there: set[str]) -> bool:
    return any(not _lacking(layout, there) for layout in adapter.files.values())


def _some(columns: list[str]) -> str:
    shown = several(columns[:_SHOWN])
    return shown if len(columns) <= _SHOWN else f"{shown} …"
