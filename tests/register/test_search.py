"""What a search finds and in which order, what its facets count, and how the index follows the ledger."""

from __future__ import annotations

import shutil
import threading
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from koinon.ledger import followers
from koinon.people.models import Party
from koinon.register import followers as register_followers
from koinon.register.models import Document
from koinon.register.queries import excerpts, index
from koinon.register.queries.search import Found, Search, found, keys_of
from tests.factories import register as make
from tests.factories.people import party

pytestmark = pytest.mark.django_db

SPYWARE = "Stop the export of spyware to security agencies without an independent licence."
MONITOR = "Control closely any export of surveillance technology."
MEMBERS = "Review national laws on the use of spyware against journalists."
FRANCE = "Protéger les journalistes contre les logiciels espions et publier les chiffres."
SPANISH = "Los Estados deberían proteger a las personas defensoras de los derechos humanos."
PROMISE = "We will regulate the sale of spyware and report each year."
OTHER = "Regulate the funding of political parties."


@pytest.fixture
def cast() -> dict[str, Party]:
    asean, members = make.group("asean", "Association of Southeast Asian Nations", "ASEAN")
    return {
        "asean": asean,
        "members": members,
        "lands": party("lands", "Harbour Lands", "state"),
        "coalition": party("coalition", "Harbour Coalition", "civil-society"),
    }


@pytest.fixture
def register(cast: dict[str, Party]) -> dict[str, int]:
    """The register of the table: seven provisions in three documents; words → primary key."""
    asean, members, lands, coalition = (cast[n] for n in ("asean", "members", "lands", "coalition"))
    brief = make.document("digital-brief", SPYWARE, MONITOR, MEMBERS, OTHER, issuers=[coalition])
    keys = {
        SPYWARE: make.provision(
            brief, SPYWARE, addressees=[asean], issuer=coalition, themes=["surveillance"]
        ),
        MONITOR: make.provision(
            brief, MONITOR, addressees=[asean], issuer=coalition, themes=["surveillance"], strength="optional"
        ),
        MEMBERS: make.provision(
            brief,
            MEMBERS,
            addressees=[members],
            issuer=coalition,
            themes=["surveillance"],
            groups=["journalists"],
        ),
        OTHER: make.provision(
            brief, OTHER, addressees=[lands], issuer=coalition, deadline="by 2033", due=date(2033, 1, 1)
        ),
    }
    foreign = make.document("note-francaise", FRANCE, SPANISH, language="fr", issued_on=date(2029, 3, 1))
    keys[FRANCE] = make.provision(foreign, FRANCE, addressees=[lands], themes=["surveillance"])
    keys[SPANISH] = make.provision(foreign, SPANISH, addressees=["estados"])
    pledge = make.document("lands-pledge", PROMISE, issuers=[lands], issued_on=date(2030, 1, 1))
    keys[PROMISE] = make.provision(
        pledge,
        PROMISE,
        kind="commitment",
        strength="binding",
        addressees=[lands],
        issuer=lands,
        deadline="each year",
        themes=["surveillance"],
    )
    make.indexed()
    return {words: provision.pk for words, provision in keys.items()}


def told(answer: Found) -> list[str]:
    return [hit.provision.text for hit in answer.hits]


# the question · what must be found, best first · what may not be found
TABLE = [
    (
        "what is ASEAN asked to do about spyware, and by whom?",
        [SPYWARE, MEMBERS, MONITOR],
        [PROMISE, FRANCE, OTHER],
    ),
    ("spyware", [MEMBERS, PROMISE, SPYWARE], [OTHER, SPANISH]),
    ("SPYWARE exports", [SPYWARE], [OTHER]),
    ("regulation of spyware", [PROMISE], [SPANISH]),
    ("what has Harbour Lands promised?", [PROMISE], [OTHER, SPYWARE]),
    ("what does the Harbour Coalition ask of Harbour Lands", [OTHER], [SPYWARE, PROMISE]),
    ("proteger journalistes", [FRANCE], [OTHER]),
    ("protection des journalistes", [FRANCE], [OTHER]),
    ("logiciel espion", [FRANCE], [OTHER]),
    ("«independent licence»", [SPYWARE], [MONITOR, PROMISE]),
    ("asean member states spyware", [MEMBERS], [PROMISE]),
    ("political party funding", [OTHER], [SPYWARE]),
    ("digital briefs on party funds", [OTHER], [PROMISE]),
]


