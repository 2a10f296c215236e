"""What translators work on: finds every sentence people see, keeps locale/*.po in step, compiles them.

Needs Babel, which only those who build Koinon have:

    python -m koinon.site.catalogues update     (make translations)
    python -m koinon.site.catalogues check      what is missing or wrong, message by message
    python -m koinon.site.catalogues compile    (part of every build)
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent
LOCALE = SOURCE / "site" / "locale"
LANGUAGES = ("fr", "es", "ar", "id")
TOLD = {"Refused": 1, "NotFound": 1, "NotPermitted": 1, "no": 0, "sentence": 0}  # which argument speaks
ASKED = {"_", "gettext", "gettext_lazy", "gettext_noop"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
_TEMPLATE = dict.fromkeys(("_", "gettext", "ngettext", "pgettext", "npgettext"))
_TERMINAL = {"commands", "server", "upkeep", "checks", "environment.py", "migrations"}  # speaks English

Found = tuple[str, str | tuple[str, str], str | None]  # where, message or (one, many), context


class Unfit(ValueError):
    """A sentence that is put together by the program, where no translator ever sees it."""


def python(text: str, where: str) -> Iterator[Found]:
    """The messages of a Python file: refusals, verdicts, gettext calls, and how actions are told."""
    tree = ast.parse(text)
    called, texts = _called(tree), _named(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call(node, where, called, texts)
        elif isinstance(node, ast.FunctionDef) and any(_is_action(d) for d in node.decorator_list):
            told = (ast.get_docstring(node) or "").partition("\n")[0].partition(".")[0]
            yield where, told, None


def _called(tree: ast.AST) -> dict[str, str]:
    """The defined names of what a file calls otherwise, as in `gettext_lazy as later`."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    taken = (one for node in imports if node.module == "django.utils.translation" for one in node.names)
    return {one.asname: one.name for one in taken if one.asname and one.asname != "_"}


def _named(tree: ast.Module) -> dict[str, ast.Constant]:
    """The texts that a file names outside of functions."""
    found: dict[str, ast.Constant] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            found |= {name.id: node.value for name in node.targets if isinstance(name, ast.Name)}
    return found


def _call(
    node: ast.Call, where: str, called: Mapping[str, str], texts: Mapping[str, ast.Constant]
) -> Iterator[Found]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    name = called.get(name, name)
    if name in TOLD and len(node.args) > TOLD[name]:
        for spoken in _spoken(node.args[TOLD[name]], where, texts):
            yield where, spoken, None
    elif name in ASKED and node.args and isinstance(node.args[0], ast.Constant):
        yield where, _constant(node.args[0], where), None
    elif name in COUNTED:
        one, many = (_constant(argument, where) for argument in node.args[:2])
        yield where, (one, many), None
    elif name in IN_CONTEXT:
        context, message = (_constant(argument, where) for argument in node.args[:2])
        yield where, message, context


def _spoken(node: ast.expr, where: str, texts: Mapping[str, ast.Constant]) -> Iterator[str]:
    """The texts that an argument may stand for; other names stand for sentences that are made elsewhere."""
    node = texts.get(node.id, node) if isinstance(node, ast.Name) else node
    if isinstance(node, ast.IfExp):
        yield from _spoken(node.body, where, texts)
        yield from _spoken(node.orelse, where, texts)
    elif isinstance(node, ast.Constant):
        yield _constant(node, where)
    elif isinstance(node, ast.JoinedStr | ast.BinOp):
        raise Unfit(f"{where}:{node.lineno}: a sentence is a template with places in braces.")


def _constant(node: ast.expr, where: str) -> str:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise Unfit(f"{where}:{node.lineno}: only a text that is written out can be translated.")
    return node.value


