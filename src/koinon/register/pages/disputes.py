"""Disputes, figures of claims, and evidence, for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from koinon.kernel.refusals import NotFound
from koinon.register import charts
from koinon.register.engine.following.words import Level, Side
from koinon.register.pages.downloads import feed_of, files, links
from koinon.register.pages.feeds import MOST, answered, opened
from koinon.register.pages.serving import download, page_of, public, site_of
from koinon.register.queries import claim_lists, claims
from koinon.register.templatetags.register_claims import claimant, level_word, side_word
from koinon.ui.files import Listing

FIGURE_COLUMNS = (
    "side", "level", "statements", "statements_of_the_side", "follow_ups_spoken_on", "follow_ups",
)  # fmt: skip


@public
def disputes(request: HttpRequest) -> HttpResponse:
    """Every running follow-up on which statements contradict each other."""
    chosen = _chosen(request)
    page = page_of(request, claim_lists.listed_disputes(**chosen), 10)
    context = {
        "page": page,
        "rows": claim_lists.with_claims_of(page),
        "choices": claim_lists.dispute_choices(),
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "downloads": links(request, "disputes", feed=feed_of(request, "disputes")),
    }
    return render(request, "register/claims/disputes.html", context)


@files
def disputes_files(request: HttpRequest) -> Listing:
    """The statements that count on follow-ups in dispute."""
    site, found = site_of(request), claim_lists.disputes(**_chosen(request))
    return Listing("disputes", claim_lists.COLUMNS, lambda: claim_lists.dispute_records(found, site))


@public
def disputes_feed(request: HttpRequest) -> HttpResponse:
    """What is in dispute, the latest statement first."""
    feed = opened(request, _("Disputes"), reverse("register:disputes"), query=True)
    rows = claim_lists.latest_disputes(most=MOST, **_chosen(request))
    for beside in claim_lists.with_claims(rows):
        follow_up, said = beside.follow_up, [shown.claim for shown in beside.standing]
        who = follow_up.party.name if follow_up.party else follow_up.name
        feed.add(
            f"dispute/{follow_up.pk}",
            title=_("Disputed: %(who)s on provision %(number)s of %(title)s")
            % {
                "who": who,
                "number": follow_up.provision.number,
                "title": follow_up.provision.document.title,
            },
            path=follow_up.provision.get_absolute_url(),
            text="\n".join(f"{claimant(one)}: {level_word(one.level)} ({one.as_of})" for one in said),
            since=follow_up.begun_at,
            changed=max(one.published_at for one in said),
        )
    return answered(feed)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:200] for name in ("document", "party")}


@public
def claim_figures(request: HttpRequest) -> HttpResponse:
    """How many statements of each level, by whom, of how many follow-ups."""
    document = request.GET.get("document", "")[:200]
    figures = claim_lists.figures(document)
    context = {
        "figures": figures,
        "levels": list(Level),
        "rows": [
            {
                "side": side,
                "counts": list(figures.counts[side].values()),
                "total": figures.total(side),
                "spoken": figures.spoken[side],
            }
            for side in Side
        ],
        "chart": charts.claims_by_side(
            figures, [side_word(side) for side in Side], [level_word(level) for level in Level]
        ),
        "documents": claim_lists.documents_with_claims(),
        "document": document,
        "downloads": links(request, "claim-figures"),
    }
    return render(request, "register/claims/figures.html", context)


@files
def claim_figures_files(request: HttpRequest) -> Listing:
    """The figures as rows, each with what it is counted among."""
    figures = claim_lists.figures(request.GET.get("document", "")[:200])

    def rows() -> Iterator[dict[str, Any]]:
        for side, levels in figures.counts.items():
            for level, count in levels.items():
                values = (side.value, level.value, count, figures.total(side), figures.spoken[side])
                yield dict(zip(FIGURE_COLUMNS, (*values, figures.followed), strict=True))

    return Listing("claims", FIGURE_COLUMNS, rows)


@public
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A piece of evidence, or the copy of the page it links to: as a file, opened in nobody's page."""
    found = claims.evidence(pk)
    if found.kept is None:
        raise NotFound("register.no_evidence", "There is no such piece of evidence that you may open.")
    name = found.name or f"copy-{found.pk}-{found.kept_at:%Y-%m-%d}{_ending(found.kept.media)}"
    return download(name, bytes(found.kept.data), found.kept.digest)


def _ending(media: str) -> str:
    return {"text/html": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}.get(media, "")
