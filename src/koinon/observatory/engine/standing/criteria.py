"""Reading one criterion of a rule set file, with what its measure needs and nothing that it does not."""

from __future__ import annotations

from koinon.kernel.sentences import sentence
from koinon.observatory.engine.standing import fields
from koinon.observatory.engine.standing.fields import MOST, Table
from koinon.observatory.engine.standing.rule_sets import INCIDENTS, AsOf, Bound, Criterion, Measure, Near

_ALWAYS = {"title", "phrase", "why", "dataset", "measure", "as_of", "near", *Bound}
_NEEDS: dict[Measure, set[str]] = {
    Measure.FIGURE: {"column"},
    Measure.HIGHEST: {"column", "years"},
    Measure.TOTAL: {"column", "years"},
    Measure.FALL: {"column", "years"},
    Measure.FALL_SINCE: {"column", "since"},
    Measure.YEARS_SINCE: {"since"},
    Measure.EVENTS: {"months"},
}
_MAY: dict[Measure, set[str]] = {
    Measure.FIGURE: {"scale"},
    Measure.HIGHEST: {"scale"},
    Measure.FALL_SINCE: {"within"},
    Measure.YEARS_SINCE: {"within"},
    Measure.EVENTS: {"kinds", "states", "flags", "silence"},
}


def criterion(key: str, table: Table, usual: AsOf) -> Criterion:
    """One criterion."""
    measure = _measure(table)
    table.only(_ALWAYS | _NEEDS[measure] | _MAY.get(measure, set()))
    for name in sorted(_NEEDS[measure]):
        if name not in table.names():
            table.refuse(
                "",
                sentence("the measure {measure} needs {value}: write it", measure=measure.value, value=name),
            )
    scale = table.texts("scale")
    test, threshold = _test(table, scale, Bound)
    dataset = table.text("dataset")
    if measure is Measure.EVENTS:
        _events(table, test, dataset)
    elif dataset == INCIDENTS:
        table.refuse("measure", sentence('incidents are counted: write measure = "events"'))
    return Criterion(
        key=key,
        title=table.words("title"),
        phrase=table.text("phrase", needed=False),
        why=table.words("why"),
        dataset=dataset,
        measure=measure,
        test=test,
        threshold=threshold,
        column=table.text("column", needed=False),
        scale=scale,
        years=table.whole_number("years", 1, 1),
        months=table.whole_number("months", 12, 1),
        since=table.text("since", needed=False),
        within=table.text("within", needed=False),
        kinds=table.texts("kinds"),
        states=table.texts("states"),
        flags=table.texts("flags"),
        silence=table.flag("silence"),
        as_of=fields.as_of(table.table_of("as_of"), usual),
        near=_near(table.table_of("near")),
    )


def _measure(table: Table) -> Measure:
    name = table.text("measure")
    if name not in set(Measure):
        table.refuse(
            "measure",
            sentence(
                '"{value}" is no measure: the measures are {known}', value=name, known=", ".join(Measure)
            ),
        )
    return Measure(name)


def _test(table: Table, scale: tuple[str, ...], tests: type[Bound]) -> tuple[Bound, float]:
    """The test and its threshold; a category stands for its place in the scale."""
    chosen = [test for test in tests if test in table.names()]
    if len(chosen) != 1:
        table.refuse(
            "",
            sentence("one of at_least, at_most, above and below is needed: write such as at_least = 2"),
        )
    test = chosen[0]
    if not scale:
        return test, table.number(test, 0.0, -MOST)
    category = table.text(test)
    if category not in scale:
        table.refuse(
            test, sentence('"{value}" is not on the scale: its categories are {known}', value=category,
            known=", ".join(scale)),
        )  # fmt: skip
    return test, float(scale.index(category))


def _events(table: Table, test: Bound, dataset: str) -> None:
    if test is not Bound.AT_LEAST or table.number(test, 1.0) < 1:
        table.refuse(test, sentence("events are counted up: write at_least = 1 or more"))
    if dataset == INCIDENTS:
        for name in ("kinds", "states"):
            if not table.texts(name):
                table.refuse(
                    "",
                    sentence("incidents are chosen by kinds and states: write {value} as a list", value=name),
                )
        if table.texts("flags"):
            table.refuse(
                "flags", sentence("flags are columns of a dataset, and incidents have none: take them out")
            )


def _near(table: Table) -> Near:
    table.only({"unit", "unit_one", "grain", "step", "columns", "why", *Bound})
    columns = table.texts("columns")
    test, threshold = _test(table, (), Bound) if columns else (None, 0.0)
    grain, step = table.number("grain", 1.0), table.number("step", 1.0)
    if not grain or not step:
        table.refuse("grain" if not grain else "step", sentence("grain and step must be above 0"))
    units = table.words("unit", needed=False), table.words("unit_one", needed=False)
    return Near(*units, grain, step, columns, test, threshold)
