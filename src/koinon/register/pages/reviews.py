"""Peer review for everyone: cycles with their draw, and each review with all its stages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koinon.kernel.refusals import NotFound
from koinon.kernel.workbooks import Column, Sheet
from koinon.ledger.wording import shown
from koinon.register.engine.reviewing.words import Paper
from koinon.register.engine.sheets import uhri as layout
from koinon.register.pages.downloads import files, links
from koinon.register.pages.printed import REPORTS
from koinon.register.pages.serving import download, public, site_of
from koinon.register.queries import knowledge, records, review_pages, review_stages
from koinon.register.queries import reviews as queries
from koinon.register.rules import reviews as rules
from koinon.ui import downloads
from koinon.ui.downloads import Download
from koinon.ui.files import FORMATS, Listing, workbook_file

_PAPERS_OF = {  # which papers stand under which stage
    "summary": (Paper.SUMMARY, Paper.SUBMISSION),
    "self-report": (Paper.SELF_REPORT,),
    "compilation": (Paper.COMPILATION,),
    "outcome": (Paper.OUTCOME,),
    "response": (Paper.RESPONSE,),
    "mid-term": (Paper.MID_TERM,),
}


@public
def cycles(request: HttpRequest) -> HttpResponse:
    """Every cycle of peer reviews."""
    context = {
        "cycles": queries.cycles(),
        "may_run": bool(rules.may_run(by=request.user)),
        "feed": reverse("register:reviews-feed"),
    }
    return render(request, "register/reviews/cycles.html", context)


@public
def cycle(request: HttpRequest, cycle: str) -> HttpResponse:
    """A cycle: its order, its reviewers, and how its draw came about."""
    found, today = queries.cycle(cycle), timezone.localdate()
    rows = [
        (review, review_stages.now(review_stages.shown(review, today))) for review in queries.reviews(found)
    ]
    named = queries.names({*found.pool, *found.reviewers, *queries.groups_named(found.rules)})
    changes = found.record.get("changes", ())
    context = {
        "cycle": found,
        "rows": rows,
        "plan": queries.plan(found),
        "names": named,
        "pool": [(key, named.get(key, key)) for key in found.pool],
        "outside": [(key, named.get(key, key)) for key in found.reviewers if key not in found.pool],
        "conflicts": [
            ([named.get(key, key) for key in c["parties"]], c["reason"]) for c in found.rules["conflicts"]
        ],
        "changes": [
            {**change, "party": named.get(change["party"]), "left": named.get(change["left"]),
             "drawn": named.get(change["drawn"])}
            for change in changes
        ],
        "downloads": [
            *links(request, "cycle", cycle, feed=reverse("register:reviews-feed")),
            Download(reverse("register:cycle-record", args=[cycle]), _("Record of the draw (JSON)")),
            Download(reverse("register:cycle-calendar", args=[cycle]), "iCalendar"),
        ],
    }  # fmt: skip
    return render(request, "register/reviews/cycle.html", context)


@files
def cycle_files(request: HttpRequest, cycle: str) -> Listing:
    """The reviews of a cycle in their order."""
    found, site = queries.cycle(cycle), site_of(request)
    return Listing(
        f"{cycle}-reviews",
        review_pages.REVIEW_COLUMNS,
        lambda: (review_pages.review_record(review, site) for review in queries.reviews(found)),
        review_pages.flat_review,
    )


@public
def cycle_record(request: HttpRequest, cycle: str) -> HttpResponse:
    """All that anyone needs to compute the draw again."""
    record = queries.cycle(cycle).record
    answer = JsonResponse(record, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="{cycle}-draw.json"'
    return answer


@public
def speakers_record(request: HttpRequest, cycle: str, key: str) -> HttpResponse:
    """All that anyone needs to compute the order of speakers again."""
    record = queries.review(cycle, key).list_record
    if not record:
        raise NotFound("register.review.unordered", "Put the list of speakers in order first.")
    answer = JsonResponse(record, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="{cycle}-{key}-speakers.json"'
    return answer


@public
def peer_review(request: HttpRequest, cycle: str, key: str) -> HttpResponse:
    """One review with all its stages."""
    review, now = queries.review(cycle, key), timezone.now()
    stages = review_stages.shown(review, timezone.localdate())
    papers = list(queries.papers(review))
    formats = (*FORMATS, *REPORTS)
    found = downloads.links(request, "register:peer_review", cycle, key, formats=formats, feed=_feed(review))
    if queries.outcome_state(review) == "adopted":
        uhri = reverse("register:peer_review-uhri", args=[cycle, key])
        found.insert(3, Download(uhri, "UHRI (XLSX)"))
    context = {
        "review": review,
        "stages": [(stage, _under(stage.kind.value, papers)) for stage in stages],
        "reviewers": review.now_reviewing,  # type: ignore[attr-defined]
        "former": queries.former(review),
        "questions": queries.questions(review),
        "withdrawn": review_pages.why_withdrawn(review),
        "held": review.begins is not None and review.begins <= now,
        "speakers": list(queries.speakers(review)),
        "recommendations": review_pages.recommendations(review, now),
        "entries": [shown(entry) for entry in review_pages.entries([f"review:{cycle}/{key}"], 20)],
        "may_take_part": request.user.is_authenticated and bool(rules.may_see_desk(by=request.user)),
        "downloads": found,
    }
    return render(request, "register/reviews/review.html", context)


def _feed(review: Any) -> str:
    return reverse("register:peer_review-feed", args=[review.cycle.key, review.party.key])


def _under(stage: str, papers: list[Any]) -> list[Any]:
    kinds = _PAPERS_OF.get(stage, ())
    return [paper for paper in papers if paper.kind in kinds]


@files
def recommendations_files(request: HttpRequest, cycle: str, key: str) -> Listing:
    """The recommendations of a review."""
    review, now, site = queries.review(cycle, key), timezone.now(), site_of(request)
    return Listing(
        f"{cycle}-{key}-recommendations",
        review_pages.RECOMMENDATION_COLUMNS,
        lambda: (review_pages.record(told, site) for told in review_pages.recommendations(review, now)),
        review_pages.flat,
    )


@public
def uhri(request: HttpRequest, cycle: str, key: str) -> Any:
    """The provisions of an outcome laid out as the Universal Human Rights Index exports its own."""
    review, words = queries.review(cycle, key), knowledge.vocabulary()
    if why := review_pages.why_withdrawn(review):
        raise NotFound(
            "register.review.outcome_withdrawn",
            "The outcome of this review was withdrawn: {reason}",
            reason=why,
        )
    said = {told.row.provision_id: told for told in review_pages.recommendations(review, timezone.now())}
    described = [Column(name, width=70 if name == "Text" else 20) for name in layout.COLUMNS]

    def rows() -> Any:
        for provision in review_pages.provisions(review):
            found = said[provision.pk].follow_up if provision.pk in said else None
            position = review_pages.POSITIONS_OF_THE_UPR.get(found.position, "") if found else ""
            facts = {"body": _("Peer review"), "session": review.cycle.title, "position": position}
            record = records.provision_record(provision, "")
            yield layout.row(record, words, layout.UPR_INFO, facts)

    return workbook_file(f"{cycle}-{key}.uhri.xlsx", [Sheet("UHRI", described, rows())])


@public
def paper(request: HttpRequest, cycle: str, key: str, pk: int) -> HttpResponse:
    """One paper of a review, as it was written here."""
    review = queries.review(cycle, key)
    context = {"review": review, "paper": queries.paper(review, pk)}
    return render(request, "register/reviews/paper.html", context)


@public
def paper_file(request: HttpRequest, cycle: str, key: str, pk: int) -> HttpResponse:
    """The file of a paper as it was handed in."""
    source = queries.paper(queries.review(cycle, key), pk).source
    if source is None:
        raise NotFound("register.review.no_file", "This paper was written here: it has no file.")
    return download(source.name, bytes(source.data), source.digest)
