"""Indonesian words and what is left without their affixes; forms of one root fall together."""

from __future__ import annotations

import re

import pytest

from koinon.register.engine.searching.indonesian import stem

FAMILIES = [
    ("lindung", "melindungi dilindungi perlindungan pelindung terlindungi lindungilah"),
    ("bebas", "bebas kebebasan membebaskan dibebaskan pembebasan bebasnya"),
    ("jamin", "menjamin dijamin jaminan terjamin jaminannya"),
    ("tangkap", "menangkap ditangkap penangkapan tertangkap tangkapan"),
    ("siksa", "menyiksa disiksa penyiksaan siksaan"),
    ("iksa", "periksa memeriksa diperiksa pemeriksaan"),  # the rules know no roots: periksa begins like per-
    ("hukum", "menghukum dihukum penghukuman hukuman terhukum hukumnya"),
    ("kuat", "memperkuat diperkuat perkuatan kekuatan"),
    ("lapor", "melaporkan dilaporkan laporan pelaporan"),
]
ALONE = ["hak", "anak", "dan", "pers", "adil", "desa", "kaki", "ilmu", "beri"]


@pytest.mark.parametrize(("root", "forms"), FAMILIES)
def test_the_forms_of_a_root_fall_together(root: str, forms: str) -> None:
    assert {form: stem(form) for form in forms.split()} == dict.fromkeys(forms.split(), root)


@pytest.mark.parametrize("word", ALONE)
def test_a_short_word_is_left_alone(word: str) -> None:
    assert stem(word) == word


def test_what_is_left_has_four_letters_and_is_part_of_the_word_or_regained() -> None:
    for _, forms in FAMILIES:
        for form in forms.split():
            left = stem(form)
            assert len(left) >= 4 and re.search(left[1:], form)
