"""The search index: a projection of what is published, kept beside the database and never its source.

It lives in the data folder, holds one row per standing provision of a published document, and is
rebuilt from the database whenever it is missing, older than this layout, or damaged. One process
writes at a time; readers see the last commit. A new index is built in a folder of its own while the
old one answers and follows, and takes its place at once.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping, Set
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any
from uuid import uuid4

import tantivy
from django.db import connection
from django.db.models import Q
from pyroaring import BitMap

from koinon.kernel.refusals import Refused
from koinon.ledger.models import Entry
from koinon.register.engine.searching.postings import Gathered, Layer, merged
from koinon.register.models import Document, Provision
from koinon.register.queries import index_files as files
from koinon.register.queries import index_rows
from koinon.register.queries.index_files import Damaged, Snapshot, folder, forget, state
from koinon.register.queries.index_rows import FACETS, facet_value

__all__ = ["FACETS", "Damaged", "facet_value", "folder", "forget", "state"]

HEAP = 64_000_000  # bytes
TOLD = 500  # provisions from one telling of progress to the next
AT_ONCE = 20_000  # provisions that are indexed anew within one request
DELTA = 2_000  # changed rows that stay beside the base, or a fiftieth of it
MENDER = "koinon search mender"
_log = logging.getLogger("koinon.search")
_one_mender = threading.Lock()

#: By slug, the numbers of the provisions that changed; None for the whole document.
Changes = Mapping[str, Set[int] | None]


def opened() -> Snapshot:
    """The index at its last commit; it is built first where it is missing or damaged."""
    try:
        return files.snapshot()
    except Damaged:
        return recovered()


def recovered() -> Snapshot:
    """A damaged index, rebuilt."""
    forget()
    _mend()
    return files.snapshot()


def _mend() -> None:
    """Rebuild while the person waits; a large register is rebuilt beside, and the person asked to wait."""
    if index_rows.standing().count() <= AT_ONCE:
        rebuild()
        return
    with _one_mender:
        if not any(thread.name == MENDER for thread in threading.enumerate()):
            threading.Thread(target=_rebuild_beside, name=MENDER, daemon=True).start()
    raise Refused(
        "register.search.rebuilding",
        "The search index is being built anew; search again in a minute or two.",
    )


def _rebuild_beside() -> None:
    try:
        rebuild()
    finally:
        connection.close()


def replace(changes: Changes | Iterable[str]) -> None:
    """Bring the rows of documents, or of single provisions, to what is published now.

    Harmless when repeated. What is neither published nor indexed is left alone.
    """
    wanted: Changes = changes if isinstance(changes, Mapping) else dict.fromkeys(changes)
    try:
        with files.alone("writing"):
            _replace(files.folder(), wanted)
    except (Damaged, ValueError, OSError) as error:
        _log.warning("The search index cannot be written, and is built anew: %s", error)
        rebuild()


def _replace(path: Path, changes: Changes) -> None:
    index = files.opened(path)
    base, delta = files.layers(path)
    old = {slug: _held(slug, base, delta) for slug in changes}
    public = _public(changes)
    changes = {slug: numbers for slug, numbers in changes.items() if old[slug] or slug in public}
    if not changes:
        return
    whole = [slug for slug, numbers in changes.items() if numbers is None]
    single = reduce(
        or_,
        (Q(document__slug=slug, number__in=n) for slug, n in changes.items() if n is not None),
        Q(pk=None),
    )
    gathered = Gathered.read(delta)
    removed = BitMap(Provision.objects.filter(single).values_list("pk", flat=True))
    for slug in whole:
        removed |= old[slug]
    added = list(index_rows.rows(index_rows.standing().filter(single | Q(document__slug__in=whole))))
    removed |= BitMap(row.pk for row in added)
    writer = index.writer(HEAP, 1)
    for slug in whole:
        writer.delete_documents_by_term("document", slug)
    for pk in removed:  # by query: the deletion by term passes over numbers
        writer.delete_documents_by_query(tantivy.Query.term_query(files.schema(), "pk", pk))
    gathered.remove(removed)
    for row in added:
        _add(row, writer, gathered)
    writer.commit()
    writer.wait_merging_threads()
    gone = delta.gone | (removed & base.rows)
    _settle(path, base, gathered, gone)


def _held(slug: str, base: Layer, delta: Layer) -> BitMap:
    """The keys of a document's rows."""
    term = f"@{slug}"
    return (base.term(term) - delta.gone) | delta.term(term)


