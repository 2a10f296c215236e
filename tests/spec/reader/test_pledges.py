"""Lists in which parties pledge under their own names."""

from __future__ import annotations

from koinon.register.engine.documents import Kind, Strength
from tests.spec.reader.forms import read

LIST = """LEAGUE OF RIVER TOWNS
Second Assembly, Ostmark
Commitments announced by members

VARNESTAD
1. Expects to open its archive of council minutes to readers.
2. In May Varnestad released two editors whom it had held.
3. It will repeal the levy on printing paper.
OLD HARROW
1. **Grants:** doubles, from the coming budget year, the fund for small papers so that they can grow.
2. May lend its presses to papers in exile.
KALMIA
1. The harbour office will publish its accounts.
2. Kalmia adopted its first plan on open data in June.
OBSERVERS
1. Union of Typesetters: shall run a school for apprentices.
2. Fund for Letters: 12 fellowships will be offered to translators.
3. The League thanks the town of Ostmark for its welcome.
"""


def test_every_item_is_the_pledge_of_the_party_that_leads_it() -> None:
    found = read(LIST).provisions
    assert [(p.kind, [a.name for a in p.addressees], p.strength) for p in found] == [
        (Kind.COMMITMENT, ["Varnestad"], Strength.INTENTION),
        (Kind.COMMITMENT, ["Varnestad"], Strength.BINDING),
        (Kind.COMMITMENT, ["Old Harrow"], Strength.BINDING),
        (Kind.COMMITMENT, ["Old Harrow"], Strength.OPTIONAL),
        (Kind.COMMITMENT, ["harbour office"], Strength.BINDING),
        (Kind.COMMITMENT, ["Union of Typesetters"], Strength.BINDING),
        (Kind.COMMITMENT, ["Fund for Letters"], Strength.BINDING),
    ]
