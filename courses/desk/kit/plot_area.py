"""Places of points and columns in the picture of a chart, ready for SVG attributes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChartColumn:
    """A column of a chart; ``middle`` is where its label belongs."""

    x: str
    width: str
    middle: str
    y: str
    height: str


@dataclass(frozen=True)
class PlotArea:
    """The part of a picture that holds the plot; edges in per cent of the picture.

    Arguments of its methods are shares of the plot, from the left and from the bottom.
    """

    left: float = 0.0
    right: float = 100.0
    top: float = 12.0
    bottom: float = 86.0

    def x(self, share: float, aside: float = 0.0) -> str:
        """Return the position of ``share``, moved by ``aside`` per cent of the picture."""
        return _per_cent(self.left + (self.right - self.left) * share + aside)

    def y(self, share: float) -> str:
        return _per_cent(self.bottom - (self.bottom - self.top) * share)

    def width(self, share: float) -> str:
        return _per_cent((self.right - self.left) * share)

    def height(self, share: float) -> str:
        return _per_cent((self.bottom - self.top) * share)

    def place_column(
        self, place: int, places: int, share: float, *, width: float
    ) -> ChartColumn:
        """Return column number ``place`` of ``places``, as high as ``share``."""
        middle = (place + 0.5) / places
        return ChartColumn(
            x=self.x(middle - width / 2),
            width=self.width(width),
            middle=self.x(middle),
            y=self.y(share),
            height=self.height(share),
        )


def _per_cent(length: float) -> str:
    return f"{length:.2f}%"
