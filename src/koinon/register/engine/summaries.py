"""Executive summaries: left out where the recommendations stand in full further on."""

from __future__ import annotations

from collections.abc import Sequence

from koinon.register.engine.layout.outline import SUMMARY, Block, Sort


def repeated_summary(blocks: Sequence[Block]) -> frozenset[int]:
    """The ids of blocks inside a summary that the rest of the document, being longer, repeats."""
    inside = [
        block for block in blocks if any(SUMMARY.match(heading.paragraph.plain) for heading in block.headings)
    ]
    if not inside:
        return frozenset()
    ids = frozenset(id(block) for block in inside)
    last = max(i for i, block in enumerate(blocks) if id(block) in ids)
    rest = sum(
        len(block.paragraph.text) for block in blocks[last + 1 :] if block.sort in (Sort.ITEM, Sort.PROSE)
    )
    return ids if rest > 0.8 * sum(len(block.paragraph.text) for block in inside) else frozenset()
