"""One recommendation, three addressees, three dates, followed from its policy to the report.

Altamere accepts in part. Corrada claims completion, which a civil society organisation contests and an
assessor rates limited. Brennovia is silent. The public page shows all of it, reminders went out, and the
report says the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from koinon.ledger import guard
from koinon.people.models import Person
from koinon.register.actions import following, passing, posting, telling
from koinon.register.models import Document, FollowUp, Letter, Provision, Report
from tests.factories.people import party, person
from tests.factories.register import document, provision
from tests.register.saved.post_office import PostOffice, open_post_office

pytestmark = pytest.mark.django_db(transaction=True)
ASK = "Altamere, Brennovia and Corrada should repeal the law on foreign agents."
PUBLISHED = datetime(2031, 5, 5, 9, tzinfo=UTC)
NUMBERS = count(1)


@dataclass
class Clock:
    """The time at which everything happens; it goes on where a day of the story ends."""

    now: datetime = PUBLISHED

    def to(self, day: date, hour: int = 10) -> None:
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    with mock.patch("django.utils.timezone.now", lambda: clock.now):
        yield clock


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@dataclass
class Story:
    """Who takes part, and what was asked."""

    paper: Document
    asked: Provision
    people: dict[str, Person]

    def thread(self, key: str) -> FollowUp:
        return self.asked.follow_ups.get(party__key=key)


@pytest.fixture
def story(clock: Clock) -> Story:
    states = [party(key, key.capitalize()) for key in ("altamere", "brennovia", "corrada")]
    lantern = party("lantern", "Lantern Network", "civil-society")
    paper = document("outcome-of-harbour", ASK)
    asked = provision(paper, ASK, label="1", addressees=states)
    with guard.writing("it was published"):
        following.open_follow_ups([asked.pk], PUBLISHED)
    roles = {
        "Ada": ("secretariat", None),
        "Tomas": ("focal-point", states[0]),
        "Dela": ("validator", states[0]),
        "Bela": ("focal-point", states[1]),
        "Ana": ("focal-point", states[2]),
        "Ines": ("coordinator", lantern),
        "Oke": ("assessor", None),
    }
    people = {name: person(name, role=role, party=of) for name, (role, of) in roles.items()}
    return Story(paper, asked, people)


@pytest.fixture
def enter(browser: Browser, live_server: Any, story: Story) -> Iterator[Callable[[str], Page]]:
    """A tab of someone who is signed in; "" is a stranger."""
    contexts = []

    def open_tab(name: str, width: int = 1200) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        context.set_default_timeout(20_000)
        contexts.append(context)
        if name:
            client = Client()
            client.force_login(story.people[name])
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    yield open_tab
    for context in contexts:
        context.close()


def test_one_recommendation_to_the_report(
    story: Story,
    clock: Clock,
    post: PostOffice,
    enter: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
) -> None:
    the_dates_are_set(enter("Ada"), story)
    altamere_accepts_in_part(enter, story, clock)
    corrada_claims_and_is_contested(enter, story, clock)
    reminders_go_out(story, clock, post)
    the_public_page_shows_all_of_it(enter, story, assert_accessible)
    the_report_says_the_same(enter, assert_accessible)


def the_dates_are_set(page: Page, story: Story) -> None:
    """Sixty days for all, and two dates agreed: three dates for three addressees."""
    page.goto(f"/desk/documents/{story.paper.pk}/policy/")
    page.locator("input[name=answer_days]").fill("60")
    page.locator("input[name=due_on]").fill("2031-09-01")
    page.locator("input[name=reaches_back][value=back]").check()
    page.locator("[name=reason]").fill("The Council wants answers before the summer.")
    page.get_by_role("button", name="Show every date").click()
    expect(page.get_by_role("button", name="Set these dates")).to_be_visible()
    assert not story.thread("brennovia").answer_on, "nothing is set by looking"
    page.get_by_role("button", name="Set these dates").click()
    expect(page.get_by_role("heading", name="Versions and their reasons")).to_be_visible()
    for key, day in (("altamere", "2031-07-18"), ("corrada", "2031-08-01")):
        page.goto(f"/desk/dates/agree/?follow_up={story.thread(key).pk}")
        page.get_by_label("The answer").check()
        page.locator("input[name=day]").fill(day)
        page.locator("[name=reason]").fill("Its parliament sits later.")
        page.get_by_role("button", name="Agree this date").click()
    days = {key: story.thread(key).answer_on for key in ("altamere", "brennovia", "corrada")}
    assert days == {
        "altamere": date(2031, 7, 18),
        "brennovia": date(2031, 7, 4),
        "corrada": date(2031, 8, 1),
    }


def altamere_accepts_in_part(enter: Callable[..., Page], story: Story, clock: Clock) -> None:
    clock.to(date(2031, 7, 1))
    focal = enter("Tomas")
    focal.goto("/desk/asked/")
    focal.get_by_role("link", name="Answer provision 1").click()
    focal.get_by_label("accepted in part").check()
    focal.get_by_label("Which part is accepted").fill("For associations with fewer than fifty members.")
    focal.get_by_label("Reasons").fill("The rest is under review.")
    focal.get_by_role("button", name="Submit to the validator").click()
    expect(focal.get_by_text("The answer is with the validator.")).to_be_visible()
    assert "fifty members" not in Client().get(story.asked.get_absolute_url()).content.decode()
    validator = enter("Dela", 390)
    validator.goto("/desk/answers/")
    validator.get_by_role("button", name="Approve").first.click()
    expect(validator.get_by_text("1 answer is published.")).to_be_visible()


def corrada_claims_and_is_contested(enter: Callable[..., Page], story: Story, clock: Clock) -> None:
    thread = story.thread("corrada").pk
    told = (
        ("Ana", "claim", "Complete:", "Parliament repealed it in June.", "Publish the statement"),
        ("Ines", "claim", "Not started:", "It was renamed, not repealed.", "Publish the statement"),
        ("Oke", "conclude", "Limited:", "The duty fell, the fines stand.", "Publish the conclusion"),
    )
    for day, (name, page_name, level, words, button) in enumerate(told, 2):
        clock.to(date(2031, 7, day))
        page = enter(name)
        page.goto(f"/desk/follow-ups/{thread}/{page_name}/")
        page.get_by_label(level).check()
        page.get_by_label("On which day was it so?").fill(f"2031-07-0{day}")
        page.get_by_label("What do you base this on?").fill(words)
        if name == "Ines":
            page.get_by_label("Does it contest another statement?").select_option("1")
        page.get_by_role("button", name=button).click()
        page.wait_for_url(lambda address: "/desk/follow-ups/" not in address)


def reminders_go_out(story: Story, clock: Clock, post: PostOffice) -> None:
    """Every morning from the day of publication: who is late hears of it, then the secretariat."""
    day = PUBLISHED.date()
    while day <= date(2031, 9, 10):
        clock.to(day, 7)
        passing.pass_over(now=clock.now)
        telling.tell(now=clock.now, reference=lambda: f"{next(NUMBERS):032x}")
        for letter in Letter.objects.filter(state="waiting", on__lte=day).order_by("pk"):
            posting.send(letter=letter.pk, now=clock.now)
        day += timedelta(days=1)
    heard = {letter["To"] for letter in post.letters}
    assert {"bela@example.org", "ada@example.org"} <= heard
    of_bela = [str(letter["Date"]) for letter in post.letters if letter["To"] == "bela@example.org"]
    assert len(of_bela) == len(set(Letter.objects.filter(person=story.people["Bela"]).values_list("on")))
    after = [m for m in post.letters if m["To"] == "tomas@example.org" and "overdue" in m["Subject"].lower()]
    assert not after, "who has answered is not reminded of an answer"


def the_public_page_shows_all_of_it(
    enter: Callable[..., Page], story: Story, check: Callable[[Page], None]
) -> None:
    for width in (1200, 360):
        page = enter("", width)
        page.goto(story.asked.get_absolute_url())
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for words in (
            "For associations with fewer than fifty members.",
            "No answer, 68 days overdue",
            "Parliament repealed it in June.",
            "It was renamed, not repealed.",
            "The duty fell, the fines stand.",
            "Assessor concludes",
            "Disputed",
        ):
            expect(page.get_by_text(words).first).to_be_visible()
    assert b"Brennovia" in Client().get("/follow-ups/?standing=silent").content
    file = Client().get("/follow-ups.csv?standing=silent")
    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = {row["party"]: row["days_overdue"] for row in csv.DictReader(io.StringIO(text))}
    assert rows == {"brennovia": "68", "corrada": "40"}
    assert "Corrada" in Client().get("/disputes/").content.decode()


def the_report_says_the_same(enter: Callable[..., Page], check: Callable[[Page], None]) -> None:
    page = enter("Ada")
    page.goto("/desk/reports/")
    page.locator("input[name=title]").fill("Report to the Fourth Conference")
    page.locator("input[name=as_of]").fill("2031-09-09")
    page.get_by_role("button", name="Begin the report").click()
    made = Report.objects.get()
    page.goto(f"/desk/reports/{made.pk}/")
    page.get_by_role("button", name="Publish an edition").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report to the Fourth Conference")
    public = enter("")
    public.goto(f"/reports/{made.slug}/")
    check(public)
    text = " ".join(public.locator("main").inner_text().split())
    assert "Brennovia" in text and "67" in text, "silent for 67 days at the end of the ninth"
    assert "Corrada" in text and "Altamere" in text
    expect(public.get_by_role("table", name="Who has not answered, the longest first")).to_contain_text(
        "Brennovia"
    )
    again = made.editions.get()
    assert {"html", "pdf", "docx"} <= set(again.digests)
