"""Figures of cohesion as plain records, for files and the API."""

from __future__ import annotations

from typing import Any

from koinon.observatory.engine.cohesion.indices import Summary
from koinon.observatory.models import Release
from koinon.observatory.queries.cohesion import Cohesion, Divided, Member, OneCall, Position, Row
from koinon.observatory.queries.ideal_points import Point
from koinon.observatory.queries.roll_calls import Call
from koinon.observatory.queries.voting_groups import Group
from koinon.observatory.queries.voting_pairs import Near, Neighbour, Together

VOTES = {1: "yes", 2: "abstain", 3: "no", 8: "absent", 0: ""}
COHESION = (
    "group", "by", "key", "year", "agreement", "rice", "roll_calls", "counted", "counted_rice", "members",
    "fewest", "most", "absences", "chances", "unrecorded", "release",
)  # fmt: skip
MEMBERS = (
    "group", "code", "name", "lined", "with_line", "apart", "opposed", "absent", "first", "last", "release"
)  # fmt: skip
POSITIONS = ("group", "roll_call", "session", "day", "symbol", "code", "name", "vote", "departs", "release")
PAIR = (
    "one", "other", "session", "year", "roll_calls", "both", "same", "half", "opposed", "missed", "agreement",
    "strict", "present", "release",
)  # fmt: skip
NEAR = ("place", "session", "year", "code", "name", "agreement", "both", "release")


def told(release: Release) -> str:
    """A release as a record names it."""
    return f"{release.dataset.key} {release.version}"


def group_record(of: Group) -> dict[str, Any]:
    """A group."""
    return {"key": of.key, "name": of.name, "kind": of.kind}


def summary_record(found: Summary) -> dict[str, Any]:
    """A summary with its denominators."""
    return {
        "agreement": rounded(found.agreement),
        "rice": rounded(found.rice),
        "roll_calls": found.roll_calls,
        "counted": found.counted,
        "counted_rice": found.counted_rice,
        "members": rounded(found.members),
        "fewest": found.fewest,
        "most": found.most,
        "absences": found.absences,
        "chances": found.chances,
        "unrecorded": found.unrecorded,
    }


def rounded(value: float | None) -> float | None:
    """A share to six places: more would be noise of the sum."""
    return None if value is None else round(value, 6)


def row_record(row: Row) -> dict[str, Any]:
    """A session or an issue."""
    return {"key": row.key, "year": row.year, **summary_record(row.summary)}


def rows_of(found: Cohesion) -> list[dict[str, Any]]:
    """Everything by session and by issue as flat rows."""
    whole = Row("", found.whole)
    parts = (("whole", (whole,)), ("session", found.sessions), ("issue", found.issues))
    return [
        {"group": found.group.key, "by": by, **row_record(row), "release": told(found.held.release)}
        for by, rows in parts
        for row in rows
    ]


def member_record(member: Member) -> dict[str, Any]:
    """One who belonged, and how often it left the line."""
    return {
        "code": member.code,
        "name": member.name,
        "lined": member.lined,
        "with_line": member.with_line,
        "apart": member.apart,
        "opposed": member.opposed,
        "absent": member.absent,
        "first": member.first,
        "last": member.last,
    }


def call_record(call: Call) -> dict[str, Any]:
    """A roll call."""
    return {
        "roll_call": call.number,
        "session": call.session,
        "day": call.day or None,
        "symbol": call.symbol,
        "title": call.title,
        "description": call.description,
        "issues": list(call.issues),
    }


def divided_record(row: Divided) -> dict[str, Any]:
    """A roll call on which members left the line."""
    counts = {"with_line": row.with_line, "apart": row.apart, "opposed": row.opposed}
    return {**call_record(row.call), "line": VOTES[row.line], **counts}


def position_record(row: Position) -> dict[str, Any]:
    """What one member did."""
    return {"code": row.code, "name": row.name, "vote": VOTES[row.vote], "departs": row.departs}


def call_rows(found: OneCall) -> list[dict[str, Any]]:
    """A roll call as flat rows, one a member."""
    call = found.call
    head = {
        "group": found.group.key,
        "roll_call": call.number,
        "session": call.session,
        "day": call.day,
        "symbol": call.symbol,
    }
    release = told(found.held.release)
    return [{**head, **position_record(one), "release": release} for one in found.positions]


def together_record(row: Together) -> dict[str, Any]:
    """Two countries in a session."""
    return {
        "session": row.session,
        "year": row.year,
        "roll_calls": row.roll_calls,
        "both": row.both,
        "same": row.same,
        "half": row.half,
        "opposed": row.opposed,
        "missed": row.missed,
        "agreement": rounded(row.agreement),
        "strict": rounded(row.strict),
        "present": rounded(row.present),
    }


def neighbour_record(row: Neighbour) -> dict[str, Any]:
    """Another country."""
    return {
        "code": row.place.code, "name": row.name, "agreement": rounded(row.agreement), "both": row.both
    }  # fmt: skip


def near_rows(found: Near, release: Release) -> list[dict[str, Any]]:
    """Everyone beside a country as flat rows."""
    head = {"place": found.place.code, "session": found.session, "year": found.year}
    return [{**head, **neighbour_record(one), "release": told(release)} for one in found.others]


def whole_record(found: Cohesion) -> dict[str, Any]:
    """Everything that is told of a group, in one record."""
    return {
        "group": group_record(found.group),
        "release": told(found.held.release),
        "issue": found.asked.issue or None,
        "whole": summary_record(found.whole),
        "sessions": [row_record(row) for row in found.sessions],
        "issues": [row_record(row) for row in found.issues],
        "lines": found.lines,
        "members": [member_record(one) for one in found.members],
        "divided": [divided_record(one) for one in found.divided],
    }


def one_call_record(found: OneCall) -> dict[str, Any]:
    """A roll call with the positions of a group's members."""
    return {
        **call_record(found.call),
        "group": group_record(found.group),
        "release": told(found.held.release),
        "line": VOTES[found.line],
        "summary": summary_record(found.summary),
        "positions": [position_record(one) for one in found.positions],
    }


def near_record(found: Near, release: Release) -> dict[str, Any]:
    """Everyone beside a country, in one record."""
    return {
        "place": found.place.code,
        "session": found.session,
        "year": found.year,
        "release": told(release),
        "roll_calls": found.roll_calls,
        "left_out": found.left_out,
        "others": [neighbour_record(one) for one in found.others],
    }


def point_record(point: Point) -> dict[str, Any]:
    """An ideal point."""
    return {
        "session": point.session,
        "year": point.year,
        "point": rounded(point.point),
        "error": rounded(point.error),
        "published": rounded(point.published),
    }
