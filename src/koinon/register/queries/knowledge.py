"""The vocabulary of themes and groups in force: the installation's own file, else the packaged one."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from koinon.register.engine import vocabulary as words


def vocabulary_text() -> str | None:
    """The installation's edited vocabulary (vocabulary.toml in the data folder), if it has one."""
    path = settings.DATA_DIR / "vocabulary.toml"
    return path.read_text("utf-8") if path.is_file() else None


def vocabulary() -> words.Vocabulary:
    """The parsed vocabulary, parsed again only when the file changed."""
    text = vocabulary_text()
    return _parsed(text) if text else words.default()


@lru_cache(maxsize=2)
def _parsed(text: str) -> words.Vocabulary:
    return words.Vocabulary.parse(text)


def theme_choices() -> list[tuple[str, str]]:
    """Theme keys and their labels in the active language."""
    return [(theme.key, theme.label(_language())) for theme in vocabulary().themes]


def group_choices() -> list[tuple[str, str]]:
    """Group keys and their labels in the active language."""
    return [(group.key, group.label(_language())) for group in vocabulary().groups]


def _language() -> str:
    return get_language() or "en"
