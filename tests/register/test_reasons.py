"""Every reason that the reader gives can be told in other words."""

from __future__ import annotations

from pathlib import Path

import pytest

from koinon.people.engine.catalogue import directory
from koinon.register.engine.one_file import read
from koinon.register.engine.sources.extract import extract
from koinon.register.templatetags.register_reasons import FORMS, _pattern, reason
from tests.spec.reader.test_documents_are_sound import DOCUMENTS


def test_a_reason_keeps_the_words_of_the_document() -> None:
    line = "kind: passive directive “shall be ensured” → recommendation, binding"
    assert reason(line) == "kind: passive directive “shall be ensured” → Recommendation, Binding"
    assert reason("some reason of an older reader") == "some reason of an older reader"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_forms_of_all_reasons_are_known(path: Path) -> None:
    found = read(extract(path.name, path.read_bytes()), directory(), None)
    lines = {line for provision in found.provisions for line in provision.why}
    assert lines
    for line in lines:
        assert any(_pattern(form).fullmatch(line) for form in FORMS), line
