"""The report's few plots as inline SVG: bars, a distribution, a calibration diagram.

Drawn by hand, because each is a dozen rectangles: a plotting library would add megabytes, bake in one theme's
colours and change its bytes with its version. Colours come from the style sheet's classes, so plots follow
light and dark. Every plot has a title for readers who do not see it; the figures also stand in a table.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

SVG = Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
RECT = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
LABEL = Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>')
CLASSES_OF_CONFIDENCE = ("c0", "c0", "c1", "c1", "c2", "c3", "c4")

LEAST_BAR = 1.5  # units of the drawing: so that a class with few values is seen


def _n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


def _rect(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    return RECT.format(kind, _n(x), _n(y), _n(width), _n(height))


def distribution(counts: Sequence[int], title: str) -> Markup:
    """Seven bars, one for each class of confidence, tallest full."""
    most, width, height = max(counts) or 1, 20, 34
    bars = [Markup("")]
    for at, count in enumerate(counts):
        tall = max(LEAST_BAR, height * count / most) if count else 0.0
        bars.append(_rect(CLASSES_OF_CONFIDENCE[at], at * width + 1, height - tall, width - 2, tall))
    base = _rect("axis", 0, height, width * len(counts), 1)
    return SVG.format("spread", width * len(counts), height + 1, title, Markup("").join([*bars, base]))


def stacked(parts: Sequence[tuple[str, float]], title: str) -> Markup:
    """One bar in parts, given as class and count."""
    total = sum(count for _, count in parts) or 1
    x, bars = 0.0, []
    for kind, count in parts:
        wide = 600 * count / total
        if count:
            bars.append(_rect(kind, x, 0, max(1.0, wide - 1), 14))
        x += wide
    body = Markup("").join(bars)
    return Markup(
        '<svg class="stacked" viewBox="0 0 600 14" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg>'
    ).format(title, body)


def columns(pairs: Sequence[tuple[str, int]], title: str) -> Markup:
    """A column with its count above and its name below, for each pair."""
    wide, height = 46, 90
    most = max((count for _, count in pairs), default=1) or 1
    body = []
    for at, (name, count) in enumerate(pairs):
        tall = height * count / most
        x = at * wide
        body.append(_rect("bar", x + 8, 16 + height - tall, wide - 16, tall))
        body.append(LABEL.format("value", _n(x + wide / 2), _n(11 + height - tall), "middle", count))
        body.append(LABEL.format("name", _n(x + wide / 2), height + 31, "middle", name))
    width = max(1, len(pairs)) * wide
    return Markup(
        '<svg class="columns" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-label="{2}">'
        "{3}</svg>"
    ).format(width, height + 38, title, Markup("").join(body))


def calibration(points: Sequence[tuple[float, float, int]], title: str, x_name: str, y_name: str) -> Markup:
    """Calibration: stated confidence (x) against share right (y), a dot per class with area by number of cells."""
    side, margin = 240, 34
    most = max((count for _, _, count in points), default=1)

    def place(x: float, y: float) -> tuple[float, float]:
        return margin + x * side, 8 + (1 - y) * side

    body = [
        _rect("frame", margin, 8, side, side),
        Markup('<line class="ideal" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
            margin, 8 + side, margin + side, 8
        ),
    ]
    for x, y, count in points:
        left, top = place(x, y)
        radius = 3 + 9 * (count / most) ** 0.5
        body.append(
            Markup('<circle class="dot" cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
                _n(left), _n(top), _n(radius), f"{x:.3f} / {y:.3f} ({count})"
            )
        )
    for value in (0.0, 0.5, 1.0):
        left, top = place(value, value)
        body.append(LABEL.format("name", _n(left), side + 24, "middle", f"{value:g}"))
        body.append(LABEL.format("name", margin - 6, _n(top + 4), "end", f"{value:g}"))
    body.append(LABEL.format("name", margin + side / 2, side + 40, "middle", x_name))
    body.append(LABEL.format("name", margin + 4, 24, "start", y_name))
    width, height = margin + side + 14, side + 46
    return Markup(
        '<svg class="calibration" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-label="{2}">'
        "{3}</svg>"
    ).format(width, height, escape(title), Markup("").join(body))
