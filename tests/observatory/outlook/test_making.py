"""Making the outlook: of loaded figures, going on where it was cut off, replacing the one before."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import outlooks
from koinon.observatory.commands.outlook import outlook
from koinon.observatory.engine.outlook import recipes
from koinon.observatory.engine.outlook.making import Recipe
from koinon.observatory.models import Outlook, OutlookRun
from koinon.observatory.queries import outlook_folds
from koinon.observatory.queries import outlooks as queries
from tests.factories.observatory import place, release
from tests.factories.people import person
from tests.observatory.outlook.examples_outlook import NOW, made, officer, stands
from tests.observatory.outlook.invented import part_table

pytestmark = pytest.mark.django_db
QUICK = Recipe(
    ours=recipes.Average("outlook", (recipes.LOGIT,)), others=(recipes.CLIMATOLOGY,), first=2009, draws=10
)


def features(version: str = "v12", seed: int = 5) -> None:
    """A release of invented features."""
    table = part_table(seed, states=12)
    release("part-features", version, table.with_columns(place=table["country_text_id"]))
    place("X01", "Aland")


def test_without_figures_it_says_which_are_missing_and_how_to_load_them():
    with pytest.raises(Refused, match="koinon observatory load part-features FILE"):
        outlooks.make(by=PLATFORM, seed=1, now=NOW)
    assert outlooks.due() is False
    assert queries.missing() == ["part-features"]


def test_a_run_that_was_cut_off_goes_on_where_it_stood():
    features()
    told = []

    def cut(step: str, done: int, total: int) -> None:
        told.append((done, total))
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outlooks.computed(seed=3, recipe=QUICK, tell=cut)
    before = {path: path.stat().st_mtime_ns for path in _kept()}
    first = outlooks.computed(seed=3, recipe=QUICK, tell=lambda *_: None)
    again = outlooks.computed(seed=3, recipe=QUICK, tell=lambda *_: None)

    assert told[-1][0] == 4 and len(before) == 4
    assert all(path.stat().st_mtime_ns == written for path, written in before.items())
    assert len(_kept()) == told[0][1]
    assert first == again == outlooks.computed(seed=3, recipe=QUICK, tell=lambda *_: None)


def test_another_seed_or_other_figures_take_nothing_from_earlier_folds():
    features()
    outlooks.computed(seed=3, recipe=QUICK, tell=lambda *_: None)
    kept = len(_kept())
    outlooks.computed(seed=4, recipe=QUICK, tell=lambda *_: None)
    assert len(_kept()) == 2 * kept


def _kept():
    return sorted(outlook_folds._home().glob("*/*.npy"))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path


def test_a_newer_outlook_takes_the_place_of_the_last_which_stays_on_record():
    first, second = stands(), stands("2030-bbbbbbbb")

    first.refresh_from_db()
    assert first.ended_at == NOW and second.ended_at is None
    assert queries.run() == second
    assert OutlookRun.objects.count() == 2 and Outlook.objects.filter(run=first).count() == 4
    entry = Entry.objects.filter(verb="observatory.make_outlook").order_by("-number").first()
    assert entry.facts["replaces"] == ["2030-abcdef01"] and entry.facts["forecasts"] == 4


def test_the_same_outlook_is_not_made_twice():
    stands()
    with pytest.raises(Refused, match="stands already"):
        outlooks.make_outlook(by=officer(), made=made(), now=NOW)


def test_who_may_not_is_told_before_anything_is_computed():
    features()
    stranger = person("Stranger")
    for start in (
        lambda by: outlooks.make(by=by, seed=1, now=NOW),
        lambda by: outlooks.begin(by=by),
    ):
        with pytest.raises(NotPermitted):
            start(stranger)
    assert _kept() == []


def test_how_often_such_a_figure_was_right():
    run = stands()
    here = {(line.year, line.direction): line for line in queries.of_place(run, "KEN")}

    such = here[2030, "adverse"].such
    assert (such.n, such.came) == (214, 15)
    assert here[2027, "adverse"].such.n == 186 and here[2027, "adverse"].came is True
    assert queries.of_place(run, "NAM")[0].such is None
    assert queries.such(run, "adverse", 0.1) is None  # the end of a class belongs to the next


def test_from_a_terminal(tmp_path):
    stands()
    shown = CliRunner().invoke(outlook, ["show", "--place", "KEN", "--json"], obj=nullcontext)
    rows = json.loads(shown.output)
    assert [(row["year"], row["such_forecasts"], row["such_came"]) for row in rows] == [
        (2030, 214, 15),
        (2027, 186, 5),
    ]

    file = tmp_path / "features.parquet"
    part_table().write_parquet(file)
    words = ["test", str(file), "--fast", "--leaky", "--first", "2006", "--last", "2010", "--json"]
    tested = CliRunner().invoke(outlook, words)
    told = json.loads(tested.output)
    assert set(told["measures"]) == {"logit of all figures", "base rate of the class", "L2 logit"}
    assert told["leaky"]["n"] == told["measures"]["L2 logit"]["n"] == 150
    assert told["differences"]["L2 logit"]["brier"]["low"] <= told["differences"]["L2 logit"]["brier"]["high"]


def test_a_file_that_is_none_of_these_is_refused(tmp_path):
    file = tmp_path / "features.parquet"
    file.write_text("gwcode,year\n")
    run = CliRunner().invoke(outlook, ["test", str(file)])
    assert isinstance(run.exception, Refused) and "no Parquet file" in str(run.exception)
