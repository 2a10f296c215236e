"""How a provision is cited: a sentence that leads a reader back to the document and to its register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def citation(
    *,
    issuers: Sequence[str],
    title: str,
    place: str,
    issued_on: date | None,
    label: str,
    number: int,
    register: str,
    revision: int,
    url: str,
) -> str:
    """Author, title, place and date, the provision's own label, then register, revision and address."""
    where_when = ", ".join(filter(None, (place, _day(issued_on))))
    document = ". ".join(filter(None, (_named(issuers), f"“{title}”", where_when)))
    own = f"{label} (provision {number})" if label else f"Provision {number}"
    return f"{document}. {own}, revision {revision}, in: {register}, register of provisions. {url}"


def _named(issuers: Sequence[str]) -> str:
    if len(issuers) > 3:
        return f"{issuers[0]} et al."
    return "; ".join(issuers)


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
