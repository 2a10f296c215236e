"""Slips of the pen, other languages and scripts, walking through everything, the command, the follower."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koinon.ledger import followers
from koinon.register import followers as register_followers
from koinon.register.commands.search import search as command
from koinon.register.models import Document, Provision, Translation, Wording
from koinon.register.queries import excerpts, index, index_files
from koinon.register.queries.search import Search, every, every_provision, found
from tests.factories import register as make

pytestmark = pytest.mark.django_db

SPYWARE = "Stop the export of spyware to security agencies."
COURTS = "Give independent courts the power to review surveillance."
FRENCH = "Mettre fin à l'exportation de logiciels espions."
CHINESE = "各国应当保护新闻记者，保障言论自由和人权。"
THAI = "รัฐควรคุ้มครองสิทธิมนุษยชนของนักข่าว"


@pytest.fixture
def paper() -> Document:
    made = make.document("paper", SPYWARE, COURTS)
    make.provision(made, SPYWARE)
    make.provision(made, COURTS, kind="commitment")
    asian = make.document("asian-paper", CHINESE, language="zh")
    make.provision(asian, CHINESE)
    thai = make.document("thai-paper", THAI, language="th")
    make.provision(thai, THAI)
    make.indexed()
    return made


def follow() -> None:
    assert followers.FOLLOWERS["index"] is register_followers.follow
    followers.catch_up("index")


def texts(search: Search) -> list[str]:
    return [hit.provision.text for hit in found(search).hits]


@pytest.mark.parametrize(
    ("typed", "near", "text"),
    [
        ("spywere", "spyware", SPYWARE),
        ("suveillance", "surveillance", COURTS),
        ("indepedant", "independent", COURTS),
        ("exprot", "export", SPYWARE),
    ],
)
def test_a_slip_of_the_pen_is_forgiven_and_said(paper: Document, typed: str, near: str, text: str) -> None:
    answer = found(Search(typed))
    assert answer.also == {typed: (near,)} and [hit.provision.text for hit in answer.hits] == [text]
    assert found(Search(typed, literally=True)).total == 0
    stretches = excerpts.excerpt(answer.hits[0].provision, answer.question)
    assert [part.text for part in stretches if part.hit] == [near]


def test_a_word_that_is_there_is_taken_at_its_word(paper: Document) -> None:
    assert found(Search("courts")).also == {} and found(Search("cat")).also == {}


def test_the_page_says_what_else_was_searched_and_how_to_search_only_that(
    client: Client, paper: Document
) -> None:
    page = client.get(reverse("register:search"), {"q": "spywere", "kind": "recommendation"}).content.decode()
    assert "Also searched for:" in page and "<mark>spyware</mark>" in page
    assert "?q=spywere&amp;kind=recommendation&amp;literal=1" in page
    assert (
        "Also searched for:" not in client.get(reverse("register:search"), {"q": "spyware"}).content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "text", "mark"), [("言论自由", CHINESE, "言论自由"), ("นักข่าว", THAI, "นักข่าว")]
)
def test_words_are_found_and_marked_in_scripts_without_spaces(
    paper: Document, typed: str, text: str, mark: str
) -> None:
    answer = found(Search(typed))
    assert [hit.provision.text for hit in answer.hits] == [text]
    stretches = excerpts.excerpt(answer.hits[0].provision, answer.question)
    assert [part.text for part in stretches if part.hit] == [mark]


def worded(paper: Document, text: str) -> None:
    with make.guard.writing("test"):
        translation, _ = Translation.objects.get_or_create(
            document=paper, language="fr", defaults={"title": "Note", "entered_at": timezone.now()}
        )
        Wording.objects.update_or_create(
            translation=translation,
            provision=Provision.objects.get(document=paper, number=1),
            defaults={"text": text, "standing": "human", "of_revision": 1, "entered_at": timezone.now()},
        )


def test_a_provision_is_found_by_its_wording_in_another_language(paper: Document) -> None:
    worded(paper, FRENCH)
    make.entry("register.reword", "document:paper", document="paper", language="fr", provisions=[1])
    follow()
    assert texts(Search("logiciel espion")) == [SPYWARE] == texts(Search("spyware"))
    worded(paper, "Autre chose.")
    make.entry("register.translate", "document:paper", document="paper", language="fr", proposed=0)
    follow()
    assert texts(Search("logiciel espion")) == [] and texts(Search("autres choses")) == [SPYWARE]


def test_an_entry_that_names_a_provision_has_only_that_one_replaced(paper: Document) -> None:
    for each in Provision.objects.filter(document=paper):
        with make.guard.writing("test"):
            Provision.objects.filter(pk=each.pk).update(text=f"{each.text} Lanterns.")
    make.entry("register.correct", "provision:paper/2", document="paper", provision=2)
    follow()
    assert texts(Search("lanterns")) == [f"{COURTS} Lanterns."] and found(Search()).total == 4
    postings = index.opened().postings
    assert len(postings.delta.rows) == 1 and len(postings.gone) == 1
    assert index.opened().searcher.num_docs == len(postings.rows) == 4


def test_many_changes_become_a_new_base_and_nothing_is_lost(
    paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found(Search())
    monkeypatch.setattr(index, "DELTA", 0)
    index.replace({"paper": None})
    postings = index.opened().postings
    assert len(postings.delta.rows) == 0 == len(postings.gone)
    after = found(Search())
    assert (after.total, after.facets) == (before.total, before.facets)
    assert len(list(index_files.folder().glob("base-*"))) == 1


def test_everything_is_walked_through_by_key(paper: Document) -> None:
    keys = list(every(Search()))
    assert keys == sorted(Provision.objects.values_list("pk", flat=True))
    assert [p.pk for p in every_provision(Search())] == keys
    assert [p.text for p in every_provision(Search("surveillance"))] == [COURTS]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=nullcontext)


def test_the_command_prints_what_the_page_shows(paper: Document) -> None:
    outcome = json.loads(run("spywere", "--json").stdout)
    assert outcome["total"] == 1 and outcome["also_searched"] == {"spywere": ["spyware"]}
    (hit,) = outcome["hits"]
    assert hit["provision"]["text"] == SPYWARE and hit["score"] > 0
    assert {"text": "spyware", "hit": True} in hit["excerpt"]
    assert {"value": "recommendation", "count": 1} in outcome["facets"]["kind"]
    assert outcome["understood"]["words"] == ["spywere"]
    assert json.loads(run("--facet", "kind=commitment", "--json").stdout)["total"] == 1
    assert json.loads(run("spywere", "--literally", "--json").stdout)["total"] == 0
    assert "1 found, 1 shown." in run("spyware").stdout and SPYWARE in run("spyware").stdout


@pytest.mark.parametrize("facet", ["kind", "colour=red", "kind="])
def test_the_command_refuses_a_facet_it_does_not_know(paper: Document, facet: str) -> None:
    assert run("spyware", "--facet", facet).exit_code == 2


def test_an_index_killed_while_it_is_built_leaves_the_old_one_whole(paper: Document) -> None:
    before, folder = texts(Search("spyware")), index.folder()
    program = """
        import os, signal
        import django
        django.setup()
        from koinon.register.queries import index
        def rows():
            yield from ()
            os.kill(os.getpid(), signal.SIGKILL)
        index.index_rows.standing = lambda: type("None", (), {"count": lambda self: 0})()
        index.index_rows.rows = lambda found: rows()
        index._head = lambda: 0
        index.rebuild()
    """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list(index_files.root().glob("building-*")) and index.folder() == folder
    index.forget()
    assert texts(Search("spyware")) == before
    make.indexed()
    assert not list(index_files.root().glob("building-*")) and not folder.exists()
    assert texts(Search("spyware")) == before