def _public(slugs: Iterable[str]) -> set[str]:
    published = Document.objects.filter(slug__in=list(slugs), state=Document.State.PUBLISHED)
    return set(published.values_list("slug", flat=True))


def _add(row: index_rows.Row, writer: Any, gathered: Gathered) -> None:
    writer.add_document(files.document_of(row))
    gathered.add(row.pk, [*row.terms, *row.around, f"@{row.document}"], row.forms, row.coded)


def _settle(path: Path, base: Layer, gathered: Gathered, gone: BitMap) -> None:
    """Write the delta of the commit, and a new base when it has grown."""
    opstamp = files.stamp(path)
    target = path / f"delta-{opstamp}"
    gathered.write(target, base=base.path.name, gone=gone)
    if len(gathered.rows) + len(gone) > max(DELTA, len(base.rows) // 50):
        fresh = path / f"base-{uuid4().hex}"
        merged(base, Layer(target), fresh)
        Gathered().write(target, base=fresh.name)
        base.path.unlink(missing_ok=True)
    for stale in path.glob("delta-*"):
        if stale != target:
            stale.unlink(missing_ok=True)


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Build the index from the database; how many provisions it holds. `progress(done, total)`."""
    with files.alone("building"):
        for left in files.root().glob("building-*"):
            shutil.rmtree(left, ignore_errors=True)
        path = files.root() / f"building-{uuid4().hex}"
        path.mkdir()
        _log.info("The search index is built anew.")
        head = _head()
        found = index_rows.standing()
        done = built(path, index_rows.rows(found), progress, found.count())
        with files.alone("writing"):
            _replace(path, _changed_since(head))
            ready = path.with_name(path.name.removeprefix("building-"))
            path.replace(ready)
            files.switch(ready)
        _clear(ready)
    forget()
    return done


def _clear(ready: Path) -> None:
    """Remove every index but one: those it replaces, and those of older layouts."""
    for old in [*files.root().iterdir(), *files.root().parent.iterdir()]:
        if old.is_dir() and old not in (ready, files.root()):
            shutil.rmtree(old, ignore_errors=True)


def built(
    path: Path,
    rows: Iterable[index_rows.Row],
    progress: Callable[[int, int], None] = lambda done, total: None,
    total: int = 0,
) -> int:
    """Build an index of rows in a folder that is empty; how many there were."""
    writer = tantivy.Index(files.schema(), path=str(path)).writer(HEAP, 1)
    gathered, done = Gathered(aside=path), 0
    for row in rows:
        _add(row, writer, gathered)
        done += 1
        if done % TOLD == 0:
            progress(done, max(total, done))
    writer.commit()
    writer.wait_merging_threads()
    base = path / f"base-{uuid4().hex}"
    gathered.write(base)
    Gathered().write(path / f"delta-{files.stamp(path)}", base=base.name)
    progress(done, done)
    return done


def _head() -> int:
    last = Entry.objects.order_by("-number").values_list("number", flat=True).first()
    return last or 0


def _changed_since(head: int) -> dict[str, Set[int] | None]:
    """What was acted on while the index was built."""
    return named(Entry.objects.filter(number__gt=head).order_by("number"))


def named(entries: Iterable[Entry]) -> dict[str, Set[int] | None]:
    """The documents that entries of the register name, and their provisions where these are named."""
    changes: dict[str, Set[int] | None] = {}
    for entry in entries:
        if entry.verb.startswith("register."):
            slug = entry.facts.get("document")
            if isinstance(slug, str):
                numbers = _numbers(entry.facts)
                before = changes.get(slug, frozenset())
                changes[slug] = None if numbers is None or before is None else before | numbers
            several = entry.facts.get("documents")
            if isinstance(several, list):
                changes |= dict.fromkeys(map(str, several))
    return changes


def _numbers(facts: Mapping[str, Any]) -> Set[int] | None:
    one, several = facts.get("provision"), facts.get("provisions")
    if isinstance(one, int):
        return frozenset((one,))
    if isinstance(several, list) and several and all(isinstance(number, int) for number in several):
        return frozenset(several)
    return None
