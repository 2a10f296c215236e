"""A rule set file in, a rule set out; every fault is refused with its line, its place, and its mend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import NoReturn

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.observatory.engine.standing import fields
from koinon.observatory.engine.standing.criteria import criterion
from koinon.observatory.engine.standing.fields import Table
from koinon.observatory.engine.standing.logic import Combination
from koinon.observatory.engine.standing.rule_sets import (
    ROOT,
    Alternative,
    RuleSet,
    Source,
    Term,
)

LONGEST = 200_000  # characters of a file
DEEPEST = 8  # terms within terms
_TOP = {
    "key", "version", "title", "question", "source", "as_of", "criteria", "terms", "meets", "alternatives",
    "groups", "invented", "weaknesses",
}  # fmt: skip
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def parsed(text: str, file: str = "rules.toml") -> RuleSet:
    """The rule set that a file holds."""
    if len(text) > LONGEST:
        raise Refused(
            "observatory.rules.long",
            "{file} has more than {most} characters: a rule set is shorter.",
            file=file,
            most=LONGEST,
        )
    text = text.removeprefix("\ufeff")  # some editors begin a file with it
    try:
        table = tomllib.loads(text)
    except RecursionError as error:
        raise Refused(
            "observatory.rules.nested",
            "{file} holds lists or tables within one another, far too deeply: no rule set needs that.",
            file=file,
        ) from error
    except ValueError as error:  # of TOML, or a number of thousands of digits
        raise Refused(
            "observatory.rules.toml",
            "{file} is no TOML: {problem}. Mend that line.",
            file=file,
            problem=str(error),
        ) from error
    return _rule_set(Table(table, "", text, file))


def _rule_set(top: Table) -> RuleSet:
    top.only(_TOP)
    key, version = top.text("key"), top.text("version")
    if not _KEY.fullmatch(key) or len(key) > 60:
        top.refuse(
            "key",
            sentence('key is "{value}": write small letters, digits and hyphens, 60 at most', value=key),
        )
    if len(version) > 30:
        top.refuse("version", sentence("version is longer than 30 characters: write one such as 1.0"))
    as_of = fields.as_of(top.table_of("as_of"), None)
    criteria = {name: criterion(name, one, as_of) for name, one in _named(top, "criteria").items()}
    if not criteria:
        top.refuse("criteria", sentence("there is no criterion: write a table such as [criteria.rated]"))
    terms = {name: _term(name, one) for name, one in _named(top, "terms").items()}
    for name in terms.keys() & criteria.keys():
        top.refuse(
            f"terms.{name}", sentence("{value} is both a term and a criterion: rename one", value=name)
        )
    if ROOT in terms or ROOT in criteria:
        top.refuse(ROOT, sentence("no term or criterion may be called meets: rename it"))
    terms[ROOT] = _term(ROOT, top.table_of("meets", needed=True))
    rules = RuleSet(
        key=key,
        version=version,
        title=top.words("title"),
        question=top.words("question"),
        source=_source(top.table_of("source", needed=True)),
        criteria=criteria,
        terms=terms,
        alternatives={k: _alternative(k, one) for k, one in _named(top, "alternatives").items()},
        groups=top.texts("groups"),
        invented=top.flag("invented"),
        weaknesses=top.words("weaknesses", needed=False),
    )
    _whole(rules, top)
    return rules


def _named(top: Table, name: str) -> Mapping[str, Table]:
    """The tables below one of that name, by key."""
    group = top.table_of(name)
    found = {key: group.table_of(key, needed=True) for key in group.names()}
    for key in found:
        if not _KEY.fullmatch(key):
            group.refuse(
                key, sentence('"{value}" is no key: write small letters, digits and hyphens', value=key)
            )
    return found


def _source(table: Table) -> Source:
    table.only({"sentence", "document", "issuer", "place", "language", "date", "address"})
    on = table.value("date", date, needed=False)
    address = table.text("address", needed=False)
    if address and not address.startswith(("https://", "http://")):
        table.refuse("address", sentence("address is no web address: begin it with https://"))
    return Source(
        sentence=table.text("sentence"),
        document=table.text("document"),
        issuer=table.text("issuer"),
        place=table.text("place"),
        language=table.text("language", needed=False) or "en",
        on=on,
        address=address,
    )


def _term(key: str, table: Table) -> Term:
    table.only({"all", "any", "none", "title", "phrase", "why"})
    chosen = [how for how in Combination if how in table.names()]
    if len(chosen) != 1:
        table.refuse("", sentence('one of all, any and none is needed: write such as all = ["rated"]'))
    parts = table.texts(chosen[0])
    if not parts:
        table.refuse(
            chosen[0], sentence("{value} is empty: name one criterion at least", value=chosen[0].value)
        )
    return Term(
        key,
        chosen[0],
        parts,
        title=table.words("title", needed=False),
        phrase=table.text("phrase", needed=False),
        why=table.words("why", needed=False),
    )


def _alternative(key: str, table: Table) -> Alternative:
    table.only({"title", "why", "instead", "meets"})
    instead = table.table_of("instead")
    meets = table.table_of("meets")
    if not instead.names() and not meets.names():
        table.refuse(
            "", sentence('it changes nothing: write instead = { one = "another" }, or a table of meets')
        )
    return Alternative(
        key,
        table.words("title"),
        table.words("why"),
        instead={name: instead.text(name) for name in instead.names()},
        meets=_term(ROOT, meets) if meets.names() else None,
    )


def _whole(rules: RuleSet, top: Table) -> None:
    """Every name leads somewhere, no term holds itself, and no criterion stands there for nothing."""
    used: set[str] = set()
    for alternative in ("", *rules.alternatives):
        if alternative:
            _instead(rules, rules.alternatives[alternative], top)
        named: list[str] = []
        _descend(rules.read_as(alternative), ROOT, (), named, top)
        _once(named, alternative, top)
        used |= set(named)
    for name in rules.criteria:
        if name not in used:
            _unused(top, name)


def _instead(rules: RuleSet, alternative: Alternative, top: Table) -> None:
    table = top.table_of("alternatives").table_of(alternative.key).table_of("instead")
    named = {part for term in rules.terms.values() for part in term.parts}
    for old in alternative.instead:
        if old not in named:
            table.refuse(old, sentence('"{value}" stands in no term: name one that does', value=old))


def _descend(rules: RuleSet, key: str, above: tuple[str, ...], named: list[str], top: Table) -> None:
    if key in above:
        top.refuse(f"terms.{key}", sentence("{value} holds itself: take it out of its own parts", value=key))
    if len(above) > DEEPEST:
        top.refuse(
            f"terms.{key}", sentence("terms stand in terms too deeply: {value} levels at most", value=DEEPEST)
        )
    for part in rules.terms[key].parts:
        if part in rules.terms:
            _descend(rules, part, (*above, key), named, top)
        elif part in rules.criteria:
            named.append(part)
        else:
            where = key if key == ROOT else f"terms.{key}"
            top.refuse(
                where,
                sentence('"{value}" is neither a criterion nor a term: write [criteria.{value}]', value=part),
            )


def _once(named: list[str], alternative: str, top: Table) -> None:
    """A criterion in two places could pull both ways at once: how near a verdict is could not be told."""
    for part in named:
        if named.count(part) > 1:
            where = f"alternatives.{alternative}" if alternative else ROOT
            top.refuse(
                where,
                sentence("{value} stands in two places of the same reading: let it stand once", value=part),
            )


def _unused(top: Table, name: str) -> NoReturn:
    top.refuse(
        f"criteria.{name}",
        sentence("{value} stands in no term and no alternative: use it, or take it out", value=name),
    )
