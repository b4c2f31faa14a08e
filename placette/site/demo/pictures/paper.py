"""A sheet to draw on: four times too large, shrunk at the end so that edges are smooth."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

SCALE = 2
type Point = tuple[float, float]


class Paper:
    """Coordinates in units of the finished picture."""

    def __init__(self, width: int, height: int, colour: str) -> None:
        self.size = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), colour)
        self.pen = ImageDraw.Draw(self.image)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        self.pen.ellipse([v * SCALE for v in (x - rx, y - ry, x + rx, y + ry)], fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str, round: float = 0) -> None:
        self.pen.rounded_rectangle(
            [v * SCALE for v in (x, y, x + width, y + height)], round * SCALE, fill=colour
        )

    def shape(self, points: Sequence[Point], colour: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            fill=colour,
            width=round(width * SCALE),
            joint="curve",
        )

    def arc(
        self, x: float, y: float, rx: float, ry: float, start: float, end: float, colour: str, width: float
    ) -> None:
        self.pen.arc(
            [v * SCALE for v in (x - rx, y - ry, x + rx, y + ry)],
            start,
            end,
            fill=colour,
            width=round(width * SCALE),
        )

    def pie(self, x: float, y: float, rx: float, ry: float, start: float, end: float, colour: str) -> None:
        self.pen.pieslice([v * SCALE for v in (x - rx, y - ry, x + rx, y + ry)], start, end, fill=colour)

    def jpeg(self) -> bytes:
        written = BytesIO()
        self.image.resize(self.size, Image.Resampling.BOX).save(written, "JPEG", quality=88)
        return written.getvalue()
