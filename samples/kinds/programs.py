"""Programmes with their budgets, as they follow the indicators of an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .content import Author
from .elements import Cell, Cells, Element, Gap, Grid, Rules, cell
from .offices import Office


@dataclass(frozen=True)
class ProgramLook:
    """The head of the first column, the rules, the size of the type."""

    head: str
    rules: Rules
    size: float


def program_table(
    author: Author, office: Office, look: ProgramLook
) -> tuple[list[Element], list[dict[str, Any]]]:
    """The table, and the programmes that it names."""
    found = author.programs(office, author.rng.randint(1, 6))
    fund = author.chance(0.7)
    body: list[Cells] = []
    truth: list[dict[str, Any]] = []
    spelling = author.pick(("Rp {}", "Rp. {},-", "Rp{},00", "{}"))
    apart = look.rules.kind == "none" and author.chance(0.4)
    if apart:
        spelling = "{}"
    total = 0
    for at, (name, money) in enumerate(found, 1):
        shown = spelling.format(f"{money:,}".replace(",", "."))
        source = author.pick(("APBD", "APBD", "APBN", "DAU")) if fund else ""
        cells = [cell(f"{at}."), cell(name)] + ([cell("Rp")] if apart else []) + [cell(shown, align="right")]
        if fund:
            cells.append(cell(source, align="center"))
        body.append(tuple(cells))
        total += money
        truth.append({"no": at, "program": name, "anggaran": money, "keterangan": source or None})
    if author.chance(0.4):
        shown = spelling.format(f"{total:,}".replace(",", "."))
        last: list[Cell | None] = [
            cell("Jumlah", columns=2, align="center", bold=True),
            None,
            *([cell("Rp", bold=True)] if apart else []),
            cell(shown, align="right", bold=True),
        ]
        body.append((*last, *([Cell()] if fund else [])))
    heads = ["No", look.head, author.pick(("Anggaran", "Anggaran (Rp)", "ANGGARAN"))] + (
        ["Keterangan"] if fund else []
    )
    first: list[Cell | None] = [cell(text, bold=True, align="center") for text in heads]
    if apart:
        first[2:3] = [cell(heads[2], bold=True, align="center", columns=2), None]
    head: tuple[Cells, ...] = (tuple(first),)
    if author.chance(0.1):
        head = ()
    grid = Grid(
        ((0.4, 4.0, 0.4, 1.5, 1.1) if apart else (0.4, 4.0, 1.8, 1.1))[: len(heads) + apart],
        tuple(body),
        head,
        rules=look.rules,
        size=look.size,
        pad=2.0 if look.rules.kind == "none" else 4.0,
        tear=False,
    )
    return [Gap(0.3), grid], truth
