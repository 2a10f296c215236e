"""The invented corpus as an index without a database: the same rows, files and answers as the register's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus import Item, Paper

from koinon.register.queries import index, index_files
from koinon.register.queries.index_rows import Read, Row, row


def rows(papers: Iterable[Paper]) -> Iterator[Row]:
    """Every provision of the corpus as it is indexed; keys count from 1."""
    pk = 0
    for paper in papers:
        for item in paper.items:
            pk += 1
            yield row(_read(pk, paper, item))


def _read(pk: int, paper: Paper, item: Item) -> Read:
    names = [party.name for party in item.addressees]
    return Read(
        pk=pk,
        number=item.number,
        text=item.text,
        context=(
            paper.title,
            item.section,
            str(item.number),
            "; ".join(p.name for p in item.issuers),
            *names,
        ),
        document=paper.slug,
        language=paper.language,
        issued_on=paper.issued_on,
        kind=item.kind,
        strength=item.strength,
        deadline="dated" if item.due else "worded" if item.deadline else "none",
        addressees=tuple(index.facet_value(party.key, party.name) for party in item.addressees),
        issuers=tuple(index.facet_value(party.key, party.name) for party in item.issuers),
        asked=tuple(party.key for party in item.addressees if party.key),
        themes=item.themes,
        groups=item.groups,
        wordings=(),
    )


def built(papers: Iterable[Paper], path: Path) -> int:
    """Build an index of the corpus in a folder; how many rows it has."""
    path.mkdir(parents=True)
    return index.built(path, rows(papers))


def snapshot(path: Path) -> index_files.Snapshot:
    """That index, open."""
    return index_files.read(path)
