"""What is kept about oneself, found by how every column is classified."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, QuerySet

from koinon.kernel.refusals import NotPermitted
from koinon.ledger.models import Private
from koinon.people import rules
from koinon.people.models import Invitation, Mandate, Person


def oneself(user: object) -> Person:
    """The person who is signed in."""
    if not isinstance(user, Person):
        raise NotPermitted("people.sign_in", rules.SIGN_IN)
    return user


def mandates(person: Person) -> QuerySet[Mandate]:
    """The person's mandates, the latest first."""
    return person.mandates.select_related("party").order_by("-since", "-pk")


def factors(person: Person) -> dict[str, int]:
    """How many of each second factor a person has: "totp", "webauthn", "recovery_codes"."""
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return {str(kind): kinds.count(kind) for kind in Authenticator.Type.values}


def acts(person: Person) -> QuerySet[Private]:
    """What the ledger keeps of a person's acts, the latest first."""
    return Private.objects.select_related("entry").filter(person=person.reference).order_by("-entry")


def data(person: Person) -> dict[str, Any]:
    """Everything personal that the tables hold about someone, for them to take along.

    One list for each table that refers to the person, with the columns classified personal; secrets
    (password, tokens, keys) never leave.
    """
    encoder = DjangoJSONEncoder()
    return {
        "person": _columns(person, encoder),
        "mandates": [
            {"role": m.role, "party": m.party.name if m.party else None, "since": m.since, "until": m.until}
            for m in mandates(person)
        ],
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "sessions": list(UserSession.objects.filter(user=person).values("created_at", "last_seen_at")),
        "second_factors": list(
            Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")
        ),
        "invitations_to_me": [
            _columns(invitation, encoder)
            for invitation in Invitation.objects.filter(email__iexact=person.email)
        ],
        "records": {label: rows for label, rows in _referring(person, encoder) if rows},
        "ledger": [
            {
                "entry": p.entry.number,
                "at": p.entry.at,
                "act": p.entry.verb,
                "about": p.entry.about,
                "kept": p.data,
            }
            for p in acts(person)
        ],
    }


def _referring(person: Person, encoder: DjangoJSONEncoder) -> list[tuple[str, list[dict[str, Any]]]]:
    """Rows of every table of ours that name the person, by table and the name of the column."""
    found = []
    for model in apps.get_models():
        if not hasattr(model, "classified") or model is Mandate:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model is Person:
                rows = model._default_manager.filter(**{field.name: person})
                label = f"{model._meta.verbose_name} ({field.verbose_name})"
                found.append((label, [{"what": str(row), **_columns(row, encoder)} for row in rows]))
    return found


def _columns(row: Model, encoder: DjangoJSONEncoder) -> dict[str, Any]:
    """The columns of a row that are classified personal; a reference is its key."""
    names = row.classified["personal"]  # type: ignore[attr-defined]
    fields = {field.name: field for field in row._meta.concrete_fields}
    return {name: _plain(fields[name].value_from_object(row), encoder) for name in names if name in fields}


def _plain(value: Any, encoder: DjangoJSONEncoder) -> Any:
    plain = (str, int, float, bool, list, dict, type(None))
    return value if isinstance(value, plain) else encoder.default(value)
