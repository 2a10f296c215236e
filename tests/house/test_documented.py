"""Every setting, command and action appears in the documentation, as the code has it now."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from koinon.cli import koinon
from koinon.site import reference

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = dict(reference.walk(koinon, "koinon"))


WRITE = """
import sys
from pathlib import Path
from koinon.cli import koinon
from koinon.site.reference import write
write(koinon, Path(sys.argv[1]))
"""


def test_the_committed_reference_is_what_the_code_says(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", WRITE, tmp_path], check=True)
    assert len(list(tmp_path.iterdir())) == 3
    for page in tmp_path.iterdir():
        committed = (ROOT / reference.FOLDER / page.name).read_text("utf-8")
        assert committed == page.read_text("utf-8"), "run `make reference` and commit the result"


def test_every_setting_that_is_read_is_documented() -> None:
    source = "\n".join(p.read_text("utf-8") for p in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r'"(KOINON_[A-Z_]+)"', source))
    assert len(read) >= 8
    assert [name for name in sorted(read) if name not in reference.settings()] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_shows_examples_and_exit_codes(name: str) -> None:
    command = COMMANDS[name]
    told = f"{command.help} {command.epilog}"
    assert "Example" in told
    assert isinstance(command, click.Group) or "xit code" in told
