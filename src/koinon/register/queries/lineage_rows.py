"""The whole register made comparable: every text is analysed once, its row kept beside the search index."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from django.conf import settings
from django.db.models import QuerySet

from koinon.register.engine.lineage.likeness import Asked, Collection
from koinon.register.engine.lineage.rows import Rows, Worded, chosen, joined, rows
from koinon.register.models import Addressee, Document, Provision, Wording

LAYOUT = "1"  # raise it whenever what a text is compared by changes: concepts, stop words, rows
ENGINE = f"lineage {LAYOUT}"
STRIDE = 5_000  # provisions that are read at once
Tell = Callable[[int, int], None]  # texts analysed, of how many


@dataclass(frozen=True)
class Everything:
    """Provisions made comparable, and the place of each by its key."""

    collection: Collection
    places: dict[int, int]


def standing() -> QuerySet[Provision]:
    """What is compared: every provision that stands in a published document."""
    return Provision.objects.filter(document__state=Document.State.PUBLISHED, withdrawn=False)


def everything(tell: Tell = lambda done, total: None) -> Everything:
    """All that stands in the register; texts that were not known before are analysed and kept."""
    texts = list(_worded(standing()))
    asked = list(facts(standing()))
    return _comparable(asked, _analysed(texts, tell))


def some(provisions: QuerySet[Provision]) -> Everything:
    """A few provisions, compared among themselves."""
    return _comparable(list(facts(provisions)), rows(_worded(provisions)))


def _comparable(asked: list[Asked], texts: Rows) -> Everything:
    return Everything(Collection(asked, texts), {one.key: at for at, one in enumerate(asked)})


def facts(provisions: QuerySet[Provision]) -> Iterator[Asked]:
    """Of each provision all but its texts, by key."""
    columns = ("pk", "document_id", "document__issued_on", "document__published_at", "themes")
    for values in _in_strides(provisions, columns):
        parties = _parties(row[0] for row in values)
        for pk, document, issued, published, themes in values:
            day = issued or (published.date() if published else None)
            keys, named = parties[pk]
            yield Asked(
                pk, document, day.isoformat() if day else "", frozenset(keys), named, frozenset(themes)
            )


def texts_of(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(language, text) of some provisions."""
    found = Provision.objects.filter(pk__in=list(keys)).values_list("pk", "document__language", "text")
    return {pk: (language, text) for pk, language, text in found}


def _parties(keys: Iterable[int]) -> dict[int, tuple[set[str], bool]]:
    """By provision the addressees and classes of them, and whether all of them are known."""
    found: dict[int, tuple[set[str], bool]] = defaultdict(lambda: (set(), True))
    columns = ("provision_id", "party__key", "party__members_of__key")
    for pk, key, body in Addressee.objects.filter(provision_id__in=list(keys)).values_list(*columns):
        before, named = found[pk]
        found[pk] = (before | {code for code in (key, body) if code}, named and bool(key))
    return found


def _worded(provisions: QuerySet[Provision]) -> Iterator[Worded]:
    for values in _in_strides(provisions, ("pk", "document__language", "text")):
        others = defaultdict(list)
        keys = [row[0] for row in values]
        for pk, language, text in (
            Wording.objects.filter(provision_id__in=keys)
            .order_by("pk")
            .values_list("provision_id", "translation__language", "text")
        ):
            others[pk].append((language, text))
        for pk, language, text in values:
            for spoken, words in ((language, text), *others[pk]):
                yield Worded(pk, zlib.crc32(f"{spoken}\0{words}".encode()), spoken, words)


def _in_strides(provisions: QuerySet[Provision], columns: tuple[str, ...]) -> Iterator[list[tuple[Any, ...]]]:
    last, ordered = 0, provisions.order_by("pk").values_list(*columns)
    while part := list(ordered.filter(pk__gt=last)[:STRIDE]):
        last = part[-1][0]
        yield part


def kept_file() -> Path:
    """Where the rows are kept: a projection, made anew when it is lost."""
    return Path(settings.DATA_DIR) / "index" / f"lineage-{LAYOUT}.npz"


def _analysed(texts: list[Worded], tell: Tell) -> Rows:
    """The rows of texts in their order: those kept, and the rest analysed now."""
    before = _kept()
    place = {one: at for at, one in enumerate(zip(before.keys.tolist(), before.marks.tolist(), strict=True))}
    missing = [one for one in texts if (one.key, one.mark) not in place]
    if not missing and len(before) == len(texts):
        return chosen(before, _places(texts, place))
    every = joined(before, rows(_told(missing, tell)))
    place |= {(one.key, one.mark): len(before) + at for at, one in enumerate(missing)}
    found = chosen(every, _places(texts, place))
    _keep(found)
    return found


def _places(texts: list[Worded], place: dict[tuple[int, int], int]) -> Any:
    return np.array([place[one.key, one.mark] for one in texts], dtype=np.int64)


def _told(texts: list[Worded], tell: Tell) -> Iterator[Worded]:
    for at, one in enumerate(texts):
        if at % 500 == 0:
            tell(at, len(texts))
        yield one
    tell(len(texts), len(texts))


def _kept() -> Rows:
    try:
        with np.load(kept_file(), allow_pickle=False) as file:
            return Rows(**{column.name: file[column.name] for column in fields(Rows)})
    except (OSError, ValueError, KeyError, BadZipFile):
        return rows(())


def _keep(found: Rows) -> None:
    """Write the rows whole or not at all."""
    path = kept_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        np.savez(file, **{column.name: getattr(found, column.name) for column in fields(Rows)})
    draft.replace(path)
