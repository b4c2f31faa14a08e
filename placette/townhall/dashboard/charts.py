"""Charts as SVG, drawn here: on the page in its colours, light and dark; alone, in an export or a report, in fixed ones.

Each says its title and its figures to who does not see it: the table beside it holds the same cells, no more and no less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .figures import number

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 18, 40
# Of the page, and of a sheet of paper.
ON_PAGE = {
    name: f"var(--{name})"
    for name in ("townhall", "lend", "ride", "buy", "meet", "ink-soft", "line", "sunk", "ink")
}
ON_PAPER = {
    "townhall": "#5b3fa0", "lend": "#1c6b44", "ride": "#1f5fa8", "buy": "#9a5416", "meet": "#a83246", "ink-soft": "#5c5148",
    "line": "#ddd3c5", "sunk": "#efe8dc", "ink": "#362c24",
}  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """One row of figures; None where nothing may be shown."""

    name: str
    colour: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Chart:
    """Bars of one column a period, layers upon each other; or, of `ends`, a line that climbs from day to day. `empty`: what
    is said where there is nothing to draw and nobody to hide.
    """

    name: str
    title: str
    columns: Sequence[str]
    layers: Sequence[Layer]
    ends: Sequence[date] = ()
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(value for layer in self.layers for value in layer.values)

    @property
    def drawing(self) -> SafeString:
        return self.drawn(ON_PAGE)

    @property
    def spark(self) -> SafeString:
        """A few small bars beside a figure, the last one strong; what is not shown leaves a gap. Decoration: silent."""
        values = self.layers[0].values
        most = max((value or 0 for value in values), default=0) or 1
        bars = format_html_join(
            "",
            '<rect x="{}" y="{}" width="14" height="{}" rx="3" fill="{}" opacity="{}"/>',
            (
                (
                    at * 20,
                    round(40 - 38 * value / most, 1),
                    round(38 * value / most, 1),
                    ON_PAGE["townhall"],
                    "1" if at == len(values) - 1 else "0.35",
                )
                for at, value in enumerate(values)
                if value
            ),
        )
        return format_html(
            '<svg class="spark" viewBox="0 0 {} 40" aria-hidden="true">{}</svg>',
            max(20, len(values) * 20),
            bars,
        )

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Of the table beside it."""
        few = "–" if self.ends else _("moins de 5 personnes")
        return [
            (
                column,
                [few if layer.values[at] is None else number(layer.values[at] or 0) for layer in self.layers],
            )
            for at, column in enumerate(self.columns)
        ]

    def drawn(self, colours: dict[str, str]) -> SafeString:
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" '
            'font-family="Atkinson Hyperlegible Next, Atkinson Next, sans-serif" font-size="15">{}</svg>',
            WIDTH,
            HEIGHT,
            self.title,
            self._inside(colours),
        )

    def _inside(self, colours: dict[str, str]) -> SafeString:
        most = self._most()
        marks = self._line(most, colours) if self.ends else self._bars(most, colours)
        return format_html("{}{}", _grid(most, colours), marks)

    def alone(self) -> str:
        """A file of its own: with its title, its names and a ground of paper."""
        names = format_html_join(
            "",
            '<rect x="{}" y="40" width="12" height="12" rx="3" fill="{}"/><text x="{}" y="51" font-size="13" fill="#362c24">{}</text>',
            (
                (LEFT + at * 165, ON_PAPER[layer.colour], LEFT + at * 165 + 18, layer.name)
                for at, layer in enumerate(self.layers)
            ),
        )
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" '
            'font-family="Atkinson Hyperlegible Next, Atkinson Next, sans-serif" font-size="13"><title>{}</title>'
            '<rect width="{}" height="{}" fill="#fffdf8"/><text x="{}" y="26" font-size="18" font-weight="700" fill="#362c24">{}</text>'
            '{}<g transform="translate(0 64)">{}</g></svg>',
            WIDTH,
            HEIGHT + 70,
            WIDTH,
            HEIGHT + 70,
            self.title,
            WIDTH,
            HEIGHT + 70,
            LEFT,
            self.title,
            names,
            self._inside(ON_PAPER),
        )

    def _most(self) -> int:
        if self.ends:
            highest = max((value or 0 for layer in self.layers for value in layer.values), default=0)
        else:
            highest = max(
                (sum(layer.values[at] or 0 for layer in self.layers) for at in range(len(self.columns))),
                default=0,
            )
        return _round_up(highest)

    def _bars(self, most: int, colours: dict[str, str]) -> SafeString:
        """A column in which something may not be shown carries a dotted foot, so that it does not look like nothing."""
        drawn = mark_safe("")
        step = (WIDTH - LEFT - RIGHT) / max(1, len(self.columns))
        width = min(46, step * 0.62)
        # As many names as have room.
        every = max(1, round(len(self.columns) * 62 / (WIDTH - LEFT - RIGHT) + 0.49))
        for at, column in enumerate(self.columns):
            middle = LEFT + step * (at + 0.5)
            y: float = HEIGHT - BOTTOM
            for layer in self.layers:
                value = layer.values[at]
                if not value:
                    continue
                height = value * (HEIGHT - BOTTOM - TOP) / most
                y -= height
                drawn += format_html(
                    '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{}"><title>{}</title></rect>',
                    round(middle - width / 2, 1),
                    round(y, 1),
                    round(width, 1),
                    round(max(height - 1.5, 1), 1),
                    colours[layer.colour],
                    f"{column} : {layer.name}, {number(value)}",
                )
            if all(layer.values[at] is None for layer in self.layers):
                drawn += format_html(
                    '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="3" stroke-dasharray="3 4"/>',
                    round(middle - width / 2, 1),
                    round(middle + width / 2, 1),
                    HEIGHT - BOTTOM - 3,
                    HEIGHT - BOTTOM - 3,
                    colours["ink-soft"],
                )
            if (len(self.columns) - 1 - at) % every == 0:
                drawn += _label(middle, HEIGHT - BOTTOM + 22, column, "middle", colours)
        return drawn

    def _line(self, most: int, colours: dict[str, str]) -> SafeString:
        drawn = mark_safe("")
        first, last = self.ends[0], self.ends[-1]
        days = max(1, (last - first).days)

        def across(day: date) -> float:
            return round(LEFT + 10 + (day - first).days * (WIDTH - LEFT - RIGHT - 20) / days, 1)

        def up(value: int) -> float:
            return round(HEIGHT - BOTTOM - value * (HEIGHT - BOTTOM - TOP) / most, 1)

        for number_of, layer in enumerate(self.layers):
            points = [
                (across(day), up(value))
                for day, value in zip(self.ends, layer.values, strict=True)
                if value is not None
            ]
            if not points:
                continue
            line = " ".join(f"{x},{y}" for x, y in points)
            if number_of == 0:
                ground = HEIGHT - BOTTOM
                drawn += format_html(
                    '<polygon points="{},{} {} {},{}" fill="{}" opacity="0.14"/>',
                    points[0][0],
                    ground,
                    line,
                    points[-1][0],
                    ground,
                    colours[layer.colour],
                )
            drawn += format_html(
                '<polyline points="{}" fill="none" stroke="{}" stroke-width="3" stroke-linejoin="round" stroke-linecap="round"{}/>',
                line,
                colours[layer.colour],
                mark_safe(' stroke-dasharray="2 6"') if number_of else "",
            )
            x, y = points[-1]
            drawn += format_html('<circle cx="{}" cy="{}" r="5" fill="{}"/>', x, y, colours[layer.colour])
        for at in sorted({0, len(self.ends) // 2, len(self.ends) - 1}):
            anchor = "start" if at == 0 else "end" if at == len(self.ends) - 1 else "middle"
            drawn += _label(across(self.ends[at]), HEIGHT - BOTTOM + 22, self.columns[at], anchor, colours)
        return drawn


def _grid(most: int, colours: dict[str, str]) -> SafeString:
    lines = mark_safe("")
    for part in range(5):
        value = most * part // 4
        y = round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * part / 4, 1)
        lines += format_html(
            '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}"/>', LEFT, WIDTH - RIGHT, y, y, colours["line"]
        )
        lines += _label(LEFT - 8, y + 4, number(value), "end", colours)
    return lines


def _label(x: float, y: float, text: str, anchor: str, colours: dict[str, str]) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>',
        round(x, 1),
        y,
        anchor,
        colours["ink-soft"],
        text,
    )


def _round_up(highest: int) -> int:
    """To a number that four lines divide well."""
    for zeros in range(12):
        for first in (4, 8, 12, 20, 40):
            if first * 10**zeros >= highest:
                return int(first * 10**zeros)
    return highest
