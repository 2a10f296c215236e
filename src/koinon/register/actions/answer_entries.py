"""What the ledger is told of answers: within the party until they are published, then everyone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from koinon.ledger.acts import record
from koinon.ledger.models import Visibility
from koinon.register.models import Answer, FollowUp


def inside(follow_ups: Iterable[FollowUp], **facts: Any) -> None:
    """The entry of a step before publication: restricted, and no change of anything public."""
    found = list(follow_ups)
    keys = sorted(follow_up.pk for follow_up in found)
    about = f"follow-up:{keys[0]}" if len(keys) == 1 else f"answers:{len(keys)}"
    record(
        about,
        {"follow_ups": keys, "parties": _parties(found), **facts},
        visibility=Visibility.RESTRICTED,
    )


def published(pairs: Sequence[tuple[FollowUp, Answer]]) -> None:
    """The public entry of answers: one names its provision, many name all documents and provisions."""
    if len(pairs) == 1:
        _one(*pairs[0])
        return
    touched: dict[str, list[int]] = defaultdict(list)
    for follow_up, _ in pairs:
        touched[follow_up.document.slug].append(follow_up.provision.number)
    facts: dict[str, Any] = {
        "parties": _parties([follow_up for follow_up, _ in pairs]),
        "positions": dict(sorted(Counter(answer.position for _, answer in pairs).items())),
        "answers": sorted([f.pk, answer.position] for f, answer in pairs),
    }
    facts |= where(touched)
    about = f"document:{facts['document']}" if "document" in facts else f"answers:{len(pairs)}"
    record(about, facts)


def where(touched: Mapping[str, Iterable[int]]) -> dict[str, Any]:
    """The documents and provisions that an act touched, as the search index and the feeds read them."""
    numbers = {slug: sorted(set(found)) for slug, found in sorted(touched.items())}
    if len(numbers) == 1:
        ((slug, only),) = numbers.items()
        return {"document": slug, "provisions": only}
    return {"documents": list(numbers), "provisions": numbers}


def _one(follow_up: FollowUp, answer: Answer) -> None:
    slug, number = follow_up.document.slug, follow_up.provision.number
    facts = {
        "document": slug,
        "provision": number,
        "follow_up": follow_up.pk,
        "parties": _parties([follow_up]),
        "position": answer.position,
        "answer": answer.number,
    }
    record(f"provision:{slug}/{number}", facts)


def _parties(follow_ups: Iterable[FollowUp]) -> list[str]:
    return sorted({follow_up.party.key for follow_up in follow_ups if follow_up.party})
