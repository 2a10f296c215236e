"""The ways in which papers name a government, the members of a group, the states of a region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from koinon.people.engine.groups import Group

_ENGLISH = (
    "member states",
    "members",
    "countries",
    "governments",
    "states",
    "member countries",
    "Member State",
)
_FRENCH = ("États membres", "pays membres", "pays", "membres", "gouvernements")
_SPANISH = ("Estados miembros", "países miembros", "países", "miembros", "gobiernos")


def government_forms(demonyms: Iterable[str]) -> Iterator[str]:
    """ "Japanese government" and "Japanese authorities" for each demonym."""
    for demonym in demonyms:
        yield from (f"{demonym} {noun}" for noun in ("government", "authorities"))


def members_forms(g: Group) -> Iterator[str]:
    """The names of the class of a group's members, its chosen name first."""
    short = (*g.acronyms, g.name) if g.acronyms else (g.name,)
    nouns = (*g.members_called, *_ENGLISH)
    chosen = g.members_called[0] if g.members_called else _ENGLISH[0]
    yield f"{short[0]} {chosen}"
    for name in (*short, *g.aliases):
        yield from (f"{name} {noun}" for noun in nouns)
        yield from (f"{noun} of {article}{name}" for noun in nouns for article in ("", "the "))
    for language, nouns_there, of in (("fr", _FRENCH, _french_of), ("es", _SPANISH, _spanish_of)):
        for name in (
            g.in_sentence[language],
            *(("l'" if language == "fr" else "la ") + a for a in g.foreign_acronyms),
        ):
            yield from (f"{noun} {of(name)}" for noun in nouns_there)
    for acronym in g.acronyms:
        yield from (f"{noun} de l'{acronym}" for noun in _FRENCH)
        yield from (f"{noun} de la {acronym}" for noun in _SPANISH)


def region_forms(g: Group) -> Iterator[str]:
    """The names of the states of a region ("African states", "countries of Africa")."""
    for adjective in g.adjectives["en"]:
        yield from (f"{adjective} {noun}" for noun in ("states", "countries", "governments", "nations"))
    for adjective in g.adjectives["fr"]:
        yield from (f"{noun} {adjective}" for noun in ("États", "pays", "gouvernements"))
    for adjective in g.adjectives["es"]:
        yield from (f"{noun} {adjective}" for noun in ("Estados", "países", "gobiernos"))
    for name in (g.name, *g.aliases):
        yield from (
            f"{noun} {of} {name}" for noun in ("states", "countries", "governments") for of in ("of", "in")
        )
    french = g.names["fr"]
    of_french = (
        f"d'{french}" if french[0] in "AEÉO" else f"des {french}" if french[-1] == "s" else f"de {french}"
    )
    yield from (f"{noun} {of_french}" for noun in ("États", "pays"))
    yield from (f"{noun} de {g.names['es']}" for noun in ("Estados", "países"))


def _french_of(name: str) -> str:
    """ "de" contracted with the article: le → du, les → des."""
    if name.startswith("le "):
        return "du " + name[3:]
    if name.startswith("les "):
        return "des " + name[4:]
    return "de " + name


def _spanish_of(name: str) -> str:
    """ "de" contracted with the article: el → del."""
    return "del " + name[3:] if name.startswith("el ") else "de " + name
