"""Wordings of provisions: who may, what stands afterwards, what the ledger tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry
from koinon.people.models import Person
from koinon.register.actions import deciding, publishing, translated_files, translating
from koinon.register.actions.translating import File, New
from koinon.register.models import Source, Translation, Wording
from koinon.register.queries import public, translations
from tests.factories.people import party, person
from tests.register import examples

pytestmark = pytest.mark.django_db


@pytest.fixture
def french() -> tuple[Person, Translation]:
    return examples.translated()


def rendered(translation: Translation) -> dict[int, Any]:
    provisions = list(public.provisions_of(translation.document))
    by_key = translations.wordings_of(provisions, translation.language)
    return {p.number: by_key[p.pk] for p in provisions if p.pk in by_key}


def test_a_confirmed_wording_has_the_standing_of_its_translation(french: tuple[Person, Translation]) -> None:
    _, translation = french
    shown = rendered(translation)[1]
    assert (shown.text, shown.standing, shown.made_by, shown.earlier) == (
        "Les États protègent les journalistes.",
        "human",
        "Jo Quill",
        False,
    )
    entry = Entry.objects.latest("number")
    assert entry.facts["document"] == translation.document.slug
    assert entry.facts["provisions"] == [1]
    assert entry.visibility == "public"


def test_a_machine_translation_names_its_machine_and_one_reworded_is_human() -> None:
    ada, document, _ = examples.published()
    said = {"title": "", "standing": "machine", "made_on": date(2031, 6, 1)}
    with pytest.raises(Refused) as refusal:
        translating.translate(by=ada, document=document, language="ar", made_by=" ", **said)
    assert refusal.value.code == "register.which_machine"
    arabic = translating.translate(by=ada, document=document, language="ar", made_by="Argos 1.9", **said)
    wordings = [New(1, "تحمي الدول الصحفيين.", 1), New(2, "تنشر الدول ذلك.", 1)]
    translating.confirm_wordings(by=ada, translation=arabic, wordings=wordings)
    better = New(2, "وتنشر الدول ذلك كل سنة.", 1, before="تنشر الدول ذلك.")
    translating.reword(by=ada, translation=arabic, wording=better, standing="human", made_by="Lina Sabah")
    assert {n: (w.standing, w.made_by) for n, w in rendered(arabic).items()} == {
        1: ("machine", "Argos 1.9"),
        2: ("human", "Lina Sabah"),
    }


def test_what_someone_else_changed_meanwhile_is_not_lost(french: tuple[Person, Translation]) -> None:
    ada, translation = french
    stale = New(1, "Les États respectent les journalistes.", 1, before="")
    with pytest.raises(Refused) as refusal:
        translating.reword(by=ada, translation=translation, wording=stale, standing="human", made_by="")
    assert refusal.value.code == "register.wording_changed"
    assert rendered(translation)[1].text == "Les États protègent les journalistes."


def test_all_wordings_of_a_list_are_taken_or_none(french: tuple[Person, Translation]) -> None:
    ada, translation = french
    before = Entry.objects.count()
    with pytest.raises(Refused):
        translating.confirm_wordings(
            by=ada, translation=translation, wordings=[New(2, "Ils le publient.", 1), New(77, "Rien.", 1)]
        )
    assert list(rendered(translation)) == [1]
    assert Entry.objects.count() == before


def test_a_wording_of_an_earlier_text_says_so_and_another_theme_is_no_other_text(
    french: tuple[Person, Translation],
) -> None:
    ada, translation = french
    provision = translation.document.provisions.get(number=1)
    content = deciding.content_of(provision)
    publishing.correct(
        by=ada,
        provision=provision,
        revision=1,
        content=replace(content, themes=("elections",)),
        reason="The theme was missing.",
    )
    assert not rendered(translation)[1].earlier
    shorter = replace(content, themes=("elections",), end=content.end - 6)
    publishing.correct(by=ada, provision=provision, revision=2, content=shorter, reason="It ended too late.")
    assert rendered(translation)[1].earlier
    anew = New(1, "Les États protègent.", 3, before="Les États protègent les journalistes.")
    translating.reword(by=ada, translation=translation, wording=anew, standing="human", made_by="")
    assert not rendered(translation)[1].earlier


def test_who_reviews_a_paper_translates_it_and_others_do_not() -> None:
    lantern = party("lantern", "Lantern Network", "network")
    ines = person("Ines", role="coordinator", party=lantern)
    document = examples.read(
        examples.uploading.upload(by=ines, name="p.txt", data=examples.TEXT.encode(), behalf=lantern)
    )
    said = {"language": "fr", "title": "", "standing": "human", "made_by": "", "made_on": None}
    translating.translate(by=ines, document=document, **said)
    assert Entry.objects.latest("number").visibility == "restricted"
    other = person("Omar", role="coordinator", party=party("other", "Other Network", "network"))
    with pytest.raises(NotPermitted):
        translating.translate(by=other, document=document, **said)


def test_a_dropped_translation_takes_its_file_and_wordings_along(french: tuple[Person, Translation]) -> None:
    ada, translation = french
    said = {"title": "", "standing": "human", "made_by": "", "made_on": None}
    file = File("fr.txt", b"Les Etats.", [{"number": 2, "text": "x", "confidence": 0.5, "why": []}])
    held = translating.translate(by=ada, document=translation.document, language="fr", file=file, **said)
    assert held.pk == translation.pk
    assert Wording.objects.count() == 1, "a new file proposes; what was confirmed stays"
    translating.drop_translation(by=ada, translation=held)
    assert not Wording.objects.exists()
    assert not Source.objects.filter(name="fr.txt").exists()


def test_a_translated_file_is_read_and_laid_beside_the_provisions() -> None:
    ada, document, _ = examples.published()
    said = "Les États prennent pour les journalistes des mesures qui sont publiées dans le pays, cas"
    words = "\n\n".join(f"{n}. {said} {n}." for n in (1, 2))
    file = translated_files.aligned(document, "fr.txt", words.encode(), "fr")
    assert [row["number"] for row in file.proposed] == [1, 2]
    made = translating.translate(by=ada, file=file, **examples._french(document))
    beside = translations.side_by_side(made)
    assert [row.state for row in beside] == ["proposed", "proposed"]
    assert all(0 <= row.proposed["confidence"] <= 1 for row in beside if row.proposed)


def test_a_list_of_any_length_needs_one_query(french: tuple[Person, Translation]) -> None:
    _, translation = french
    provisions = list(public.provisions_of(translation.document))
    for some in (provisions[:1], provisions):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            translations.wordings_of(some, "fr")
        assert len(queries) == 1


def test_languages_offered_count_what_stands(french: tuple[Person, Translation]) -> None:
    ada, translation = french
    offered = translations.languages_of(translation.document)
    assert [(o.language, o.standing, o.done, o.all) for o in offered] == [("fr", "human", 1, 2)]
    document = translation.document
    assert translations.language_shown(document, offered, "", "fr") == "fr"
    assert translations.language_shown(document, offered, "en", "fr") == "en"
    assert translations.language_shown(document, offered, "de", "es") == "en"
    provision = document.provisions.get(number=1)
    publishing.strike(by=ada, provision=provision, revision=1, reason="It was read twice.")
    assert translations.languages_of(document) == []
