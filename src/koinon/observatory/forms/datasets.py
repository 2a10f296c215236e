"""What pages about datasets ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.observatory.engine.adapters.sources import ADAPTERS
from koinon.observatory.engine.catalogue import sources


class Files(forms.FileField):
    """One or several files, as a list."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=_Several(), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every one of them checked."""
        given = data if isinstance(data, list) else [data]
        return [super(Files, self).clean(one, initial) for one in given]


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class BringForm(forms.Form):
    """The files of a release."""

    source = forms.ChoiceField(
        label=_("Source"), choices=lambda: [(key, sources()[key].title) for key in ADAPTERS]
    )
    file = Files(
        label=_("Files"),
        allow_empty_file=True,  # refused when it is read, in a sentence that names the mend
        help_text=_(
            "As published: CSV, also compressed (.gz, .zip), 50 MiB together. Larger ones are loaded on the "
            "machine, with koinon observatory load."
        ),
    )
    version = forms.CharField(
        label=_("Version"),
        required=False,
        max_length=60,
        help_text=_("Only where the file does not tell it, such as 2.1.2."),
    )

    def brought(self) -> list[tuple[str, Iterator[bytes]]]:
        """Each file's name, and its bytes chunk by chunk."""
        return [(file.name, file.chunks()) for file in self.cleaned_data["file"]]


class EndReleaseForm(forms.Form):
    """Why a release is taken out."""

    reasons = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone can read this; the release keeps its place in the catalogue, without figures."),
    )
