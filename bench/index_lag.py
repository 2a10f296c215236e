"""How long a correction takes until it is found: one at a time, and many between two looks of the follower.

    uv run python bench/index_lag.py [--acts 1 10 100 200]

Needs an installation filled by bench/corpus.py, and changes a few of its invented texts. For each number of
acts that many provisions of different documents get a word that stands nowhere else; what the follower does
with their ledger entries is timed until a search finds them all. The follower takes up to 200 entries at
once, so acts per second beyond the last row's rate pile up. Wall-clock seconds.
"""

from __future__ import annotations

import argparse
import sys
import time


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--acts", type=int, nargs="+", default=[1, 10, 100, 200])
    options = parser.parse_args()

    from koinon.site.server.access import platform

    with platform():
        from koinon.ledger import guard
        from koinon.ledger.models import Entry
        from koinon.register.models import Provision
        from koinon.register.queries import index, search

        total = search.found(search.Search(), limit=0).total
        print(f"{total:,} provisions. acts, seconds until found, acts per second")
        numbers = Provision.objects.filter(document__slug__startswith="bench-").order_by("number", "pk")
        for acts in options.acts:
            mark = f"lanternfish{acts}x{time.time_ns() % 10**9}"
            entries = []
            for provision in numbers.select_related("document").only("text", "number", "document__slug")[
                :acts
            ]:
                with guard.writing("a bench"):
                    Provision.objects.filter(pk=provision.pk).update(text=f"{provision.text} {mark}")
                facts = {"document": provision.document.slug, "provision": provision.number}
                entries.append(Entry(verb="register.correct", facts=facts))
            began = time.perf_counter()
            index.replace(index.named(entries))
            found = search.found(search.Search(mark), limit=0).total
            seconds = time.perf_counter() - began
            assert found == acts, (found, acts)
            print(f"{acts:6} {seconds:10.2f} {acts / seconds:12.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
