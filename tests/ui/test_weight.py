"""What a page of the public site weighs beside its words, and what the built files must not hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "src/koinon/ui/static/ui/build"
KILOBYTE = 1024


@pytest.mark.parametrize(
    ("name", "limit"), [("koinon.css", 38), ("desk.css", 8), ("koinon.js", 4), ("htmx.js", 56)]
)
def test_built_files_stay_light(name: str, limit: int) -> None:
    assert 500 < (BUILD / name).stat().st_size < limit * KILOBYTE


def test_the_stylesheet_asks_no_other_host_and_finds_its_files() -> None:
    css = (BUILD / "koinon.css").read_text("utf-8")
    addresses = re.findall(r'url\("?([^")]+)', css)
    assert len(addresses) > 10
    for address in addresses:
        assert (BUILD / address).is_file(), address


def test_layout_is_free_of_left_and_right() -> None:
    physical = re.compile(
        r"(?:margin|padding|border|inset)-(?:left|right)|(?<![-\w])(?:left|right)\s*:|text-align:\s*(?:left|right)"
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted((ROOT / "src/koinon/ui/frontend").rglob("*.css"))
        for line in path.read_text("utf-8").splitlines()
        if physical.search(line)
    ]
    assert not found, "use logical properties, so that right-to-left pages mirror"


def test_scripts_stay_small() -> None:
    long = {
        path.name: length
        for path in (ROOT / "src/koinon").glob("*/frontend/modules/*.js")
        if (length := len(path.read_text("utf-8").splitlines())) > 150
    }
    assert not long


def test_every_package_says_why_it_is_here() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    named = {**package["dependencies"], **package["devDependencies"]}
    assert set(named) == set(package["//dependencies"])
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in named.values()), "pin exactly"


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]
