"""How long the open-data dump of N provisions takes, and the most memory it ever holds.

Run: python bench/dump.py [--provisions 100000]

Starts a database of its own in a temporary folder, fills it with the invented corpus (bench/corpus.py),
makes the dump in a process of its own as `koinon register dump` does, and checks the copy in another.
Prints seconds, the size of the file, and the largest resident size of each process (VmHWM), in MiB.
Fails when the dump held more than 300 MiB.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST = 300  # MiB
BENCH = Path(__file__).resolve().parent
MEASURED = """
import json, resource, sys, time
from koinon.cli import koinon
began = time.perf_counter()
try:
    koinon(sys.argv[1:], standalone_mode=False)
finally:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - began, "mib": most}), file=sys.stderr)
"""


def measured(env: dict[str, str], *arguments: str) -> dict[str, float]:
    """Seconds and MiB of a `koinon` command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *arguments], env=env, stderr=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, float] = json.loads(done.stderr.strip().splitlines()[-1])
    return found


def main() -> int:
    """Fill, dump, check, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--provisions", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="koinon-dump-") as name:
        env = {**os.environ, "KOINON_DATA": name}
        env.pop("KOINON_DATABASE_URL", None)
        began = time.perf_counter()
        corpus = [sys.executable, str(BENCH / "corpus.py"), "--no-index"]
        subprocess.run([*corpus, "--provisions", str(options.provisions)], env=env, check=True)
        print(f"filled in {time.perf_counter() - began:.0f} s")
        target = Path(name) / "dump.zip"
        made = measured(env, "register", "dump", str(target))
        checked = measured(env, "register", "dump", "--check", str(target))
        size = target.stat().st_size / 2**20
    print(f"dump of {options.provisions:,} provisions: {made['seconds']:.0f} s, {size:.0f} MiB on disk")
    print(f"most memory: {made['mib']:.0f} MiB to make, {checked['mib']:.0f} MiB to check (most: {MOST})")
    return int(made["mib"] > MOST)


if __name__ == "__main__":
    sys.exit(main())
