"""What can be done in a review, each act with its form: who sees the form, and which action it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _

from koinon.people.queries import parties
from koinon.register.actions import recommending, reviews, sessions
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.forms import reviews as forms
from koinon.register.queries import reviews as queries
from koinon.register.rules import reviews as rules


@dataclass(frozen=True)
class Taking:
    """Someone before a review: what they may do in whose name."""

    by: Any
    review: Any
    runs: bool
    own: list[Any]  # parties they take part for, the one under review included
    submits: list[Any]  # parties of civil society

    @property
    def others(self) -> list[Any]:
        """The parties they take part for that are not under review."""
        return [party for party in self.own if party.pk != self.review.party_id]

    @property
    def speaking_for(self) -> list[Any] | None:
        """As the forms want it: None lets the secretariat name any party."""
        return None if self.runs else self.others

    @property
    def under_review(self) -> bool:
        """Whether they take part for the party under review."""
        return any(party.pk == self.review.party_id for party in self.own)

    def papers(self) -> list[Paper]:
        """The kinds of paper that they may hand in."""
        kinds = list(rules.OF_THE_PARTY) if self.under_review else []
        kinds += [Paper.SUBMISSION] if self.submits else []
        return kinds + ([Paper.SUMMARY, Paper.COMPILATION, Paper.OUTCOME] if self.runs else [])


def taking(by: Any, review: Any) -> Taking:
    """What someone may do in a review."""
    submits = queries.parties_of(by, rules.SUBMIT)
    return Taking(by, review, bool(rules.may_run(by=by)), queries.parties_of(by), submits)


@dataclass(frozen=True)
class Act:
    """An act: who is offered it, its form from the request's data, what it does, what is said then."""

    offered: Callable[[Taking], bool]
    form: Callable[..., Form]
    perform: Callable[[Taking, Any], Any]
    said: Callable[[], str]
    anchor: str


def _paper_form(t: Taking, data: Any = None, files: Any = None) -> Form:
    return forms.PaperForm(data, files, kinds=t.papers(), own=t.submits, auto_id="paper_%s")


def _hand_in(t: Taking, form: Any) -> Any:
    said = form.cleaned_data
    return reviews.hand_in(
        by=t.by, review=t.review, kind=Paper(said["kind"]), title=said["title"], language=said["language"],
        party=said.get("party"), text=said["text"], file=form.content(), now=timezone.now(),
    )  # fmt: skip


def _ask(t: Taking, form: Any) -> Any:
    said = form.cleaned_data
    return reviews.ask(
        by=t.by, review=t.review, party=said["party"], text=said["text"], language=said["language"],
        now=timezone.now(), today=timezone.localdate(),
    )  # fmt: skip


def _recommend(t: Taking, form: Any) -> Any:
    said = form.cleaned_data
    return recommending.recommend(
        by=t.by, review=t.review, parties=[said["party"]], text=said["text"], language=said["language"],
        themes=said["themes"], now=timezone.now(),
    )  # fmt: skip


def _adopt(t: Taking, form: Any) -> Any:
    said = form.cleaned_data
    return recommending.adopt_outcome(
        by=t.by, review=t.review, title=said["title"], issued_on=said["issued_on"], place=said["place"],
        now=timezone.now(),
    )  # fmt: skip


def _stage(t: Taking, form: Any) -> Any:
    said, common = form.cleaned_data, {"by": t.by, "review": t.review, "now": timezone.now()}
    kind, words = Stage(said["kind"]), said["note"]
    if said["what"] == "finish":
        return reviews.finish_stage(kind=kind, note=words, **common)
    if said["what"] == "pass":
        return reviews.pass_stage(kind=kind, reason=words, **common)
    days = {"opens_on": said["opens_on"], "due_on": said["due_on"]}
    return reviews.move_stage(kind=kind, reason=words, **days, **common)


