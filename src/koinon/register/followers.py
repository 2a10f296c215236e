"""The search index follows the ledger: what an entry says was published or changed is indexed anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from koinon.ledger import notices
from koinon.ledger.followers import follower
from koinon.ledger.models import Entry
from koinon.register.actions import comparing, joining
from koinon.register.queries import index, processes, waiting
from koinon.register.queries.desk import concerned
from koinon.register.queries.publications import CHANGES

#: What those who work on a document are told of; their own acts excepted.
TOLD = {"register.read", "register.reading_failed", "register.publish", "register.withdraw", *CHANGES}


@follower("index")
def follow(entries: Sequence[Entry]) -> None:
    """Replace the rows of what the entries name; the same entries twice change nothing.

    An entry that names provisions has these replaced, one that names only a document all of it.
    """
    changes = index.named(entries)
    if changes:
        index.replace(changes)


@follower("notices")
def notify(entries: Sequence[Entry]) -> None:
    """Tell those who work on a document what others, or the reader, did to it; and who watches a process."""
    for entry in entries:
        if entry.verb in TOLD and "id" in entry.facts:  # an act on several documents has none
            notices.tell(entry, concerned(entry.facts["id"]))
        elif told := waiting.told_of(entry, timezone.localdate()):
            notices.tell(entry, told)
        elif entry.about.startswith("process:"):
            notices.tell(entry, processes.watchers(entry.facts["process"], timezone.localdate()))


@follower("follow_ups")
def follow_up(entries: Sequence[Entry]) -> None:
    """Follow up whom entries name: what was published before there were follow-ups, members of classes."""
    joining.follow(entries)


@follower("lineage")
def compare(entries: Sequence[Entry]) -> None:
    """Have what was published or changed compared with all that was asked before."""
    comparing.follow(entries)
