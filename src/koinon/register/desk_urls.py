"""Routes of the desk; every one needs someone signed in."""

from __future__ import annotations

from django.urls import path

from koinon.register.pages import cards, correcting, desk, intake, review, saved, sheets, translations

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("seen/", desk.seen, name="seen"),
    path("documents/<int:pk>/", desk.reading, name="reading"),
    path("documents/<int:pk>/read-again/", desk.read_again, name="read_again"),
    path("documents/<int:pk>/discard/", desk.discard, name="discard"),
    path("documents/<int:pk>/review/", review.review, name="review"),
    path("documents/<int:pk>/describe/", review.describe, name="describe"),
    path("documents/<int:pk>/accept-all/", review.accept_all, name="accept_all"),
    path("documents/<int:pk>/add/", review.add, name="add"),
    path("documents/<int:pk>/publish/", review.publish, name="publish"),
    path("documents/<int:pk>/provisions.xlsx", sheets.of_document, name="sheet_of_document"),
    path("documents/<int:pk>/insert/", correcting.insert, name="insert"),
    path("documents/<int:pk>/withdraw/", correcting.withdraw, name="withdraw"),
    path("imports/", intake.intakes, name="intakes"),
    path("imports/template.xlsx", intake.intake_template, name="intake_template"),
    path("imports/<int:pk>/", intake.intake, name="intake"),
    path("imports/<int:pk>/take-in/", intake.confirm_rows, name="confirm_rows"),
    path("imports/<int:pk>/remove/", intake.drop_rows, name="drop_rows"),
    path("imports/<int:pk>/faulty.csv", intake.intake_faulty, name="intake_faulty"),
    path("documents/<int:pk>/translations/", translations.translations, name="translations"),
    path("documents/<int:pk>/translations/<slug:language>/", translations.translation, name="translation"),
    path(
        "documents/<int:pk>/translations/<slug:language>/accept/",
        translations.accept,
        name="accept_wordings",
    ),
    path(
        "documents/<int:pk>/translations/<slug:language>/drop/",
        translations.drop,
        name="drop_translation",
    ),
    path(
        "documents/<int:pk>/translations/<slug:language>/sheet.<slug:form>",
        translations.blank_sheet,
        name="blank_sheet",
    ),
    path(
        "documents/<int:pk>/translations/<slug:language>/sheet/",
        translations.sheet,
        name="wordings_sheet",
    ),
    path(
        "documents/<int:pk>/translations/<slug:language>/<int:number>/",
        translations.wording,
        name="wording",
    ),
    path(
        "documents/<int:pk>/translations/<slug:language>/<int:number>/clear/",
        translations.clear,
        name="clear_wording",
    ),
    path("searches/", saved.kept_searches, name="kept_searches"),
    path("searches/keep/", saved.keep_search, name="keep_search"),
    path("searches/<int:pk>/change/", saved.change_search, name="change_search"),
    path("searches/<int:pk>/delete/", saved.delete_search, name="delete_search"),
    path("provisions/<int:pk>/correct/", correcting.correct, name="correct"),
    path("provisions/<int:pk>/strike/", correcting.strike, name="strike"),
    path("cards/<slug:key>/", cards.card, name="card"),
    path("cards/<slug:key>/accept/", cards.accept, name="accept"),
    path("cards/<slug:key>/edit/", cards.edit, name="edit"),
    path("cards/<slug:key>/draft/", cards.draft, name="draft"),
    path("cards/<slug:key>/drop/", cards.drop, name="drop"),
    path("cards/<slug:key>/reject/", cards.reject, name="reject"),
    path("cards/<slug:key>/reopen/", cards.reopen, name="reopen"),
    path("cards/<slug:key>/split/", cards.split, name="split"),
    path("cards/<slug:key>/merge/", cards.merge, name="merge"),
    path("sheets/", sheets.bring, name="bring_sheet"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/drop/", sheets.drop, name="drop_sheet"),
    path("sheets/<int:pk>/rows-to-mend.xlsx", sheets.refused, name="refused_rows"),
]
