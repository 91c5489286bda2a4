"""Tables of plans and reports: heads in one or two levels, rows of figures."""

from __future__ import annotations

from .content import Author
from .elements import Cell, Cells, Grid, Rules, cell
from .table_style import FILLS


class PlanTable:
    """A table of a plan: header cells, some in groups, and body rows."""

    def __init__(self, author: Author, heads: list[str | tuple[str, list[str]]]) -> None:
        self.author, self.heads = author, heads
        self.fill = author.pick(FILLS[:-1])
        self.upper = author.chance(0.6)
        self.body: list[Cells] = []

    def head_rows(self) -> tuple[Cells, ...]:
        """One or two header rows, perhaps a row of numbers."""
        two = any(not isinstance(item, str) for item in self.heads)
        first: list[Cell | None] = []
        second: list[Cell | None] = []
        for item in self.heads:
            if isinstance(item, str):
                first.append(self._head(item, rows=2 if two else 1))
                second.append(None)
            else:
                first.append(self._head(item[0], columns=len(item[1])))
                first += [None] * (len(item[1]) - 1)
                second += [self._head(text) for text in item[1]]
        rows: list[Cells] = [tuple(first)] + ([tuple(second)] if two else [])
        style = self.author.pick(("", "{}", "({})", "{}"))
        if style:
            rows.append(tuple(cell(style.format(at), align="center") for at in range(1, len(first) + 1)))
        return tuple(rows)

    def _head(self, text: str, rows: int = 1, columns: int = 1) -> Cell:
        shown = text.upper() if self.upper else text
        return cell(shown, rows=rows, columns=columns, align="center", bold=True, fill=self.fill)

    def row(self, *texts: str, bold: bool = False) -> None:
        """Add a body row of plain cells; figures are centred."""
        self.body.append(
            tuple(cell(text, bold=bold, align="center" if len(text) < 6 else "left") for text in texts)
        )

    def grid(self, widths: list[float], size: float) -> Grid:
        """The finished table."""
        author = self.author
        return Grid(
            tuple(widths),
            tuple(self.body),
            self.head_rows(),
            rules=Rules("grid", author.pick(("solid", "rects", "dots", "pieces")), author.pick((0.4, 0.6))),
            size=size,
            repeat=author.chance(0.6),
            tear=author.chance(0.4),
            pad=3.0,
        )
