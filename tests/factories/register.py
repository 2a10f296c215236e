"""Documents with provisions, written straight into the tables: published or in any other state.

The text is invented. Every provision of it stands on a line of its own, so a test names one by its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from koinon.kernel.directory import folded
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.people.models import Alias, Membership, Party, Place
from koinon.register.models import Addressee, Document, Issuer, Proposal, Provision, Reading, Source
from koinon.register.queries import index

DAY = datetime(2031, 5, 5, 9, 30, tzinfo=UTC)


def document(
    slug: str = "outcome-of-harbour",
    *lines: str,
    state: str = "published",
    title: str = "",
    issuers: Sequence[Party] = (),
    issued_on: date | None = date(2031, 5, 4),
    language: str = "en",
    kind: str = "declaration",
) -> Document:
    """A document whose text is a heading and the given lines."""
    title = title or slug.replace("-", " ").capitalize()
    text = "\n\n".join([title, *lines])
    data = f"{slug}\n{text}".encode()
    with guard.writing("factory"):
        source = Source.objects.create(digest=hashlib.sha256(data).hexdigest(), name=f"{slug}.txt", data=data)
        made = Document.objects.create(
            slug=slug,
            title=title,
            kind=kind,
            state=state,
            issuer_names=[p.name for p in issuers] or ["Harbour Conference"],
            issued_on=issued_on,
            place="Harbour",
            language=language,
            invented=True,
            source=source,
            format="txt",
            text=text,
            headings=[[0, len(title), 1]],
            uploaded_at=DAY,
            published_at=DAY if state in ("published", "withdrawn") else None,
        )
        made.issuers.set(issuers)
    return made


def provision(
    document: Document,
    words: str,
    *,
    label: str = "",
    kind: str = "recommendation",
    strength: str = "recommendation",
    addressees: Sequence[Party | str] = (),
    issuer: Party | str = "Harbour Conference",
    deadline: str = "",
    due: date | None = None,
    themes: Sequence[str] = (),
    groups: Sequence[str] = (),
    proposed: dict[str, Any] | None = None,
) -> Provision:
    """A provision over words of the text; with `proposed`, the reader had proposed it so."""
    start = document.text.index(words)
    named = issuer.name if isinstance(issuer, Party) else issuer
    with guard.writing("factory"):
        document.last_number += 1
        document.save(update_fields=["last_number"])
        made = Provision.objects.create(
            document=document,
            number=document.last_number,
            label=label or str(document.last_number),
            section=[document.title],
            kind=kind,
            strength=strength,
            issuer=named,
            text=words,
            start=start,
            end=start + len(words),
            deadline_text=deadline,
            deadline_due=due,
            themes=list(themes),
            groups=list(groups),
        )
        if named:
            party = issuer if isinstance(issuer, Party) else None
            Issuer.objects.create(provision=made, position=1, name=named, party=party)
        for position, addressee in enumerate(addressees, start=1):
            known = isinstance(addressee, Party)
            Addressee.objects.create(
                provision=made,
                position=position,
                name=addressee.name if known else addressee,
                party=addressee if known else None,
            )
        if proposed is not None:
            made.origins.add(_proposal(made, proposed))
    return made


def _proposal(made: Provision, proposed: dict[str, Any]) -> Proposal:
    reading = Reading.objects.create(document=made.document, state="done", engine="reader of the test")
    values: dict[str, Any] = {
        "label": made.label,
        "section": made.section,
        "kind": made.kind,
        "strength": made.strength,
        "issuer": made.issuer,
        "addressees": [{"name": a.name, "mention": "", "party": None} for a in made.addressees.all()],
        "deadline": {
            "text": made.deadline_text,
            "from": None,
            "due": made.deadline_due.isoformat() if made.deadline_due else None,
        },
        "themes": made.themes,
        "groups": made.groups,
        "text": made.text,
        "start": made.start,
        "end": made.end,
        "why": ["the verb of the test"],
    }
    return Proposal.objects.create(reading=reading, position=1, state="accepted", **(values | proposed))


def group(key: str, name: str, acronym: str = "") -> tuple[Party, Party]:
    """A group of states as a party, and the class of its members."""
    with guard.writing("factory"):
        place = Place.objects.create(code=key, kind="group", name=name, invented=True)
        body = Party.objects.create(
            key=key, kind="intergovernmental", name=name, acronym=acronym, place=place, invented=True
        )
        members = Party.objects.create(
            key=f"{key}-member-states",
            kind="class",
            name=f"{name} member states",
            members_of=body,
            place=place,
            invented=True,
        )
        for party, text, short in (
            (body, name, False),
            (members, members.name, False),
            (body, acronym, True),
        ):
            if text:
                Alias.objects.create(
                    party=party, text=text, folded=text if short else folded(text), acronym=short
                )
    return body, members


def state(key: str, name: str, *memberships: tuple[Party, date | None, date | None]) -> Party:
    """A state with its place, a member of groups from one day until before another."""
    with guard.writing("factory"):
        place = Place.objects.create(code=key, kind="country", name=name, invented=True)
        made = Party.objects.create(key=key, kind="state", name=name, place=place, invented=True)
        Alias.objects.create(party=made, text=name, folded=folded(name))
        for body, since, until in memberships:
            assert body.place
            Membership.objects.create(group=body.place, member=place, since=since, until=until)
    return made


def entry(verb: str, about: str, **facts: object) -> Entry:
    """A public ledger entry, outside the chain's own rules, for what only reads it."""
    number = (Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    with guard.writing("factory"):
        return Entry.objects.create(
            number=number,
            at=DAY,
            verb=verb,
            about=about,
            visibility="public",
            facts=facts,
            facts_digest="0" * 64,
            previous="0" * 64,
            hash=f"{number:064d}",
        )


def indexed() -> None:
    """Bring the search index to what the tables hold."""
    index.rebuild()
