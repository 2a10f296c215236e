"""What a provision says, as the engine takes it."""

from __future__ import annotations

from collections.abc import Iterable

from koinon.register.engine.content import Content, Named
from koinon.register.engine.documents import Kind, Strength
from koinon.register.models import Addressee, Provision


def content(provision: Provision, addressees: Iterable[Addressee]) -> Content:
    """The content of a provision; its addressees are read by the caller, together with their parties."""
    return Content(
        start=provision.start,
        end=provision.end,
        kind=Kind(provision.kind),
        strength=Strength(provision.strength),
        label=provision.label,
        section=tuple(provision.section),
        issuer=provision.issuer,
        addressees=tuple(Named(a.name, a.mention, a.party.key if a.party else None) for a in addressees),
        deadline_text=provision.deadline_text,
        deadline_from=provision.deadline_from,
        deadline_due=provision.deadline_due,
        themes=tuple(provision.themes),
        groups=tuple(provision.groups),
    )
