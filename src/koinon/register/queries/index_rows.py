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

FACETS = (
    "kind", "strength", "addressee", "issuer", "theme", "group", "year", "language", "deadline", "position",
)  # fmt: skip
STRIDE = 2_000  # provisions that are read at once
_COLUMNS = (
    "pk", "number", "text", "label", "section", "issuer", "kind", "strength", "themes", "groups",
    "deadline_due", "deadline_text", "document__slug", "document__title", "document__language",
    "document__issued_on", "row__facts__position",
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


@dataclass(frozen=True, slots=True)
class Read:
    """A provision as it is read: what a row is made of.

    `context` are the title, section, label and parties in words, `wordings` (language, text, title of the
    document) of its translations, `asked` the keys of addressees and of the bodies they are members of,
    `position` what the one asked said, in the words of a data set; several are parted by semicolons.
    """

    pk: int
    number: int
    text: str
    context: tuple[str, ...]
    document: str
    language: str
    issued_on: date | None
    kind: str
    strength: str
    deadline: str
    addressees: tuple[str, ...]
    issuers: tuple[str, ...]
    asked: tuple[str, ...]
    themes: Sequence[str]
    groups: Sequence[str]
    wordings: Sequence[tuple[str, str, str]]
    position: str = ""


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
            yield row(_read(values, addressees[pk], issuers[pk], wordings[pk]))


def facet_value(key: str | None, name: str) -> str:
    """The code of a party in a facet: its key, or "~" and its name when it is not a known party."""
    return key or (f"~{' '.join(name.split())}" if name else "")


def _read(
    values: tuple[Any, ...], addressees: _Parties, issuers: _Parties, wordings: list[tuple[str, str, str]]
) -> Read:
    (pk, number, text, label, section, issuer, kind, strength, themes, groups, due, worded, slug, title,
     language, issued, position) = values  # fmt: skip
    return Read(
        pk=pk,
        number=number,
        text=text,
        context=(title, *section, label, issuer, *addressees.names),
        document=slug,
        language=language,
        issued_on=issued,
        kind=kind,
        strength=strength,
        deadline="dated" if due else "worded" if worded else "none",
        addressees=tuple(addressees.values),
        issuers=tuple(issuers.values),
        asked=tuple(addressees.asked),
        themes=themes,
        groups=groups,
        wordings=wordings,
        position=str(position or ""),
    )


def row(read: Read) -> Row:
    """What is indexed of a provision."""
    own = analysed(read.text, read.language)
    terms, forms, phrases = own.terms, own.forms, [own.forms]
    around: list[str] = []
    for context in read.context:
        if context:
            found = _around(context, read.language)
            around += found.terms
            phrases.append(found.forms)
    for language, wording, title in read.wordings:
        other = analysed(wording, language)
        terms, forms = terms + other.terms, forms + other.forms
        phrases.append(other.forms)
        around += _around(title, language).terms
    coded: dict[str, Sequence[str]] = {
        "kind": (read.kind,),
        "strength": (read.strength,),
        "addressee": tuple(dict.fromkeys(read.addressees)),
        "issuer": tuple(dict.fromkeys(read.issuers)),
        "theme": read.themes,
        "group": read.groups,
        "year": (str(read.issued_on.year),) if read.issued_on else (),
        "language": (read.language,),
        "deadline": (read.deadline,),
        "position": tuple(filter(None, map(str.strip, read.position.split(";")))),
        "asked": tuple(dict.fromkeys(read.asked)),
    }
    recency = _recency(read.issued_on, read.number)
    return Row(read.pk, read.document, terms, forms, around, phrases, coded, recency)


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
