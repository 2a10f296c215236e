"""Contents of provisions between their JSON and what the actions take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from koinon.kernel.directory import Directory
from koinon.kernel.refusals import Refused
from koinon.people.queries.directory import directory
from koinon.register.api.desk_shapes import ContentIn, NamedIn
from koinon.register.engine.content import Content, Named
from koinon.register.queries import knowledge
from koinon.register.queries.drafts import card_key


def content(given: ContentIn) -> Content:
    """The content that a body describes; a theme or group that the vocabulary lacks is refused."""
    words = knowledge.vocabulary()
    _known("theme", given.themes, {theme.key for theme in words.themes})
    _known("group", given.groups, {group.key for group in words.groups})
    known, deadline = directory(), given.deadline
    return Content(
        start=given.start,
        end=given.end,
        kind=given.kind,
        strength=given.strength,
        label=given.label,
        section=tuple(part for part in given.section if part),
        issuer=given.issuer,
        addressees=tuple(_named(one, known) for one in given.addressees),
        deadline_text=deadline.text if deadline else "",
        deadline_from=deadline.from_ if deadline else None,
        deadline_due=deadline.due if deadline else None,
        themes=tuple(dict.fromkeys(given.themes)),
        groups=tuple(dict.fromkeys(given.groups)),
    )


def _known(what: str, keys: list[str], there: set[str]) -> None:
    if unknown := [key for key in keys if key not in there]:
        raise Refused(
            f"register.unknown_{what}",
            "The vocabulary has no key {key}: take one of those that /themes lists.",
            key=unknown[0],
        )


def _named(given: NamedIn, known: Directory) -> Named:
    if "party" in given.model_fields_set:
        return Named(given.name, given.mention, given.party)
    party = known.resolve(given.name)
    return Named(given.name, given.mention, party.key if party else None)


def card_record(card: Any) -> dict[str, Any]:
    """A proposal, or a provision with its addressees at hand."""
    provision = hasattr(card, "number")
    return {
        "card": card_key(card),
        "state": "confirmed" if provision else card.state,
        "number": card.number if provision else None,
        "revision": card.revision,
        "reason": "" if provision else card.reason,
        "why": [] if provision else card.why,
        "text": card.text,
        "page": card.page,
        "addressees": _addressees(card) if provision else [_filled(a) for a in card.addressees],
        "deadline": _deadline(vars(card)) if provision else _told(card.deadline),
        **{name: getattr(card, name) for name in _PLAIN},
    }


def change_record(change: Any) -> dict[str, Any]:
    """How a provision stood before a change."""
    before = change.before
    return {
        "revision": change.revision,
        "at": change.at,
        "reason": change.reason,
        "addressees": [_filled(a) for a in before["addressees"]],
        "deadline": _deadline(before),
        **{name: before[name] for name in _PLAIN},
    }


_PLAIN = ("start", "end", "kind", "strength", "label", "section", "issuer", "themes", "groups")


def _addressees(provision: Any) -> list[dict[str, Any]]:
    return [
        {"name": a.name, "mention": a.mention, "party": a.party.key if a.party else None}
        for a in provision.addressees.all()
    ]


def _filled(named: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": named["name"], "mention": named.get("mention") or "", "party": named.get("party")}


def _deadline(row: Mapping[str, Any]) -> dict[str, Any] | None:
    found = {"text": row["deadline_text"], "from": row["deadline_from"], "due": row["deadline_due"]}
    return found if any(found.values()) else None


def _told(deadline: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not deadline:
        return None
    return {"text": deadline.get("text") or "", "from": deadline.get("from"), "due": deadline.get("due")}
