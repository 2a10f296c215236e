"""Standings in words: sentences that are told in the language of whoever reads them."""

from __future__ import annotations

from koinon.kernel.sentences import Sentence, sentence, several
from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.engine.standing.nearness import Way
from koinon.observatory.engine.standing.rule_sets import Bound, Criterion, Measure, said
from koinon.observatory.engine.standing.standings import Gap, Step

VERDICTS = {
    Truth.YES: sentence("meets"),
    Truth.NO: sentence("does not"),
    Truth.UNKNOWN: sentence("cannot be decided"),
}
HOLDS = {
    Truth.YES: sentence("holds"),
    Truth.NO: sentence("does not hold"),
    Truth.UNKNOWN: sentence("not known"),
}
_GAPS = {
    Gap.NOT_LOADED: sentence("The dataset is not loaded here."),
    Gap.NO_COLUMN: sentence("The release has no such column."),
    Gap.BEFORE: sentence("The dataset begins after this date."),
    Gap.TOO_OLD: sentence("The dataset ends too long before this date."),
    Gap.NO_FIGURE: sentence("The dataset has no figure of this place for the year that counts."),
    Gap.INCOMPLETE: sentence("Figures that could change the answer are missing in the years looked at."),
    Gap.NOT_COVERED: sentence("Events of that time are not recorded."),
}
_SHORT = {
    Gap.NOT_LOADED: sentence("dataset not loaded"),
    Gap.NO_COLUMN: sentence("no such column"),
    Gap.BEFORE: sentence("dataset begins later"),
    Gap.TOO_OLD: sentence("dataset too old"),
    Gap.NO_FIGURE: sentence("no figure"),
    Gap.INCOMPLETE: sentence("figures missing"),
    Gap.NOT_COVERED: sentence("not recorded"),
}
_CATEGORIES = {
    "F": sentence("free"),
    "PF": sentence("partly free"),
    "NF": sentence("not free"),
}


def number(value: float) -> int | float:
    """A figure as it is told: whole where it is whole."""
    return int(value) if float(value).is_integer() else round(value, 6)


def category(name: str) -> str:
    """A published category with its meaning, where it is one of Freedom House's."""
    meaning = _CATEGORIES.get(name)
    return sentence("{meaning} ({name})", meaning=meaning, name=name) if meaning else name


def figure(step: Step) -> object:
    """The figure of a criterion: a category, or a number; "" where there is none."""
    if step.figure is None:
        return ""
    return category(step.category) if step.category else number(step.figure)


def threshold(criterion: Criterion) -> Sentence:
    """What the figure is held against."""
    line: object = number(criterion.threshold)
    if criterion.scale:
        line = category(criterion.scale[int(criterion.threshold)])
    return {
        Bound.AT_LEAST: sentence("at least {line}", line=line),
        Bound.AT_MOST: sentence("at most {line}", line=line),
        Bound.ABOVE: sentence("above {line}", line=line),
        Bound.BELOW: sentence("below {line}", line=line),
    }[criterion.test]


def measure(criterion: Criterion) -> Sentence:
    """What of the dataset is looked at."""
    column, since = criterion.column, criterion.since
    years, months = criterion.years, criterion.months
    return {
        Measure.FIGURE: sentence("{column} in the year that counts", column=column),
        Measure.HIGHEST: sentence("the highest {column} of {years} years", column=column, years=years),
        Measure.TOTAL: sentence("the sum of {column} over {years} years", column=column, years=years),
        Measure.FALL: sentence(
            "how far {column} is below its highest of {years} years", column=column, years=years
        ),
        Measure.FALL_SINCE: sentence(
            "how far {column} is below the year before {since}", column=column, since=since
        ),
        Measure.YEARS_SINCE: sentence("years since {since}, both counted", since=since),
        Measure.EVENTS: sentence("events in the {months} months before the date", months=months),
    }[criterion.measure]


def why(step: Step) -> str:
    """Why a criterion is not known; "" where it is."""
    if step.gap is Gap.NO_COLUMN and step.lacking:
        release, column = step.lacking
        return sentence("The release {release} has no column {column}.", release=release, column=column)
    return _GAPS[step.gap] if step.gap else ""


def distance(step: Step, language: str = "en") -> str:
    """How far a criterion is from changing, in its own unit; "" where that is not told."""
    if step.distance is None:
        return ""
    amount, words = number(step.distance), unit(step, language)
    return sentence("{amount} {unit}", amount=amount, unit=words) if words else str(amount)


def unit(step: Step, language: str = "en") -> str:
    """The unit in which it is told how far a criterion is from changing, as its number wants it."""
    near, one = step.criterion.near, step.distance is not None and number(step.distance) == 1
    return said(near.unit_one if one and near.unit_one else near.unit, language)


def change(step: Step, language: str = "en") -> str:
    """A criterion that would have to change, and by how much."""
    name, amount = said(step.criterion.title, language), distance(step, language)
    return sentence("{criterion}: {amount}", criterion=name, amount=amount) if amount else name


def outcome(step: Step, language: str = "en") -> str:
    """A criterion with what it came to, or why it is not known."""
    name = said(step.criterion.title, language)
    told = HOLDS[step.truth] if step.gap is None else _SHORT[step.gap]
    return sentence("{criterion}: {outcome}", criterion=name, outcome=told)


def nearness(truth: Truth, way: Way, language: str = "en") -> str:
    """What would change a verdict, or decide it."""
    if not way.changes:
        return ""
    changes = several([change(one, language) for one in way.changes])
    if truth is Truth.UNKNOWN:
        return sentence("To be decided: {changes}", changes=changes)
    return changes
