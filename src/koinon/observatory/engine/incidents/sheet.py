"""Incidents in a spreadsheet: the columns, what is wrong with a row, and the rows that go out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.observatory.engine.incidents import kinds
from koinon.observatory.engine.incidents.days import Exact, dated, written
from koinon.observatory.engine.incidents.tables import Table
from koinon.observatory.engine.incidents.told import Told, checked, source_line, source_of

#: Columns that are read, and those that must be there. What other columns hold is passed over.
READ = ("place", "kind", "on", "title", "ends", "account", "language", "sources")
NEEDED = ("place", "kind", "on", "title", "sources")
#: Columns that go out: those that are read, then how the incident stands.
WRITTEN = (
    "key", *READ, "place_name", "group", "state", "reasons", "behalf", "dataset", "version", "row",
    "invented", "url",
)  # fmt: skip
_APOSTROPHE = tuple("'" + sign for sign in "=+-@\t\r\n＝＋－＠")  # what keeps a cell from being a formula

Place = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: the row as a spreadsheet numbers it, the column, why, and how to mend it."""

    row: int
    column: str
    why: Sentence
    value: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The incidents of a sheet, each with its row's number, and everything that is wrong."""

    told: tuple[tuple[int, Told], ...]
    faults: tuple[Fault, ...]


def parsed(table: Table, place: Place, *, today: date, kind_map: Mapping[str, str] | None = None) -> Parsed:
    """Read the rows. `place` leads a name or code to a code; `kind_map` their words to keys of kinds.

    Raises Refused where a column that must be there is missing or the map leads to no kind.
    """
    at = _columns(table.header)
    mapped = {_plain(words): kinds.kind(key).key for words, key in (kind_map or {}).items()}
    told: list[tuple[int, Told]] = []
    faults: list[Fault] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in table.rows:
        row = {name: _cell(cells, n) for name, n in at.items()}
        found = _told(number, row, place, mapped, today)
        if isinstance(found, Fault):
            faults.append(found)
            continue
        same = (found.place, found.kind, found.on, found.exact, found.title)
        if (before := seen.setdefault(same, number)) != number:
            why = sentence("This stands in row {before} already: take one of them out.", before=before)
            faults.append(Fault(number, "title", why, found.title))
            continue
        told.append((number, found))
    return Parsed(tuple(told), tuple(faults))


def rows_out(records: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Records of incidents as rows that `parsed` reads back: days so exact as they are known."""
    return map(flat, records)


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of an incident as one row."""
    row = {name: record[name] for name in WRITTEN}
    row["on"] = written(record["on"], record["exact"])
    row["ends"] = record["ends"].isoformat() if record["ends"] else ""
    row["sources"] = "\n".join(source_line(source) for source in record["sources"])
    return row


def _columns(header: Sequence[str]) -> dict[str, int]:
    names = [_plain(cell).replace(" ", "_") for cell in header]
    found = {name: names.index(name) for name in READ if name in names}
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise Refused(
            "observatory.sheet.columns",
            "The first row does not name the columns {missing}: it must name at least {needed}.",
            missing=", ".join(missing),
            needed=", ".join(NEEDED),
        )
    return found


def _cell(cells: Sequence[str], at: int) -> str:
    text = cells[at] if at < len(cells) else ""
    return (text[1:] if text.startswith(_APOSTROPHE) else text).strip()


def _told(
    number: int, row: Mapping[str, str], place: Place, mapped: Mapping[str, str], today: date
) -> Told | Fault:
    code = place(row["place"]) if row["place"] else None
    if code is None:
        why = sentence("No country or territory is called so: write its name or its three letters.")
        return Fault(number, "place", why, row["place"])
    kind = mapped.get(_plain(row["kind"])) or getattr(kinds.named(row["kind"]), "key", None)
    if kind is None:
        why = sentence("No kind of incident is called so: write a key of the list of kinds, or map the word.")
        return Fault(number, "kind", why, row["kind"])
    on, ends = dated(row["on"]), dated(row.get("ends", ""))
    if on is None:
        return Fault(number, "on", _no_date(), row["on"])
    if row.get("ends") and (ends is None or ends[1] is not Exact.DAY):
        why = sentence("This is not a day: write it as 2031-05-04, or leave it empty.")
        return Fault(number, "ends", why, row["ends"])
    sources = tuple(source_of(words) for words in row.get("sources", "").splitlines() if words.strip())
    told = Told(
        code, kind, on[0], row["title"], on[1], ends[0] if ends else None, row.get("account", ""),
        row.get("language", "")[:12], sources,
    )  # fmt: skip
    try:
        return checked(told, today=today)
    except Refused as refusal:
        column = str(refusal.data.get("field", "title"))
        return Fault(number, column, refusal.message, row.get(column, "")[:200])


def _no_date() -> Sentence:
    return sentence("This is not a date: write it as 2031-05-04, as 2031-05 or as 2031.")


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").split())
