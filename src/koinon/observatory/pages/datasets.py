"""Datasets: what is loaded here, from whom, of which version, with what in it; and all of it as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from koinon.observatory.pages import looking
from koinon.observatory.pages.serving import files, page_of, public, site_of
from koinon.observatory.queries import catalogue as queries
from koinon.observatory.queries import releases
from koinon.observatory.rules import loading as rules
from koinon.people.queries import parties
from koinon.ui.downloads import Download, links
from koinon.ui.files import FORMATS, Listing

INDICATORS_A_PAGE = 50
FIGURES_A_PAGE = 50


@public
def datasets(request: HttpRequest) -> HttpResponse:
    """Every dataset with its releases, and the sources of which none is here."""
    context = {
        "shelves": queries.shelves(),
        "absent": queries.absent(),
        "may_keep": bool(rules.may_keep_figures(by=request.user)),
        "downloads": links(request, "observatory:datasets"),
    }
    return render(request, "observatory/datasets/datasets.html", context)


@files
def datasets_files(request: HttpRequest) -> Listing:
    """Every release that stands, with its dataset."""
    site = site_of(request)
    return Listing("datasets", queries.COLUMNS, lambda: (queries.record(r, site) for r in queries.counted()))


@public
def dataset(request: HttpRequest, key: str) -> HttpResponse:
    """One dataset: who publishes it, under what licence, its releases, and those that were taken out."""
    found = queries.dataset(key)
    context = {
        "dataset": found,
        "releases": queries.counted().filter(dataset=found),
        "ended": queries.ended(found),
        "may_keep": bool(rules.may_keep_figures(by=request.user)),
    }
    return render(request, "observatory/datasets/dataset.html", context)


@public
def release(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """One release: citation, checksum, tables, indicators, and the units without a place."""
    found = queries.one(key, version)
    words = request.GET.get("q", "")[:200]
    context = {
        "release": found,
        "page": page_of(request, queries.indicators(found, words), INDICATORS_A_PAGE),
        "words": words,
        "unmapped": queries.unmapped(found),
        "may_keep": bool(rules.may_keep_figures(by=request.user)),
        "downloads": links(request, "observatory:release_indicators", key, version),
        "unmapped_downloads": links(request, "observatory:release_unmapped", key, version),
    }
    return render(request, "observatory/datasets/release.html", context)


@public
def observations(request: HttpRequest, key: str, version: str, indicator: str) -> HttpResponse:
    """One indicator of a release: what it is, its figures by unit and year, and all of them as files."""
    found = queries.one(key, version)
    shown = releases.indicator(found, indicator)
    words = request.GET.get("q", "").strip()[:100]
    year = looking.number(request, "year", 1, 9999, 0)
    known = parties.place_named(words) if words else None
    figures = queries.of_unit(
        queries.observations(found, shown), words, year, place=known.code if known else ""
    )
    page = page_of(request, figures, FIGURES_A_PAGE, known=figures.height)
    shown_here: Any = page.object_list  # a slice of the frame
    context = {
        "release": found,
        "indicator": shown,
        "words": words,
        "year": year or "",
        "page": page,
        "rows": shown_here.iter_rows(named=True),
        "downloads": [
            Download(
                reverse(f"observatory:observations-{form.key}", args=[key, version, indicator]), form.label
            )
            for form in FORMATS
        ],
    }
    return render(request, "observatory/datasets/observations.html", context)


@files
def unmapped_files(request: HttpRequest, key: str, version: str) -> Listing:
    """The units of a release that lead to no place."""
    found = queries.one(key, version)
    return Listing(
        f"{key}-{version}-unmapped",
        queries.UNMAPPED,
        lambda: (queries.unmapped_record(found, unit) for unit in queries.unmapped(found)),
    )


@files
def indicators_files(request: HttpRequest, key: str, version: str) -> Listing:
    """The indicators of a release, all or those that were searched for."""
    found, words = queries.one(key, version), request.GET.get("q", "")[:200]
    return Listing(
        f"{key}-{version}-indicators",
        queries.INDICATORS,
        lambda: (queries.indicator_record(found, one) for one in queries.indicators(found, words)),
    )


@files
def observations_files(request: HttpRequest, key: str, version: str, indicator: str) -> Listing:
    """The figures of one indicator, each row with its source."""
    found = queries.one(key, version)
    shown = releases.indicator(found, indicator)
    return Listing(
        f"{key}-{version}-{indicator}",
        queries.OBSERVATIONS,
        lambda: queries.observation_records(found, shown),
    )
