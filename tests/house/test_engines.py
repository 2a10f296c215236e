"""Engines and the kernel work without Django, chance, clock or network."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import importlib, pkgutil, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "psycopg", "procrastinate", "ninja", "allauth"):
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocked())
import koinon
found = [m.name for m in pkgutil.walk_packages(koinon.__path__, "koinon.", onerror=lambda name: None)
         if ".engine." in m.name + "." or m.name.startswith("koinon.kernel")]
for name in found:
    importlib.import_module(name)
print(len(found))
"""


def test_every_engine_imports_with_django_blocked() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
