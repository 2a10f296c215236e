"""Where a provision comes from: what the reader proposed, and what a person changed of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from koinon.register.models import Proposal, Provision, Row


@dataclass(frozen=True)
class Difference:
    """A column in which the confirmed provision departs from the proposal; both as shown values."""

    column: str
    proposed: Sequence[str]
    confirmed: Sequence[str]


@dataclass(frozen=True)
class Provenance:
    """`origin`: "added", "imported", "confirmed", "changed" or "merged"; differences belong to "changed"."""

    origin: str
    why: Sequence[str]
    engine: str
    differences: Sequence[Difference]
    proposals: Sequence[Proposal]


def provenance(provision: Provision) -> Provenance:
    """How a provision came to be, from its origins as prefetched by the door."""
    origins = list(provision.origins.all())
    why = [reason for origin in origins for reason in origin.why]
    engine = origins[0].reading.engine if origins else ""
    if not origins:
        taken_in = Row.objects.filter(provision=provision).exists()
        return Provenance("imported" if taken_in else "added", why, engine, [], origins)
    if len(origins) > 1:
        return Provenance("merged", why, engine, [], origins)
    found = differences(origins[0], provision)
    return Provenance("changed" if found else "confirmed", why, engine, found, origins)


def differences(proposal: Proposal, provision: Provision) -> list[Difference]:
    """Every column in which a proposal and the provision made from it differ."""
    before, after = _of_proposal(proposal), _of_provision(provision)
    return [
        Difference(column, before[column], after[column])
        for column in before
        if sorted(before[column]) != sorted(after[column])
    ]


def _of_proposal(proposal: Proposal) -> dict[str, list[str]]:
    deadline = proposal.deadline or {}
    return {
        "text": [proposal.text],
        "label": _one(proposal.label),
        "kind": [proposal.kind],
        "strength": [proposal.strength],
        "issuer": _one(proposal.issuer),
        "addressees": [str(a["name"]) for a in proposal.addressees],
        "deadline": _one(deadline.get("text")),
        "due": _one(deadline.get("due")),
        "themes": list(proposal.themes),
        "groups": list(proposal.groups),
    }


def _of_provision(provision: Provision) -> dict[str, list[str]]:
    return {
        "text": [provision.text],
        "label": _one(provision.label),
        "kind": [provision.kind],
        "strength": [provision.strength],
        "issuer": _one(provision.issuer),
        "addressees": [a.name for a in provision.addressees.all()],
        "deadline": _one(provision.deadline_text),
        "due": _one(provision.deadline_due and provision.deadline_due.isoformat()),
        "themes": list(provision.themes),
        "groups": list(provision.groups),
    }


def _one(value: object) -> list[str]:
    return [str(value)] if value else []


@dataclass(frozen=True)
class Change:
    """One correction after publication: when, why, and what it changed."""

    at: datetime
    reason: str
    revision: int
    differences: Sequence[Difference]


def history(provision: Provision) -> list[Change]:
    """The corrections of a published provision, newest first, each against what followed it."""
    after = _of_provision(provision) | {"span": _span(provision.start, provision.end)}
    changes = []
    for revision in provision.revisions.all():
        before = _of_content(revision.before)
        found = [
            Difference(column, before[column], after[column])
            for column in before
            if column in after and sorted(before[column]) != sorted(after[column])
        ]
        changes.append(Change(revision.at, revision.reason, revision.revision, found))
        after = before
    return changes


def _of_content(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """The columns of a content that a revision keeps; its words are the document's own, so only its span."""
    words = {"text": [content["text"]]} if "text" in content else {}  # kept where the text itself changed
    return {
        **(words or {"span": _span(content["start"], content["end"])}),
        "label": _one(content["label"]),
        "kind": [content["kind"]],
        "strength": [content["strength"]],
        "issuer": _one(content["issuer"]),
        "addressees": [a["name"] for a in content["addressees"]],
        "deadline": _one(content["deadline_text"]),
        "due": _one(content["deadline_due"]),
        "themes": list(content["themes"]),
        "groups": list(content["groups"]),
    }


def _span(start: int, end: int) -> list[str]:
    return [f"{start}–{end}"]