@pytest.mark.parametrize(("typed", "first", "never"), TABLE)
def test_the_table(register: dict[str, int], typed: str, first: list[str], never: list[str]) -> None:
    answer = told(found(Search(typed)))
    assert answer[: len(first)] == first
    assert not set(never) & set(answer)


def test_nothing_asked_lists_everything_the_newest_first(register: dict[str, int]) -> None:
    answer = found(Search())
    assert answer.total == len(register)
    assert told(answer)[0] == SPYWARE and told(answer)[-1] == SPANISH
    assert keys_of(Search()) == [hit.provision.pk for hit in answer.hits]


def test_words_taken_literally_understand_no_party(register: dict[str, int]) -> None:
    assert found(Search("what is ASEAN asked", literally=True)).question.mentions == ()
    assert told(found(Search("spyware licence", literally=True))) == [SPYWARE]


def test_when_nothing_meets_the_whole_question_the_nearest_are_shown_and_called_so(
    register: dict[str, int],
) -> None:
    answer = found(Search("what is ASEAN asked to do about political parties"))
    assert answer.looser and told(answer)[0] == OTHER
    assert not found(Search("spyware")).looser
    assert found(Search("xylophone")).total == 0


def test_facets_count_what_a_further_choice_would_give(register: dict[str, int]) -> None:
    answer = found(Search("", {"kind": ("commitment",), "theme": ("surveillance",)}))
    assert answer.total == 1
    facets = {name: dict(counts) for name, counts in answer.facets.items()}
    assert facets["kind"] == {"recommendation": 4, "commitment": 1}  # as if no kind were chosen
    assert facets["theme"] == {"surveillance": 1}
    assert facets["year"] == {"2030": 1}
    for kind, count in facets["kind"].items():
        assert found(Search("", {"kind": (kind,), "theme": ("surveillance",)})).total == count
    both = found(Search("", {"kind": ("commitment", "recommendation"), "theme": ("surveillance",)}))
    assert both.total == 5


@pytest.mark.parametrize(
    ("facet", "value", "count"),
    [
        ("addressee", "asean", 2),
        ("addressee", "~estados", 1),
        ("issuer", "coalition", 4),
        ("year", "2029", 2),
        ("language", "fr", 2),
        ("strength", "optional", 1),
        ("group", "journalists", 1),
        ("deadline", "dated", 1),
        ("deadline", "worded", 1),
        ("deadline", "none", 5),
    ],
)
def test_each_facet_filters(register: dict[str, int], facet: str, value: str, count: int) -> None:
    answer = found(Search("", {facet: (value,)}))
    assert answer.total == count == dict(answer.facets[facet])[value]


def test_an_unknown_choice_finds_nothing_and_stays_visible(register: dict[str, int]) -> None:
    answer = found(Search("", {"theme": ("no-such-theme",)}))
    assert answer.total == 0 and ("no-such-theme", 0) in answer.facets["theme"]


@pytest.mark.parametrize(
    "typed", ['"', "(", "a AND NOT", "kind:x", "\\", "*", "''\"«", "日本", "!!!", "١٢", "-", "x" * 400]
)
def test_no_typing_breaks_the_search(client: Client, register: dict[str, int], typed: str) -> None:
    assert client.get(reverse("register:search"), {"q": typed, "page": "²", "kind": typed}).status_code == 200


def test_the_page_shows_who_was_asked_by_whom_and_what_was_understood(
    client: Client, register: dict[str, int]
) -> None:
    page = client.get(reverse("register:search"), {"q": TABLE[0][0]}).content.decode()
    assert "asked of Association of Southeast Asian Nations" in page
    assert f'href="{reverse("register:party", args=["asean"])}"' in page
    assert f'href="{reverse("register:party", args=["coalition"])}"' in page
    assert "<mark>spyware</mark>" in page and "<mark>surveillance</mark>" in page


