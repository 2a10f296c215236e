"""Three documents over the years that ask the same, and who is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from koinon.people.models import Person
from koinon.register.models import Document, Provision, Restatement
from tests.factories import register as make
from tests.factories.people import person

SPYWARE = (
    "Governments should place a moratorium on the export of spyware.",
    "Governments should suspend the sale and export of commercial spyware.",
    "We ask governments for a moratorium on exporting spyware until safeguards exist.",
)
COURTS = (
    "Protect judges against political pressure.",
    "Shield the judges and courts from political interference.",
    "Judges must be protected from political pressure.",
)
ONLY = ("Plant two million trees.", "Abolish school fees.", "Found a museum of the press.")


@dataclass
class World:
    """An officer, and papers of 2019, 2022 and 2023 with three provisions each."""

    ada: Person = field(default_factory=lambda: person("Ada", role="secretariat"))
    papers: list[Document] = field(default_factory=list)

    def __post_init__(self) -> None:
        for year, spyware, courts, only in zip((2019, 2022, 2023), SPYWARE, COURTS, ONLY, strict=True):
            slug = f"paper-{year}"
            paper = make.document(slug, spyware, courts, only, issued_on=date(year, 3, 1))
            for words in (spyware, courts, only):
                make.provision(paper, words)
            self.papers.append(paper)

    def at(self, year: int, number: int = 1) -> Provision:
        """A provision by the year of its paper."""
        return Provision.objects.get(document__slug=f"paper-{year}", number=number)

    def pair(self, earlier: int, later: int, number: int = 1) -> Restatement:
        """What is proposed or decided between two years."""
        return Restatement.objects.get(
            earlier=self.at(earlier, number), later=self.at(later, number), undone_at=None
        )
