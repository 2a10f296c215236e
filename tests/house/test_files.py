"""Files are short, named after what they hold, and speak of the product alone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LISTED = subprocess.run(
    ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout
FILES = [ROOT / name for name in LISTED.split("\0") if name and (ROOT / name).is_file()]
WRITTEN = [
    p
    for p in FILES
    if p.suffix in {".py", ".html", ".css", ".js", ".mjs", ".md", ".toml", ".txt", ".xml", ".tsv"}
]
NAMELESS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "manager",
    "managers",
    "service",
    "services",
    "misc",
}
MACHINE = re.compile(r"/(?:work|root|home|tmp)/[\w.-]+/|/Users/|C:\\\\Users")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def test_no_file_is_over_400_lines() -> None:
    code = [
        p
        for p in WRITTEN
        if p.suffix in {".py", ".css", ".js", ".mjs", ".html"} and "migrations" not in p.parts
    ]
    assert len(code) > 200
    lengths = {str(p.relative_to(ROOT)): p.read_text("utf-8").count("\n") for p in code}
    assert not {name: n for name, n in lengths.items() if n > 400}


def test_no_module_is_named_after_nothing_in_particular() -> None:
    assert not [p for p in FILES if p.suffix == ".py" and p.stem in NAMELESS]
    packages = [p for p in FILES if p.name == "__init__.py" and "src" in p.parts]
    told = [p for p in packages if p.stat().st_size and "models" not in p.parts]
    assert not told, "an __init__.py is empty"


def test_no_machine_path_no_registry_no_unfinished_business() -> None:
    found = {}
    for path in WRITTEN:
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if MACHINE.search(line) or (path.suffix == ".py" and UNFINISHED.search(line)):
                found[f"{path.relative_to(ROOT)}:{number}"] = line.strip()[:100]
    assert not found


def test_no_lock_file_says_where_packages_come_from() -> None:
    locks = [ROOT / "requirements.lock", ROOT / "package-lock.json"]
    assert not [p.name for p in locks if "://" in re.sub(r'"url": "[^"]*"', "", p.read_text("utf-8"))]
