"""Search with all facets and exact counts: Koinon beside Datasette on SQLite FTS5, same texts, in one run.

    uv run --group bench python bench/search.py [--provisions 250000] [--rounds 5] [--only koinon]

The corpus is invented on the spot (bench/corpus.py). Both contenders answer the same English words in one
process on one core, with warm files and every question worked out anew: neither keeps answers. Figures are
processor time in milliseconds, which other programs on the machine do not disturb, medians over different
words of the same frequency. Koinon gives the 25 best by BM25, the exact total and the counts of nine facets,
as its page needs them (the 25 rows are then read from PostgreSQL, which is not counted). Datasette's JSON
table page, asked in process without a network, gives 25 rows, the total and the same facets, unranked: it has
no ranked table. The ranked query alone is measured beside it as SQL. Koinon is asked for words as typed.

Exit code 1 when Koinon's median for any row exceeds 20 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")

TARGET = 20.0  # milliseconds
LARGE = 400 << 20  # bytes of Datasette's file from which two questions of a kind must do
FACETS = ("kind", "strength", "addressee", "issuer", "theme", "grp", "year", "language", "deadline")
CHOICE = {"kind": ("recommendation",), "year": ("2019",)}

#: Words of the corpus by how common they are; a row of the table asks each of its questions in turn.
QUESTIONS = {
    "rare word": ("kalemo", "rifeli", "dapemo", "bivekapro", "lamial"),
    "middling word": ("torture", "budget", "prisons", "housing", "treaty"),
    "very common word": ("rights", "human", "women", "national", "measures"),
    "two middling words": ("torture prisons", "budget water", "housing land", "police workers", "treaty law"),
    "two common words": ("human rights", "national women", "rights measures", "women law", "human national"),
    "three common words": (
        "human rights women", "national law measures", "rights state violence", "women children protection",
        "human law state",
    ),
    "rare and common": ("kalemo rights", "rifeli human", "dapemo women", "bivekapro law", "lamial national"),
}  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--provisions", type=int, default=250_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep the two indexes here, and use what is there")
    parser.add_argument("--only", choices=("koinon", "datasette"))
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        ours = {} if options.only == "datasette" else koinon(folder, options.provisions, options.rounds)
        peer = {} if options.only == "koinon" else datasette(folder, options.provisions, options.rounds)
    print(f"\n{options.provisions:,} provisions, milliseconds (median)\n")
    print(f"{'':44}{'Koinon':>10}{'Datasette':>12}{'ratio':>8}{'SQL rank':>10}")
    for name in ours or peer:
        mine, theirs = ours.get(name), peer.get(name)
        ratio = f"{theirs[0] / mine:8.0f}" if mine and theirs else f"{'':8}"
        shown = (f"{mine:10.1f}" if mine else f"{'':10}", f"{theirs[0]:12.1f}" if theirs else f"{'':12}")
        print(f"{name:44}{shown[0]}{shown[1]}{ratio}" + (f"{theirs[1]:10.1f}" if theirs else ""))
    slow = [name for name, median in ours.items() if median > TARGET]
    if slow:
        print(f"\nOver {TARGET} ms: {', '.join(slow)}")
    return 1 if slow else 0


def rows() -> list[tuple[str, tuple[str, ...], dict[str, tuple[str, ...]]]]:
    """The rows of the table: name, questions, choices."""
    plain = [(name, words, {}) for name, words in QUESTIONS.items()]
    chosen = [(f"{name}, two facets chosen", words, CHOICE) for name, words in QUESTIONS.items()]
    return [*plain, ("everything", ("",), {}), *chosen, ("everything, two facets chosen", ("",), CHOICE)]


def koinon(folder: Path, provisions: int, rounds: int) -> dict[str, float]:
    """Medians of the register's search, without reading the 25 rows from the database."""
    import django

    django.setup()
    import search_rows
    from corpus import papers

    from koinon.register.engine.questions import literal
    from koinon.register.queries import search

    path = folder / f"koinon-{provisions}"
    if not path.is_dir():
        began = time.process_time()
        search_rows.built(papers(provisions), path)
        print(f"Koinon: indexed in {time.process_time() - began:.0f} s of processor time.")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    snapshot = search_rows.snapshot(path)

    def ask(words: str, chosen: dict[str, tuple[str, ...]]) -> int:
        wanted = search.Search(words, chosen)
        return search.answered(snapshot, wanted, literal(words)).total

    result: dict[str, float] = {}
    for name, questions, chosen in rows():
        totals = [ask(words, chosen) for words in questions]  # the files' pages are warm after this
        times = [_timed(ask, words, chosen) for _ in range(rounds) for words in questions]
        result[name] = statistics.median(times)
        print(f"Koinon: {name:44}{result[name]:8.1f} ms  worst {max(times):6.1f}  found {totals}")
    size = sum(file.stat().st_size for file in path.iterdir()) >> 20
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    print(f"Koinon: {size} MiB on disk; the process grew by {grown} MiB at most, shared file pages included.")
    return result


