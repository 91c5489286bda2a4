"""Drawing a grid: column widths, row heights, rows torn by a page's end, lines of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import strokes, type_faces
from .cell_pieces import Atom, CellPieces
from .elements import Cell, Cells, Grid

if TYPE_CHECKING:
    from .printer import Page, Printer

TEAR_LINES = 4
"""A row is torn only where it has more lines than these, and so many fit above the page's end."""
NARROWEST_EMS = 2.0
"""Of a column whose words break anywhere, in letter heights: some three or four letters a line."""
SMALLEST_TYPE = 6.0
"""Points; type shrinks down to this where the words of a table are too wide for the page."""


@dataclass(frozen=True)
class Segment:
    """The stretch of a row that stands on one page."""

    row: int
    page: int
    top: float
    height: float
    torn_above: bool = False
    torn_below: bool = False


Place = tuple[int, int]


class GridDrawer(CellPieces):
    """One grid on its way to the pages."""

    def __init__(
        self, printer: Printer, grid: Grid, columns: Sequence[int] | None = None, split: int = 0
    ) -> None:
        self.split = split
        self.printer, self.grid = printer, grid
        self.size = grid.size or printer.setup.points
        self.all_widths = self._widths()
        while grid.fit and self._too_wide() and self.size > SMALLEST_TYPE:
            self.size -= 0.5
            self.all_widths = self._widths()
        self.step = self.size * printer.setup.lead
        self.columns = list(columns) if columns is not None else list(range(len(grid.widths)))
        self.left = printer.left + grid.indent

    def _room(self) -> float:
        """The width of all columns; with a split, of both sheets, so that the wider one fills the paper."""
        room, widths = self.printer.room - self.grid.indent, self.grid.widths
        return room * sum(widths) / max(sum(part) for part in self._parts(widths))

    def _parts(self, widths: Sequence[float]) -> list[Sequence[float]]:
        return [widths[: self.split], widths[self.split :]] if self.split else [widths]

    def _too_wide(self) -> bool:
        room = self.printer.room - self.grid.indent + 1
        return any(sum(part) > room for part in self._parts(self.all_widths))

    def _widths(self) -> list[float]:
        grid, room = self.grid, self._room()
        share = room / sum(grid.widths)
        widths = [width * share for width in grid.widths]
        if not grid.fit:
            narrowest = NARROWEST_EMS * self.size + 2 * grid.pad
            widths = [max(width, narrowest) if len(widths) > 3 else width for width in widths]
            return [width * room / sum(widths) for width in widths]
        least = [18.0] * len(widths)
        for bold, rows in ((True, grid.head), (False, grid.body)):
            for cells in rows:
                for at, cell in enumerate(cells):
                    if cell and cell.columns == 1 and not cell.turned:
                        least[at] = max(least[at], self._least(cell, bold or cell.bold))
        for _ in range(len(widths)):
            short = [at for at, width in enumerate(widths) if width < least[at] - 0.01]
            if not short:
                break
            spare = [max(width - least[at], 0.0) for at, width in enumerate(widths)]
            missing = sum(least[at] - widths[at] for at in short)
            for at, extra in enumerate(spare):
                widths[at] -= missing * extra / (sum(spare) or 1.0)
            for at in short:
                widths[at] = least[at]
        return widths

    def _least(self, cell: Cell, bold: bool) -> float:
        face = self.printer.faces[bold]
        longest = 0.0
        for item in cell.lines:
            hang = type_faces.width(item.mark + " ", face, self.size) if item.mark else 0.0
            for part in item.parts:
                texts = (part,) if isinstance(part, str) else (part.num, part.den)
                for text in texts:
                    longest = max(longest, hang + type_faces.longest_word(text, face, self.size))
        return longest + 2 * self.grid.pad + 1.5

    def x(self, column: int) -> float:
        """The left edge of a column, among those that are printed."""
        return self.left + sum(self.all_widths[at] for at in self.columns if at < column)

    def span(self, at: int, cell: Cell) -> float:
        """The width of a cell."""
        return sum(self.all_widths[col] for col in range(at, at + cell.columns) if col in self.columns)

    # heights

    def atoms(self, rows: Sequence[Cells], head: bool) -> dict[Place, list[Atom]]:
        """The pieces of every cell that is printed."""
        return {
            (at, column): self.cell_atoms(cell, sum(self.all_widths[column : column + cell.columns]), head)
            for at, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if cell
        }

    def heights(self, rows: Sequence[Cells], atoms: dict[Place, list[Atom]]) -> list[float]:
        """The height of each row."""
        heights = [self.step + 2 * self.grid.pad] * len(rows)
        cells = [(cell, at, col) for at, line in enumerate(rows) for col, cell in enumerate(line) if cell]
        for cell, at, column in sorted(cells, key=lambda item: item[0].rows):
            need = sum(atom.height for atom in atoms[at, column]) + 2 * self.grid.pad
            if cell.rows > 1:
                need += self.step
            missing = need - sum(heights[at : at + cell.rows])
            if missing > 0:
                for row in range(at, at + cell.rows):
                    heights[row] += missing / cell.rows
        return heights

    # drawing

    def draw(self) -> None:
        """Print header and body from the printer's place on."""
        grid, printer = self.grid, self.printer
        atoms = self.atoms(grid.body, False)
        heights = self.heights(grid.body, atoms)
        head_atoms = self.atoms(grid.head, True)
        head_heights = self.heights(grid.head, head_atoms)
        first = min(heights[0], TEAR_LINES * self.step * 1.5) if heights else 0.0
        printer.need(sum(head_heights) + first + 4)
        self._head(head_heights, head_atoms)
        segments = self._segments(heights, atoms, lambda: self._head(head_heights, head_atoms))
        for (row, column), pieces in atoms.items():
            cell = grid.body[row][column]
            assert cell is not None
            mine = [segment for segment in segments if row <= segment.row < row + cell.rows]
            self._cell(mine, (row, column), cell, pieces)
        printer.y -= grid.after

    def _head(self, heights: list[float], atoms: dict[Place, list[Atom]]) -> None:
        printer, top = self.printer, self.printer.y
        for (row, column), pieces in atoms.items():
            cell = self.grid.head[row][column]
            assert cell is not None
            at = top - sum(heights[:row])
            segment = Segment(row, len(printer.pages) - 1, at, sum(heights[row : row + cell.rows]))
            self._cell([segment], (row, column), cell, pieces, head=True)
        printer.y -= sum(heights)

    def _segments(
        self, heights: list[float], atoms: dict[Place, list[Atom]], head: Callable[[], None]
    ) -> list[Segment]:
        grid, printer = self.grid, self.printer
        segments: list[Segment] = []
        full = printer.top - printer.bottom

        def fresh() -> None:
            printer.break_page()
            if grid.repeat and grid.head:
                head()

        for row, whole in enumerate(heights):
            height = whole
            pieces = {column: parts for (at, column), parts in atoms.items() if at == row}
            left = printer.y - printer.bottom
            single = {column: parts for column, parts in pieces.items() if grid.body[row][column].rows == 1}  # type: ignore[union-attr]
            spanning = [
                sum(atom.height for atom in parts) for column, parts in pieces.items() if column not in single
            ]
            if segments and spanning and max(spanning) + 2 * grid.pad > left:
                fresh()
                left = printer.y - printer.bottom
            torn_above = False
            while height > left + 0.01:
                may = (
                    grid.tear and left > TEAR_LINES * self.step and height > (TEAR_LINES + 1) * self.step
                ) or height > full * 0.8
                if may and left > 2 * self.step + 2 * grid.pad:
                    segments.append(Segment(row, len(printer.pages) - 1, printer.y, left, torn_above, True))
                    single = {
                        column: _beyond(parts, left - 2 * grid.pad + 0.01) for column, parts in single.items()
                    }
                    need = max((sum(a.height for a in parts) for parts in single.values()), default=0.0)
                    height, torn_above = max(need, self.step) + 2 * grid.pad, True
                fresh()
                left = printer.y - printer.bottom
            segments.append(Segment(row, len(printer.pages) - 1, printer.y, height, torn_above))
            printer.y -= height
        return segments

    def _cell(
        self, segments: list[Segment], place: Place, cell: Cell, atoms: list[Atom], head: bool = False
    ) -> None:
        row, column = place
        if column not in self.columns:
            return
        runs: list[list[Segment]] = []
        for segment in segments:
            if runs and runs[-1][-1].page == segment.page:
                runs[-1].append(segment)
            else:
                runs.append([segment])
        x, wide = self.x(column), self.span(column, cell)
        waiting, pad = list(atoms), self.grid.pad
        for number, run in enumerate(runs):
            page, top = self.printer.pages[run[0].page], run[0].top
            height = sum(segment.height for segment in run)
            opened = self.grid.open_tears
            edges = strokes.Box(
                x,
                top,
                wide,
                height,
                open_top=(cell.open_top and not number) or (opened and (number > 0 or run[0].torn_above)),
                open_bottom=(cell.open_bottom and number == len(runs) - 1 and not run[-1].torn_below)
                or (opened and (number < len(runs) - 1 or run[-1].torn_below)),
            )
            last_row = row + cell.rows == len(self.grid.body) and number == len(runs) - 1
            self._lines_and_ground(page, edges, cell, (row, last_row, head))
            room = height - 2 * pad
            now = (
                waiting if number == len(runs) - 1 else waiting[: len(waiting) - len(_beyond(waiting, room))]
            )
            waiting = waiting[len(now) :]
            total = sum(atom.height for atom in now)
            y = top - pad
            if (cell.middle or head) and len(runs) == 1:
                y = top - max((height - total) / 2, pad)
            for atom in now:
                atom.draw(page, x + pad, y)
                y -= atom.height

    def _lines_and_ground(self, page: Page, box: strokes.Box, cell: Cell, at: tuple[int, bool, bool]) -> None:
        row, last_row, head = at
        rules, fill = self.grid.rules, cell.fill
        if rules.kind == "zebra" and not head and not fill and row % 2:
            fill = "EEF2F7"
        if fill:
            page.under.append(strokes.filled(box, fill))
        kind = "grid" if head and rules.kind == "columns" else rules.kind
        if kind == "columns":
            page_end = box.top - box.height < self.printer.bottom + self.step * 2
            page_start = box.top > self.printer.top - self.step * 4
            box = strokes.Box(
                box.x,
                box.top,
                box.width,
                box.height,
                open_top=not (row == 0 or page_start),
                open_bottom=not (last_row or page_end),
            )
        page.rules.append(strokes.frame(box, rules, kind))


def _beyond(atoms: list[Atom], room: float) -> list[Atom]:
    """The atoms that don't fit into the room."""
    used = 0.0
    for at, atom in enumerate(atoms):
        used += atom.height
        if used > room + 0.01:
            return atoms[at:]
    return []


def draw(printer: Printer, grid: Grid) -> None:
    """Print a grid."""
    GridDrawer(printer, grid).draw()