def _is_action(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "action"


def template(text: str, where: str) -> Iterator[Found]:
    """The messages of a Django template."""
    plain = templatize(text, origin=where).encode()
    for _, function, messages, _ in extract_python(io.BytesIO(plain), _TEMPLATE, [], {}):
        texts = [text for text in ([messages] if isinstance(messages, str) else messages) if text]
        context = str(texts.pop(0)) if function in ("pgettext", "npgettext") else None
        if texts:
            yield where, _counted(texts), context


def _counted(texts: Sequence[object]) -> str | tuple[str, str]:
    return (str(texts[0]), str(texts[1])) if len(texts) > 1 else str(texts[0])


def tables() -> Iterator[Found]:
    """Names that stand in data: roles, themes, groups of people."""
    roles = SOURCE / "people" / "data" / "roles.toml"
    for role in tomllib.loads(roles.read_text("utf-8")).values():
        yield "people/data/roles.toml", role["name"], None
    rules = SOURCE / "observatory" / "data" / "alert_rules.toml"
    for rule in tomllib.loads(rules.read_text("utf-8")).values():
        yield "observatory/data/alert_rules.toml", rule["name"], None
        yield "observatory/data/alert_rules.toml", rule["sentence"], None
    words = SOURCE / "register" / "engine" / "terms" / "vocabulary.toml"
    for nodes in tomllib.loads(words.read_text("utf-8")).values():
        for node in nodes:
            yield "register/engine/terms/vocabulary.toml", node["label"]["en"], None


def messages() -> Iterator[Found]:
    """Every message of the product, file by file."""
    for path in sorted(SOURCE.rglob("*.py")):
        where = path.relative_to(SOURCE).as_posix()
        if not _TERMINAL & set(path.relative_to(SOURCE).parts):
            yield from python(path.read_text("utf-8"), where)
    for path in sorted(SOURCE.rglob("templates/**/*")):
        if path.suffix in (".html", ".txt", ".xml"):
            yield from template(path.read_text("utf-8"), path.relative_to(SOURCE).as_posix())
    yield from tables()


def fresh(language: str) -> Catalog:
    """A catalogue of that language with every message and no translation yet."""
    catalogue = Catalog(locale=language, fuzzy=False)
    for where, message, context in messages():
        text = message[0] if isinstance(message, tuple) else message
        flags = ["python-brace-format"] if re.search(r"{\w+}", text) else []
        catalogue.add(message, locations=[(where, 0)], flags=flags, context=context)
    return catalogue


def path_of(language: str) -> Path:
    """Where the catalogue of a language is kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def kept(language: str) -> Catalog:
    """The catalogue as it is committed."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> str:
    """The catalogue's text in step with the sources: translations kept, new messages empty, others gone."""
    catalogue, path = fresh(language), path_of(language)
    if path.is_file():
        before = kept(language)
        for message in catalogue:
            old = before.get(message.id, message.context) if message.id else None
            if old is not None and _same_shape(old, message):
                message.string = old.string
    file = io.BytesIO()
    write_po(file, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return _header(catalogue) + file.getvalue().decode("utf-8")


def _same_shape(old: Message, new: Message) -> bool:
    return isinstance(old.id, str) == isinstance(new.id, str)


def _header(catalogue: Catalog) -> str:
    return (
        f"# The words of Koinon in {Locale.parse(str(catalogue.locale)).get_display_name('en')}.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )


_PLACES = re.compile(r"{\w+}|%\(\w+\)[sd]")
_TAGS = re.compile(r"<[^<>]+>")


def faults(language: str) -> list[str]:
    """What keeps a language from being complete, a line for each message that needs a hand."""
    return [
        f"{language}: {message.id!r}: {fault}"
        for message in kept(language)
        if message.id and (fault := _fault(message))
    ]


def _fault(message: Message) -> str:
    sources = _texts(message.id)
    wanted = {place for source in sources for place in _PLACES.findall(source)}
    for said in _texts(message.string):
        if not said.strip():
            return "is not translated"
        if set(_PLACES.findall(said)) - wanted:
            return "has a place that the English does not have"
        if sorted(_TAGS.findall(said)) != sorted(_TAGS.findall(sources[-1])):
            return "has other markup than the English"
        if said[:1].isspace() != sources[0][:1].isspace() or said[-1:].isspace() != sources[0][-1:].isspace():
            return "begins or ends with white space where the English does not, or the other way round"
    if wanted - set(_PLACES.findall(_texts(message.string)[-1])):  # the last form counts the most
        return "lacks a place of the English"
    return "is marked fuzzy: look at it and take the mark away" if message.fuzzy else ""


def update() -> None:
    """Bring every catalogue in step with the sources, and say what is still to do."""
    for language in LANGUAGES:
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_text(updated(language), "utf-8")
        total = sum(bool(message.id) for message in kept(language))
        sys.stdout.write(f"{language}: {total} messages, {len(faults(language))} to do\n")


def check() -> None:
    """Print every fault; the exit code says whether there is any."""
    found = [fault for language in LANGUAGES for fault in faults(language)]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.exit(bool(found))


def _texts(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list | tuple) else (str(said or ""),)


def compile_all() -> None:
    """Write the .mo files that the platform reads; an empty translation shows the English words."""
    for language in LANGUAGES:
        draft = path_of(language).with_suffix(".mo.new")
        catalogue = kept(language)
        for message in catalogue:
            if message.id and not all(_texts(message.string)):
                message.string = ""  # one form of a plural that is missing would show nothing at all
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(path_of(language).with_suffix(".mo"))


if __name__ == "__main__":
    {"update": update, "check": check, "compile": compile_all}[sys.argv[1]]()
