"""Rows to charts: every kind of chart that pages draw, under one name.

Each is a `Chart`: title, sentence, table of its rows, and a drawing in the colours of the page.
"""

from __future__ import annotations

from koinon.ui.drawing.bars import bars as bars
from koinon.ui.drawing.bars import stacked as stacked
from koinon.ui.drawing.chart import FALLBACK as FALLBACK
from koinon.ui.drawing.chart import Chart as Chart
from koinon.ui.drawing.chart import interval_text as interval_text
from koinon.ui.drawing.chart import number_text as number_text
from koinon.ui.drawing.dots import Dot as Dot
from koinon.ui.drawing.dots import dots as dots
from koinon.ui.drawing.lines import Mark as Mark
from koinon.ui.drawing.lines import Point as Point
from koinon.ui.drawing.lines import Series as Series
from koinon.ui.drawing.lines import Span as Span
from koinon.ui.drawing.lines import lines as lines
from koinon.ui.drawing.strip import strip as strip
from koinon.ui.drawing.tones import Class as Class
from koinon.ui.drawing.world import Placed as Placed
from koinon.ui.drawing.world import world_map as world_map
