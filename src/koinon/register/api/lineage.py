"""Restatements: the ask over the years and editions compared, for everyone; proposals for who decides."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon, version_of
from koinon.people.api.lists import Paging, framed, made, part, site
from koinon.people.api.operations import get, operation
from koinon.register.actions import lineage as actions
from koinon.register.api import lineage_shapes as shapes
from koinon.register.queries import chain_records, chains, comparisons, public
from koinon.register.queries import lineage as queries
from koinon.register.queries.chains import Lineage

TAG = "lineage"


class ChainFilter(Paging):
    """Filter of chains."""

    party: str = Field("", max_length=120, description="Key of a party, or of a class, that is asked.")
    theme: str = Field("", max_length=120, description="Key of a theme.")


class RestatementFilter(Paging):
    """Filter of restatements."""

    state: Literal["proposed", "confirmed", "rejected"] = "proposed"
    document: str = Field("", max_length=120, description="Slug of either document.")


@get("/chains", shapes.ChainPart, "chains", tag=TAG)
def all_chains(request: HttpRequest, filters: Query[ChainFilter]) -> dict[str, Any]:
    """What was asked again, first what nobody ever answered, the longest first."""
    found = chains.filtered(chains.all_chains(timezone.now()), party=filters.party, theme=filters.theme)
    shown = chains.dressed(found[filters.offset : filters.offset + filters.limit])
    where = site(request)
    return framed(request, len(found), filters) | {"items": [_chain(one, where) for one in shown]}


@get("/documents/{slug}/provisions/{number}/lineage", shapes.LineageOut, "provision_lineage", tag=TAG)
def provision_lineage(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """The same ask over the years, as persons confirmed it."""
    found = chains.chain_of(public.provision(slug, number), timezone.now())
    return {"chain": _chain(found, site(request)) if found else None}


@get("/documents/{slug}/comparison/{other}", shapes.ComparisonOut, "comparison", tag=TAG)
def comparison(request: HttpRequest, slug: str, other: str) -> dict[str, Any]:
    """Two documents, their provisions matched one to one: kept, reworded, dropped, new."""
    found = comparisons.comparison(slug, other)
    return {
        "earlier": found.earlier.slug,
        "later": found.later.slug,
        "counts": found.counts,
        "changes": [change.record() for change in found.changes],
    }


@get("/desk/restatements", shapes.RestatementPart, "restatements", tag=TAG, scope="read")
def restatements(request: HttpRequest, filters: Query[RestatementFilter]) -> dict[str, Any]:
    """What there is to decide, the likeliest first; or what was decided, the latest first."""
    rows = queries.restatements_for(caller(request), state=filters.state, document=filters.document)
    where = site(request)
    return part(request, rows, filters, lambda row: _record(row, where))


@operation(
    "POST", "/desk/restatements", answer=shapes.RestatementOut, status=201, name="add_restatement",
    tag=TAG, scope="follow", acts="register.add_restatement",
)  # fmt: skip
def add_restatement(request: HttpRequest, given: shapes.RestatementIn) -> dict[str, Any]:
    """Say that a provision restates an earlier one, which the machine had not proposed."""
    earlier = queries.provision_at(given.earlier.document, given.earlier.number)
    later = queries.provision_at(given.later.document, given.later.number)
    row = actions.add(by=caller(request), earlier=earlier, later=later, reason=given.reason)
    made(request, f"/desk/restatements/{row.pk}")
    return _shown(request, row)


@operation(
    "POST", "/desk/restatements/confirmation", answer=list[shapes.RestatementOut],
    name="confirm_restatements", tag=TAG, scope="follow", acts="register.confirm_restatements",
)  # fmt: skip
def confirm_restatements(request: HttpRequest, given: shapes.SeveralIn) -> list[dict[str, Any]]:
    """Confirm several proposals; those decided meanwhile stay as they are."""
    rows = queries.restatements_for(caller(request)).filter(pk__in=given.restatements)
    where = site(request)
    return [
        _record(row, where)
        for row in actions.confirm_restatements(by=caller(request), restatements=list(rows))
    ]


@get("/desk/restatements/{pk}", shapes.RestatementOut, "restatement", tag=TAG, scope="read")
def restatement(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One proposal or decision."""
    return _shown(request, queries.restatement_for(caller(request), pk))


@operation(
    "POST", "/desk/restatements/{pk}/confirmation", answer=shapes.RestatementOut,
    name="confirm_restatement", tag=TAG, scope="follow", acts="register.confirm_restatement", changes=True,
)  # fmt: skip
def confirm_restatement(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Confirm that the later provision restates the earlier one."""
    return _shown(request, actions.confirm(by=caller(request), restatement=_under(request, pk)))


@operation(
    "POST", "/desk/restatements/{pk}/rejection", answer=shapes.RestatementOut, name="reject_restatement",
    tag=TAG, scope="follow", acts="register.reject_restatement", changes=True,
)  # fmt: skip
def reject_restatement(request: HttpRequest, pk: int, why: shapes.RejectionIn) -> dict[str, Any]:
    """Reject a proposal; it is not proposed again."""
    row = actions.reject(by=caller(request), restatement=_under(request, pk), reason=why.reason)
    return _shown(request, row)


@operation(
    "POST", "/desk/restatements/{pk}/undoing", answer=None, status=204, name="undo_restatement",
    tag=TAG, scope="follow", acts="register.undo_restatement", changes=True,
)  # fmt: skip
def undo_restatement(request: HttpRequest, pk: int) -> None:
    """Undo a decision: what the machine had proposed stands proposed again, under a new number."""
    actions.undo(by=caller(request), restatement=_under(request, pk))


def _under(request: HttpRequest, pk: int) -> Any:
    """The restatement, if it stands as the caller saw it."""
    found = queries.restatement_for(caller(request), pk)
    upon(request, _version(found))
    return found


def _shown(request: HttpRequest, row: Any) -> dict[str, Any]:
    shows(request, _version(row))
    return _record(row, site(request))


def _version(row: Any) -> str:
    return version_of(str(row.state), row.decided_at, row.undone_at)


def _record(row: Any, where: str) -> dict[str, Any]:
    columns = ("state", "score", "why", "proposed_at", "decided_at", "reason")
    return {
        "id": row.pk,
        "earlier": chain_records.place_record(row.earlier, where),
        "later": chain_records.place_record(row.later, where),
        **{name: getattr(row, name) for name in columns},
    }


def _chain(found: Lineage, where: str) -> dict[str, Any]:
    chain = found.told.chain
    return {
        "years": list(chain.years),
        "promised": found.told.promised,
        "never_answered": chain.never_answered,
        "links": [chain_records.link_record(link, provision, where) for link, provision in found.links],
    }
