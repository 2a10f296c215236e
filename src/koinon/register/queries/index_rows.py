"""What the index holds of each provision, read from the database in large strides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from koinon.register.engine.searching.analysis import Analysed, analysed
from koinon.register.models import Addressee, Document, Issuer, Provision, Wording

FACETS = ("kind", "strength", "addressee", "issuer", "theme", "group", "year", "language", "deadline")
STRIDE = 2_000  # provisions that are read at once
_COLUMNS = (
    "pk", "number", "text", "label", "section", "issuer", "kind", "strength", "themes", "groups",
    "deadline_due", "deadline_text", "document__slug", "document__title", "document__language",
    "document__issued_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A provision as it is indexed.

    `terms` are those of its text and wordings, `around` those of its title, section and parties;
    `phrases` are folded words in order, one run for each text. `coded` holds the facets and `asked`.
    """

    pk: int
    document: str
    terms: list[str]
    forms: list[str]
    around: list[str]
    phrases: list[list[str]]
    coded: dict[str, Sequence[str]]
    recency: int


@dataclass(slots=True)
class _Parties:
    """Who plays a part in a provision."""

    values: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def standing() -> QuerySet[Provision]:
    """Every provision that stands in a published document."""
    return Provision.objects.filter(document__state=Document.State.PUBLISHED, withdrawn=False)


def rows(provisions: QuerySet[Provision]) -> Iterator[Row]:
    """The rows of some standing provisions, by key."""
    last, in_order = 0, provisions.order_by("pk").values_list(*_COLUMNS)
    while some := list(in_order.filter(pk__gt=last)[:STRIDE]):
        last = some[-1][0]
        keys = [values[0] for values in some]
        addressees, issuers, wordings = _addressees(keys), _issuers(keys), _wordings(keys)
        for values in some:
            pk = values[0]
            yield _row(values, addressees[pk], issuers[pk], wordings[pk])


def facet_value(key: str | None, name: str) -> str:
    """The code of a party in a facet: its key, or "~" and its name when it is not a known party."""
    return key or (f"~{' '.join(name.split())}" if name else "")


def _row(
    values: tuple[Any, ...], addressees: _Parties, issuers: _Parties, wordings: list[tuple[str, str, str]]
) -> Row:
    (pk, number, text, label, section, issuer, kind, strength, themes, groups, due, worded, slug, title,
     language, issued) = values  # fmt: skip
    own = analysed(text, language)
    terms, forms, phrases = own.terms, own.forms, [own.forms]
    around: list[str] = []
    for context in (title, *section, label, issuer, *addressees.names):
        if context:
            found = _around(context, language)
            around += found.terms
            phrases.append(found.forms)
    for spoken, wording, wording_title in wordings:
        other = analysed(wording, spoken)
        terms, forms = terms + other.terms, forms + other.forms
        phrases.append(other.forms)
        around += _around(wording_title, spoken).terms
    coded: dict[str, Sequence[str]] = {
        "kind": (kind,),
        "strength": (strength,),
        "addressee": sorted(set(addressees.values)),
        "issuer": sorted(set(issuers.values)),
        "theme": themes,
        "group": groups,
        "year": (str(issued.year),) if issued else (),
        "language": (language,),
        "deadline": ("dated" if due else "worded" if worded else "none",),
        "asked": sorted(set(addressees.asked)),
    }
    return Row(pk, slug, terms, forms, around, phrases, coded, _recency(issued, number))


def _recency(issued: date | None, number: int) -> int:
    """The newest document first, and within it the first provision."""
    return (issued.toordinal() if issued else 0) * 10_000 + max(0, 9_999 - number)


@lru_cache(maxsize=20_000)
def _around(text: str, language: str) -> Analysed:
    return analysed(text, language)


def _addressees(keys: Iterable[int]) -> dict[int, _Parties]:
    found: dict[int, _Parties] = defaultdict(_Parties)
    columns = ("provision_id", "name", "mention", "party__key", "party__name", "party__members_of__key")
    asked = Addressee.objects.filter(provision_id__in=keys).order_by("provision_id", "position")
    for pk, name, mention, key, full, wider in asked.values_list(*columns):
        parties = found[pk]
        parties.values.append(facet_value(key, name))
        parties.names += [full, mention or name] if full and full != (mention or name) else [mention or name]
        parties.asked += [code for code in (key, wider) if code]
    return found


def _issuers(keys: Iterable[int]) -> dict[int, _Parties]:
    found: dict[int, _Parties] = defaultdict(_Parties)
    asking = Issuer.objects.filter(provision_id__in=keys).order_by("provision_id", "position")
    for pk, name, key in asking.values_list("provision_id", "name", "party__key"):
        found[pk].values.append(facet_value(key, name))
    return found


def _wordings(keys: Iterable[int]) -> dict[int, list[tuple[str, str, str]]]:
    """(language, text, title of the document in it) by provision."""
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    columns = ("provision_id", "translation__language", "text", "translation__title")
    for pk, language, text, title in (
        Wording.objects.filter(provision_id__in=keys).order_by("pk").values_list(*columns)
    ):
        found[pk].append((language, text, title))
    return found
