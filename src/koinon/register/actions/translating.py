"""Bringing a document into further languages: a machine proposes what renders what, a person decides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from koinon.kernel.lines import line, visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.ledger.platform import PLATFORM
from koinon.register.engine.aligning.sheet import LONGEST
from koinon.register.models import Document, Provision, Source, Standing, Translation, Wording
from koinon.register.rules import documents as rules

OPEN = (Document.State.REVIEW, Document.State.PUBLISHED)


@dataclass(frozen=True)
class File:
    """A translated file, and what was found in it: rows of {number, text, confidence, why}."""

    name: str
    data: bytes
    proposed: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class New:
    """A wording for a provision, by its number: the words it replaces as the person saw them ("": none).

    `revision`: that of the provision whose words the person had before them.
    """

    number: int
    text: str
    revision: int
    before: str = ""


@action("register.translate", permit=rules.may_translate)
def translate(
    *,
    by: Any,
    document: Document,
    language: str,
    title: str,
    standing: str,
    made_by: str,
    made_on: date | None,
    file: File | None = None,
) -> Translation:
    """Bring a translation, or change what is said of it. Who made it and when; what a file proposes."""
    _open(document)
    if language == document.language:
        raise Refused(
            "register.same_language",
            "The document itself is in that language: choose the language of the translation.",
            field="language",
        )
    if standing == Standing.MACHINE and not visible(made_by):
        raise Refused(
            "register.which_machine", "Name the program or service that translated.", field="made_by"
        )
    found, _ = Translation.objects.select_for_update().get_or_create(
        document=document, language=language, defaults={"entered_at": timezone.now()}
    )
    found.title, found.standing = line(title)[:500], Standing(standing).value
    found.made_by, found.made_on = line(made_by)[:300], made_on
    found.entered_by, found.entered_at = _person(by), timezone.now()
    found.revision += 1
    dropped = found.source
    if file:
        found.source = _source(file)
        found.proposed = list(file.proposed)
    found.save()
    if dropped and dropped != found.source:
        _drop_source(dropped)
    _record(found, proposed=len(file.proposed) if file else 0, standing=found.standing)
    return found


@action("register.confirm_wordings", permit=rules.may_word)
def confirm_wordings(*, by: Any, translation: Translation, wordings: Sequence[New]) -> list[int]:
    """Confirm wordings of provisions in a translation. With the standing that the translation has."""
    current = _locked(translation)
    changed = _written(current, wordings, current.standing, current.made_by, by)
    if not changed:
        raise Refused("register.nothing_new", "These wordings stand there already: nothing has changed.")
    _settle(current, {new.number for new in wordings})
    _record(current, provisions=changed)
    return changed


@action("register.reword", permit=rules.may_word)
def reword(*, by: Any, translation: Translation, wording: New, standing: str, made_by: str) -> int:
    """Type or correct one wording of a provision. It says who made it."""
    current = _locked(translation)
    if standing == Standing.MACHINE and not visible(made_by):
        raise Refused(
            "register.which_machine", "Name the program or service that translated.", field="made_by"
        )
    _written(current, [wording], Standing(standing).value, line(made_by)[:300], by)
    _settle(current, {wording.number})
    _record(current, provisions=[wording.number], standing=standing)
    return wording.number


@action("register.clear_wording", permit=rules.may_word)
def clear_wording(*, by: Any, translation: Translation, number: int) -> None:
    """Take one wording away. The provision is shown in its own language again."""
    current = _locked(translation)
    gone, _ = Wording.objects.filter(translation=current, provision__number=number).delete()
    proposed = any(row["number"] == number for row in current.proposed)
    if not gone and not proposed:
        raise Refused("register.no_wording", "Provision {number} has no wording to take away.", number=number)
    _settle(current, {number})
    _record(current, provisions=[number])


@action("register.drop_translation", permit=rules.may_word)
def drop_translation(*, by: Any, translation: Translation) -> None:
    """Drop a translation. Every wording of it goes."""
    current = _locked(translation)
    wordings, source = current.wordings.count(), current.source
    current.delete()
    if source:
        _drop_source(source)
    _record(current, wordings=wordings)


def _open(document: Document) -> None:
    if document.state not in OPEN:
        raise Refused(
            "register.not_translatable",
            "This document is neither under review nor published: it cannot be translated now.",
        )


def _locked(translation: Translation) -> Translation:
    found = (
        Translation.objects.select_for_update(of=("self",))
        .select_related("document", "source")
        .defer("document__text", "source__data")
        .filter(pk=translation.pk)
        .first()
    )
    if found is None:
        raise Refused("register.translation_gone", "Someone dropped this translation meanwhile.")
    _open(found.document)
    return found


def _written(
    translation: Translation, wordings: Sequence[New], standing: str, made_by: str, by: Any
) -> list[int]:
    """Write wordings in three queries; the numbers of those that were not there just so."""
    numbers = [new.number for new in wordings]
    standing_now = translation.document.provisions.filter(number__in=numbers, withdrawn=False)
    provisions = {p.number: p for p in standing_now}
    held = {w.provision_id: w for w in translation.wordings.filter(provision__number__in=numbers)}
    rows = []
    for new in {new.number: new for new in wordings}.values():
        provision = _provision(provisions.get(new.number), new)
        text = visible(" ".join(new.text.split()))
        _sound(text, new.number)
        here = held.get(provision.pk)
        _unchanged(here, new)
        said = (text, new.revision, standing, made_by)
        if here is None or said != (here.text, here.of_revision, here.standing, here.made_by):
            rows.append(
                Wording(
                    translation=translation,
                    provision=provision,
                    text=text,
                    standing=standing,
                    made_by=made_by,
                    of_revision=new.revision,
                    entered_by=_person(by),
                    entered_at=timezone.now(),
                )
            )
    Wording.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["translation", "provision"],
        update_fields=["text", "standing", "made_by", "of_revision", "entered_by", "entered_at"],
    )
    return [row.provision.number for row in rows]


def _unchanged(held: Wording | None, new: New) -> None:
    if (held.text if held else "") != new.before:
        raise Refused(
            "register.wording_changed",
            "Someone else changed the wording of provision {number} meanwhile: look at it again.",
            number=new.number,
        )


def _provision(found: Provision | None, new: New) -> Provision:
    if found is None:
        raise Refused(
            "register.no_provision",
            "The document has no provision {number}: it may have been taken out.",
            number=new.number,
        )
    if not 1 <= new.revision <= found.revision:
        raise Refused(
            "register.changed_meanwhile",
            "Provision {number} is not as you saw it: look at it again.",
            number=new.number,
        )
    return found


def _sound(text: str, number: int) -> None:
    if not text:
        raise Refused(
            "register.empty_wording",
            "The wording of provision {number} is empty: write it, or leave it untranslated.",
            number=number,
            field="text",
        )
    if len(text) > LONGEST:
        raise Refused(
            "register.long_wording",
            "The wording of provision {number} has more than {most} characters: it cannot be one provision.",
            number=number,
            most=LONGEST,
            field="text",
        )


def _settle(translation: Translation, numbers: Iterable[int]) -> None:
    """What is decided is proposed no more."""
    decided = set(numbers)
    translation.proposed = [row for row in translation.proposed if row["number"] not in decided]
    translation.revision += 1
    translation.save(update_fields=["proposed", "revision"])


def _source(file: File) -> Source:
    digest = hashlib.sha256(file.data).hexdigest()
    return Source.objects.get_or_create(
        digest=digest, defaults={"name": file.name[-255:], "data": file.data}
    )[0]


def _drop_source(source: Source) -> None:
    if not (source.documents.exists() or source.intakes.exists() or source.translations.exists()):
        source.delete()


def _person(by: Any) -> Any:
    return None if by is PLATFORM else by


def _record(translation: Translation, **facts: Any) -> None:
    document = translation.document
    told = {"document": document.slug, "id": document.pk, "language": translation.language, **facts}
    visibility = Visibility.PUBLIC if document.public else Visibility.RESTRICTED
    record(f"document:{document.slug}", told, visibility=visibility)
