"""Standings in templates: verdicts, criteria and distances in words, texts of rule sets in their language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.observatory.engine.standing.logic import Combination, Truth
from koinon.observatory.engine.standing.nearness import Way
from koinon.observatory.engine.standing.rule_sets import Criterion, RuleSet, Words, said
from koinon.observatory.engine.standing.standings import Joint, Step, decisive
from koinon.observatory.queries import standing_words
from koinon.observatory.queries.standing import Row
from koinon.ui.telling import listed, told, told_in
from koinon.ui.templatetags.ui import icon

register = template.Library()
_TONES = {Truth.YES: "good", Truth.NO: "bad", Truth.UNKNOWN: "care"}


@register.filter
def verdict_badge(truth: int | None) -> SafeString:
    """A verdict with its mark: never by colour alone."""
    if truth is None:
        return format_html('<span class="state">{}</span>', _("not judged"))
    return _badge(truth, told(standing_words.VERDICTS[Truth(truth)]))


@register.filter
def holds_badge(truth: int) -> SafeString:
    """What a criterion came to, with its mark."""
    return _badge(truth, told(standing_words.HOLDS[Truth(truth)]), plain=True)


def _badge(truth: int, words: str, *, plain: bool = False) -> SafeString:
    tone = _TONES[Truth(truth)]
    return format_html('<span class="state {}">{} {}</span>', "" if plain else tone, icon(tone), words)


@register.filter
def verdict_word(truth: int) -> str:
    """A verdict in words."""
    return told(standing_words.VERDICTS[Truth(truth)])


@register.filter
def words_of(words: Mapping[str, str]) -> SafeString:
    """A text of a rule set in the reader's language, else in English and marked as such."""
    language = get_language() or "en"
    if language in words or language == "en":
        return format_html("<bdi>{}</bdi>", said(words, language))
    return format_html('<bdi lang="en">{}</bdi>', said(words))


@register.filter
def plain_words(words: Mapping[str, str]) -> str:
    """The same where no markup can stand."""
    return said(words, get_language() or "en")


@register.filter
def figure_words(step: Step) -> Any:
    """The figure of a criterion."""
    return _shown(standing_words.figure(step))


@register.filter
def threshold_words(criterion: Criterion) -> str:
    """What the figure is held against."""
    return told(standing_words.threshold(criterion))


@register.filter
def measure_words(criterion: Criterion) -> str:
    """What of the dataset is looked at."""
    return told(standing_words.measure(criterion))


@register.filter
def gap_words(step: Step) -> str:
    """Why a criterion is not known."""
    return told(standing_words.why(step))


@register.filter
def distance_words(step: Step) -> str:
    """How far a criterion is from changing; "" where that is not told."""
    return _in_one_language([step.criterion.near.unit], partial(standing_words.distance, step))


@register.filter
def change_words(step: Step) -> str:
    """A criterion that would have to change, and by how much."""
    texts = [step.criterion.title, step.criterion.near.unit]
    return _in_one_language(texts, partial(standing_words.change, step))


@register.filter
def way_words(way: Way) -> SafeString:
    """Everything that would have to change together."""
    return _listed(change_words(one) for one in way.changes)


@register.filter
def because_list(joint: Joint) -> SafeString:
    """The criteria that decided, each with what it came to, one below the other."""
    every = [
        (_in_one_language([one.criterion.title], partial(standing_words.outcome, one)),)
        for one in decisive(joint)
    ]
    if len(every) == 1:
        return format_html("{}", *every[0])
    return format_html('<ul class="bullets">{}</ul>', format_html_join("", "<li>{}</li>", every))


def _in_one_language(texts: Iterable[Words], phrase: Callable[[str], str]) -> str:
    """A phrase around texts of a rule set; all in English where one lacks the language of the reader."""
    language = get_language() or "en"
    if language == "en" or all(language in words for words in texts if words):
        return told(phrase(language))
    return format_html('<bdi lang="en">{}</bdi>', told_in(phrase("en"), "en"))


def _listed(phrases: Iterable[str]) -> SafeString:
    return format_html_join(listed(("", "")), "{}", ((one,) for one in phrases))


@register.simple_tag
def by_reason(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows gathered by what decided, the most frequent reason first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(because_list(row.joint), []).append(row)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


@register.simple_tag
def parts_of(rules: RuleSet, key: str) -> dict[str, Any]:
    """A term: how it combines, and its parts, each with whether it has parts itself."""
    term = rules.terms[key]
    below = [(rules.terms.get(part) or rules.criteria[part], part in rules.terms) for part in term.parts]
    return {"how": term.how, "parts": below}


@register.simple_tag
def release_of(releases: Mapping[str, Any], dataset: str) -> Any:
    """The release of a dataset that was read, if any."""
    return releases.get(dataset)


@register.filter
def combination_words(how: str) -> str:
    """How the parts of a term combine."""
    return {
        Combination.ALL: _("all of these must hold"),
        Combination.ANY: _("one of these is enough"),
        Combination.NONE: _("none of these may hold"),
    }[Combination(how)]


@register.filter
def is_step(part: Joint | Step) -> bool:
    """Whether a part of a trace is a criterion, and not a term."""
    return isinstance(part, Step)


def _shown(value: object) -> Any:
    return told(value) if isinstance(value, str) else value
