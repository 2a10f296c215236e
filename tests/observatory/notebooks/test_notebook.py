"""The example notebook runs as it stands, without Django, and comes to what its invented figures hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

NOTEBOOK = Path(__file__).resolve().parents[3] / "docs" / "notebooks" / "observatory.ipynb"
RUN = """
import json, sys
space = {}
for cell in json.load(sys.stdin)["cells"]:
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), cell["id"], "exec"), space)
print(json.dumps({
    "django": "django" in sys.modules, "found": space["found"], "sure": space["sure"],
    "grid": [list(counts) for counts in space["grid"].values()], "verdicts": space["verdicts"],
    "open": space["story"].open, "regime": space["told"].regime.tolist() + space["told"].upper.tolist(),
}))
"""


def test_it_runs_from_top_to_bottom_without_django() -> None:
    run = subprocess.run(
        [sys.executable, "-c", RUN],
        input=NOTEBOOK.read_text("utf-8"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert not told["django"]
    assert [name[:3] for name in told["found"]["dem"]] == ["UPL"]
    assert [name[:3] for name in told["found"]["aut"]] == ["DWN"] and told["open"]
    assert told["grid"][0] == [1, 1] and told["grid"][-1] == [1, 0]
    assert set(told["sure"]) == {"common", "lasting", "separate"}
    assert told["regime"] == [2, 3]
    assert told["verdicts"] == ["YES", "NO", "UNKNOWN"]


def test_it_is_kept_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert all(not cell["outputs"] for cell in cells if cell["cell_type"] == "code")