def test_an_excerpt_of_a_long_provision_is_cut_around_the_hit(cast: dict[str, Party]) -> None:
    words = (
        "The parties should " + "talk at length, " * 60 + "and then ban spyware at once" + " for good" * 60
    )
    long = make.document("long", words)
    made = make.provision(long, words)
    stretches = excerpts.excerpt(made, found(Search("spyware")).question)
    assert [s.text for s in stretches if s.hit] == ["spyware"]
    assert sum(len(s.text) for s in stretches) <= excerpts.LENGTH + 8
    assert "".join(s.text for s in stretches).strip("… ") in words


# The index and the ledger


def follow() -> None:
    assert followers.FOLLOWERS["index"] is register_followers.follow
    followers.catch_up("index")


def test_the_index_follows_publication_correction_and_withdrawal(register: dict[str, int]) -> None:
    document = make.document("late-paper", "Ban lanterns.", state="review")
    made = make.provision(document, "Ban lanterns.")
    follow()
    assert found(Search("lanterns")).total == 0
    change(document, state="published", published_at=make.DAY)
    make.entry("register.publish", "document:late-paper", document="late-paper")
    assert found(Search("lanterns")).total == 0  # until the follower comes by
    follow()
    assert told(found(Search("lanterns"))) == ["Ban lanterns."]
    with make.guard.writing("test"):
        made.text = "Ban candles."
        made.save()
    make.entry("register.correct", "provision:late-paper/1", document="late-paper", provision=1)
    follow()
    assert found(Search("lanterns")).total == 0 and found(Search("candles")).total == 1
    register_followers.follow(list(make.Entry.objects.all()))  # the same entries again change nothing
    assert found(Search("candles")).total == 1 and found(Search()).total == len(register) + 1
    change(document, state="withdrawn")
    make.entry("register.withdraw", "document:late-paper", document="late-paper")
    follow()
    assert found(Search("candles")).total == 0


def change(document: Document, **values: object) -> None:
    with make.guard.writing("test"):
        Document.objects.filter(pk=document.pk).update(**values)


def test_a_stale_index_never_shows_what_is_no_longer_public(client: Client, register: dict[str, int]) -> None:
    change(Document.objects.get(slug="digital-brief"), state="withdrawn")
    for name in ("search", "search-csv", "search-json"):
        response = client.get(reverse(f"register:{name}"), {"q": "spyware"})
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert SPYWARE.encode() not in body


@pytest.mark.parametrize("damage", ["missing", "emptied", "truncated", "nonsense"])
def test_a_missing_or_damaged_index_is_built_anew(register: dict[str, int], damage: str) -> None:
    folder = index.folder()
    if damage == "missing":
        shutil.rmtree(folder)
    elif damage == "emptied":
        for path in folder.iterdir():
            path.unlink()
    elif damage == "truncated":
        for path in folder.iterdir():
            if path.name != "meta.json":
                path.write_bytes(b"")
    else:
        (folder / "meta.json").write_text("{}")
    index.forget()
    assert told(found(Search("spyware licence")))[0] == SPYWARE


@pytest.mark.django_db(transaction=True)
def test_a_large_index_is_built_beside_while_the_person_is_told(
    client: Client, register: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "AT_ONCE", 0)
    shutil.rmtree(index.folder())
    index.forget()
    told_to_wait = client.get(reverse("register:search"), {"q": "spyware"})
    assert told_to_wait.status_code == 422 and b"is being built anew" in told_to_wait.content
    for thread in [t for t in threading.enumerate() if t.name == index.MENDER]:
        thread.join(60)
    assert told(found(Search("spyware licence")))[0] == SPYWARE


def test_rebuilding_tells_how_far_it_is(register: dict[str, int]) -> None:
    steps: list[tuple[int, int]] = []
    assert index.rebuild(lambda done, total: steps.append((done, total))) == len(register)
    assert steps[-1] == (len(register), len(register))
