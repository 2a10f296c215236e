"""What the pages of world, regions and countries show: which figures there are, and where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language

from koinon.kernel.refusals import NotFound
from koinon.observatory.models import Indicator, Release
from koinon.observatory.queries import places, releases
from koinon.people.models import Place

ASKED_MOST = 5  # places that one comparison holds


def name_of(place: Place) -> str:
    """A place by its name in the reader's language, where it has one."""
    language = (get_language() or "en").partition("-")[0]
    return str(place.names.get(language) or place.name)


def named(codes: Iterable[str]) -> dict[str, str]:
    """The names of places by code, in the reader's language; one that is not known keeps its code."""
    wanted = set(codes)
    known = places.named(wanted)
    return {code: name_of(known[code]) if code in known else code for code in wanted}


def current() -> list[Release]:
    """The newest release of every dataset that has figures by year, with its headline indicators."""
    headline = Prefetch(
        "indicators", Indicator.objects.filter(headline=True), to_attr="headlines"
    )  # fmt: skip
    found: dict[str, Release] = {}
    held = (
        releases.standing()
        .prefetch_related(headline)
        .order_by("dataset__title", "-last", "-loaded_at", "-id")
    )
    for release in held:
        found.setdefault(release.dataset.key, release)
    return list(found.values())


def headlines(among: Iterable[Release]) -> list[Indicator]:
    """The headline indicators of these releases, each with its release at hand."""
    found = []
    for release in among:
        for indicator in release.headlines:  # type: ignore[attr-defined]
            indicator.release = release
            found.append(indicator)
    return found


def indicator(dataset: str, key: str, version: str = "") -> Indicator:
    """An indicator of a release, the newest unless a version is asked for; with its release at hand."""
    release = releases.release(dataset, version) if version else releases.newest(dataset)
    if release is None:
        raise NotFound(
            "observatory.dataset_not_loaded",
            "No release of the dataset {dataset} is loaded here: `koinon observatory load {dataset} FILE` "
            "loads one.",
            dataset=dataset,
        )
    found = releases.indicator(release, key)
    found.release = release
    return found


def siblings(dataset: str, key: str) -> list[Indicator]:
    """The same column in every release of a dataset that has it, the newest release first."""
    standing = releases.of(dataset)
    held = {i.release_id: i for i in Indicator.objects.filter(release__in=standing, key=key)}
    found = []
    for release in standing:
        if release.pk in held:
            held[release.pk].release = release
            found.append(held[release.pk])
    return found


def found(words: str) -> QuerySet[Place]:
    """Countries and territories whose name or code holds these words, by name; all for none."""
    every = Place.objects.filter(kind__in=places.COUNTRIES).order_by("name")
    return every.filter(_holding(words)) if words else every


def _holding(words: str) -> Q:
    """Places whose name, in English or the reader's language, holds these words, or whose code they are."""
    language = (get_language() or "en").partition("-")[0]
    return Q(name__icontains=words) | Q(code__iexact=words) | Q(**{f"names__{language}__icontains": words})


def resolved(words: Iterable[str]) -> tuple[list[Place], list[str]]:
    """The countries and territories that codes or names mean, in their order, and what means none."""
    wanted = list(dict.fromkeys(words))
    known: dict[str, Place] = {}
    if wanted:
        for place in Place.objects.filter(kind__in=places.COUNTRIES):
            for name in (place.code, place.name, *map(str, place.names.values())):
                known.setdefault(name.casefold(), place)
    met = {word: known.get(word.casefold()) for word in wanted}
    return (
        list({place.pk: place for place in met.values() if place}.values()),
        [word for word, place in met.items() if place is None],
    )


def regions(words: str = "") -> QuerySet[Place]:
    """Regions and groups that have members, by name."""
    every = Place.objects.exclude(kind__in=places.COUNTRIES).filter(members__isnull=False)
    named = every.filter(_holding(words)) if words else every
    return named.distinct().order_by("name")


def groups_of(place: Place, on: date) -> list[Place]:
    """The regions and groups that a place belongs to on a day, at first hand, by name."""
    holds = (Q(members__since=None) | Q(members__since__lte=on)) & (
        Q(members__until=None) | Q(members__until__gt=on)
    )
    return list(Place.objects.filter(holds, members__member=place).distinct().order_by("name"))
