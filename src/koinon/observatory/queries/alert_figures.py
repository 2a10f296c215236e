"""What the detectors of alerts look at: the newest figures, those before them, and the incidents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from koinon.observatory.engine.alerts import breaks, disruptions, drops, standings
from koinon.observatory.engine.alerts import episodes as watch
from koinon.observatory.engine.alerts.findings import Finding
from koinon.observatory.engine.alerts.rules import Rule
from koinon.observatory.engine.incidents import kinds
from koinon.observatory.models import Incident, Indicator, Release
from koinon.observatory.queries import (
    alert_rules,
    episodes,
    frames,
    incident_events,
    releases,
    rule_sets,
    standing,
    standing_inputs,
)

COUPS = "coups-cline"
LONG_AGO = 100  # years of reach for whoever asks what still stands


@dataclass(frozen=True)
class Looked:
    """What a look at everything came to. `missing`: what could not be looked at, as rules name it."""

    findings: list[Finding]
    missing: tuple[str, ...]


def look(today: date, *, history: bool = False) -> Looked:
    """Every finding of every rule; with `history` however long ago, for figures and disruptions alone."""
    found: list[Finding] = []
    missing: list[str] = []
    for detect in (_episodes, _drops, _disruptions) if history else (
        _episodes, _drops, _disruptions, _standings, _breaks,
    ):  # fmt: skip
        some, lacking = detect(today, _rules(history))
        found += some
        missing += lacking
    return Looked(found, tuple(missing))


def _rules(history: bool) -> Mapping[str, Rule]:
    rules = alert_rules.every()
    if not history:
        return rules
    return {key: _endless(rule) for key, rule in rules.items()}


def _endless(rule: Rule) -> Rule:
    if rule.reach_years is None:
        return replace(rule, reach_days=LONG_AGO * 366)
    return replace(
        rule, reach_years=LONG_AGO, thresholds={**rule.thresholds, "release_reach_years": LONG_AGO}
    )


Some = tuple[list[Finding], list[str]]


def _episodes(_today: date, rules: Mapping[str, Rule]) -> Some:
    readable = episodes.sources()
    if not readable:
        return [], [episodes.DATASETS[0]]
    newest = readable[0]
    earlier = (one for one in readable[1:] if _version(one) != _version(newest))
    now, before = seen(newest), next((seen(one) for one in earlier), None)
    return watch.new(now, before, rules["new-episode"]) + watch.turning(now, rules["turning-episode"]), []


def _version(release: Release) -> str:
    return release.version.lower().removeprefix("v")


def seen(release: Release) -> watch.Seen:
    """The panel of a release with its episodes."""
    own, places = episodes.basis_of(release), episodes.units_of(release)
    _, dem, aut = own.episodes(episodes.DEFAULT)
    codes = [places[name][0] for name in own.panel.names]
    return watch.Seen(own.panel, codes, label(release), episodes.DEFAULT, (dem, aut))


def label(release: Release) -> str:
    """How evidence names a release: "vdem@15"."""
    return f"{release.dataset.key}@{release.version}"


def _drops(_today: date, rules: Mapping[str, Rule]) -> Some:
    found = Indicator.objects.filter(headline=True, release__ended_at=None).exclude(low="").exclude(high="")
    wanted: dict[str, list[Indicator]] = {}
    for one in found.select_related("release__dataset").order_by("release__dataset__key", "key"):
        wanted.setdefault(one.release.dataset.key, []).append(one)
    newest = [release for dataset in wanted if (release := releases.newest(dataset))]
    newest.sort(key=lambda r: (-(r.last or 0), r.dataset.key != episodes.DATASETS[0], r.dataset.key))
    series: dict[tuple[str, str], drops.Series] = {}  # what several datasets of a publisher hold counts once
    for release in newest:
        for one in wanted[release.dataset.key]:
            if one.release_id == release.pk and (release.dataset.publisher, one.key) not in series:
                series[release.dataset.publisher, one.key] = _series(release, one)
    found_drops = drops.drops(series.values(), rule=rules["drop-beyond-interval"])
    return found_drops, [] if series else ["intervals"]


def _series(release: Release, indicator: Indicator) -> drops.Series:
    columns = ("place", "year", indicator.key, indicator.low, indicator.high)
    rows = frames.frame(release, list(dict.fromkeys(columns))).select(columns).drop_nulls()
    rising = (
        indicator.worse is not None and indicator.better is not None and indicator.worse > indicator.better
    )
    figures = [drops.Figure(*row) for row in rows.iter_rows()]
    return drops.Series(
        indicator.key, label(release), figures, rising, indicator.title, release.dataset.publisher
    )


def _disruptions(today: date, rules: Mapping[str, Rule]) -> Some:
    rule = rules["disruption"]
    told = _standing_incidents().filter(kind__in=kinds.of_group(kinds.Group.DISRUPTION), exact="day")
    events = [
        disruptions.Event(one.on, one.place.code, one.kind, one.title, f"incident:{one.key}")
        for one in told.select_related("place")
    ]
    release = releases.newest(COUPS)
    if release and not release.incidents.exists():  # else they stand among the incidents
        events += _coups(release)
    return disruptions.disruptions(events, rule=rule, today=today), [] if release else [COUPS]


def _coups(release: Release) -> Iterator[disruptions.Event]:
    disrupting = set(kinds.of_group(kinds.Group.DISRUPTION))
    for told in incident_events.told(release):
        if told and told.kind in disrupting and told.exact == "day":
            yield disruptions.Event(told.on, told.place, told.kind, told.title, label(release))


def _standing_incidents() -> QuerySet[Incident]:
    return Incident.objects.exclude(state__in=(Incident.State.REFUTED, Incident.State.STRUCK))


def _standings(today: date, rules: Mapping[str, Rule]) -> Some:
    found: list[Finding] = []
    missing: list[str] = []
    for held in rule_sets.every():
        chosen = standing.Reading(held)
        gathered = standing_inputs.gathered(chosen.rules)
        lasts = [one.last for one in gathered.releases.values() if one.last is not None]
        if not lasts:
            missing += gathered.missing
            continue
        on = min(today, date(max(lasts), 12, 31))
        earlier = _year_before(on)
        now, before = (standing.verdicts(chosen, day) for day in (on, earlier))
        named = f"{held.key}@{held.rules.version}"
        source = "; ".join(label(one) for _, one in sorted(gathered.releases.items()))
        some = standings.changed(
            now, before, rule=rules["standing-changed"], rule_set=named,
            sources=dict.fromkeys(now, source), today=on, earlier=earlier,
        )  # fmt: skip
        title = held.rules.title.get("en", held.key)
        found += [replace(one, facts={**one.facts, "title": title}) for one in some]
    return found, missing


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _breaks(today: date, rules: Mapping[str, Rule]) -> Some:
    rows = _standing_incidents().exclude(exact="year").filter(on__lt=today.replace(day=1))
    groups = {one.key: one.group for one in kinds.kinds()}
    counts: dict[tuple[str, str], dict[int, int]] = {}
    began: dict[str, int] = {}
    for place, kind, on in rows.values_list("place__code", "kind", "on"):
        if kind not in groups:
            continue
        month = on.year * 12 + on.month - 1
        began[place] = min(began.get(place, month), month)
        of = counts.setdefault((place, str(groups[kind])), {})
        of[month] = of.get(month, 0) + 1
    last = today.year * 12 + today.month - 1
    series = [
        breaks.Months(
            place, group, date(began[place] // 12, began[place] % 12 + 1, 1),
            [of.get(month, 0) for month in range(began[place], last)], group == kinds.Group.REFORM,
        )
        for (place, group), of in counts.items()
    ]  # fmt: skip
    return breaks.breaks(series, rule=rules["break-in-incidents"], today=today), [] if series else [
        "incidents"
    ]


def newest() -> Iterator[tuple[str, str]]:
    """(dataset, version) of the newest release of each dataset."""
    for dataset in releases.datasets():
        release = releases.newest(dataset.key)
        if release:
            yield dataset.key, release.version