def _put_on_list(t: Taking, form: Any) -> Any:
    return sessions.put_on_list(
        by=t.by, review=t.review, party=form.cleaned_data["party"], now=timezone.now()
    )


def _outcome_form(t: Taking, data: Any = None, files: Any = None) -> Form:
    title = _("Outcome of the review of %(party)s") % {"party": t.review.party.name}
    start = {"title": title, "issued_on": timezone.localdate()}
    return forms.OutcomeForm(data, files, initial=start, auto_id="outcome_%s")


def _recommendation_form(t: Taking, data: Any = None, files: Any = None) -> Form:
    return forms.RecommendationForm(data, files, own=t.speaking_for, auto_id="recommend_%s")


def _speaker_form(t: Taking, data: Any = None, files: Any = None) -> Form:
    return forms.WhoForm(data, files, own=t.speaking_for, auto_id="speaker_%s")


def _window_form(t: Taking, data: Any = None, files: Any = None) -> Form:
    start = {"opens": t.review.list_opens, "closes": t.review.list_closes}
    return forms.WindowForm(data, files, initial=start, auto_id="window_%s")


ACTS: dict[str, Act] = {
    "hand-in": Act(
        lambda t: bool(t.papers()), _paper_form, _hand_in, lambda: _("The paper is public."), "papers"
    ),
    "ask": Act(
        lambda t: bool(t.others),
        lambda t, data=None, files=None: forms.QuestionForm(data, files, own=t.others, auto_id="ask_%s"),
        _ask, lambda: _("The question is public."), "questions",
    ),
    "open-list": Act(
        lambda t: t.runs and not t.review.list_record, _window_form,
        lambda t, form: sessions.open_list(by=t.by, review=t.review, **form.cleaned_data),
        lambda: _("The times of the list are public."), "speakers",
    ),
    "put-on-list": Act(
        lambda t: (t.runs or bool(t.others)) and not t.review.list_record,
        _speaker_form,
        _put_on_list, lambda: _("It is on the list of speakers."), "speakers",
    ),
    "order-list": Act(
        lambda t: t.runs and not t.review.list_record,
        lambda t, data=None, files=None: forms.OrderForm(data, files, auto_id="order_%s"),
        lambda t, form: sessions.order_list(by=t.by, review=t.review, now=timezone.now()),
        lambda: _("The list is in order, and the time is divided."), "speakers",
    ),
    "recommend": Act(
        lambda t: (t.runs or bool(t.others)) and t.review.outcome is None,
        _recommendation_form,
        _recommend, lambda: _("The recommendation is public."), "recommendations",
    ),
    "adopt": Act(
        lambda t: t.runs and t.review.outcome is None, _outcome_form, _adopt,
        lambda: _("The outcome is published, and every recommendation waits for its answer."), "outcome",
    ),
    "stage": Act(
        lambda t: t.runs, lambda t, data=None, files=None: forms.StageForm(data, files, auto_id="stage_%s"),
        _stage,
        lambda: _("Noted."), "stages",
    ),
}  # fmt: skip


def of_speaker(t: Taking, key: str, what: str, reason: str) -> Any:
    """Take a speaker off the list, give the floor, end the speech, or note the absence."""
    speaker, now = queries.speaker(t.review, key), timezone.now()
    if what == "off":
        return sessions.take_off_list(by=t.by, speaker=speaker)
    if what == "call":
        return sessions.call_speaker(by=t.by, speaker=speaker, now=now, reason=reason)
    return sessions.end_speech(by=t.by, speaker=speaker, now=now, absent=what == "absent")


def of_recommendation(t: Taking, number: int, what: str, key: str) -> Any:
    """Join a recommendation in the name of a party, or leave it."""
    recommendation, party = queries.recommendation(t.review, number), parties.party(key)
    if what == "join":
        return recommending.join_recommendation(by=t.by, recommendation=recommendation, party=party)
    return recommending.leave_recommendation(
        by=t.by, recommendation=recommendation, party=party, now=timezone.now()
    )
