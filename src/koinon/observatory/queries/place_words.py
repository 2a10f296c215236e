"""The words by which someone asks for a place: a code of three or two letters, a name, a unit as listed."""

from __future__ import annotations

from collections.abc import Mapping

from koinon.kernel.directory import folded
from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.standing.fitting import near
from koinon.observatory.queries import incidents
from koinon.observatory.queries.places import COUNTRIES
from koinon.people.models import Place


def code(words: str, units: Mapping[str, str] | None = None) -> str:
    """The code that is meant. `units`: names of units that lead to no place, by codes such as fiw:Tibet."""
    text = words.strip()
    if Place.objects.filter(code=text.upper(), kind__in=COUNTRIES).exists():
        return text.upper()
    further = {folded(name): one for one, name in (units or {}).items()}
    further |= {folded(one): one for one in units or ()}
    found = incidents.resolver()(text) or further.get(folded(text))
    if found is not None:
        return found
    rows = Place.objects.filter(kind__in=COUNTRIES).values_list("name", "code")
    known = dict(rows) | {name: one for one, name in (units or {}).items()}
    close = [f"{known[name]} ({name})" for name in near(text, known)]
    if close:
        raise NotFound(
            "observatory.place_words",
            "No country or territory is called “{words}”: write a code of three letters, or a name. Like it "
            "are {near}.",
            words=text[:60],
            near=", ".join(close),
        )
    raise NotFound(
        "observatory.place_words",
        "No country or territory is called “{words}”: write a code of three letters, such as NAM, or a name.",
        words=text[:60],
    )
