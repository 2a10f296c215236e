"""The desk where restatements are decided, the ask over the years, and two editions side by side."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koinon.people.models import Party
from koinon.register.actions import comparing, lineage
from koinon.register.models import Provision, Restatement
from koinon.register.queries import chains, comparisons
from koinon.register.templatetags.register_lineage import answer_words, chain_sentence, differing, shared
from tests.factories import following
from tests.factories import register as make
from tests.factories.people import person
from tests.register.lineage.examples_lineage import compared
from tests.register.lineage.worlds import World

pytestmark = pytest.mark.django_db


def desk(world: World) -> Client:
    client = Client()
    client.force_login(world.ada)
    return client


def chained(world: World, *years: tuple[int, int]) -> None:
    """Confirm restatements of the first provision between years."""
    for earlier, later in years:
        lineage.add(by=world.ada, earlier=world.at(earlier), later=world.at(later))


def states(count: int) -> list[Party]:
    return [make.state(f"S{n:02}", f"State {n:02}") for n in range(count)]


def asked(provision: Provision, parties: list[Party]) -> None:
    for party in parties:
        following.follow_up(provision, party, answer_by=date(2031, 6, 1))


def section(client: Client, provision: Provision) -> str:
    return client.get(provision.get_absolute_url()).content.decode()


def test_the_desk_shows_both_texts_with_their_differences_in_words_and_decides() -> None:
    world = compared()
    client, row = desk(world), world.pair(2019, 2022)
    page = client.get(reverse("register:lineage")).content.decode()
    assert "<del>" in page and "[taken out:" in page and "[put in:" in page
    assert "Both say: " in page and 'data-key="c"' in page
    answer = client.post(
        reverse("register:confirm_restatement", args=[row.pk]), {"back": "document=paper-2022"}
    )
    assert answer["Location"].endswith("/desk/lineage/?document=paper-2022#next")
    row.refresh_from_db()
    assert row.state == "confirmed"
    assert (
        f'id="r{row.pk}"' in client.get(reverse("register:lineage"), {"state": "confirmed"}).content.decode()
    )
    client.post(reverse("register:undo_restatement", args=[row.pk]))
    assert world.pair(2019, 2022).state == "proposed"


def test_a_rejection_wants_a_reason_and_what_was_decided_meanwhile_is_told() -> None:
    world = compared()
    client, row = desk(world), world.pair(2019, 2022)
    client.post(reverse("register:reject_restatement", args=[row.pk]), {"reason": ""})
    row.refresh_from_db()
    assert row.state == "proposed"
    client.post(reverse("register:reject_restatement", args=[row.pk]), {"reason": "Not the same."})
    answer = client.post(reverse("register:confirm_restatement", args=[row.pk]), follow=True)
    assert "has decided this proposal already" in answer.content.decode()


def test_identical_texts_are_confirmed_together_and_no_others() -> None:
    world = World()
    for year in (2024, 2025):
        words = "Abolish school fees."
        paper = make.document(f"paper-{year}", words, issued_on=date(year, 3, 1))
        make.provision(paper, words)
    comparing.compare_waiting()
    client = desk(world)
    assert "proposals whose texts are identical" in client.get(reverse("register:lineage")).content.decode()
    client.post(reverse("register:confirm_identical"))
    confirmed = Restatement.objects.filter(state="confirmed")
    assert {row.earlier.text for row in confirmed} == {row.later.text for row in confirmed} == {words}
    assert Restatement.objects.filter(state="proposed").exists()


def test_a_person_adds_one_by_the_addresses_of_the_pages() -> None:
    world = World()
    client, address = desk(world), reverse("register:add_restatement")
    wrong = client.post(address, {"earlier": "somewhere", "later": "paper-2022/77"})
    assert wrong.status_code == 422 and "has no published provision 77" in wrong.content.decode()
    later = f"http://testserver{world.at(2022, 3).get_absolute_url()}"
    answer = client.post(address, {"earlier": "paper-2019/3", "later": later, "reason": "Both plant."})
    assert answer.status_code == 302 and world.pair(2019, 2022, 3).reason == "Both plant."


def test_the_desk_is_for_those_who_may_decide() -> None:
    compared()
    client = Client()
    client.force_login(person("Eve", role="focal-point"))
    assert client.get(reverse("register:lineage")).status_code == 403


def test_asked_three_times_and_never_answered_stands_on_the_page_of_each(client: Client) -> None:
    world, parties = World(), states(1)
    for year in (2019, 2022, 2023):
        asked(world.at(year), parties)
    chained(world, (2019, 2022), (2022, 2023))
    text = section(client, world.at(2019))
    assert "Asked in 2019, 2022 and 2023; not answered yet." in text
    told = chains.chain_of(world.at(2023), timezone.now().replace(year=2032))
    assert told is not None and chain_sentence(told.told) == "Asked in 2019, 2022 and 2023; never answered."
    assert "State 00" in text and "no answer yet" in text


def test_mixed_answers_are_counted_with_their_denominator(client: Client) -> None:
    world, parties = World(), states(10)
    asked(world.at(2019), parties)
    asked(world.at(2022), parties)
    chained(world, (2019, 2022))
    for row in world.at(2022).follow_ups.order_by("name")[:2]:
        following.answer(row, "accepted")
    following.answer(world.at(2022).follow_ups.order_by("name")[2], "declined")
    text = section(client, world.at(2019))
    assert "accepted by 2 of 10, declined by 1 of 10, no answer from 7 of 10 in 2022" in text
    assert "State 00</bdi></a>: 2019 no answer yet; 2022 accepted" in text


def test_answered_and_never_accepted_is_said(client: Client) -> None:
    world, parties = World(), states(1)
    asked(world.at(2019), parties)
    asked(world.at(2022), parties)
    chained(world, (2019, 2022))
    following.answer(world.at(2019).follow_ups.get(), "declined")
    assert "Asked in 2019 and 2022; never accepted; declined in 2019." in section(client, world.at(2022))


def test_what_is_only_proposed_or_was_undone_or_withdrawn_is_not_shown(client: Client) -> None:
    world = compared()
    assert "The same ask over the years" not in section(client, world.at(2022))
    row = lineage.confirm(by=world.ada, restatement=world.pair(2019, 2022))
    assert "The same ask over the years" in section(client, world.at(2022))
    lineage.undo(by=world.ada, restatement=row)
    assert "The same ask over the years" not in section(client, world.at(2022))


def test_a_promise_repeated_is_no_ask() -> None:
    world = World()
    papers = []
    for year in (2024, 2025):
        paper = make.document(f"promise-{year}", "We will plant trees.", issued_on=date(year, 1, 1))
        papers.append(make.provision(paper, "We will plant trees.", kind="commitment"))
    lineage.add(by=world.ada, earlier=papers[0], later=papers[1])
    told = chains.chain_of(papers[0], timezone.now())
    assert told is not None and chain_sentence(told.told) == "Promised in 2024 and 2025."


def test_the_list_begins_with_what_was_never_answered_for_longest_and_can_be_narrowed(client: Client) -> None:
    world, parties = World(), states(2)
    asked(world.at(2019), parties[:1])
    asked(world.at(2022), parties[:1])
    asked(world.at(2022, 2), parties[1:])
    chained(world, (2019, 2022))
    lineage.add(by=world.ada, earlier=world.at(2022, 2), later=world.at(2023, 2))
    lineage.add(by=world.ada, earlier=world.at(2019, 3), later=world.at(2022, 3))
    page = client.get(reverse("register:chains")).content.decode()
    assert page.index("Asked in 2019 and 2022; not") < page.index("Asked in 2022 and 2023; not")
    assert page.index("Asked in 2022 and 2023; not") < page.index("Asked in 2019 and 2022.")
    one = client.get(reverse("register:chains"), {"party": parties[1].key}).content.decode()
    assert "Asked in 2022 and 2023" in one and "Asked in 2019 and 2022" not in one
    rows = json.loads(b"".join(client.get(reverse("register:chains-json"))))  # type: ignore[arg-type]
    assert [row["position"] for row in rows] == [1, 2] * 3 and rows[0]["never_answered"] is True
    feed = client.get(reverse("register:chains-feed")).content.decode()
    assert feed.count("<entry>") == 3


@pytest.mark.parametrize("years", [[(2019, 2022)], [(2019, 2022), (2022, 2023)]])
def test_the_list_asks_as_often_for_few_as_for_many(
    client: Client, years: list[tuple[int, int]], django_assert_num_queries: object
) -> None:
    world = World()
    for number in (1, 2) if len(years) == 1 else (1, 2, 3):
        for earlier, later in years:
            lineage.add(by=world.ada, earlier=world.at(earlier, number), later=world.at(later, number))
    now = timezone.now()
    with django_assert_num_queries(7):  # type: ignore[operator]
        chains.dressed(chains.all_chains(now))


def test_two_editions_are_matched_one_to_one(client: Client) -> None:
    world = World()
    found = comparisons.comparison("paper-2022", "paper-2019")
    assert (found.earlier.slug, found.later.slug) == ("paper-2019", "paper-2022")
    assert found.counts == {"kept": 0, "reworded": 2, "dropped": 1, "new": 1}
    page = client.get(reverse("register:compare", args=["paper-2019", "paper-2022"])).content.decode()
    assert "<ins>" in page and "Plant two million trees." in page and "by the machine’s judgement" in page
    rows = b"".join(client.get(reverse("register:compare-csv", args=["paper-2019", "paper-2022"])))  # type: ignore[arg-type]
    read = list(csv.DictReader(rows.decode("utf-8-sig").splitlines()))
    assert [row["fate"] for row in read] == ["reworded", "reworded", "new", "dropped"]
    lineage.add(by=world.ada, earlier=world.at(2019, 3), later=world.at(2022, 3))
    again = comparisons.comparison("paper-2019", "paper-2022")
    assert again.counts["new"] == 0 and again.changes[-1].confirmed


def test_what_a_person_rejected_is_not_matched() -> None:
    world = compared()
    lineage.reject(by=world.ada, restatement=world.pair(2019, 2022), reason="No.")
    found = comparisons.comparison("paper-2019", "paper-2022")
    pairs = {(c.earlier.number, c.later.number) for c in found.changes if c.earlier and c.later}
    assert (1, 1) not in pairs


def test_the_document_leads_to_the_comparison(client: Client) -> None:
    World()
    page = client.get(reverse("register:document", args=["paper-2022"])).content.decode()
    assert '<option value="paper-2019">' in page and '<option value="paper-2022">' not in page
    answer = client.get(reverse("register:compare_with", args=["paper-2022"]), {"other": "paper-2019"})
    assert answer["Location"].endswith("/documents/paper-2022/compare/paper-2019/")
    hidden = make.document("hidden", state="review")
    assert client.get(reverse("register:compare", args=["paper-2022", hidden.slug])).status_code == 404


def test_texts_are_escaped_where_they_differ() -> None:
    shown = differing("Stop <b>now</b>.", "Stop <i>later</i>.")
    assert "<b>" not in shown and "&lt;" in shown


def test_every_reason_has_its_sentence() -> None:
    party = make.state("S00", "State 00")
    why = [
        {"reason": "identical"},
        {"reason": "words", "right": ["spyware", "export"]},
        {"reason": "saying", "left": ["free"], "right": ["release"]},
        {"reason": "addressees", "right": [party.key]},
        {"reason": "others"},
        {"reason": "themes", "right": ["surveillance"]},
        {"reason": "numbers", "left": ["2025"], "right": []},
        {"reason": "of a later version"},
    ]
    told = shared(why)
    assert len(told) == 7 and "Both say: spyware, export." in told and "Both ask: State 00." in told
    assert "Figures differ: 2025 earlier, none later." in told


def test_an_answer_of_one_is_told_without_counts() -> None:
    world = World()
    asked(world.at(2019), states(1))
    chained(world, (2019, 2022))
    told = chains.chain_of(world.at(2019), timezone.now())
    assert told is not None and [answer_words(link) for link, _ in told.links] == [
        "no answer yet",
        "nobody is known to be asked",
    ]
