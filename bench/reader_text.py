"""How fast the reader goes through plain text, and how well, beside a bullet-and-number pattern.

Run: python bench/reader_text.py [megabytes]

Speed: an invented text of the given size (default 1 MB) is made from a fixed seed, so that no line
repeats; both readers go through it in one process on one core, in processor time. Quality: both are
scored on the invented annotated documents under tests/spec/reader/documents, spans only (token
overlap F1 of at least 0.8, as in the annotation guide).
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

from koinon.kernel.directory import Directory
from koinon.register.engine.documents import Extract
from koinon.register.engine.reader import reading

DOCUMENTS = Path(__file__).parents[1] / "tests" / "spec" / "reader" / "documents"
PEER = re.compile(
    r"^[ \t]*(?:[-*•–◦]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])[ \t]+(.+(?:\n(?![ \t]*(?:[-*•–◦]|"
    r"\(?\w{1,3}[.)])[ \t]|\n).+)*)",
    re.M,
)

PARTIES = (
    "member States",
    "governments",
    "the Commission",
    "national parliaments",
    "the Secretariat",
    "electoral authorities",
    "donors",
    "the Committee on Rights",
    "technology companies",
    "local authorities",
    "civil society organisations",
    "courts",
)
VERBS = (
    "protect",
    "publish",
    "review",
    "strengthen",
    "repeal",
    "fund",
    "monitor",
    "establish",
    "simplify",
    "extend",
    "defend",
    "translate",
)
THINGS = (
    "the registers of ownership",
    "the rights of reporters",
    "rules on the use of spyware",
    "access to public hearings",
    "the independence of courts",
    "the archives of the assembly",
    "support for associations",
    "the safety of observers",
    "laws on peaceful assembly",
    "programmes for young voters",
    "the accounts of parties",
    "the work of mediators",
)
MANNERS = (
    "in all regions of the islands",
    "together with those concerned",
    "without discrimination of any kind",
    "by the end of 2031",
    "in accordance with the Charter of Belmora",
    "as a matter of urgency",
    "with adequate means",
    "on the basis of published criteria",
    "every two years",
    "in the languages of minorities",
    "before the next general election",
    "with due regard for privacy",
)
REMARKS = (
    "Observers in {a} towns have described how {b} changed after the flood of the year {c}.",
    "In the course of the last decade {b} became a matter of dispute in {a} of the provinces.",
    "The experience of {a} communities shows that {b} depends on habits which no law can create.",
    "Nobody who was present in the hall on that evening has forgotten what was said of {b}.",
)


def invented(size: int, seed: int) -> str:
    """A text of about `size` characters in the manner of a plan of action."""
    chance = random.Random(seed)
    parts: list[str] = ["PLAN OF ACTION OF THE ISLANDS OF BELMORA\n"]
    length, section = 0, 0
    while length < size:
        section += 1
        lines = [f"\n{section}. On {chance.choice(THINGS)}\n"]
        for _ in range(chance.randint(2, 4)):
            remarks = (
                chance.choice(REMARKS).format(
                    a=chance.randint(2, 999), b=chance.choice(THINGS), c=chance.randint(1900, 2020)
                )
                for _ in range(6)
            )
            lines.append(
                " ".join(remarks)
                + f" {chance.choice(PARTIES).capitalize()} should {chance.choice(VERBS)}"
                + f" {chance.choice(THINGS)}.\n"
            )
        lines.append(f"We call on {chance.choice(PARTIES)} and {chance.choice(PARTIES)} to:\n")
        for letter in "abcdef":
            words = (
                chance.choice(VERBS),
                chance.choice(THINGS),
                chance.choice(MANNERS),
                chance.choice(VERBS),
                chance.choice(THINGS),
                chance.randint(1, 99),
            )
            lines.append("({}) {} {} {}, and {} {} in at least {} districts;\n".format(letter, *words))
        parts.append("\n".join(lines))
        length += len(parts[-1])
    return "".join(parts)


def by_pattern(text: str) -> list[str]:
    """The peer: every line that begins with a bullet or number, with the lines that follow it."""
    return [" ".join(match.group(1).split()) for match in PEER.finditer(text)]


def by_reader(text: str) -> list[str]:
    """The provisions that the reader finds."""
    found = reading(Extract("bench", "txt", text), directory=Directory.of(()))
    return [provision.text for provision in found.provisions]


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def span_f1(gold: list[str], found: list[str]) -> float:
    """F1 of one-to-one matches whose token overlap F1 is at least 0.8."""
    golds = [Counter(re.findall(r"\w+", text.casefold())) for text in gold]
    founds = [Counter(re.findall(r"\w+", text.casefold())) for text in found]
    pairs = sorted(
        ((_overlap(a, b), i, j) for i, a in enumerate(golds) for j, b in enumerate(founds)),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for overlap, i, j in pairs:
        if overlap >= 0.8 and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
    return 2 * len(used_gold) / max(1, len(gold) + len(found))


def main() -> None:
    size = int(float(sys.argv[1]) * 1_000_000) if len(sys.argv) > 1 else 1_000_000
    text = invented(size, seed=7)
    documents = [
        (
            path.read_text("utf-8"),
            [p["text"] for p in json.loads(path.with_suffix(".json").read_text("utf-8"))],
        )
        for path in sorted(DOCUMENTS.glob("*.txt"))
    ]
    for name, reader in (("bullet-and-number pattern", by_pattern), ("koinon reader", by_reader)):
        reader(text[:50_000])
        start = time.process_time()
        found = reader(text)
        taken = time.process_time() - start
        quality = sum(span_f1(gold, reader(paper)) for paper, gold in documents) / len(documents)
        print(
            f"{name:28s} {len(text) / 1e6 / taken:8.2f} MB/s   {len(found):6d} provisions   span F1 "
            f"{quality:.3f}"
        )


if __name__ == "__main__":
    main()
