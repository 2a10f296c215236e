"""Rows to charts: every kind of chart that pages draw, under one name.

Each is a `Chart`: title, sentence, table of its rows, and a drawing in the colours of the page.
"""

from __future__ import annotations

from koinon.ui.drawing.bars import bars as bars
from koinon.ui.drawing.bars import stacked as stacked
from koinon.ui.drawing.chart import FALLBACK as FALLBACK
from koinon.ui.drawing.chart import Chart as Chart
from koinon.ui.drawing.chart import number_text as number_text
