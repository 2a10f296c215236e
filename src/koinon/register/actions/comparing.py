"""The job that looks for restatements: document by document, so that a crash loses one of them at most."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import lineage
from koinon.register.engine.lineage.likeness import Likeness
from koinon.register.engine.lineage.reasons import why
from koinon.register.models import Document
from koinon.register.queries import lineage as queries
from koinon.register.queries import lineage_rows
from koinon.register.queries.lineage_rows import Everything

LIKELY = 0.4  # from which score a restatement is proposed; what that misses and finds is measured
MOST = 3  # proposals for one provision
LOCK = "compare documents"
TASK = "koinon.register.tasks.compare_documents"
#: After these there may be provisions that were never compared.
CHANGING = {
    "register.publish", "register.take_in", "register.insert", "register.correct", "register.bring_back",
}  # fmt: skip
Tell = Callable[[str, int, int], None]  # step, done, of how many


def follow(entries: Sequence[Entry]) -> None:
    """Queue the job when entries say that something was published or changed."""
    if any(entry.verb in CHANGING for entry in entries):
        queue()


def queue() -> None:
    """Queue the job, unless it waits already."""
    try:
        with transaction.atomic():  # a second one is refused by the database
            app.configure_task(TASK, queue="upkeep", queueing_lock=LOCK, lock=LOCK).defer(timestamp=0)
    except AlreadyEnqueued:
        return


def compare(documents: Sequence[Document], tell: Tell) -> int:
    """Compare documents with the whole register, one action each; how many restatements were proposed."""
    if not documents:
        return 0
    tell("reading", 0, 0)
    found = lineage_rows.everything(lambda done, total: tell("reading", done, total))
    proposed = 0
    for done, document in enumerate(documents):
        tell("comparing", done, len(documents))
        proposed += _one(document, found)
    tell("comparing", len(documents), len(documents))
    return proposed


def compare_waiting() -> int:
    """Compare every document that was not, or has changed since, and tell how far it has come."""
    try:
        return compare(list(queries.waiting()), _tell)
    finally:
        queries.progress_file().unlink(missing_ok=True)


def _one(document: Document, everything: Everything) -> int:
    keys = lineage_rows.standing().filter(document=document).values_list("pk", flat=True)
    places = [everything.places[key] for key in keys if key in everything.places]
    likely = [
        one for best in everything.collection.likely(places, most=4 * MOST) for one in _told(best, everything)
    ]
    return lineage.propose(
        by=PLATFORM,
        document=document,
        found=_reasoned(likely, everything),
        provisions=len(places),
        against=len(everything.collection.asked) - len(places),
        engine=lineage_rows.ENGINE,
    ).proposed


def _told(best: Sequence[Likeness], everything: Everything) -> list[Likeness]:
    """Of the likeliest those that are proposed: of each other document the best alone."""
    asked = everything.collection.asked
    documents: set[tuple[int, int]] = set()
    found: list[Likeness] = []
    for one in best:
        pair = (asked[one.earlier].document, asked[one.later].document)
        if one.score >= LIKELY and pair not in documents and len(found) < MOST:
            documents.add(pair)
            found.append(one)
    return found


def _reasoned(likely: Sequence[Likeness], everything: Everything) -> list[lineage.Proposed]:
    asked = everything.collection.asked
    pairs = {(asked[one.earlier].key, asked[one.later].key): one for one in likely}
    texts = lineage_rows.texts_of({key for pair in pairs for key in pair})
    found = []
    for (earlier, later), one in pairs.items():
        told = why(asked[one.earlier], texts[earlier], asked[one.later], texts[later])
        score = round(min(one.score, 1.0), 4)
        found.append(lineage.Proposed(earlier, later, score, [reason.plain() for reason in told]))
    return found


def _tell(step: str, done: int, total: int) -> None:
    """Tell how far the work has come, whole or not at all."""
    path = queries.progress_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps({"step": step, "done": done, "total": total}), "utf-8")
    draft.replace(path)
