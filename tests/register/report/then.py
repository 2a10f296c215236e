"""The register at one moment in the same shape from three sides.

`live` reads what stands now; `replayed` reads every kept row and asks of each alone whether it held at the
moment, slowly and obviously; `laid_out` reads the tables of `as_of`. Moments are exclusive: what happens at
the moment itself has not happened yet.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from koinon.ledger.models import Entry
from koinon.people.models import Naming, Party
from koinon.register.engine.following.disputes import contradictions
from koinon.register.engine.reporting.days import days_late
from koinon.register.models import Answer, Claim, Document, Expectation, FollowUp, Judgement, Provision
from koinon.register.queries import claims as claim_queries
from koinon.register.queries import reporting
from koinon.register.queries.as_of import register_at, rows

Snapshot = dict[str, Any]
TICK = timedelta(microseconds=1)


def live(moment: datetime) -> Snapshot:
    """What stands now; the clock shows the moment."""
    documents = Document.objects.filter(state="published")
    provisions = Provision.objects.filter(document__in=documents, withdrawn=False)
    follow_ups = FollowUp.objects.filter(provision__in=provisions, ended_at=None).select_related("party")
    beside = claim_queries.side_by_side(follow_ups)
    return {
        "documents": {d.slug for d in documents},
        "provisions": {
            p.pk: (p.kind, p.label, sorted(p.themes), p.text, _asked((a.name, a.party) for a in named))
            for p in provisions
            for named in [p.addressees.select_related("party")]
        },
        "follow_ups": {
            f.pk: (
                f.party.name if f.party else f.name, f.position or None, f.answered_at, f.next_on,
                f.overdue_from, f.silent_from is not None and f.silent_from < moment, f.claims,
                beside[f.pk].disputed,
            )
            for f in follow_ups
        },
        "claims": {
            (f.pk, shown.claim.number) for f in follow_ups for shown in beside[f.pk].standing
        },
        "judged": _judged(Judgement.objects.filter(provision__in=provisions, ended_at=None)),
    }  # fmt: skip


def laid_out(moment: datetime) -> Snapshot:
    """What the tables of `as_of` hold for the moment."""
    with register_at(moment):
        provisions = rows("SELECT id, kind, label, themes FROM then_provision")
        texts, asked = reporting.texts(row[0] for row in provisions), reporting.addressees()
        follow_ups = """
        SELECT f.id, COALESCE(q.name, own_name), position, answered_at, next_on, overdue_from,
          COALESCE(silent, false), claims, disputed
        FROM then_follow_up AS f LEFT JOIN then_party AS q ON q.id = f.party_id
        """
        judged = rows(reporting.sql.JUDGEMENTS, {"moment": moment})
        return {
            "documents": {slug for (slug,) in rows("SELECT slug FROM then_document")},
            "provisions": {
                key: (kind, label, sorted(_list(themes)), texts[key], asked.get(key, []))
                for key, kind, label, themes in provisions
            },
            "follow_ups": {key: tuple(row) for key, *row in rows(follow_ups)},
            "claims": set(rows("SELECT follow_up_id, number FROM then_claim WHERE counts")),
            "judged": judged[0],
        }


def replayed(moment: datetime) -> Snapshot:
    """Every row asked alone whether it held at the moment."""
    documents = [d for d in Document.objects.all() if _document_stood(d, moment)]
    provisions = [p for d in documents for p in d.provisions.all() if _provision_stood(p, moment)]
    follow_ups = [
        f for p in provisions for f in p.follow_ups.select_related("party") if _ran(f, moment)
    ]  # fmt: skip
    return {
        "documents": {d.slug for d in documents},
        "provisions": {p.pk: _content(p, moment) for p in provisions},
        "follow_ups": {f.pk: _follow_up(f, moment) for f in follow_ups},
        "claims": {
            (f.pk, said.number)
            for f in follow_ups
            for said in claim_queries.counting(_said(f, moment))
        },
        "judged": _judged(
            j for p in provisions for j in p.judgements.all() if _held(j.published_at, j.ended_at, moment)
        ),
    }  # fmt: skip


def _held(begun: datetime | None, ended: datetime | None, moment: datetime) -> bool:
    return begun is not None and begun < moment and (ended is None or ended >= moment)


def _document_stood(document: Document, moment: datetime) -> bool:
    if document.published_at is None:
        return False
    entries = Entry.objects.filter(verb="register.withdraw")
    withdrawn = [e.at for e in entries if e.facts["id"] == document.pk]
    return _held(document.published_at, min(withdrawn, default=None), moment)


def _provision_stood(provision: Provision, moment: datetime) -> bool:
    entries = Entry.objects.filter(verb="register.strike")
    key = (provision.document_id, provision.number)
    struck = [e.at for e in entries if (e.facts["id"], e.facts["provision"]) == key]
    begun = provision.added_at or provision.document.published_at
    return _held(begun, min(struck, default=None), moment)


def _content(provision: Provision, moment: datetime) -> tuple[Any, ...]:
    """Begin with how it stands now and undo one correction after the other, the newest first."""
    named = [(a.name, a.party) for a in provision.addressees.select_related("party")]
    kind, label, themes, text = provision.kind, provision.label, provision.themes, provision.text
    asked = _asked(named)
    for revision in provision.revisions.order_by("-revision"):
        if revision.at >= moment:
            before = revision.before
            kind, label, themes, text = before["kind"], before["label"], before["themes"], revision.text
            asked = sorted(
                ((a["name"], a["party"]) for a in before["addressees"]),
                key=lambda pair: (pair[0], pair[1] or ""),
            )
    return kind, label, sorted(themes), text, asked


def _ran(follow_up: FollowUp, moment: datetime) -> bool:
    times = [(follow_up.begun_at, follow_up.ended_at)]
    times += [(_when(t["begun"]), _when(t["ended"])) for t in follow_up.earlier]
    return any(_held(begun, ended, moment) for begun, ended in times)


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _follow_up(follow_up: FollowUp, moment: datetime) -> tuple[Any, ...]:
    answers = [a for a in follow_up.answers.all() if _held(a.published_at, a.replaced_at, moment)]
    answer: Answer | None = answers[0] if answers else None
    dates = [
        x for x in follow_up.expectations.select_related("term") if _held(x.set_at, x.ended_at, moment)
    ]  # fmt: skip
    unmet = [x for x in dates if x.met_at is None or x.met_at >= moment]
    silent = answer is None and any(x.term.kind == "answer" and x.term.overdue_at < moment for x in unmet)
    said = _said(follow_up, moment)
    return (
        _called(follow_up.party, moment) if follow_up.party else follow_up.name,
        answer.position if answer else None,
        answer.published_at if answer else None,
        min((x.term.due_on for x in unmet), default=None),
        min((x.term.overdue_at for x in unmet if x.term.kind != "answer"), default=None),
        silent,
        sum(claim.standing for claim in said),
        bool(contradictions(said)),
    )


def silent_days(follow_up: FollowUp, moment: datetime) -> int:
    """Days since the earliest date for an answer that had passed."""
    unmet = Expectation.objects.filter(follow_up=follow_up, term__kind="answer").select_related("term")
    return max(
        days_late(x.term.due_on, moment, x.term.time_zone)
        for x in unmet
        if _held(x.set_at, x.ended_at, moment)
        and (x.met_at is None or x.met_at >= moment)
        and x.term.overdue_at < moment
    )


def _said(follow_up: FollowUp, moment: datetime) -> list[Any]:
    claims = Claim.objects.filter(follow_up=follow_up).select_related("contests")
    return [claim_queries.stated(claim, moment - TICK) for claim in claims]


def _called(party: Party, moment: datetime) -> str:
    for naming in Naming.objects.filter(party=party).order_by("until"):
        if naming.until >= moment:
            return naming.name
    return party.name


def _asked(named: Any) -> list[tuple[str, str | None]]:
    pairs = [(name, party.key if party else None) for name, party in named]
    return sorted(pairs, key=lambda pair: (pair[0], pair[1] or ""))


def _judged(judgements: Any) -> tuple[int, int, int]:
    said: dict[int, set[bool]] = {}
    for judgement in judgements:
        said.setdefault(judgement.provision_id, set()).add(judgement.verifiable)
    counted = [sorted(both) for both in said.values()]
    return counted.count([True]), counted.count([False]), counted.count([False, True])


def _list(themes: Any) -> list[str]:
    return json.loads(themes) if isinstance(themes, str) else themes
