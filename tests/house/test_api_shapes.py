"""Every shape of the API has a name of its own: two of one name would be described as one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import koinon

DECLARED = re.compile(r"^class (\w+)\((?:Schema|Part|Paging|StrEnum|\w+(?:In|Out|Part))\):", re.MULTILINE)


def test_no_two_shapes_are_called_the_same() -> None:
    root = Path(koinon.__file__ or "").parent if getattr(koinon, "__file__", None) else None
    folder = root or Path(next(iter(koinon.__path__)))
    texts = [path.read_text("utf-8") for path in folder.glob("*/api/*.py")]
    names = Counter(name for text in texts for name in DECLARED.findall(text))
    assert names and [name for name, number in names.items() if number > 1] == []
