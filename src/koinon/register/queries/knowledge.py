"""The vocabulary of themes and groups in force: the installation's own file, else the packaged one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, gettext

from koinon.kernel.refusals import Refused
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


def named(node: words.Theme) -> str:
    """The name of a theme or a group in the active language: the vocabulary's own, else a translation."""
    return node.labels.get((get_language() or "en")[:2]) or gettext(node.labels["en"])


def theme_choices() -> list[tuple[str, str]]:
    """Theme keys and their labels in the active language."""
    return [(theme.key, named(theme)) for theme in vocabulary().themes]


def group_choices() -> list[tuple[str, str]]:
    """Group keys and their labels in the active language."""
    return [(group.key, named(group)) for group in vocabulary().groups]


def known_themes(keys: Iterable[str]) -> list[str]:
    """The keys of themes, each once and sorted; one that the vocabulary in force lacks is refused."""
    wanted = set(keys)
    if unknown := sorted(wanted - {theme.key for theme in vocabulary().themes}):
        raise Refused(
            "register.unknown_theme",
            "The vocabulary has no theme {key}: take one of those that the page “Themes” lists.",
            key=unknown[0],
            field="themes",
        )
    return sorted(wanted)
