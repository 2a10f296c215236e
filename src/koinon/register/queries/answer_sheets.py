"""What is asked, for sheets: as rows to fill in, and as it stands beside what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from django.utils.translation import get_language

from koinon.kernel.sentences import Sentence, sentence
from koinon.kernel.workbooks import Value
from koinon.register.engine.following.answers import Said, Step, barred
from koinon.register.engine.sheets import answering
from koinon.register.engine.sheets.answering import Held, Words
from koinon.register.models import FollowUp
from koinon.register.queries import answer_words, asked
from koinon.register.queries.asked import Asked
from koinon.register.rules import answers as rules

CHUNK = 500  # follow-ups at hand at a time
FORMAT = "answers"  # of an intake that is a sheet of answers
_NOT_YOURS = sentence("You may look at what this party answers, and not draft it.")


def words() -> Words:
    """The words of every language with their positions; positions are called as the active language does."""
    return _words(get_language() or "en")


@lru_cache(maxsize=16)
def _words(_language: str) -> Words:
    called = {code: str(word) for code, word in answer_words.POSITIONS.items()}
    return Words(answer_words.meant(), called, answer_words.columns())


def heading(column: str) -> str:
    """A column in the reader's language."""
    return str(answer_words.HEADINGS.get(column, column))


def flowing(rows: Any) -> Iterator[Asked]:
    """Each of the follow-ups as a row of the desk, read a chunk at a time."""
    keys = iter(list(rows.values_list("pk", flat=True)))
    while chunk := list(islice(keys, CHUNK)):
        found = {one.pk: one for one in asked.whole(FollowUp.objects.filter(pk__in=chunk))}
        yield from (asked.row(found[pk]) for pk in chunk if pk in found)


def record(one: Asked) -> dict[str, Value]:
    """What is asked as a row of the sheet: its keys, what nobody types, and the answer as it stands."""
    follow_up, said = one.follow_up, said_of(one)
    called = words().called
    row: dict[str, Value] = {"follow_up": follow_up.pk, "version": version(one)}
    row |= {
        "document": follow_up.document.slug,
        "number": follow_up.provision.number,
        "document_title": follow_up.document.title,
        "label": follow_up.provision.label,
        "text": follow_up.provision.text,
        "addressee": follow_up.name,
        "answer_on": follow_up.answer_on,
        "stands": called.get(follow_up.position, ""),
        "state": str(answer_words.STATES[one.draft.state]) if one.draft else "",
    }
    row |= {"position": called.get(said.position, ""), "part": said.part, "reasons": said.reasons}
    return row | {"language": said.language, "change": said.change}


def said_of(one: Asked) -> Said:
    """The draft, else what is published, else nothing."""
    if one.draft:
        d = one.draft
        return Said(d.position, d.part, d.reasons, d.language, d.change, d.given_on)
    if one.versions:
        last = one.versions[0]
        return Said(last.position, last.part, last.reasons, last.language)
    return Said("", language=(get_language() or "en").partition("-")[0])


def version(one: Asked) -> str:
    """The version of what is asked, as its sheet keeps it."""
    draft = (one.draft.pk, one.draft.revision) if one.draft else (0, 0)
    return answering.version(one.follow_up.pk, draft, one.versions[0].number if one.versions else 0)


def standing(person: Any, keys: Iterable[int]) -> dict[int, Held]:
    """How what is asked stands, for one person; what they may not see is left out."""
    wanted = [key for key in keys if key < 2**62]
    drafts_for = {party.pk for party in asked.parties_of(person, rules.DRAFT)}
    rows = FollowUp.objects.filter(pk__in=wanted, party__in=asked.speaking_for(person))
    return {one.follow_up.pk: _held(one, drafts_for) for one in flowing(rows)}


def _held(one: Asked, drafts_for: set[int]) -> Held:
    follow_up = one.follow_up
    fixed: Mapping[str, str] = {
        "document": follow_up.document.slug,
        "number": str(follow_up.provision.number),
        "text": follow_up.provision.text,
    }
    return Held(
        version(one),
        said_of(one),
        bool(one.versions),
        one.revision,
        fixed,
        _barred(one, drafts_for),
    )


def _barred(one: Asked, drafts_for: set[int]) -> Sentence | None:
    if one.follow_up.party_id not in drafts_for:
        return _NOT_YOURS
    return asked.closed(one.follow_up) or barred(Step.SAVE, one.draft.state if one.draft else "")
