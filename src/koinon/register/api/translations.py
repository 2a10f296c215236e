"""Documents in further languages: reading them, and keeping their wordings."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Path
from ninja.files import UploadedFile

from koinon.kernel.refusals import NotFound, Refused
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.operations import get, operation
from koinon.register.actions import translated_files
from koinon.register.actions import translating as actions
from koinon.register.api import translation_shapes as shapes
from koinon.register.engine import choices
from koinon.register.queries import public
from koinon.register.queries import translations as queries

READ, DESK = "documents", "desk"
ONE = "/desk/documents/{pk}/translations/{language}"
Language = Annotated[shapes.LanguageCode, Path()]


@get("/documents/{slug}/translations", list[shapes.OfferedOut], "translations", tag=READ)
def translations(request: HttpRequest, slug: str) -> list[Any]:
    """The further languages in which a document can be read, and how far."""
    return list(queries.languages_of(public.published_document(slug)))


@get("/documents/{slug}/translations/{language}", shapes.TranslationOut, "translation", tag=READ)
def translation(request: HttpRequest, slug: str, language: Language) -> dict[str, Any]:
    """A document in a further language, provision by provision; each wording says who made it."""
    found = public.published_document(slug)
    offered = next((o for o in queries.languages_of(found) if o.language == language), None)
    if offered is None:
        raise NotFound(
            "register.no_translation",
            "The document has no translation into “{language}”: it may have been dropped.",
            language=language,
        )
    provisions = list(public.provisions_of(found))
    wordings = queries.wordings_of(provisions, language)
    told = [_wording(p.number, wordings[p.pk]) for p in provisions if p.pk in wordings]
    columns = ("language", "title", "standing", "made_by", "made_on", "done", "all")
    return {**{name: getattr(offered, name) for name in columns}, "wordings": told}


@get(ONE, shapes.DeskTranslationOut, "desk_translation", tag=DESK, scope="read")
def desk_translation(request: HttpRequest, pk: int, language: Language) -> dict[str, Any]:
    """A translation beside its document, with what the machine proposes."""
    return _shown(request, queries.translation_for(caller(request), pk, language))


@operation(
    "PUT", ONE, answer=shapes.DeskTranslationOut, name="translate", tag=DESK, scope="review",
    acts="register.translate", changes="where",
)  # fmt: skip
def translate(
    request: HttpRequest, pk: int, language: Language, translation: shapes.TranslationIn
) -> dict[str, Any]:
    """Begin a translation, or change what is said of one: then If-Match must say which was seen."""
    me = caller(request)
    document = queries.document_for(me, pk)
    if language not in dict(choices.LANGUAGES):
        raise Refused(
            "register.language",
            "“{value}” is not possible here: choose among {choices}.",
            value=language,
            choices=", ".join(dict(choices.LANGUAGES)),
        )
    standing = next((t for t in queries.translations_of(document) if t.language == language), None)
    if standing:
        upon(request, standing.revision)
    saved = actions.translate(by=me, document=document, language=language, **translation.dict())
    return _shown(request, saved)


@operation(
    "POST", ONE + "/file", answer=shapes.DeskTranslationOut, name="bring_translation", tag=DESK,
    scope="review", acts="register.translate", changes=True,
)  # fmt: skip
def bring_translation(
    request: HttpRequest, pk: int, language: Language, file: File[UploadedFile]
) -> dict[str, Any]:
    """Bring the translated file, at most 20 MiB: what it proposes waits to be confirmed."""
    me = caller(request)
    found = queries.translation_for(me, pk, language)
    upon(request, found.revision)
    proposed = translated_files.aligned(found.document, file.name or "file", file.read(), language)
    said = {name: getattr(found, name) for name in ("title", "standing", "made_by", "made_on")}
    saved = actions.translate(by=me, document=found.document, language=language, file=proposed, **said)
    return _shown(request, saved)


@operation(
    "DELETE", ONE, answer=None, status=204, name="drop_translation", tag=DESK, scope="review",
    acts="register.drop_translation", changes=True,
)  # fmt: skip
def drop_translation(request: HttpRequest, pk: int, language: Language) -> None:
    """Drop a translation with every wording of it."""
    actions.drop_translation(by=caller(request), translation=_under(request, pk, language))


@operation(
    "POST", ONE + "/confirmation", answer=shapes.ConfirmedOut, name="confirm_wordings", tag=DESK,
    scope="review", acts="register.confirm_wordings",
)  # fmt: skip
def confirm_wordings(
    request: HttpRequest, pk: int, language: Language, wordings: shapes.ConfirmationIn
) -> dict[str, Any]:
    """Confirm wordings together; one whose words changed meanwhile is refused, and with it all."""
    found = queries.translation_for(caller(request), pk, language)
    new = [actions.New(w.number, w.text, w.revision, w.before) for w in wordings.wordings]
    return {"numbers": actions.confirm_wordings(by=caller(request), translation=found, wordings=new)}


@operation(
    "PUT", ONE + "/wordings/{number}", answer=shapes.ConfirmedOut, name="reword", tag=DESK, scope="review",
    acts="register.reword",
)  # fmt: skip
def reword(
    request: HttpRequest, pk: int, language: Language, number: int, wording: shapes.WordingIn
) -> dict[str, Any]:
    """Type or correct one wording; `before` and `revision` say upon which words."""
    found = queries.translation_for(caller(request), pk, language)
    done = actions.reword(
        by=caller(request),
        translation=found,
        wording=actions.New(number, wording.text, wording.revision, wording.before),
        standing=wording.standing.value,
        made_by=wording.made_by,
    )
    return {"numbers": [done]}


@operation(
    "DELETE", ONE + "/wordings/{number}", answer=None, status=204, name="clear_wording", tag=DESK,
    scope="review", acts="register.clear_wording", changes=True,
)  # fmt: skip
def clear_wording(request: HttpRequest, pk: int, language: Language, number: int) -> None:
    """Take one wording away: the provision is shown in its own language again."""
    found = _under(request, pk, language)
    actions.clear_wording(by=caller(request), translation=found, number=number)


def _under(request: HttpRequest, pk: int, language: str) -> Any:
    found = queries.translation_for(caller(request), pk, language)
    upon(request, found.revision)
    return found


def _shown(request: HttpRequest, translation: Any) -> dict[str, Any]:
    shows(request, translation.revision)
    columns = ("language", "title", "standing", "made_by", "made_on", "revision")
    return {
        **{name: getattr(translation, name) for name in columns},
        "provisions": [
            {
                "number": row.provision.number,
                "revision": row.provision.revision,
                "text": row.provision.text,
                "state": row.state,
                "wording": _wording(row.provision.number, row.wording) if row.wording else None,
                "proposed": row.proposed,
            }
            for row in queries.side_by_side(translation)
        ],
    }


def _wording(number: int, rendered: Any) -> dict[str, Any]:
    columns = ("text", "standing", "made_by", "earlier")
    return {"number": number, **{name: getattr(rendered, name) for name in columns}}
