"""The search index: a projection of what is published, kept beside the database and never its source.

It lives in the data folder, holds one row per standing provision of a published document, and is
rebuilt from the database whenever it is missing, older than this layout, or damaged. One process
writes at a time; readers see the last commit.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.db import connection

from koinon.kernel.refusals import Refused
from koinon.register.models import Provision
from koinon.register.queries import public

LAYOUT = "3"  # raise it whenever the schema or what is put in a row changes
STEMMED = {"en": "english", "fr": "french", "es": "spanish"}
FACETS = ("kind", "strength", "addressee", "issuer", "theme", "group", "year", "language", "deadline")
_FIELDS = (f"{field}_{language}" for field in ("text", "context") for language in STEMMED)
TEXTS = ("words", "context", *_FIELDS)
HEAP = 48_000_000  # bytes
BATCH = 500
AT_ONCE = 20_000  # provisions that are indexed anew within one request
MENDER = "koinon search mender"
_log = logging.getLogger("koinon.search")
_open: dict[Path, tantivy.Index] = {}
_one_mender = threading.Lock()


class Damaged(Exception):
    """The index cannot be opened or read: rebuild it."""


def folder() -> Path:
    """Where the index of this layout lives."""
    return Path(settings.DATA_DIR) / "index" / LAYOUT


@cache
def schema() -> Any:
    """The columns of a row. Facets hold codes; texts are analysed by language, accents folded."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pk", stored=True, indexed=True, fast=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("asked", tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name=analyzer_name(name))
    builder.add_unsigned_field("recency", fast=True)
    return builder.build()


def analyzer_name(text: str) -> str:
    """Which analyzer a text column is read with."""
    return f"koinon_{text.partition('_')[2] or 'words'}"


@cache
def analyzers() -> dict[str, Any]:
    """By name: words folded to lower case without accents, and stemmed for the languages we know."""
    filters = (tantivy.Filter.remove_long(60), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold())

    def built(*more: Any) -> Any:
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        for each in (*filters, *more):
            builder = builder.filter(each)
        return builder.build()

    stemmed = {
        f"koinon_{code}": built(tantivy.Filter.stemmer(language)) for code, language in STEMMED.items()
    }
    return {"koinon_words": built(), **stemmed}


def opened() -> Any:
    """The index for reading, at its last commit; it is built first where it is missing or damaged."""
    path = folder()
    index = _open.get(path)
    if index is None or not (path / "meta.json").is_file():
        if not _sound(path):
            _mend()
        index = _open[path] = _opened(path)
    index.reload()
    return index


def state() -> str:
    """A value that changes with every commit of the index."""
    try:
        found = (folder() / "meta.json").stat()
    except OSError:
        return ""
    return f"{found.st_ino}.{found.st_mtime_ns}"


def forget() -> None:
    """Open the index anew at the next question."""
    _open.clear()


def recovered() -> Any:
    """A damaged index, rebuilt."""
    forget()
    _mend()
    return opened()


def _mend() -> None:
    """Rebuild while the person waits; a large register is rebuilt beside, and the person asked to wait."""
    if public.provisions().count() <= AT_ONCE:
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


def _sound(path: Path) -> bool:
    try:
        _opened(path)
    except Damaged:
        return False
    return True


def _opened(path: Path) -> Any:
    if not (path / "meta.json").is_file():
        raise Damaged(str(path))
    try:
        index = tantivy.Index.open(str(path))
        _equipped(index).searcher()
    except (ValueError, OSError) as error:
        raise Damaged(str(error)) from error
    return index


def _equipped(index: Any) -> Any:
    for name, analyzer in analyzers().items():
        index.register_tokenizer(name, analyzer)
    return index


@contextmanager
def _writing() -> Iterator[None]:
    """One writer at a time, in this process or another."""
    path = folder().parent
    path.mkdir(parents=True, exist_ok=True)
    with (path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def replace(slugs: Iterable[str]) -> None:
    """Bring the rows of some documents to what is published now; harmless when repeated."""
    if not _sound(folder()):
        rebuild()
        return
    with _writing():
        writer = _opened(folder()).writer(HEAP, 1)
        for slug in sorted(set(slugs)):
            writer.delete_documents_by_term("document", slug)
            for provision in public.provisions().filter(document__slug=slug).iterator(chunk_size=BATCH):
                writer.add_document(row(provision))
        writer.commit()
        writer.wait_merging_threads()


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Build the index from the database; how many provisions it holds. `progress(done, total)`."""
    with _writing():
        path = folder()
        if not _sound(path):
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True)
            _log.info("The search index is built anew.")
            index = _equipped(tantivy.Index(schema(), path=str(path)))
        else:
            index = _opened(path)
        writer = index.writer(HEAP, 1)
        writer.delete_all_documents()
        found = public.provisions().order_by("pk")
        total, done = found.count(), 0
        for provision in found.iterator(chunk_size=BATCH):
            writer.add_document(row(provision))
            done += 1
            if done % BATCH == 0 or done == total:
                progress(done, total)
        writer.commit()
        writer.wait_merging_threads()
    forget()
    return done


def row(provision: Provision) -> Any:
    """A provision as a row of the index."""
    document, addressees = provision.document, list(provision.addressees.all())
    keys = [a.party.key for a in addressees if a.party]
    wider = [a.party.members_of.key for a in addressees if a.party and a.party.members_of]
    names = [a.party.name for a in addressees if a.party]
    issuers = [facet_value(i.party.key if i.party else None, i.name) for i in provision.issuers.all()]
    values: dict[str, Any] = {
        "pk": provision.pk,
        "document": document.slug,
        "kind": provision.kind,
        "strength": provision.strength,
        "addressee": sorted({facet_value(a.party.key if a.party else None, a.name) for a in addressees}),
        "issuer": sorted(set(issuers)),
        "theme": list(provision.themes),
        "group": list(provision.groups),
        "year": [str(document.issued_on.year)] if document.issued_on else [],
        "language": document.language,
        "deadline": "dated" if provision.deadline_due else "worded" if provision.deadline_text else "none",
        "asked": sorted({*keys, *wider}),
        "words": [provision.text],
        "context": [document.title, " ".join(provision.section), provision.label, provision.issuer, *names,
                    *(a.mention or a.name for a in addressees)],
        "recency": (document.issued_on.toordinal() if document.issued_on else 0) * 10_000
        + max(0, 9_999 - provision.number),
    }  # fmt: skip
    if document.language in STEMMED:
        values[f"text_{document.language}"] = [provision.text]
        values[f"context_{document.language}"] = values["context"]
    return tantivy.Document.from_dict(values, schema())


def facet_value(key: str | None, name: str) -> str:
    """The code of a party in a facet: its key, or "~" and its name when it is not a known party."""
    return key or (f"~{' '.join(name.split())}" if name else "")
