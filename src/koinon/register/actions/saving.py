"""Keeping a search and being told of it: someone's own affair, so nothing of it enters the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction
from procrastinate.contrib.django import app

from koinon.kernel.lines import visible
from koinon.kernel.refusals import NotFound, Refused
from koinon.ledger import guard
from koinon.people.models import Person
from koinon.register.models import SavedSearch
from koinon.register.queries import saved

MOST = 100  # searches that one person may keep
_REASON = "a kept search"
_SALT = "register.kept_searches.stop"


def keep(*, by: Person, name: str, query: str, digest: str, language: str) -> SavedSearch:
    """Keep a search; it is told of from now on, not of what is there already."""
    if saved.searches_of(by).count() >= MOST:
        raise Refused(
            "register.many_searches",
            "You keep {most} searches, which is the most: delete one first.",
            most=MOST,
        )
    plain = saved.canonical(query)
    if not plain:
        raise Refused("register.empty_search", "Search for something first, then keep the search.")
    with guard.writing(_REASON):
        return SavedSearch.objects.create(
            person=by,
            name=_named(name),
            query=plain[:2000],
            digest=SavedSearch.Digest(digest),
            language=language,
            told_entry=saved.head(),
        )


def change(*, by: Person, search: SavedSearch, name: str, digest: str) -> SavedSearch:
    """Rename a search, or change its mail; mail begins with what is new from then on."""
    _own(by, search)
    if search.digest == SavedSearch.Digest.NONE and digest != SavedSearch.Digest.NONE:
        search.told_entry = max(search.told_entry, saved.head())
    search.name, search.digest = _named(name), SavedSearch.Digest(digest)
    with guard.writing(_REASON):
        search.save(update_fields=["name", "digest", "told_entry"])
    return search


def delete(*, by: Person, search: SavedSearch) -> None:
    """Keep a search no longer."""
    _own(by, search)
    with guard.writing(_REASON):
        search.delete()


def stop_token(person: Person) -> str:
    """What a mail carries to stop all of them, without signing in."""
    return signing.dumps(str(person.pk), salt=_SALT)


def stop(*, token: str) -> int:
    """Stop every mail of kept searches to the person of that token; how many searches told of by mail."""
    try:
        person = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise NotFound(
            "register.bad_stop", "This link is not whole: copy all of it from the mail, or sign in."
        ) from error
    with guard.writing(_REASON):
        rows = SavedSearch.objects.filter(person=person).exclude(digest=SavedSearch.Digest.NONE)
        return rows.update(digest=SavedSearch.Digest.NONE)


def _own(by: Any, search: SavedSearch) -> None:
    if by.pk != search.person_id:
        raise NotFound("register.no_saved_search", "You keep no such search: it may be deleted already.")


def _named(name: str) -> str:
    if not visible(name):
        raise Refused("register.unnamed_search", "Give the search a name.", field="name")
    return visible(name)[:200]


def tell(*, person: UUID, today: date) -> int:
    """Look for news in the searches of a person that are due; queue one mail where there is any.

    What is told is noted in the transaction that queues the mail, and no search is told twice on a day: a
    second run finds nothing due, a run that is killed has done nothing. How many searches have news.
    """
    with transaction.atomic(), guard.writing("kept searches are told"):
        Person.objects.select_for_update().filter(pk=person).first()
        searches = list(saved.due(today).filter(person=person).select_for_update(of=("self",)))
        until = saved.head()
        news = [(search, found) for search in searches if (found := saved.news_of(search, until=until))]
        if not news:
            return 0
        told = [[s.pk, s.told_entry, until] for s, _ in news]
        for search, _ in news:
            search.told_entry, search.told_on = until, today
            search.save(update_fields=["told_entry", "told_on"])
        _queue(person, today, told)
    return len(news)


def _queue(person: UUID, today: date, told: Sequence[Sequence[int]]) -> None:
    task = app.configure_task("koinon.register.tasks.mail_kept_searches", queue="mail")
    task.defer(person=str(person), day=today.isoformat(), told=[list(row) for row in told])
