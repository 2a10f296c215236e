"""Which stretch of a translation renders which provision: proposals with how sure they are, and why.

Two rounds. Paragraphs first: an original and a translated text are laid beside each other in order. Where a
paragraph of the translation holds several provisions, or more than the one, its sentences are laid beside
them in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from koinon.register.engine.aligning.lattice import Step, path
from koinon.register.engine.aligning.scoring import FINE_STEPS, STEPS, Scoring, joined
from koinon.register.engine.aligning.units import Keys, Unit, nothing, sentences

CONFIDENT = 0.9  # from here on, proposals may be accepted together
_CALM = 0.7  # weighed on the documents of tests/spec/aligning: surer, and the sure ones are still right
_TOGETHER = 0.4  # what is left of the confidence where one sentence renders several provisions
_USUAL = (0.8, 1.3)  # how long translations are among languages of alphabets, for one of the original
Reason = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words proposed for a provision.

    `confidence`: from 0 to 1. `why`: pairs of a code and what fills its sentence: `number` (the enumerator
    is the same), `figures`, `names` (shared words), `length` (as long as a translation would be, or `odd`),
    `order` (nothing but its place), `joined` (of so many paragraphs), `part` (of a longer paragraph),
    `together` (with those provisions in one sentence).
    """

    number: int
    text: str
    confidence: float
    why: tuple[Reason, ...]


def alignments(
    originals: Sequence[Unit], translated: Sequence[Unit], *, keys: Keys = nothing
) -> list[Alignment]:
    """Proposals for the provisions among `originals`, in order; what is missing has none."""
    if not originals or not translated:
        return []
    scoring = Scoring(originals, translated)
    steps = _steps(scoring)
    if not _USUAL[0] < scoring.ratio < _USUAL[1]:  # parts may be missing, which says nothing of the languages
        scoring = Scoring(originals, translated, known_ratio=_measured(scoring, steps))
        steps = _steps(scoring)
    return [found for step in steps for found in _of_step(step, scoring, keys)]


def _steps(scoring: Scoring) -> list[Step]:
    return path(len(scoring.originals), len(scoring.translated), STEPS, scoring.score, calm=_CALM)


def _measured(scoring: Scoring, steps: Iterable[Step]) -> float:
    """How the lengths of the two texts relate where they were laid beside each other, one to one."""
    pairs = [(scoring.originals[s.i], scoring.translated[s.j]) for s in steps if (s.di, s.dj) == (1, 1)]
    here, there = (sum(len(pair[side].text) for pair in pairs) for side in (0, 1))
    return there / here if here and there else scoring.ratio


def _of_step(step: Step, scoring: Scoring, keys: Keys) -> Iterator[Alignment]:
    here = scoring.originals[step.i : step.i + step.di]
    there = scoring.translated[step.j : step.j + step.dj]
    if not there or not any(u.numbers for u in here):
        return
    if len(here) == 1:
        yield from _whole(here[0], there, step.sure, scoring)
    else:
        yield from _parted(here, there, step.sure, scoring, keys)


def _whole(here: Unit, there: Sequence[Unit], sure: float, scoring: Scoring) -> Iterator[Alignment]:
    text = " ".join(u.text for u in there)
    why = list(reasons(here, joined(there), scoring))
    if len(there) > 1:
        why.append(("joined", str(len(there))))
    yield from _for_each(here, text, sure, why)


def _for_each(here: Unit, text: str, sure: float, why: Iterable[Reason]) -> Iterator[Alignment]:
    """One proposal, or one for each of several provisions that overlap in the original."""
    shared = len(here.numbers) > 1
    told = (*why, ("together", ", ".join(map(str, here.numbers)))) if shared else tuple(why)
    for number in here.numbers:
        yield Alignment(number, text, round(sure * (_TOGETHER if shared else 1), 4), told)


def _parted(
    here: Sequence[Unit], there: Sequence[Unit], sure: float, scoring: Scoring, keys: Keys
) -> Iterator[Alignment]:
    """Several stretches of the original in one or two paragraphs: sentence by sentence."""
    parts = [part for u in there for part in sentences(u.text, keys=keys)]
    if len(parts) < len(here):
        parts = [part for u in there for part in sentences(u.text, clauses=True, keys=keys)]
    fine = Scoring(here, parts, FINE_STEPS)
    for step in path(len(here), len(parts), FINE_STEPS, fine.score, calm=_CALM):
        units = here[step.i : step.i + step.di]
        numbers = tuple(n for u in units for n in u.numbers)
        if not step.dj or not numbers:
            continue
        text = " ".join(u.text for u in parts[step.j : step.j + step.dj])
        both = joined(units)
        why = [*reasons(both, joined(parts[step.j : step.j + step.dj]), scoring), ("part", "")]
        if len(units) > 1 and len(numbers) == 1:
            yield Alignment(numbers[0], text, round(sure * step.sure * _TOGETHER, 4), tuple(why))
        else:
            yield from _for_each(both, text, sure * step.sure, why)


def reasons(here: Unit, there: Unit, scoring: Scoring) -> Iterator[Reason]:
    """What speaks for, or against, one stretch rendering the other."""
    told = False
    if same := here.place & there.place:
        yield "number", ".".join(map(str, min(same)))
        told = True
    if shared := here.figures & there.figures:
        yield "figures", ", ".join(map(str, sorted(shared)[:4]))
        told = True
    if common := sorted(here.marks & there.marks):
        names = [mark for mark in common if mark.isupper()]
        words = [m for m in common if not m.isupper() and not m.startswith("=")]
        yield "names", ", ".join([*names, *(f"{word}…" for word in words)][:4]) or str(len(common))
        told = True
    fits = scoring.length(len(here.text), len(there.text)) > -1
    yield "length", "" if fits else "odd"
    if not told:
        yield "order", ""
