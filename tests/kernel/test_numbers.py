from __future__ import annotations

import ast
from pathlib import Path

import pytest

from koinon.kernel.numbers import natural

SOURCE = Path(__file__).resolve().parent.parent.parent / "src"


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_a_number(text: str, number: int) -> None:
    assert natural(text) == number


@pytest.mark.parametrize("text", ["", " 1", "-1", "+1", "1.0", "1e3", "²", "٣", "１", "9" * 19, "9" * 9000])
def test_anything_else_is_none(text: str) -> None:
    assert natural(text) is None


def test_nothing_is_made_a_number_because_isdigit_says_so() -> None:
    """`"²".isdigit()` is true, and `int("²")` fails: `isdecimal` or `natural` asks rightly."""
    found = []
    for file in SOURCE.rglob("*.py"):
        for statement in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(statement, ast.stmt) and not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                calls = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
                asks = any(isinstance(called, ast.Attribute) and called.attr == "isdigit" for called in calls)
                makes = any(isinstance(called, ast.Name) and called.id == "int" for called in calls)
                if asks and makes:
                    found.append(f"{file.relative_to(SOURCE)}:{statement.lineno}")
    assert not found
