"""The facts of a report: what is counted and listed over the register as of the end of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from koinon.register.engine.content import folded
from koinon.register.engine.documents import Kind
from koinon.register.engine.following.words import Level, Position
from koinon.register.engine.reporting.days import days_late, end_of
from koinon.register.engine.reporting.facts import (
    MOST,
    Claimed,
    Counts,
    Facts,
    Late,
    OfDocument,
    OfParty,
    Place,
    Said,
    Scope,
    no_claims,
)
from koinon.register.models import Document, Provision
from koinon.register.queries import as_of_sql as sql
from koinon.register.queries.as_of import register_at, rows

_COUNTED = ", ".join(
    (
        "count(DISTINCT f.provision_id)",
        "count(*)",
        *(f"count(*) FILTER (WHERE f.position = '{p.value}')" for p in Position),
        "count(*) FILTER (WHERE f.silent)",
        "count(*) FILTER (WHERE f.position IS NULL AND f.answer_on IS NOT NULL AND f.silent IS NOT TRUE)",
        "count(*) FILTER (WHERE f.report_on IS NOT NULL OR f.due_on IS NOT NULL)",
        "count(*) FILTER (WHERE f.claims > 0)",
        "count(*) FILTER (WHERE f.disputed)",
    )
)


def facts(day: date, time_zone: str, language: str, scope: Scope, *, most: int = MOST) -> Facts:
    """What a report tells of the register as of the end of a day, parties by their names in a language.

    `examples` are all that may be chosen as good examples: a person chooses among them.
    """
    moment = end_of(day, time_zone)
    with register_at(moment, scope):
        counts = _counts(rows(f"SELECT {_COUNTED} FROM then_follow_up AS f")[0])
        provisions = dict(rows("SELECT kind, count(*) FROM then_provision GROUP BY 1"))
        judged = rows(sql.JUDGEMENTS, {"moment": moment})[0]
        asked = rows("SELECT count(DISTINCT COALESCE('k' || party_id, 'n' || own_name)) FROM then_follow_up")
        told = {"language": language, "moment": moment}
        return Facts(
            day=day,
            time_zone=time_zone,
            counts=_with_all(counts, sum(provisions.values())),
            documents=rows("SELECT count(*) FROM then_document")[0][0],
            parties=asked[0][0],
            by_kind={kind.value: provisions.get(kind.value, 0) for kind in Kind},
            claims=_by_level(),
            verifiable=judged[0],
            not_verifiable=judged[1],
            judged_both_ways=judged[2],
            by_document=_by_document(),
            by_party=_by_party(told),
            silences=_late("answer", "silent_on", "f.silent", told, most),
            overdue=tuple(
                sorted(
                    (
                        *_late("due", "due_on", "f.due_on IS NOT NULL", told, most),
                        *_late("report", "report_on", "f.report_on IS NOT NULL", told, most),
                    ),
                    key=lambda late: (
                        late.due_on,
                        late.place.name.casefold(),
                        late.place.follow_up,
                        late.kind,
                    ),
                )[:most]
            ),
            disputes=_claimed(_disputed(most), told),
            examples=_claimed(_good(), told),
            invented=bool(rows("SELECT bool_or(invented) FROM then_document")[0][0]),
        )


def _good() -> list[int]:
    """Follow-ups that may serve as good examples: claimed far done, and nobody contradicts it."""
    query = f"""
    SELECT f.id FROM then_follow_up AS f LEFT JOIN then_party AS q ON q.id = f.party_id
    WHERE NOT f.disputed AND f.id IN (
      SELECT follow_up_id FROM then_claim WHERE counts AND level = ANY(%(levels)s)
    )
    ORDER BY {_NAMED}, f.id LIMIT %(most)s
    """
    levels = [Level.SUBSTANTIAL.value, Level.COMPLETE.value]
    return [key for (key,) in rows(query, {"levels": levels, "most": MOST})]


def _counts(row: Sequence[int]) -> Counts:
    """Counts from the columns of `_COUNTED`."""
    positions = [p.value for p in Position]
    given = dict(zip(positions, row[2 : 2 + len(positions)], strict=True))
    return Counts(row[0], row[1], given, *row[2 + len(positions) :])


def _with_all(counts: Counts, provisions: int) -> Counts:
    """The counts of the whole: its provisions include those that nobody is asked to perform."""
    return Counts(
        provisions, counts.follow_ups, counts.by_position, counts.silent, counts.awaited, counts.overdue,
        counts.claimed, counts.disputed,
    )  # fmt: skip


def _by_level() -> dict[str, dict[str, int]]:
    found = no_claims()
    for side, level, n in rows("SELECT side, level, count(*) FROM then_claim WHERE counts GROUP BY 1, 2"):
        found[side][level] = n
    return found


def _by_document() -> tuple[OfDocument, ...]:
    held = rows(
        f"""
        SELECT d.slug, d.title, d.language, d.issued_on, COALESCE(n.provisions, 0), c.*
        FROM then_document AS d
        LEFT JOIN (SELECT document_id, count(*) AS provisions FROM then_provision GROUP BY 1) AS n
          ON n.document_id = d.id
        LEFT JOIN (SELECT f.document_id AS id, {_COUNTED} FROM then_follow_up AS f GROUP BY 1) AS c
          ON c.id = d.id
        """
    )
    found = [
        OfDocument(slug, title, language, issued, _with_all(_counts([n or 0 for n in row]), provisions))
        for slug, title, language, issued, provisions, _, *row in held
    ]
    return tuple(sorted(found, key=lambda row: (row.title.casefold(), row.slug)))


def _by_party(told: dict[str, Any]) -> tuple[OfParty, ...]:
    query = f"""
    SELECT COALESCE(q.key, ''), {_CALLED}, c.* FROM (
      SELECT f.party_id, f.own_name, {_COUNTED} FROM then_follow_up AS f GROUP BY 1, 2
    ) AS c LEFT JOIN then_party AS q ON q.id = c.party_id
    """
    found = [OfParty(key, name, _counts(row)) for key, name, _id, _own, *row in rows(query, told)]
    return tuple(sorted(found, key=lambda row: (row.name.casefold(), row.key)))


_CALLED = "COALESCE(q.names ->> %(language)s, q.name, own_name)"
_NAMED = 'lower(COALESCE(q.name, own_name)) COLLATE "C"'  # in which order lists are cut


def _late(kind: str, column: str, condition: str, told: dict[str, Any], most: int) -> tuple[Late, ...]:
    """The dates of one kind that have passed, the longest first."""
    query = f"""
    SELECT f.id, f.{column} FROM then_follow_up AS f LEFT JOIN then_party AS q ON q.id = f.party_id
    WHERE {condition} ORDER BY f.{column}, {_NAMED}, f.id LIMIT %(most)s
    """
    found = rows(query, {"most": most})
    keys = [key for key, _ in found]
    places = _places(keys, told)
    days = late_days(kind, keys, told["moment"])
    return tuple(Late(places[key], kind, on, days[key]) for key, on in found)


def late_days(kind: str, keys: Sequence[int], moment: datetime) -> dict[int, int]:
    """For how many days follow-ups have missed what was expected, each in the time zone of its date."""
    found: dict[int, int] = {}
    for key, due_on, zone in rows(sql.MISSED, {"moment": moment, "keys": keys, "kind": kind}):
        found[key] = max(days_late(due_on, moment, zone), found.get(key, 0))
    return found


def _disputed(most: int) -> list[int]:
    query = f"""
    SELECT f.id FROM then_follow_up AS f LEFT JOIN then_party AS q ON q.id = f.party_id
    WHERE f.disputed ORDER BY {_NAMED}, f.id LIMIT %(most)s
    """
    return [key for (key,) in rows(query, {"most": most})]


def _claimed(keys: Sequence[int], told: dict[str, Any]) -> tuple[Claimed, ...]:
    places = _places(keys, told)
    query = """
    SELECT c.follow_up_id, c.side, COALESCE(q.names ->> %(language)s, q.name, ''), c.level, c.as_of,
      c.conclusion, c.pseudonymous
    FROM then_claim AS c LEFT JOIN then_party AS q ON q.id = c.party_id
    WHERE counts AND follow_up_id = ANY(%(keys)s) ORDER BY follow_up_id, number
    """
    claims: dict[int, list[Said]] = defaultdict(list)
    for key, *claim in rows(query, {**told, "keys": list(keys)}):
        claims[key].append(Said(*claim))
    return tuple(Claimed(places[key], tuple(claims[key])) for key in keys)


def _places(keys: Sequence[int], told: dict[str, Any]) -> dict[int, Place]:
    query = f"""
    SELECT f.id, COALESCE(q.key, ''), {_CALLED}, d.slug, d.title, d.language, p.number, p.label,
      p.id
    FROM then_follow_up AS f JOIN then_provision AS p ON p.id = f.provision_id
    JOIN then_document AS d ON d.id = f.document_id
    LEFT JOIN then_party AS q ON q.id = f.party_id WHERE f.id = ANY(%(keys)s)
    """
    found = rows(query, {**told, "keys": list(keys)})
    words = texts({row[-1] for row in found})
    return {row[0]: Place(**dict(zip(_PLACE, row[:-1], strict=True)), text=words[row[-1]]) for row in found}


_PLACE = ("follow_up", "party", "name", "slug", "title", "language", "number", "label")


def texts(provisions: Iterable[int]) -> dict[int, str]:
    """The words of provisions as they stood then."""
    found: dict[int, str] = {}
    for key, text, start, end in rows(sql.WORDS, {"keys": sorted(provisions)}):
        if text is None:  # of a revision older than its column
            home = Document.objects.get(pk=Provision.objects.values("document").get(pk=key)["document"])
            text = folded(home.text, start, end)
        found[key] = text
    return found


def addressees() -> dict[int, list[tuple[str, str | None]]]:
    """Who was asked by each provision laid out: name and key of the party where known."""
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for key, name, party in rows(sql.ADDRESSEES):
        found[key].append((name, party))
    return {key: sorted(named, key=lambda pair: (pair[0], pair[1] or "")) for key, named in found.items()}


def unfinished(day: date, time_zone: str, now: datetime) -> bool:
    """Whether the day has not ended yet, so that what is told of it may still change."""
    return now < end_of(day, time_zone)