def _timed(ask: Callable[..., Any], *arguments: Any) -> float:
    began = time.process_time()
    ask(*arguments)
    return (time.process_time() - began) * 1000


def datasette(folder: Path, provisions: int, rounds: int) -> dict[str, tuple[float, float]]:
    """Medians of Datasette's JSON table page with facets, and of its ranked SQL without any."""
    path = folder / f"datasette-{provisions}.db"
    if not path.is_file():
        _sqlite(path, provisions)
    return asyncio.run(_asked(path, rounds))


async def _asked(path: Path, rounds: int) -> dict[str, tuple[float, float]]:
    from datasette.app import Datasette

    settings = {"sql_time_limit_ms": 600_000, "facet_time_limit_ms": 600_000, "cache_size_kb": 200_000}
    settings |= {"default_facet_size": 40, "max_returned_rows": 100, "num_sql_threads": 1}
    served = Datasette([str(path)], settings={**settings, "suggest_facets": False})
    await served.invoke_startup()
    address = f"/{path.stem}/provisions.json"
    ranked = "SELECT rowid FROM provisions_fts WHERE provisions_fts MATCH :words ORDER BY rank LIMIT 25"

    async def ask(words: str, chosen: dict[str, tuple[str, ...]]) -> None:
        query = [("_search", words)] if words else []
        query += [("_facet", name) for name in FACETS[:2] + FACETS[6:]]
        query += [("_facet_array", name) for name in FACETS[2:6]] + [("_size", "25")]
        query += [(name, value) for name, values in chosen.items() for value in values]
        answer = await served.client.get(address, params=query)
        body = answer.json()
        assert answer.status_code == 200 and not body.get("facets_timed_out"), body
        whole = body["filtered_table_rows_count"] >= int(path.stem.partition("-")[2])
        assert not (words and whole), "Datasette did not search."

    async def rank(words: str) -> None:
        await served.client.get(f"/{path.stem}.json", params={"sql": ranked, "words": words})

    result: dict[str, tuple[float, float]] = {}
    for name, questions, chosen in rows():
        few = questions[:2] if rounds < 5 or path.stat().st_size > LARGE else questions
        await ask(few[0], chosen)
        pages = [await _waited(ask, words, chosen) for words in few]
        sorted_ = [await _waited(rank, words) for words in few if words] or [0.0]
        result[name] = (statistics.median(pages), statistics.median(sorted_))
        print(f"Datasette: {name:41}{result[name][0]:8.1f} ms")
    return result


async def _waited(ask: Callable[..., Awaitable[None]], *arguments: Any) -> float:
    began = time.process_time()
    await ask(*arguments)
    return (time.process_time() - began) * 1000


def _sqlite(path: Path, provisions: int) -> None:
    """The same texts as a table with an FTS5 index over text and title, stemmed for English."""
    from corpus import papers

    began = time.process_time()
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    base = sqlite3.connect(draft)
    base.execute(f"CREATE TABLE provisions (id INTEGER PRIMARY KEY, text, title, {', '.join(FACETS)})")
    for paper in papers(provisions):
        base.executemany(
            f"INSERT INTO provisions VALUES (NULL, ?, ?{', ?' * len(FACETS)})",
            (
                (item.text, paper.title, item.kind, item.strength,
                 json.dumps([p.key or p.name for p in item.addressees]),
                 json.dumps([p.key for p in item.issuers]), json.dumps(item.themes), json.dumps(item.groups),
                 str(paper.issued_on.year), paper.language, "dated" if item.due else "none")
                for item in paper.items
            ),
        )  # fmt: skip
    for name in ("kind", "strength", "year", "language", "deadline"):
        base.execute(f"CREATE INDEX by_{name} ON provisions ({name})")
    base.execute(
        'CREATE VIRTUAL TABLE provisions_fts USING fts5(text, title, content="provisions", '
        "content_rowid=id, tokenize='porter unicode61')"  # Datasette looks for the quotes
    )
    base.execute("INSERT INTO provisions_fts(provisions_fts) VALUES ('rebuild')")
    base.execute("ANALYZE")
    base.commit()
    base.close()
    draft.rename(path)
    print(f"Datasette: indexed in {time.process_time() - began:.0f} s of processor time.")


if __name__ == "__main__":
    sys.exit(main())
