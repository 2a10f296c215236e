"""Whether a rule set fits what is here: the sentence it quotes, datasets, columns, groups, kinds.

A rule set that only reads well would judge nobody, or everybody alike, where a name in it is misspelt. It is
looked at before it is published or tried. One that holds is never looked at again: what a later release no
longer has is told with its verdicts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator

import polars as pl

from koinon.kernel.sentences import sentence
from koinon.observatory.engine import catalogue
from koinon.observatory.engine.incidents import kinds
from koinon.observatory.engine.standing.fields import Table
from koinon.observatory.engine.standing.fitting import near, stands_in
from koinon.observatory.engine.standing.rule_sets import INCIDENTS, ROOT, Criterion, Measure, RuleSet, Term
from koinon.observatory.models import Incident, Release
from koinon.observatory.queries import frames, releases
from koinon.observatory.queries.places import COUNTRIES
from koinon.people.models import Place


def refuse_unfit(rules: RuleSet, text: str, file: str = "rules.toml") -> None:
    """Refuse a rule set, written as `text`, of which a word leads nowhere; with its line and near names."""
    top = Table(tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n")), "", text, file)
    _groups(rules, top)
    for table, phrase in _phrases(rules, top):
        if not stands_in(phrase, rules.source.sentence):
            table.refuse(
                "phrase", sentence("“{value}” does not stand in the sentence of the source", value=phrase)
            )
    for key, criterion in rules.criteria.items():
        _criterion(criterion, top.table_of("criteria").table_of(key))


def _groups(rules: RuleSet, top: Table) -> None:
    known = set(Place.objects.exclude(kind__in=COUNTRIES).values_list("code", flat=True))
    for code in rules.groups:
        if code not in known:
            _unknown(top, "groups", code, known, sentence("a group or region here"))


def _phrases(rules: RuleSet, top: Table) -> Iterator[tuple[Table, str]]:
    for key, criterion in rules.criteria.items():
        yield top.table_of("criteria").table_of(key), criterion.phrase
    for key, term in rules.terms.items():
        yield _table_of_term(top, term, key), term.phrase
    for key, alternative in rules.alternatives.items():
        if alternative.meets is not None:
            held = top.table_of("alternatives").table_of(key).table_of(ROOT)
            yield held, alternative.meets.phrase


def _table_of_term(top: Table, term: Term, key: str) -> Table:
    return top.table_of(ROOT) if term.key == ROOT else top.table_of("terms").table_of(key)


def _criterion(criterion: Criterion, table: Table) -> None:
    if criterion.dataset == INCIDENTS:
        known = [one.key for one in kinds.kinds()]
        _each_known(table, "kinds", criterion.kinds, known, sentence("a kind of incident"))
        _each_known(
            table, "states", criterion.states, Incident.State.values, sentence("a state of incidents")
        )
        return
    if criterion.dataset not in catalogue.sources():
        _unknown(table, "dataset", criterion.dataset, catalogue.sources(), sentence("a dataset"))
    loaded = releases.of(criterion.dataset)
    if loaded:
        _columns(criterion, table, loaded)


def _columns(criterion: Criterion, table: Table, loaded: list[Release]) -> None:
    schemas = [frames.scan(one).collect_schema() for one in loaded if frames.path(one).is_file()]
    if not schemas:
        table.refuse(
            "dataset", sentence("{value} holds no table of country-years or days", value=criterion.dataset)
        )
    known: dict[str, pl.DataType] = {}
    for schema in schemas:  # the newest release says what a column holds
        known = dict(schema) | known
    if criterion.measure is Measure.EVENTS and "date" not in known:
        table.refuse("measure", sentence("{value} has no days to count events by", value=criterion.dataset))
    for where, name, column in _named(criterion, table):
        if column not in known:
            what = sentence("a column of {dataset} as loaded here", dataset=criterion.dataset)
            _unknown(where, name, column, known, what)
        scaled = bool(criterion.scale) and name == "column"
        if not (scaled or known[column].is_numeric() or known[column] == pl.Boolean):
            where.refuse(
                name, sentence("{value} holds words and no numbers: write its scale", value=column)
                if name == "column" else sentence("{value} holds words and no numbers", value=column),
            )  # fmt: skip
    if criterion.scale:
        _scale(criterion, table, loaded)


def _named(criterion: Criterion, table: Table) -> Iterator[tuple[Table, str, str]]:
    """Every column that is named, with the table and the key that name it."""
    for name in ("column", "since", "within"):
        if getattr(criterion, name):
            yield table, name, getattr(criterion, name)
    for column in criterion.flags:
        yield table, "flags", column
    for column in criterion.near.columns:
        yield table.table_of("near"), "columns", column


def _scale(criterion: Criterion, table: Table, loaded: list[Release]) -> None:
    """Some category must have been given to someone, in some release."""
    column = pl.col(criterion.column).cast(pl.String)
    given: set[str] = set()
    for one in loaded:
        rows = frames.scan(one) if frames.path(one).is_file() else pl.LazyFrame()
        if criterion.column in rows.collect_schema().names():
            given |= set(rows.select(column.drop_nulls().unique()).collect()[criterion.column])
    if given and not given & set(criterion.scale):
        table.refuse(
            "scale",
            sentence(
                "none of these categories is ever given: those of {column} are {known}",
                column=criterion.column, known=", ".join(sorted(given)[:12]),
            ),
        )  # fmt: skip


def _each_known(table: Table, name: str, given: Iterable[str], known: Iterable[str], what: str) -> None:
    held = list(known)
    for value in given:
        if value not in held:
            _unknown(table, name, value, held, what)


def _unknown(table: Table, name: str, value: str, known: Iterable[str], what: str) -> None:
    """Refuse a name that is none of those known, with the nearest, else with all where they are few."""
    held = sorted(known)
    close = near(value, held) or (held if len(held) <= 30 else [])
    if close:
        table.refuse(
            name, sentence("“{value}” is not {what}: write such as {near}", value=value, what=what,
            near=", ".join(close)),
        )  # fmt: skip
    table.refuse(name, sentence("“{value}” is not {what}: correct it", value=value, what=what))
