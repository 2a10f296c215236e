"""The lists and the form of a focal point, the list of a validator: what they show; nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koinon.ledger import guard
from koinon.people.models import Mandate, Person
from koinon.register.actions import answers as actions
from koinon.register.models import Answer, FollowUp
from tests.factories import following
from tests.factories import register as make
from tests.register.answers.office import NOW, Office, office

pytestmark = pytest.mark.django_db
LIST, TOGETHER, WAITING = "/desk/asked/", "/desk/asked/together/", "/desk/answers/"


@pytest.fixture
def world() -> Office:
    return office()


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def form_of(follow_up: FollowUp) -> str:
    return reverse("register:answer", args=[follow_up.pk])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_list_holds_what_is_asked_of_ones_own_party_only(world: Office) -> None:
    page = text_of(browser(world.ida).get(LIST))
    for follow_up in world.asked:
        assert f'id="f{follow_up.pk}"' in page and follow_up.provision.text in page
    assert f'id="f{world.elsewhere.pk}"' not in page
    assert f'id="f{world.elsewhere.pk}"' in text_of(browser(world.nils).get(LIST))


def test_how_it_stands_narrows_the_list_and_is_counted(world: Office) -> None:
    world.drafted(world.asked[0])
    world.published(world.asked[1])
    client = browser(world.ida)

    def rows(which: str, **rest: str) -> list[int]:
        answer = client.get(LIST, {"which": which, **rest})
        return [row.follow_up.pk for row in answer.context["rows"]]

    first, second, third = (follow_up.pk for follow_up in world.asked)
    assert rows("open") == [third] and rows("draft") == [first] and rows("answered") == [second]
    assert rows("submitted") == rows("returned") == []
    assert set(rows("overdue")) == {first, third}, "a draft ends no silence"
    assert set(rows("all")) == {first, second, third}
    assert rows("all", words="journalists") == [first]
    assert rows("all", document="nowhere") == [] and rows("all", theme="elections") == []
    tabs = {tab["words"]: tab["count"] for tab in client.get(LIST).context["tabs"]}
    assert tabs == {
        "No answer yet": 1, "Overdue": 2, "Drafts": 1, "Returned": 0, "With the validator": 0,
        "Answered": 1, "Everything": 3,
    }  # fmt: skip


def test_days_are_told_in_words(world: Office) -> None:
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    for words, days in (("12 days left", 12), ("due today", 0), ("3 days overdue", -3)):
        made = make.document(f"doc-{days}", words)
        provision = make.provision(made, words)
        following.follow_up(provision, world.velmark, answer_by=today + timedelta(days=days))
        page = text_of(browser(world.ida).get(LIST, {"document": made.slug}))
        assert page.count(words) >= 2 or words in page.replace(provision.text, "", 1)


def test_the_list_costs_the_same_at_one_and_at_three(world: Office) -> None:
    def cost(n: int) -> int:
        document = make.document(f"of-{n}", *(f"Line {i} of {n}." for i in range(n)))
        for i in range(n):
            made = following.follow_up(make.provision(document, f"Line {i} of {n}."), world.velmark)
            world.published(made)
            world.drafted(made, change="Again.")
        client = browser(world.ida)
        client.get(LIST, {"document": document.slug})
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(LIST, {"document": document.slug}).context["rows"]) == n
        return len(queries)

    assert cost(1) == cost(3)


def test_the_same_answer_to_several_is_looked_at_and_then_written(world: Office) -> None:
    client = browser(world.ida)
    said = {"position": "noted", "reasons": "Law 7 stands.", "language": "en"}
    chosen = [str(f.pk) for f in world.asked[:2]] + [str(world.elsewhere.pk)]
    look = client.post(TOGETHER, {**said, "chosen": chosen, "do": "look"})
    assert look.status_code == 200 and not Answer.objects.exists()
    assert [row.follow_up.pk for row in look.context["rows"]] == [f.pk for f in world.asked[:2]]
    assert "Law 7 stands." in text_of(look)
    done = client.post(TOGETHER, {**said, "seen": look.context["seen"], "do": "submit"})
    assert done.status_code == 302
    assert {(a.position, a.reasons, a.state) for a in Answer.objects.all()} == {
        ("noted", "Law 7 stands.", "submitted")
    }
    assert Answer.objects.count() == 2


def test_everything_that_the_filter_finds_can_be_answered_at_once(world: Office) -> None:
    client = browser(world.ida)
    said = {"position": "accepted", "language": "en", "every": "1", "query": "words=publish"}
    look = client.post(TOGETHER, {**said, "do": "look"})
    assert [row.follow_up.pk for row in look.context["rows"]] == [world.asked[1].pk]


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(world: Office) -> None:
    client = browser(world.ida)
    given = {"position": "accepted-in-part", "reasons": "A long text.", "language": "en"}
    look = client.post(TOGETHER, {**given, "chosen": [str(world.asked[0].pk)], "do": "look"})
    answer = client.post(TOGETHER, {**given, "seen": look.context["seen"], "do": "submit"})
    assert answer.status_code == 422 and "Say which part is accepted" in text_of(answer)
    assert "A long text." in text_of(answer) and not Answer.objects.exists()
    answer = client.post(form_of(world.asked[0]), {**given, "revision": 0, "do": "submit"})
    assert answer.status_code == 422 and "A long text." in text_of(answer)


def test_a_draft_of_someone_else_meanwhile_is_shown_beside_ones_own(world: Office) -> None:
    client = browser(world.ida)
    first = world.asked[0]
    client.get(form_of(first))
    world.drafted(first, position="declined", reasons="Theirs.")
    typed = {"position": "noted", "reasons": "Mine.", "language": "en", "revision": 0, "do": "save"}
    answer = client.post(form_of(first), typed)
    page = text_of(answer)
    assert answer.status_code == 422 and "Theirs." in page and "Mine." in page
    assert "As someone else wrote it meanwhile" in page
    assert Answer.objects.get().reasons == "Theirs."
    client.post(form_of(first), {**typed, "revision": answer.context["form"]["revision"].value()})
    assert Answer.objects.get().reasons == "Mine."


def test_a_conflict_among_many_loses_nothing(world: Office) -> None:
    client = browser(world.ida)
    said = {"position": "noted", "reasons": "Mine, long.", "language": "en"}
    chosen = [str(f.pk) for f in world.asked]
    look = client.post(TOGETHER, {**said, "chosen": chosen, "do": "look"})
    world.drafted(world.asked[1], reasons="Theirs.")
    answer = client.post(TOGETHER, {**said, "seen": look.context["seen"], "do": "save"})
    assert answer.status_code == 422 and "1 of these answers" in text_of(answer)
    assert "Mine, long." in text_of(answer) and Answer.objects.count() == 1


def test_the_steps_of_one_answer(world: Office) -> None:
    ida, bo, first = browser(world.ida), browser(world.bo), world.asked[0]
    ida.post(form_of(first), {"position": "accepted", "language": "en", "revision": 0, "do": "submit"})
    held = Answer.objects.get()
    page = text_of(ida.get(form_of(first)))
    assert "Take it back" in page and "Approve and publish" not in page
    page = text_of(bo.get(form_of(first)))
    assert "Approve and publish" in page and "Take it back" not in page
    bo.post(form_of(first), {"do": "return", "note": "Name the law.", "revision": held.revision})
    assert "Name the law." in text_of(ida.get(form_of(first)))
    held.refresh_from_db()
    values = {"position": "accepted", "reasons": "Law 7.", "language": "en", "revision": held.revision}
    ida.post(form_of(first), {**values, "do": "submit"})
    held.refresh_from_db()
    stale = bo.post(form_of(first), {"do": "approve", "revision": held.revision - 1})
    assert stale.status_code == 422 and not Answer.objects.filter(state="published").exists()
    assert bo.post(form_of(first), {"do": "approve", "revision": held.revision}).status_code == 302
    assert Answer.objects.get().state == "published"
    assert "Change the answer" in text_of(ida.get(form_of(first)))


def test_the_validator_approves_one_many_or_all(world: Office) -> None:
    made = world.drafted(*world.asked, submit=True, reasons="So it is.")
    client = browser(world.bo)
    page = client.get(WAITING)
    assert len(page.context["rows"]) == 3 and "So it is." in text_of(page)
    one = f"{made[0].pk}:{made[0].revision}"
    assert client.post(WAITING, {"do": f"approve {one}"}).status_code == 302
    assert Answer.objects.filter(state="published").count() == 1
    look = client.post(WAITING, {"do": "look", "until": page.context["now"].isoformat()})
    assert "Publish 2 answers" in text_of(look)
    client.post(WAITING, {"do": "approve-all", "until": look.context["until"]})
    assert Answer.objects.filter(state="published").count() == 3


def test_what_came_after_the_page_was_made_is_not_approved_with_all(world: Office) -> None:
    from django.utils import timezone

    def handed_in(follow_up: FollowUp) -> None:
        written = [actions.Written(follow_up, 0, world.said())]
        actions.draft_answers(by=world.ida, written=written, now=timezone.now(), submit=True)

    handed_in(world.asked[0])
    client = browser(world.bo)
    until = client.get(WAITING).context["now"].isoformat()
    handed_in(world.asked[1])
    client.post(WAITING, {"do": "approve-all", "until": until})
    assert list(Answer.objects.filter(state="published").values_list("follow_up", flat=True)) == [
        world.asked[0].pk
    ]


def test_a_return_without_a_note_keeps_what_was_ticked(world: Office) -> None:
    (held,) = world.drafted(world.asked[0], submit=True)
    client, pair = browser(world.bo), f"{held.pk}:{held.revision}"
    answer = client.post(WAITING, {"do": "return", "chosen": [pair], "note": " "})
    assert answer.status_code == 422 and f'value="{pair}" checked' in text_of(answer)
    client.post(WAITING, {"do": "return", "chosen": [pair], "note": "Name the law."})
    assert Answer.objects.get().note == "Name the law."


def test_one_sees_ones_own_draft_wait_and_cannot_approve_it(world: Office) -> None:
    with guard.writing("a second mandate"):
        Mandate.objects.create(
            person=world.ida, role="validator", party=world.velmark, since=world.ida.mandates.get().since
        )
    (held,) = world.drafted(world.asked[0], submit=True)
    client = browser(world.ida)
    page = text_of(client.get(WAITING))
    assert "You drafted this yourself" in page and f'value="{held.pk}:' not in page
    assert client.post(WAITING, {"do": f"approve {held.pk}:{held.revision}"}).status_code == 403
    client.post(WAITING, {"do": "approve-all"})
    assert Answer.objects.get().state == "submitted"


def test_a_draft_stays_within_its_party(world: Office) -> None:
    world.drafted(world.asked[0], submit=True, reasons="Between ourselves.")
    for stranger in (world.nils,):
        client = browser(stranger)
        assert client.get(form_of(world.asked[0])).status_code == 403
        for address in (LIST, f"/documents/{world.document.slug}/1/", f"/documents/{world.document.slug}/"):
            assert "ourselves" not in text_of(client.get(address))
    assert browser(world.nils).get(WAITING).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_what_has_ended_says_why_and_offers_no_form(world: Office) -> None:
    with guard.writing("ended"):
        FollowUp.objects.filter(pk=world.asked[0].pk).update(ended_at=NOW, ended_because="left")
    page = text_of(browser(world.ida).get(form_of(world.asked[0])))
    assert "left the group" in page and "Submit to the validator" not in page


def test_neighbours_of_the_section_are_shown_with_their_reasons(world: Office) -> None:
    world.published(world.asked[1], position="noted", reasons="As we said in spring.")
    page = text_of(browser(world.ida).get(form_of(world.asked[0])))
    assert "As we said in spring." in page


def test_empty_states_say_what_to_do(world: Office) -> None:
    from tests.factories.people import party, person

    lone = person("Lone", role="focal-point", party=party("sundara", "Sundara"))
    assert "Nothing is asked of you yet" in text_of(browser(lone).get(LIST))
    assert "No answer waits for you" in text_of(browser(world.bo).get(WAITING))
