"""The record of a cycle's draw: all that anyone needs to compute it again, and the computing again."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refusal, Refused
from koinon.kernel.seeds import Stream
from koinon.kernel.sentences import Sentence, sentence
from koinon.register.engine.reviewing.draw import VERSION, Change, Seat, drawn, replaced
from koinon.register.engine.reviewing.pool import Pool, digest, pool_of


def fixed(pool: Pool, *, cycle: str, seed_source: str, seed_on: str) -> dict[str, Any]:
    """What is fixed before the seed is known, with its digest. `seed_on`: an ISO day."""
    promised = {"cycle": cycle, "seed_source": seed_source, "seed_on": seed_on, **pool.plain()}
    return {"version": VERSION, "fixed": promised, "digest": digest(promised)}


def plain_seed(text: str) -> str:
    """A seed as it enters the stream: Unicode in composed form, white space folded to one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def made(promise: Mapping[str, Any], seed: str, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The record of the draw: what was fixed, the seed, and everything that followed from them.

    The stream's seed is the digest of what was fixed, a colon, and the seed: the same seed gives another
    cycle other lots.
    """
    seed = plain_seed(seed)
    if not visible(seed):
        raise Refused("register.draw.seed", "Give the seed as the source announced it.", field="seed")
    stream = Stream(f"{promise['digest']}:{seed}")
    found = drawn(pool_of(promise["fixed"]), stream, names)
    return {**promise, "seed": seed, "stream": stream.seed, **found.plain(), "changes": []}


def changed(
    record: Mapping[str, Any], seat: Seat, names: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], Change]:
    """The record with one more reviewer stood down and replaced by the next lot."""
    held = {(p, r) for p, found in record["reviewers"].items() for r in found}
    if (seat.party, seat.left) not in held:
        raise Refused(
            "register.draw.no_reviewer",
            "{left} does not review {party}: look at the reviewers again.",
            left=(names or {}).get(seat.left, seat.left),
            party=(names or {}).get(seat.party, seat.party),
        )
    gone = {(c["party"], c["left"]) for c in record["changes"]}
    stream = Stream(record["stream"], record["position"])
    change = replaced(pool_of(record["fixed"]), held, gone, seat=seat, stream=stream, names=names or {})
    reviewers = {p: list(found) for p, found in record["reviewers"].items()}
    reviewers[seat.party][seat.place - 1] = change.drawn
    changes = [*record["changes"], asdict(change)]
    return {**record, "reviewers": reviewers, "changes": changes, "position": stream.position}, change


def faults(record: Mapping[str, Any]) -> list[Sentence]:
    """What in a record does not follow from what was fixed and the seed; of a true record, nothing."""
    try:
        return _faults(record)
    except Refusal as refusal:
        return [sentence("The record cannot be computed again: {problem}", problem=refusal.message)]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return [sentence("This is no record of a draw: {problem} is missing or unreadable.", problem=error)]


def _faults(record: Mapping[str, Any]) -> list[Sentence]:
    if record["version"] != VERSION:
        return [
            sentence(
                "The record was made by {version}, and this program computes {own}: take the version that "
                "made it.",
                version=record["version"],
                own=VERSION,
            )
        ]
    found = []
    if digest(record["fixed"]) != record["digest"]:
        found.append(sentence("What was fixed does not have the digest that the record states."))
    promise = {name: record[name] for name in ("version", "fixed", "digest")}
    again = made(promise, str(record["seed"]))
    for change in record["changes"]:
        seat = Seat(change["party"], change["place"], change["left"], change["reason"])
        again, _ = changed(again, seat)
    for name in ("stream", "order", "lots", "changes", "reviewers", "position"):
        if again[name] != record[name]:
            found.append(sentence("{part} differs from what the seed gives.", part=name))
    return found
