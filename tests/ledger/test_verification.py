from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel.refusals import Refused
from koinon.ledger.engine.chain import GENESIS, Link, canonical, checkpoint_message, digest
from koinon.ledger.engine.verification import FORMAT, Verification, verification

Rows = list[dict[str, Any]]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()


def signed(number: int, hash_: str, key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    return {"number": number, "hash": hash_, "signature": key.sign(checkpoint_message(number, hash_)).hex()}


def entry(number: int, previous: str, facts: object) -> dict[str, Any]:
    """One exported public entry."""
    link = Link(
        number=number,
        at=f"2030-01-0{number}T00:00:00+00:00",
        verb="test.act",
        about=f"thing:{number}",
        visibility="public",
        facts_digest=digest(facts),
        private_digest="p" * 64,
        previous=previous,
    )
    names = ["number", "at", "verb", "about", "visibility", "facts_digest", "private_digest", "previous"]
    return {name: getattr(link, name) for name in names} | {"facts": facts, "hash": link.hash}


def copy(count: int = 6, signed_at: tuple[int, ...] = (3, 6)) -> Rows:
    """Header, entries and checkpoints: rows 0, 1, 2, 3, 4 (checkpoint 3), 5, 6, 7, 8 (checkpoint 6)."""
    rows: Rows = [{"format": FORMAT, "public_key": PUBLIC, "entries": count}]
    previous = GENESIS
    for number in range(1, count + 1):
        rows.append(entry(number, previous, {"n": number}))
        previous = rows[-1]["hash"]
        if number in signed_at:
            rows.append(signed(number, previous))
    return rows


def checked(rows: Rows, key: str | None = PUBLIC) -> Verification:
    return verification((json.dumps(row) + "\n" for row in rows), trusted_key=key)


def test_an_untouched_copy_holds_to_its_last_entry() -> None:
    outcome = checked(copy())
    assert (outcome.holds, outcome.entries, outcome.checkpoints, outcome.signed_to) == (True, 6, 2, 6)


def rewritten(rows: Rows, at: int) -> None:
    """Change entry `at` and mend every hash after it, as someone who owns the database could."""
    kept = [r for r in rows[1:] if "signature" not in r]
    previous = GENESIS
    rows[1:] = []
    for row in kept:
        facts = {"n": "forged"} if row["number"] == at else row["facts"]
        rows.append(entry(row["number"], previous, facts))
        previous = rows[-1]["hash"]


def change(position: int, **values: Any) -> Callable[[Rows], None]:
    return lambda rows: rows[position].update(values)


def swapped(rows: Rows) -> None:
    rows[5], rows[6] = rows[6], rows[5]


def hash_mended(rows: Rows) -> None:
    """Entry 2 altered and its own hash mended, but not the chain after it."""
    rows[2] = entry(2, rows[1]["hash"], {"n": "forged"})


FAULTS: dict[str, tuple[Callable[[Rows], Any], str, int]] = {
    "facts altered": (change(2, facts={"n": 99}), "altered", 2),
    "facts with a float": (change(2, facts={"n": 9.5}), "altered", 2),
    "facts taken out": (lambda rows: rows[2].pop("facts"), "altered", 2),
    "verb altered": (change(5, verb="test.other"), "altered", 4),
    "time altered": (change(7, at="2029-01-01T00:00:00+00:00"), "altered", 6),
    "own hash mended": (hash_mended, "altered", 2),
    "one missing": (lambda rows: rows.pop(5), "missing", 4),
    "first missing": (lambda rows: rows.pop(1), "missing", 1),
    "two swapped": (swapped, "reordered", 4),
    "one twice": (lambda rows: rows.insert(3, dict(rows[2])), "reordered", 2),
    "end cut off": (lambda rows: rows.__delitem__(slice(6, None)), "truncated", 5),
    "forged signature": (
        lambda rows: rows[4].update(signed(3, rows[3]["hash"], Ed25519PrivateKey.generate())),
        "signature",
        3,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_first_fault_is_named(name: str) -> None:
    spoil, fault, number = FAULTS[name]
    rows = copy()
    spoil(rows)
    outcome = checked(rows)
    assert (outcome.fault, outcome.number) == (fault, number)
    assert str(number) in outcome.message


def test_a_past_rewritten_whole_is_caught_by_a_kept_checkpoint() -> None:
    rows = copy()
    rewritten(rows, at=2)
    assert checked(rows).holds  # consistent with itself, for its signatures were dropped …
    assert checked(rows).signed_to == 0  # … which the outcome tells
    rows.insert(4, copy()[4])
    assert (checked(rows).fault, checked(rows).number) == ("altered", 3)


def test_another_key_in_the_header_does_not_help_against_a_kept_key() -> None:
    forger = Ed25519PrivateKey.generate()
    rows = copy(signed_at=())
    rewritten(rows, at=2)
    rows[0]["public_key"] = forger.public_key().public_bytes_raw().hex()
    rows.append(signed(6, rows[6]["hash"], forger))
    assert checked(rows, key=None).holds
    assert checked(rows).fault == "signature"


@pytest.mark.parametrize(
    "text",
    ["", "not json\n", "[]\n", '{"format": "other"}\n', f'{{"format": "{FORMAT}"}}\n',
     f'{{"format": "{FORMAT}", "entries": 1, "public_key": "zz"}}\n',
     f'{{"format": "{FORMAT}", "entries": 1, "public_key": "{PUBLIC}"}}\n{{"number": "one"}}\n'],
)  # fmt: skip
def test_what_is_no_export_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        verification(text.splitlines(keepends=True))
    assert refusal.value.message.endswith(".")


@given(st.integers(0, 8), st.integers(0, 200), st.characters(codec="ascii", categories=("L", "N")))
def test_no_single_changed_character_goes_unnoticed(row: int, place: int, letter: str) -> None:
    lines = [json.dumps(r) for r in copy()]
    line = lines[row]
    place %= len(line)
    lines[row] = line[:place] + letter + line[place + 1 :]
    try:
        before, after = json.loads(line), json.loads(lines[row])
    except ValueError:
        return
    try:
        outcome = verification(lines, trusted_key=PUBLIC)
    except Refused:
        return
    harmless = before == after or (row == 0 and after.get("entries", 0) <= 6)
    assert harmless or not outcome.holds


def test_canonical_json_is_one_string_whatever_the_order() -> None:
    assert canonical({"b": [1, None], "a": "é"}) == canonical({"a": "é", "b": [1, None]})
    assert canonical({"a": "é"}) == '{"a":"é"}'.encode()
    with pytest.raises(TypeError):
        canonical({"a": 0.5})
