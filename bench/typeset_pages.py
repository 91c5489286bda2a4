"""Pages as printed reports have them, set by Typst: tables of statistical offices, agencies and papers, and no tables.

Leaders, heads over heads, signs set apart, errors in brackets, groups, tables that go on over the page, tables in one
of two columns, columns that snake, typewritten sheets. The last kinds hold no table. What a table holds, its font, its
sizes and rules are drawn anew from the seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import typst
from open_tables import Place


@dataclass(frozen=True)
class Cell:
    """A cell: its text (``^`` sets the next word high), its spans, and how it is set."""

    text: str
    align: str = "left"
    rows: int = 1
    cols: int = 1
    indent: int = 0
    bold: bool = False
    low: bool = False  # at the foot of the head
    leader: bool = False
    sign: str = ""  # a currency's sign at the column's left
    under: str = ""  # a rule below the cell: "single" or "double"


@dataclass
class Table:
    """Rows of cells as HTML has them, and how they are set."""

    rows: list[list[Cell]]
    head: int = 1
    widths: list[str] = field(default_factory=list)
    rules: dict[int, str] = field(default_factory=dict)  # above a row
    over: list[tuple[int, int, int]] = field(default_factory=list)  # above a row, from column, to column
    fills: dict[int, str] = field(default_factory=dict)
    white: dict[int, float] = field(default_factory=dict)  # points above a row
    inset: tuple[float, float] = (4.0, 2.0)
    middle: bool = False
    verticals: bool = False
    inverse: bool = False

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return max(c + cell.cols for c, _, cell in self.placed())

    def placed(self) -> list[tuple[int, int, Cell]]:
        """Column, row and cell of each."""
        taken: set[tuple[int, int]] = set()
        out = []
        for r, row in enumerate(self.rows):
            c = 0
            for cell in row:
                while (r, c) in taken:
                    c += 1
                taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.cols)}
                out.append((c, r, cell))
        return out

    def places(self, *, low: bool) -> list[Place]:
        """Row, column, spans and text; cells at a head's foot stand in its last row, or reach over all of it."""
        out: list[Place] = []
        for c, r, cell in self.placed():
            text = f"{cell.sign}{cell.text}".replace("^", "")
            if low and cell.low and cell.rows > 1:
                out.append((r + cell.rows - 1, c, 1, cell.cols, text))
            else:
                out.append((r, c, cell.rows, cell.cols, text))
        return out


# ---- words and figures ----------------------------------------------------------------------------------


def listed(text: str, between: str | None = None) -> list[str]:
    """The words or names of a text."""
    return text.split(between)


NOUNS = listed(
    "employment enrollment expenditures receipts shipments deliveries households earnings payments benefits "
    "production consumption inventories acreage yields claims inspections permits arrests offenses deaths births "
    "admissions visits prescriptions grants contracts obligations outlays revenues loans deposits facilities wells "
    "pipelines reactors vehicles passengers flights vessels crews rangers acres fires floods storms stations samples"
)
KINDS_OF = listed(
    "federal state local private public rural urban total average median annual monthly civilian military "
    "residential commercial industrial agricultural foreign domestic new existing direct guaranteed part-time full-time"
)
PLACES = listed(
    "Alabama Alaska Arizona Colorado Delaware Florida Georgia Hawaii Idaho Illinois Indiana Iowa Kentucky Louisiana "
    "Maryland Michigan Minnesota Missouri Montana Nebraska Ohio Oklahoma Tennessee Vermont Virginia Wyoming"
)
PLACES += [
    "New Jersey",
    "New Mexico",
    "New York",
    "North Dakota",
    "South Carolina",
    "West Virginia",
    "Rhode Island",
]
TOPICS = listed(
    "mining;construction;manufacturing;retail trade;wholesale trade;transportation and warehousing;utilities;"
    "information;finance and insurance;real estate;educational services;health care and social assistance;"
    "accommodation and food services;government;nursery and greenhouse;cattle and calves;hogs;poultry and eggs;"
    "food grains;feed crops;cotton;tobacco;vegetables and melons;fruits and nuts;natural gas;coal;petroleum;"
    "nuclear electric power;hydroelectric power;geothermal;wind;solar;wood;waste",
    ";",
)
VERBS = listed("submit review maintain report inspect certify record notify approve test install monitor")


class Pen:
    """Draws words and figures."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)

    def chance(self, share: float) -> bool:
        """Whether what happens so often happens now."""
        return self.rng.random() < share

    def label(self, least: int = 1, most: int = 3) -> str:
        """A label of about so many words."""
        rng, count = self.rng, self.rng.randint(least, most)
        if count == 1:
            return rng.choice(NOUNS).capitalize()
        out = [rng.choice(KINDS_OF).capitalize(), rng.choice(NOUNS)]
        while len(out) < count:
            out += [
                rng.choice(["of", "for", "and", "by", "in", "from"]),
                rng.choice(KINDS_OF),
                rng.choice(NOUNS),
            ]
        return " ".join(out[: max(count, 2)])

    def topic(self) -> str:
        """A branch of trade."""
        return self.rng.choice(TOPICS).capitalize()

    def topics(self, count: int) -> list[str]:
        """Branches of trade, each once."""
        return [t.capitalize() for t in self.rng.sample(TOPICS, count)]

    def places(self, count: int) -> list[str]:
        """Names of states by the alphabet."""
        return sorted(self.rng.sample(PLACES, count))

    def sentence(self, least: int = 6, most: int = 18) -> str:
        """A sentence of about so many words."""
        rng = self.rng
        words = [f"The {rng.choice(KINDS_OF)} {rng.choice(NOUNS)}"]
        while len(words) < self.rng.randint(least, most) / 2:
            words.append(
                rng.choice(
                    [
                        f"of {rng.choice(KINDS_OF)} {rng.choice(NOUNS)}",
                        f"in {rng.choice(PLACES)}",
                        f"must {rng.choice(VERBS)} all {rng.choice(NOUNS)}",
                        f"by {rng.randint(1, 99)} percent",
                        f"since {rng.randint(1980, 2012)}",
                        f"(see table {rng.randint(1, 30)})",
                    ]
                )
            )
        return " ".join(words) + "."

    def text(self, count: int) -> str:
        """So many sentences."""
        return " ".join(self.sentence() for _ in range(count))

    def whole(self, big: int = 99_999) -> str:
        """A whole number, small ones as often as great ones."""
        return f"{int(big ** self.rng.uniform(0.3, 1.0)):,}"

    def decimal(self, big: float = 100.0, places: int = 1) -> str:
        """A number with decimal places."""
        return f"{self.rng.uniform(0, big):,.{places}f}"

    def maybe(self, text: str, share: float, *others: str) -> str:
        """The text, or with so much chance one of the others."""
        return self.rng.choice(others) if self.chance(share) else text


def line_of(cells: Iterable[str], align: str = "right", **how: bool) -> list[Cell]:
    """Cells of a row, all set alike."""
    return [Cell(text, align, **how) for text in cells]  # type: ignore[arg-type]


# ---- kinds ----------------------------------------------------------------------------------------------


def census(pen: Pen) -> Table:
    """Labels with leaders, indented below their groups; two numbers and two shares under two heads."""
    rng = pen.rng
    leader = pen.chance(0.7)
    pairs = rng.randint(1, 3)
    names = rng.sample(
        ["Number", "Percent", "Margin of error^1", "Change", "1990", "2000", "2010"], pairs * 2
    )
    top = [Cell("Subject" if pen.chance(0.5) else "Characteristic", low=True, rows=2)]
    top += [Cell(f"{pen.label(2, 2)}", "center", cols=2) for _ in range(pairs)]
    rows = [top, line_of(names, "center")]
    over = [(1, 1 + 2 * i, 3 + 2 * i) for i in range(pairs)]
    for _ in range(rng.randint(1, 4)):
        rows.append([Cell(pen.label(2, 3).upper() if pen.chance(0.5) else pen.label(2, 4), bold=True)])
        rows[-1] += line_of([""] * 2 * pairs)
        depth = 1
        for _ in range(rng.randint(3, 7)):
            depth = max(1, min(3, depth + rng.choice([-1, 0, 0, 1])))
            cells = []
            for _ in range(pairs):
                cells += [pen.whole(), pen.maybe(pen.decimal(), 0.15, "(X)", "–", "100.0")]
            rows.append([Cell(pen.label(1, 4), indent=depth, leader=leader), *line_of(cells)])
    return Table(
        rows,
        2,
        ["1.6fr" if leader else "auto"] + ["auto"] * 2 * pairs,
        {0: "thick", 2: "thin", len(rows): "thin"},
        over,
        inset=(5, rng.choice([1.2, 2.5])),
    )


def energy(pen: Pen) -> Table:
    """Years or months and many columns of figures below two or three levels of heads; white every few rows."""
    rng = pen.rng
    groups = rng.randint(2, 3)
    each = [rng.randint(2, 3) for _ in range(groups)]
    count = sum(each)
    top = [Cell("Year" if pen.chance(0.6) else "Period", low=True, rows=2)]
    top += [Cell(pen.topic(), "center", cols=n) for n in each] + [Cell("Total", "center", rows=2, low=True)]
    second = line_of(
        [
            rng.choice(["Coal", "Gas", "Oil", "Imports", "Exports", "Electric Power", "End Use", "Other^a"])
            for _ in range(count)
        ],
        "center",
    )
    rows = [top, second]
    white = {}
    big = rng.choice([999, 9999])
    year = rng.randint(1960, 1995)
    places = rng.choice([0, 1, 3])
    for i in range(rng.randint(8, 22)):
        if i and i % 5 == 0:
            white[len(rows)] = rng.choice([3.0, 6.0])
        values = [
            pen.maybe(f"{rng.uniform(0, big):,.{places}f}", 0.08, "NA", "–", "(s)", "R 45")
            for _ in range(count + 1)
        ]
        rows.append([Cell(str(year + i) + rng.choice(["", "", " Total", "^P"])), *line_of(values)])
    over = []
    at = 1
    for n in each:
        over.append((1, at, at + n))
        at += n
    return Table(
        rows,
        2,
        [],
        {0: "thin", 2: "thin", len(rows): "thin"},
        over,
        white=white,
        inset=(rng.choice([3, 5]), 1.2),
    )


def crime(pen: Pen) -> Table:
    """Places over several rows of figures each; a rule between places."""
    rng = pen.rng
    count = rng.randint(4, 6)
    rows = [
        [
            Cell("Area", low=True),
            Cell("Population^1", "center", low=True),
            *(Cell(pen.label(2, 3), "center", low=True) for _ in range(count)),
        ]
    ]
    rules = {0: "thick", 1: "thin"}
    for place in pen.places(rng.randint(4, 8)):
        rules[len(rows)] = "thin"
        for year in ("2003", "2004", "Percent change"):
            first = place if year == "2003" else ""
            figures = [
                pen.whole() if year[0] == "2" else f"{rng.choice(['+', '-'])}{pen.decimal(30)}"
                for _ in range(count)
            ]
            rows.append(
                [
                    Cell(f"{first} {year}".strip(), indent=int(not first)),
                    Cell(pen.whole(9_999_999) if year[0] == "2" else "", "right"),
                    *line_of(figures),
                ]
            )
    rules[len(rows)] = "thick"
    return Table(rows, 1, ["auto"] + ["1fr"] * (count + 1), rules, inset=(3, 1.5))


def health(pen: Pen) -> Table:
    """Shares with their errors in brackets, notes' signs, groups; one head over all columns."""
    rng = pen.rng
    count = rng.randint(2, 5)
    unit = rng.choice(
        ["Percent (standard error)", "Rate per 100,000 population", "Percent (95% confidence interval)"]
    )
    rows = [[Cell("Selected characteristic", low=True, rows=2), Cell(unit, "center", cols=count)]]
    rows.append(line_of([pen.label(1, 3) + rng.choice(["", "^2", "^3"]) for _ in range(count)], "center"))

    def value() -> str:
        if pen.chance(0.08):
            return rng.choice(["*", "†", "–", "- - -"])
        if "standard" in unit:
            return f"{pen.decimal()} ({pen.decimal(3, 2)})"
        if "interval" in unit:
            a = rng.uniform(0, 80)
            return f"{a:.1f} ({a - 2:.1f}–{a + 2:.1f})"
        return pen.decimal(900)

    rows.append(
        [
            Cell("Total^4" if pen.chance(0.5) else "All persons"),
            *line_of([value() for _ in range(count)], "center"),
        ]
    )
    for _ in range(rng.randint(2, 4)):
        rows.append(
            [
                Cell(
                    rng.choice(
                        ["Sex", "Age", "Race and Hispanic origin", "Education", "Family income^5", "Region"]
                    ),
                    bold=pen.chance(0.5),
                ),
                *line_of([""] * count),
            ]
        )
        for _ in range(rng.randint(2, 5)):
            label = rng.choice(
                [
                    "Male",
                    "Female",
                    "18–44 years",
                    "45–64 years",
                    "65 years and over",
                    "Less than $35,000",
                    "High school diploma or GED^6",
                    "Northeast",
                    "Hispanic or Latino",
                    "Not Hispanic or Latino, black or African American, single race",
                ]
            )
            rows.append(
                [
                    Cell(label, indent=1, leader=pen.chance(0.0)),
                    *line_of([value() for _ in range(count)], "center"),
                ]
            )
    return Table(
        rows,
        2,
        ["1.4fr"] + ["1fr"] * count,
        {0: "thin", 2: "thin", len(rows): "thin"},
        [(1, 1, count + 1)],
        inset=(4, rng.choice([1.5, 3])),
    )


def outlays(pen: Pen) -> Table:
    """A budget: leaders in labels and in empty places, years with what kind of figure below."""
    rng = pen.rng
    count = rng.randint(3, 6)
    year = rng.randint(1998, 2012)
    rows = [
        [
            Cell("Source" if pen.chance(0.5) else "Function", low=True, rows=2),
            Cell(f"{year} actual", "center", rows=2, low=True),
            Cell("Estimate", "center", cols=count - 1),
        ]
    ]
    rows.append(line_of([str(year + i) for i in range(1, count)], "center"))
    for _ in range(rng.randint(2, 3)):
        rows.append([Cell(pen.label(2, 3) + ":"), *line_of([""] * count)])
        for _ in range(rng.randint(2, 6)):
            values = [
                pen.maybe(pen.whole(), 0.2, "-" + pen.whole(999), "*", ".........") for _ in range(count)
            ]
            rows.append(
                [
                    Cell(pen.topic() if pen.chance(0.6) else pen.label(2, 6), indent=1, leader=True),
                    *line_of(values),
                ]
            )
        rows.append(
            [
                Cell(f"Total, {pen.label(1, 2).lower()}", indent=2, leader=True, bold=True),
                *line_of([pen.whole() for _ in range(count)], bold=True),
            ]
        )
    rules = {0: "thin", 2: "thin", len(rows): "thin"}
    return Table(
        rows, 2, ["2fr"] + ["1fr"] * count, rules, [(1, 2, count + 1)], inset=(4, rng.choice([1.2, 2]))
    )


def finance(pen: Pen) -> Table:
    """Signs of a currency set apart, rules below the columns' last figures, brackets for what is less than nought."""
    rng = pen.rng
    count = rng.randint(2, 4)
    rows = [
        [
            Cell(rng.choice(["", "(In millions)", "Assets"]), low=True),
            *(Cell(str(2012 - i), "right", bold=True) for i in range(count)),
        ]
    ]
    for part in range(rng.randint(2, 3)):
        rows.append([Cell(pen.label(1, 3) + ":", bold=True), *line_of([""] * count)])
        size = rng.randint(2, 5)
        for i in range(size):
            under = "single" if i == size - 1 else ""
            values = [pen.maybe(pen.whole(), 0.2, f"({pen.whole(9999)})", "—") for _ in range(count)]
            rows.append(
                [
                    Cell(pen.label(1, 5), indent=1),
                    *(
                        Cell(
                            v,
                            "right",
                            sign="$" if i == 0 and part == 0 and v[0].isdigit() else "",
                            under=under,
                        )
                        for v in values
                    ),
                ]
            )
        rows.append(
            [
                Cell(f"Total {pen.label(1, 2).lower()}", indent=2),
                *(
                    Cell(pen.whole(), "right", sign="$" if part else "", under="double" if part else "single")
                    for _ in range(count)
                ),
            ]
        )
    return Table(
        rows, 1, ["1fr"] + ["70pt"] * count, rng.choice([{}, {1: "thin"}]), inset=(6, rng.choice([1.5, 3]))
    )


def ranking(pen: Pen) -> Table:
    """Places with a figure or two, snaking over two or three sets of columns in one table."""
    rng = pen.rng
    sets, figures, deep = rng.randint(2, 3), rng.randint(1, 2), rng.randint(6, 11)
    names = pen.places(min(sets * deep, len(PLACES)))
    deep = len(names) // sets
    head = []
    for _ in range(sets):
        head += [
            Cell("State"),
            *(Cell(rng.choice(["Rate", "Rank", "Percent", "Number"]), "right") for _ in range(figures)),
        ]
    rows = [head]
    for i in range(deep):
        row = []
        for s in range(sets):
            row += [
                Cell(names[s * deep + i]),
                *(
                    Cell(pen.decimal() if k == 0 else str(rng.randint(1, 50)), "right")
                    for k in range(figures)
                ),
            ]
        rows.append(row)
    return Table(
        rows,
        1,
        (["1.4fr"] + ["1fr"] * figures) * sets,
        {0: "thin", 1: "thin", len(rows): "thin"},
        inset=(5, 2),
    )


def chemistry(pen: Pen) -> Table:
    """Names, registry numbers, limits with signs, ranges, units in the head."""
    rng = pen.rng
    names = [
        "Acetone",
        "Benzene",
        "1,2-Dichloroethane",
        "Vinyl chloride",
        "Chromium (VI)",
        "Arsenic",
        "Bis(2-ethylhexyl) phthalate",
        "Lead",
        "Toluene",
        "Total trihalomethanes",
        "m,p-Xylene",
        "Nitrate (as N)",
    ]
    rows = [
        [
            Cell("Contaminant"),
            Cell("CAS No.", "center"),
            Cell("Detection limit (µg/L)", "center"),
            Cell("Range (µg/L)", "center"),
            Cell("Samples above limit", "center"),
            Cell("Likely source"),
        ][: rng.randint(4, 6)]
    ]
    count = len(rows[0])
    for name in rng.sample(names, rng.randint(6, 11)):
        low = rng.uniform(0.01, 5)
        row = [
            Cell(name + rng.choice(["", "", "^b"])),
            Cell(f"{rng.randint(50, 9999)}-{rng.randint(10, 99)}-{rng.randint(0, 9)}", "center"),
            Cell(f"{rng.choice(['<', '', '≤'])}{low:.2f}", "center"),
            Cell(rng.choice([f"ND–{low * 30:.1f}", f"{low:.1f}–{low * 9:.1f}", "ND"]), "center"),
            Cell(f"{rng.randint(0, 9)} of {rng.randint(10, 60)}", "center"),
            Cell(
                rng.choice(
                    [
                        "Erosion of natural deposits",
                        "Discharge from refineries and factories",
                        "Runoff from fertilizer use",
                        "Corrosion of household plumbing",
                        "By-product of disinfection",
                    ]
                )
            ),
        ]
        rows.append(row[:count])
    look = rng.choice(["head", "rows"])
    rules = {0: "thin", 1: "thin", len(rows): "thin"} | (
        dict.fromkeys(range(len(rows)), "thin") if look == "rows" else {}
    )
    return Table(
        rows,
        1,
        ["auto"] * 4 + (["auto", "1fr"])[: count - 4],
        rules,
        inset=(5, 2.5),
        middle=pen.chance(0.5),
    )


def clinical(pen: Pen) -> Table:
    """Counts with shares in brackets, sizes of groups in the head, indented levels, probabilities."""
    rng = pen.rng
    count = rng.randint(2, 3)
    rows = [
        [
            Cell("Characteristic", low=True),
            *(
                Cell(
                    f"{rng.choice(['Placebo', 'Treatment', 'Control', 'All patients', 'Dose A'])} (N = {rng.randint(50, 900)})",
                    "center",
                    low=True,
                )
                for _ in range(count)
            ),
            Cell("P value", "center", low=True),
        ]
    ]
    for _ in range(rng.randint(3, 5)):
        p = rng.choice(["0.03", "<0.001", "0.42", "NS"])
        if pen.chance(0.4):
            rows.append(
                [
                    Cell(rng.choice(["Mean age, yr", "Weight, kg", "Body-mass index"])),
                    *line_of(
                        [f"{rng.uniform(20, 80):.1f} ± {rng.uniform(1, 9):.1f}" for _ in range(count)],
                        "center",
                    ),
                    Cell(p, "center"),
                ]
            )
            continue
        rows.append(
            [
                Cell(
                    rng.choice(
                        [
                            "Sex, no. (%)",
                            "Smoking status, no. (%)",
                            "Adverse event, no. (%)",
                            "Stage, no. (%)",
                        ]
                    )
                ),
                *line_of([""] * count),
                Cell(p, "center"),
            ]
        )
        rows += [
            [
                Cell(name, indent=1),
                *line_of([f"{rng.randint(1, 300)} ({pen.decimal()})" for _ in range(count)], "center"),
                Cell(""),
            ]
            for name in rng.sample(
                ["Never", "Former", "Current", "Mild", "Moderate", "Severe", "Unknown"], rng.randint(2, 4)
            )
        ]
    return Table(
        rows,
        1,
        ["1.5fr"] + ["1fr"] * count + ["auto"],
        {0: "thick", 1: "thin", len(rows): "thick"},
        inset=(4, 2),
    )


def regression(pen: Pen) -> Table:
    """Coefficients with their errors on the line below, and rows of words."""
    rng = pen.rng
    count = rng.randint(3, 6)
    rows = [
        [Cell(""), *line_of([f"({i + 1})" for i in range(count)], "center")],
        [
            Cell("Variable"),
            *line_of([rng.choice(["OLS", "Logit", "IV", "Probit"]) for _ in range(count)], "center"),
        ],
    ]
    for _ in range(rng.randint(3, 6)):
        held = [pen.chance(0.8) for _ in range(count)]
        rows.append(
            [
                Cell(pen.label(1, 3)),
                *line_of(
                    [
                        f"{rng.uniform(-2, 2):.3f}{rng.choice(['', '*', '**', '***'])}".replace("-", "−")
                        if h
                        else ""
                        for h in held
                    ],
                    "center",
                ),
            ]
        )
        rows.append([Cell(""), *line_of([f"({rng.uniform(0, 1):.3f})" if h else "" for h in held], "center")])
    body = len(rows)
    rows.append(
        [Cell("Year fixed effects"), *line_of([rng.choice(["Yes", "No"]) for _ in range(count)], "center")]
    )
    rows.append([Cell("Observations"), *line_of([pen.whole() for _ in range(count)], "center")])
    rows.append([Cell("R-squared"), *line_of([f"{rng.random():.3f}" for _ in range(count)], "center")])
    return Table(
        rows,
        2,
        [],
        {0: "thick", 2: "thin", body: "thin", len(rows): "thick"},
        inset=(7, rng.choice([1.2, 2])),
    )


def survey(pen: Pen) -> Table:
    """Questions that wrap beside shares; a dark head with white letters, rules or stripes between rows."""
    rng = pen.rng
    count = rng.randint(3, 5)
    rows = [
        [
            Cell(rng.choice(["Question", "Statement", "Item"])),
            *line_of(
                rng.sample(["Agree", "Neutral", "Disagree", "Don’t know", "Total", "No answer"], count),
                "center",
            ),
        ]
    ]
    for i in range(rng.randint(4, 8)):
        rows.append(
            [
                Cell(f"{i + 1}. {pen.sentence(4, 16)}"),
                *line_of([f"{rng.randint(1, 90)}%" for _ in range(count)], "center"),
            ]
        )
    look = rng.choice(["rows", "stripes", "none"])
    return Table(
        rows,
        1,
        ["2.5fr"] + ["1fr"] * count,
        dict.fromkeys(range(2, len(rows) + 1), "thin") if look == "rows" else {},
        [],
        dict.fromkeys(range(2, len(rows), 2), "luma(235)") if look == "stripes" else {},
        inset=(5, 3.5),
        middle=pen.chance(0.6),
        inverse=True,
    )


def compliance(pen: Pen) -> Table:
    """What must be done, by whom and when: texts that wrap; white space or rules part the rows."""
    rng = pen.rng
    rows = [
        [Cell("If you own or operate . . .".replace(" . . .", "")), Cell("You must"), Cell("By this date")]
    ]
    if pen.chance(0.5):
        rows[0].insert(0, Cell("Section"))
    for _ in range(rng.randint(3, 6)):
        row = [
            Cell(pen.sentence(4, 12)),
            Cell(pen.sentence(6, 22)),
            Cell(
                rng.choice(
                    [
                        f"May {rng.randint(1, 30)}, {rng.randint(2008, 2014)}",
                        "Upon startup",
                        "Within 60 days after the effective date",
                    ]
                )
            ),
        ]
        if len(rows[0]) == 4:
            row.insert(0, Cell(f"§ {rng.randint(60, 64)}.{rng.randint(100, 9999)}({rng.choice('abcd')})"))
        rows.append(row)
    look = rng.choice(["rows", "white"])
    rules = {0: "thin", 1: "thin", len(rows): "thin"} | (
        dict.fromkeys(range(len(rows)), "thin") if look == "rows" else {}
    )
    widths = (["auto"] if len(rows[0]) == 4 else []) + ["1fr", "1.5fr", "0.8fr"]
    return Table(rows, 1, widths, rules, inset=(5, 3 if look == "rows" else rng.choice([4, 6])))


def matrix(pen: Pen) -> Table:
    """Marks under heads that wrap; many places are empty."""
    rng = pen.rng
    count = rng.randint(4, 7)
    rows = [[Cell("Program", low=True), *(Cell(pen.label(2, 3), "center", low=True) for _ in range(count))]]
    mark = rng.choice(["X", "●", "Yes", "✓"])
    rows += [
        [
            Cell(pen.label(2, 4)),
            *(Cell(pen.maybe(mark, 0.4, "" if mark != "Yes" else "No"), "center") for _ in range(count)),
        ]
        for _ in range(rng.randint(5, 10))
    ]
    look = rng.choice(["rows", "head", "stripes"])
    rules = {0: "thin", 1: "thin", len(rows): "thin"} | (
        dict.fromkeys(range(len(rows)), "thin") if look == "rows" else {}
    )
    return Table(
        rows,
        1,
        ["1.6fr"] + ["1fr"] * count,
        rules,
        fills=dict.fromkeys(range(1, len(rows), 2), "rgb(225,235,245)") if look == "stripes" else {},
        inset=(4, 2.5),
    )


def contacts(pen: Pen) -> Table:
    """Offices, addresses of several lines, telephone numbers."""
    rng = pen.rng
    rows = [[Cell("Office", bold=True), Cell("Address", bold=True), Cell("Telephone", bold=True)]]
    for place in pen.places(rng.randint(4, 7)):
        address = f"{rng.randint(10, 9999)} {rng.choice(['Main', 'Lincoln', 'Oak', 'Market', 'Capitol'])} {rng.choice(['Street', 'Avenue', 'Boulevard'])}, Suite {rng.randint(100, 900)}\n{place}, {rng.choice('AKMNO')}{rng.choice('AKLYD')} {rng.randint(10000, 99999)}"
        rows.append(
            [
                Cell(f"{place} {rng.choice(['Field', 'Regional', 'District'])} Office"),
                Cell(address),
                Cell(f"({rng.randint(200, 990)}) {rng.randint(200, 999)}-{rng.randint(1000, 9999)}"),
            ]
        )
    look = rng.choice(["rows", "white", "head"])
    rules = (
        dict.fromkeys(range(1, len(rows) + 1), "thin")
        if look == "rows"
        else {1: "thin"}
        if look == "head"
        else {}
    )
    return Table(rows, 1, ["1fr", "1.5fr", "auto"], rules, inset=(5, rng.choice([3, 5])))


def years(pen: Pen) -> Table:
    """Few rows, a column a year, labels that wrap; stripes or a shaded head."""
    rng = pen.rng
    count = rng.randint(6, 10)
    start = rng.randint(1990, 2004)
    rows = [[Cell("Item"), *line_of([str(start + i) for i in range(count)])]]
    rows += [
        [Cell(pen.label(2, 7)), *line_of([pen.maybe(pen.decimal(99), 0.08, "NA", "–") for _ in range(count)])]
        for _ in range(rng.randint(3, 7))
    ]
    return Table(
        rows,
        1,
        ["110pt"] + ["1fr"] * count,
        {0: "thin", len(rows): "thin"},
        fills={0: "luma(220)"} if pen.chance(0.6) else dict.fromkeys(range(1, len(rows), 2), "luma(240)"),
        inset=(2.5, 2.5),
        middle=pen.chance(0.4),
    )


def panels(pen: Pen) -> Table:
    """Titles in the middle of the table above groups of rows; years at the side."""
    rng = pen.rng
    count = rng.randint(3, 6)
    rows = [
        [
            Cell("Fiscal year" if pen.chance(0.5) else "Month", low=True),
            *(Cell(pen.label(2, 3), "center", low=True) for _ in range(count)),
        ]
    ]
    rules = {0: "thin", 1: "thin"}
    ruled = pen.chance(0.5)
    for _ in range(rng.randint(2, 3)):
        if ruled:
            rules[len(rows)] = "thin"
        rows.append(
            [
                Cell(
                    rng.choice(
                        [
                            "Number",
                            "Percent distribution",
                            "Average monthly benefit (dollars)",
                            pen.label(2, 4),
                        ]
                    ),
                    "center",
                    cols=count + 1,
                    bold=pen.chance(0.4),
                )
            ]
        )
        if ruled:
            rules[len(rows)] = "thin"
        start = rng.randint(1980, 2000)
        rows += [
            [
                Cell(str(start + i)),
                *line_of([pen.maybe(pen.whole(), 0.06, ". . .", "(a)") for _ in range(count)]),
            ]
            for i in range(rng.randint(3, 6))
        ]
    rules[len(rows)] = "thin"
    return Table(rows, 1, ["auto"] + ["1fr"] * count, rules, inset=(4, 2))


def glossary(pen: Pen) -> Table:
    """Two columns: a term and what it says, below a head; rules or stripes."""
    rng = pen.rng
    rows = [
        [
            Cell(rng.choice(["Term", "Program", "Measure"])),
            Cell(rng.choice(["Definition", "Purpose", "How it is counted"])),
        ]
    ]
    rows += [[Cell(pen.label(1, 3)), Cell(pen.text(rng.randint(1, 2)))] for _ in range(rng.randint(4, 7))]
    return Table(rows, 1, ["1fr", "2.4fr"], dict.fromkeys(range(len(rows) + 1), "thin"), inset=(5, 3))


def boxed(pen: Pen) -> Table:
    """A shaded title across, a head, rows of one line; a frame around them and rules between the columns."""
    rng = pen.rng
    count = rng.randint(2, 4)
    rows = [
        [Cell(pen.label(2, 4), "center", cols=count + 1, bold=True)],
        [Cell("Category"), *(Cell(pen.label(1, 2), "center") for _ in range(count))],
    ]
    rows += [
        [Cell(pen.topic()), *line_of([pen.whole() for _ in range(count)])] for _ in range(rng.randint(4, 9))
    ]
    rows.append([Cell("Total", bold=True), *line_of([pen.whole() for _ in range(count)], bold=True)])
    return Table(
        rows,
        2,
        ["1.5fr"] + ["1fr"] * count,
        {0: "thin", 1: "thin", 2: "thin", len(rows) - 1: "thin", len(rows): "thin"},
        fills={0: "luma(210)"},
        inset=(5, 2),
        verticals=True,
    )


def lined(pen: Pen) -> Table:
    """Numbers of lines at the left and often at the right, parts of wholes indented."""
    rng, count = pen.rng, pen.rng.randint(3, 6)
    both = pen.chance(0.5)
    head = [
        Cell("Line", low=True),
        Cell("", low=True),
        *line_of([str(2001 + i) for i in range(count)], low=True),
    ]
    rows = [head + ([Cell("Line", low=True)] if both else [])]
    for i in range(rng.randint(9, 20)):
        row = [
            Cell(str(i + 1), "right"),
            Cell(pen.label(2, 5), indent=rng.randint(0, 3)),
            *line_of(
                [pen.maybe(pen.decimal(9000), 0.1, "–", "(*)", "–" + pen.decimal(50)) for _ in range(count)]
            ),
        ]
        rows.append(row + ([Cell(str(i + 1))] if both else []))
    return Table(
        rows,
        1,
        ["auto", "1fr"] + ["auto"] * (count + both),
        {0: "thin", 1: "thin", len(rows): "thin"},
        inset=(4, rng.choice([1, 2])),
    )


def regions(pen: Pen) -> Table:
    """A name in the middle of several rows, rules between the groups."""
    rng, count = pen.rng, pen.rng.randint(2, 4)
    rows = [
        [
            Cell("Region"),
            Cell("Type of facility"),
            *line_of([pen.label(1, 2) for _ in range(count)], "center"),
        ]
    ]
    rules = {0: "thin", 1: "thin"}
    for place in pen.places(rng.randint(3, 4)):
        rules[len(rows)] = "thin"
        size = rng.randint(2, 4)
        for i, name in enumerate(pen.topics(size)):
            first = [Cell(place, rows=size)] if i == 0 else []
            rows.append([*first, Cell(name), *line_of([pen.whole() for _ in range(count)])])
    rules[len(rows)] = "thin"
    return Table(rows, 1, ["auto", "1fr"] + ["auto"] * count, rules, inset=(6, 2.5), middle=True)


def docket(pen: Pen) -> Table:
    """Dates, events, numbers of files, what became of them."""
    rng = pen.rng
    rows = [[Cell("Date"), Cell("Docket No."), Cell("Action"), Cell("Status")]]
    for _ in range(rng.randint(5, 10)):
        day = rng.choice(
            [
                f"{rng.randint(1, 12):02}/{rng.randint(1, 28):02}/{rng.randint(2001, 2012)}",
                f"Mar. {rng.randint(1, 30)}, {rng.randint(2001, 2012)}",
            ]
        )
        rows.append(
            [
                Cell(day),
                Cell(f"{rng.choice(['EL', 'RM', 'CP'])}{rng.randint(1, 12):02}-{rng.randint(1, 999)}-000"),
                Cell(pen.label(3, 9)),
                Cell(rng.choice(["Pending", "Closed", "Order issued", "Withdrawn"])),
            ]
        )
    look = rng.choice(["rows", "head", "stripes"])
    rules = dict.fromkeys(range(len(rows) + 1), "thin") if look == "rows" else {1: "thin"}
    return Table(
        rows,
        1,
        ["auto", "auto", "1fr", "auto"],
        rules,
        fills=dict.fromkeys(range(2, len(rows), 2), "luma(238)") if look == "stripes" else {},
        inset=(5, 3),
    )


def fees(pen: Pen) -> Table:
    """What is charged for: an amount with its unit, groups in capitals."""
    rng = pen.rng
    rows = [[Cell("Service"), Cell("Unit"), Cell("Current fee", "right"), Cell("Proposed fee", "right")]]
    for _ in range(rng.randint(2, 3)):
        rows.append([Cell(pen.label(2, 3).upper(), bold=True), Cell(""), Cell(""), Cell("")])
        for _ in range(rng.randint(2, 5)):
            now = rng.uniform(1, 900)
            rows.append(
                [
                    Cell(pen.label(2, 8), indent=1),
                    Cell(rng.choice(["per lb", "each", "per hour", "per sample", "flat"])),
                    Cell(f"${now:,.2f}", "right"),
                    Cell(pen.maybe(f"${now * 1.1:,.2f}", 0.2, "No change", "N/A"), "right"),
                ]
            )
    return Table(
        rows,
        1,
        ["1fr", "auto", "auto", "auto"],
        rng.choice([{0: "thin", 1: "thin", len(rows): "thin"}, {}, {1: "thick"}]),
        inset=(6, rng.choice([2, 3])),
    )


def landscape(pen: Pen) -> Table:
    """Many narrow columns of months in small print, a total at the end, heads of two years."""
    rng = pen.rng
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    rows = [
        [
            Cell("Item", low=True, rows=2),
            Cell("2008", "center", cols=6),
            Cell("2009", "center", cols=6),
            Cell("Total", "right", low=True, rows=2),
        ],
        line_of(months * 2),
    ]
    for _ in range(rng.randint(6, 16)):
        rows.append(
            [
                Cell(pen.label(1, 2)),
                *line_of([pen.maybe(str(rng.randint(0, 999)), 0.1, "–", "W") for _ in range(12)]),
                Cell(pen.whole(9999), "right"),
            ]
        )
    return Table(
        rows,
        2,
        ["1fr"] + ["auto"] * 13,
        {0: "thin", 2: "thin", len(rows): "thin"},
        [(1, 1, 7), (1, 7, 13)] if pen.chance(0.6) else [],
        inset=(3, 1.5),
    )


def remarks(pen: Pen) -> Table:
    """Figures at the left, a long remark at the right that wraps."""
    rng = pen.rng
    rows = [[Cell("Site"), Cell("Acres", "right"), Cell("Cost", "right"), Cell("Remarks")]]
    rows += [
        [
            Cell(place),
            Cell(pen.decimal(900), "right"),
            Cell(f"${pen.whole(999_999)}", "right"),
            Cell(pen.sentence(4, 22)),
        ]
        for place in pen.places(rng.randint(4, 8))
    ]
    look = rng.choice(["rows", "head", "white"])
    rules = (
        dict.fromkeys(range(len(rows) + 1), "thin")
        if look == "rows"
        else {0: "thin", 1: "thin", len(rows): "thin"}
    )
    return Table(rows, 1, ["auto", "auto", "auto", "1fr"], rules, inset=(6, 6 if look == "white" else 2.5))


def tiles(pen: Pen) -> Table:
    """A coloured head over centred figures, white lines between stripes, no rules."""
    rng, count = pen.rng, pen.rng.randint(3, 5)
    rows = [[Cell("Measure"), *line_of([f"FY {rng.randint(2001, 2012)}" for _ in range(count)], "center")]]
    rows += [
        [
            Cell(pen.label(2, 6)),
            *line_of(
                [
                    rng.choice(
                        [
                            f"{rng.randint(1, 99)}%",
                            pen.whole(),
                            f"${pen.decimal(90)}M",
                            "N/A",
                            "Met",
                            "Not met",
                        ]
                    )
                    for _ in range(count)
                ],
                "center",
            ),
        ]
        for _ in range(rng.randint(4, 9))
    ]
    return Table(
        rows,
        1,
        ["1.8fr"] + ["1fr"] * count,
        {},
        fills={
            r: rng.choice(["rgb(220,230,240)"]) if r % 2 else "rgb(240,244,248)" for r in range(1, len(rows))
        },
        inset=(6, 4),
        middle=True,
        inverse=True,
    )


def pairs(pen: Pen) -> Table:
    """Two groups of columns under heads of three levels."""
    rng = pen.rng
    rows = [
        [
            Cell("Year", low=True, rows=3),
            Cell("All workers", "center", cols=4),
            Cell("Union workers", "center", cols=4),
        ]
    ]
    rows.append([Cell(name, "center", cols=2) for name in ["Men", "Women"] * 2])
    rows.append(line_of(["Number", "Percent"] * 4, "center"))
    for year in range(rng.randint(1980, 1995), rng.randint(2000, 2010), rng.choice([1, 2])):
        rows.append(
            [
                Cell(str(year)),
                *(Cell(pen.whole() if i % 2 == 0 else pen.decimal(), "right") for i in range(8)),
            ]
        )
    over = [(1, 1, 5), (1, 5, 9), *((2, a, a + 2) for a in (1, 3, 5, 7))]
    return Table(
        rows,
        3,
        ["auto"] + ["1fr"] * 8,
        {0: "thin", 3: "thin", len(rows): "thin"},
        over,
        inset=(3, rng.choice([1.5, 2.5])),
    )


KINDS: dict[str, Callable[[Pen], Table]] = {
    "census": census,
    "energy": energy,
    "crime": crime,
    "health": health,
    "outlays": outlays,
    "finance": finance,
    "ranking": ranking,
    "chemistry": chemistry,
    "clinical": clinical,
    "regression": regression,
    "survey": survey,
    "compliance": compliance,
    "matrix": matrix,
    "contacts": contacts,
    "years": years,
    "panels": panels,
    "glossary": glossary,
    "boxed": boxed,
    "lined": lined,
    "regions": regions,
    "docket": docket,
    "fees": fees,
    "landscape": landscape,
    "remarks": remarks,
    "tiles": tiles,
    "pairs": pairs,
}
SETTINGS = ["in-a-column", "goes-on", "two-a-page", "typewritten"]
NONE = [
    "columns",
    "references",
    "contents",
    "bars",
    "lines",
    "memo",
    "facts",
    "blanks",
    "notes",
    "title-page",
    "index",
    "questions",
    "labels",
    "release",
]


# ---- how they are set -----------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """The text as Typst has it in its content."""
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def content(cell: Cell) -> str:
    """The cell's Typst content."""
    out = []
    for i, part in enumerate(cell.text.split("\n")):
        pieces = part.split("^")
        made = quoted(pieces[0]) if pieces[0] else ""
        for piece in pieces[1:]:
            high, _, rest = piece.partition(" ")
            made += f"#super[{quoted(high)}]" + (quoted(" " + rest) if rest else "")
        out.append(("#linebreak()" if i else "") + made)
    text = "".join(out)
    if cell.bold:
        text = f"#strong[{text}]"
    if cell.leader:
        text += "#box(width: 1fr, repeat[.])"
    if cell.sign:
        text = f"{quoted(cell.sign)}#h(1fr){text}"
    if cell.under:
        dy = "1.5pt"
        text = (
            f"#box(width: 100%, stroke: (bottom: 0.5pt), outset: (bottom: {dy}))[#align(right)[{text}]]"
            if not cell.sign
            else f"#box(width: 100%, stroke: (bottom: 0.5pt), outset: (bottom: {dy}))[{text}]"
        )
        if cell.under == "double":
            text += "#place(bottom + left, dy: 3.5pt, line(length: 100%, stroke: 0.5pt))"
    return text


def table_source(table: Table, size: float, *, high: bool = False) -> str:
    """The table in Typst."""
    columns = table.columns
    widths = (table.widths + ["auto"] * columns)[:columns]
    x, y = table.inset
    out = [f"#text(size: {size}pt)[#set par(leading: 0.45em, justify: false)"]
    out.append(f"#table(columns: ({', '.join(widths)},), stroke: none, inset: (x: {x}pt, y: {y}pt), ")
    for c, r, cell in table.placed():
        vertical = "bottom" if r < table.head and not high else "horizon" if table.middle else "top"
        fill = table.fills.get(r)
        text = content(cell)
        if table.inverse and r < table.head:
            fill, text = "rgb(40,60,90)", f'#text(fill: white, weight: "bold")[{text}]'
        above = table.white.get(r, 0.0)
        inset = [f"top: {y + above}pt", f"bottom: {y}pt", f"left: {x + 8 * cell.indent}pt", f"right: {x}pt"]
        out.append(
            f"table.cell(x: {c}, y: {r}, colspan: {cell.cols}, rowspan: {cell.rows}, align: {cell.align} + {vertical}, "
            f"inset: ({', '.join(inset)}){f', fill: {fill}' if fill else ''})[{text}],"
        )
    for r, kind in table.rules.items():
        out.append(f"table.hline(y: {r}, stroke: {'1.2pt' if kind == 'thick' else '0.5pt'}),")
    for r, a, b in table.over:
        out.append(f"table.hline(y: {r}, start: {a}, end: {b}, stroke: 0.4pt),")
    if table.verticals:
        out += [f"table.vline(x: {c}, start: 1, stroke: 0.5pt)," for c in range(1, columns)]
        out += [f"table.vline(x: {c}, stroke: 0.5pt)," for c in (0, columns)]
    out.append(")]")
    return "\n".join(out)


FONTS = [
    "Libertinus Serif",
    "New Computer Modern",
    "Liberation Sans",
    "Liberation Serif",
    "Liberation Sans Narrow",
    "DejaVu Sans Condensed",
]


def prelude(pen: Pen, *, columns: int = 1) -> str:
    """The page and its print: size, margins, running head, page number, font."""
    rng = pen.rng
    font = rng.choice(FONTS)
    return (
        f'#set page(paper: "us-letter", margin: (x: {rng.choice([54, 64, 72])}pt, y: 72pt), columns: {columns}, '
        f"header: [{quoted(pen.label(3, 4))} #h(1fr) {quoted(str(rng.randint(1990, 2014)))}], "
        f"footer: align({rng.choice(['left', 'center', 'right'])})[{quoted(str(rng.randint(1, 200)))}])\n"
        f'#set text(font: "{font}", size: {rng.choice([9.5, 10, 10.5, 11])}pt)\n'
        f"#set par(justify: {rng.choice(['true', 'false'])}, leading: {rng.choice(['0.5em', '0.62em'])})\n"
    )


def paragraphs(pen: Pen, count: int) -> str:
    """So many paragraphs."""
    return "\n\n".join(quoted(pen.text(pen.rng.randint(2, 5))) for _ in range(count)) + "\n\n"


def title_of(pen: Pen) -> str:
    """A table's title, perhaps with its unit below."""
    rng = pen.rng
    name = f"Table {rng.randint(1, 60)}. {pen.label(3, 6)}, by {pen.label(2, 2).lower()}: {rng.randint(1990, 2010)}"
    below = rng.choice(["", "", f"[In {rng.choice(['thousands', 'millions of dollars', 'percent'])}]"])
    return f"#block(above: 14pt, below: 6pt)[#strong[{quoted(name)}]{'#linebreak()' + quoted(below) if below else ''}]\n"


def notes_of(pen: Pen) -> str:
    """What stands in small print below a table."""
    rng = pen.rng
    notes = [f"{i + 1} {pen.sentence(4, 12)}" for i in range(rng.randint(0, 3))]
    notes.append(f"{rng.choice(['SOURCE', 'Source', 'NOTE'])}: {pen.sentence(6, 20)}")
    return f"#block(above: 5pt)[#text(size: 7pt)[{'#linebreak()'.join(map(quoted, notes))}]]\n\n"


def make(kind: str, seed: int) -> tuple[bytes, list[list[Table]]]:
    """A document of a kind, and the tables of each of its pages."""
    pen = Pen(f"{kind} {seed}")
    rng = pen.rng
    if kind in NONE:
        return typst.compile(without_table(kind, pen).encode()), []
    if kind == "typewritten":
        return typewritten(pen)
    size = rng.choice([7.5, 8.0, 8.5, 9.0])
    if kind == "in-a-column":
        table = replace(KINDS[rng.choice(["glossary", "years", "finance", "matrix", "clinical"])](pen))
        table = small(pen)
        source = prelude(pen, columns=2) + paragraphs(pen, rng.randint(2, 5))
        source += (
            "#block(breakable: false)["
            + title_of(pen)
            + table_source(table, size)
            + notes_of(pen)
            + "]\n"
            + paragraphs(pen, 9)
        )
        return typst.compile(source.encode()), [[table]]
    if kind == "two-a-page":
        names = rng.sample(["census", "energy", "finance", "ranking", "boxed", "matrix", "years"], 2)
        tables = [KINDS[name](pen) for name in names]
        source = prelude(pen)
        for table in tables:
            source += (
                "#block(breakable: false)[" + title_of(pen) + table_source(table, 7.5) + notes_of(pen) + "]\n"
            )
        return typst.compile(source.encode()), [tables]
    if kind == "goes-on":
        name = rng.choice(["energy", "outlays", "compliance", "crime"])
        parts = [KINDS[name](pen)]
        whole = parts[0]
        cut = whole.head + (len(whole.rows) - whole.head) // 2
        if name == "crime":
            cut = 1 + 3 * ((cut - 1) // 3)
        first = replace(
            whole,
            rows=whole.rows[:cut],
            rules={r: k for r, k in whole.rules.items() if r < cut} | {cut: "thin"},
        )
        rest = whole.rows[: whole.head] + whole.rows[cut:]
        move = cut - whole.head
        second = replace(
            whole,
            rows=rest,
            rules={r: k for r, k in whole.rules.items() if r <= whole.head}
            | {r - move: k for r, k in whole.rules.items() if r > cut},
            white={r - move: w for r, w in whole.white.items() if r > cut},
        )
        source = (
            prelude(pen)
            + title_of(pen)
            + table_source(first, size)
            + "#pagebreak()\n"
            + title_of(pen)
            + table_source(second, size)
            + notes_of(pen)
        )
        return typst.compile(source.encode()), [[first], [second]]
    table = KINDS[kind](pen)
    source = prelude(pen) + paragraphs(pen, rng.randint(0, 2))
    source += (
        "#block(breakable: false)["
        + title_of(pen)
        + table_source(table, size, high=pen.chance(0.15))
        + notes_of(pen)
        + "]\n"
    )
    source += paragraphs(pen, rng.randint(0, 2))
    return typst.compile(source.encode()), [[table]]


def small(pen: Pen) -> Table:
    """A table narrow enough for one of two columns of prose."""
    rng = pen.rng
    count = rng.randint(2, 3)
    rows = [
        [
            Cell(rng.choice(["Sector", "State", "Group"])),
            *line_of(
                [rng.choice(["2001", "2008", "Share", "Number", "Percent change"]) for _ in range(count)]
            ),
        ]
    ]
    names = pen.places(7) if pen.chance(0.5) else pen.topics(7)
    rows += [
        [Cell(name), *line_of([pen.maybe(pen.whole(9999), 0.1, "–", "NA") for _ in range(count)])]
        for name in names[: rng.randint(4, 7)]
    ]
    return Table(
        rows,
        1,
        ["1.6fr"] + ["1fr"] * count,
        rng.choice([{0: "thin", 1: "thin", len(rows): "thin"}, {1: "thin"}, {}]),
        fills=rng.choice([{}, {}, {0: "luma(225)"}]),
        inset=(3, 2),
    )


def typewritten(pen: Pen) -> tuple[bytes, list[list[Table]]]:
    """A sheet of one pitch, its columns parted by colons, lines of hyphens for rules."""
    rng = pen.rng
    count = rng.randint(3, 5)
    wide, each = 24, 13
    colon = pen.chance(0.6)
    bar = ":" if colon else " "
    full = wide + count * (each + 1)
    heads = [
        rng.choice(["Area", "Yield", "Stocks", "Planted", "Harvested", "Production"]) for _ in range(count)
    ]
    years = [str(rng.randint(1998, 2012)) for _ in range(count)]
    rows = [[Cell("State"), *line_of(heads, "center")], [Cell(""), *line_of(years, "center")]]
    lines = [
        "-" * full,
        "State".center(wide) + "".join(bar + h.center(each) for h in heads),
        " " * wide + "".join(bar + h.center(each) for h in years),
        "-" * full,
    ]
    leader = pen.chance(0.5)
    for place in pen.places(rng.randint(6, 14)):
        values = [pen.maybe(pen.whole(), 0.08, "--", "1/") for _ in range(count)]
        rows.append([Cell(place), *line_of(values)])
        name = place + (" " + "." * (wide - len(place) - 2) if leader else "")
        lines.append(name.ljust(wide) + "".join(bar + v.rjust(each - 2) + "  " for v in values))
    lines.append("-" * full)
    text = "\n".join(lines)
    intro = pen.text(3)
    source = f'#set page(paper: "us-letter", margin: 60pt)\n#set text(font: "Liberation Mono", size: 8.5pt)\n{quoted(intro)}\n\n#strong[{quoted(pen.label(3, 5))}]\n\n#raw({_typst_string(text)}, block: true)\n\n{quoted("1/ " + pen.sentence())}\n\n{quoted(pen.text(4))}'
    source = source.replace("#raw(", '#show raw: set text(font: "Liberation Mono", size: 8.5pt)\n#raw(')
    return typst.compile(source.encode()), [[Table(rows, 2)]]


def _typst_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def without_table(kind: str, pen: Pen) -> str:
    """The source of a page that holds no table."""
    rng = pen.rng
    if kind == "columns":
        return prelude(pen, columns=rng.choice([2, 2, 3])) + paragraphs(pen, 22)
    if kind == "index":
        items = [
            quoted(
                f"{pen.label(1, 3)}, {', '.join(str(rng.randint(1, 400)) for _ in range(rng.randint(1, 4)))}"
            )
            for _ in range(90)
        ]
        return prelude(pen, columns=rng.choice([2, 3])) + "#linebreak()\n".join(sorted(items))
    if kind == "questions":
        items = [
            f"#grid(columns: (20pt, 1fr), [*{rng.choice('QA')}:*], [{quoted(pen.text(rng.randint(1, 3)))}])"
            for _ in range(9)
        ]
        return prelude(pen) + "\n\n".join(items)
    if kind == "labels":
        items = [
            f"[{quoted(pen.label(2, 2))}#linebreak(){quoted(str(rng.randint(10, 9999)) + ' Main Street')}#linebreak(){quoted(rng.choice(PLACES) + ' ' + str(rng.randint(10000, 99999)))}]"
            for _ in range(18)
        ]
        return prelude(pen) + "#grid(columns: (1fr, 1fr, 1fr), row-gutter: 22pt, " + ", ".join(items) + ")"
    if kind == "release":
        return (
            prelude(pen)
            + f"*FOR IMMEDIATE RELEASE* #h(1fr) {quoted('Contact: ' + rng.choice(PLACES))}#linebreak(){quoted('May ' + str(rng.randint(1, 30)) + ', 2009')} #h(1fr) {quoted('(202) 555-0100')}\n\n"
            + f"#align(center)[#text(size: 14pt)[{quoted(pen.label(4, 8))}]]\n\n"
            + paragraphs(pen, 5)
            + "#align(center)[\\# \\# \\#]"
        )
    return printed_text(kind, pen)


def printed_text(kind: str, pen: Pen) -> str:
    """The source of a page of running text, of a chart, or of what a report has around its tables."""
    rng = pen.rng
    if kind == "references":
        items = [
            f"#par(hanging-indent: 18pt)[{quoted(f'{rng.choice(PLACES)}, {rng.choice(chr(65 + i % 26))}. ({rng.randint(1970, 2012)}). {pen.label(4, 9)}.')} #emph[{quoted(pen.label(2, 4))}], {rng.randint(1, 90)}({rng.randint(1, 12)}), {rng.randint(1, 300)}–{rng.randint(301, 900)}.]"
            for i in range(22)
        ]
        return prelude(pen, columns=rng.choice([1, 2])) + "\n\n".join(items)
    if kind == "contents":
        page, items = 1, []
        for i in range(26):
            level = rng.choice([0, 0, 1, 1, 2])
            name = f"{rng.choice(['Chapter', 'Table', 'Figure', 'Appendix', ''])} {i + 1}. {pen.label(2, 7)}"
            items.append(
                f"#h({level * 14}pt){quoted(name.strip())} #box(width: 1fr, repeat[{rng.choice(['.', '. '])}]) {page}"
            )
            page += rng.randint(0, 5)
        if pen.chance(0.4):
            items = [item.replace(re.search(r"#box\(.*?\]\)", item)[0], "#h(1fr)") for item in items]  # type: ignore[index]
        return prelude(pen) + "= Contents\n" + "#linebreak()\n".join(items)
    if kind in ("bars", "lines"):
        return prelude(pen) + paragraphs(pen, 2) + chart(pen, kind) + paragraphs(pen, 3)
    if kind == "memo":
        keys = rng.sample(["TO", "FROM", "DATE", "SUBJECT", "THROUGH", "In reply refer to"], 4)
        values = [
            pen.label(2, 5),
            f"{rng.choice(PLACES)} {rng.choice(['Office', 'Director'])}",
            f"March {rng.randint(1, 30)}, {rng.randint(1990, 2014)}",
            pen.label(3, 8),
        ]
        head = (
            "#grid(columns: (90pt, 1fr), row-gutter: 8pt, "
            + ", ".join(f"[{quoted(k + ':')}], [{quoted(v)}]" for k, v in zip(keys, values, strict=True))
            + ")"
        )
        letter = f"#grid(columns: (1fr, 1fr), [{quoted(pen.label(2, 3))}#linebreak(){quoted('Washington, DC ' + str(rng.randint(20000, 20599)))}], align(right)[{quoted('(202) 555-' + str(rng.randint(1000, 9999)))}#linebreak(){quoted('www.' + rng.choice(NOUNS) + '.example')}])"
        return prelude(pen) + letter + "\n\n" + head + "\n\n" + paragraphs(pen, 5)
    if kind == "facts":
        return (
            prelude(pen)
            + "= Key facts\n"
            + "\n".join(f"- {quoted(pen.sentence())}" for _ in range(9))
            + "\n\n"
            + "\n".join(f"+ {quoted(pen.text(2))}" for _ in range(6))
        )
    if kind == "blanks":
        lines = []
        for _ in range(12):
            names = rng.sample(
                [
                    "Name",
                    "Title",
                    "Agency",
                    "Telephone",
                    "Date",
                    "Signature",
                    "Social security number",
                    "State",
                    "ZIP code",
                ],
                rng.randint(1, 3),
            )
            lines.append(
                "#grid(columns: ("
                + ", ".join(["1fr"] * len(names))
                + "), column-gutter: 10pt, "
                + ", ".join(
                    f"[{quoted(n)} #box(width: 1fr, line(length: 100%, stroke: 0.5pt))]" for n in names
                )
                + ")"
            )
        return (
            prelude(pen)
            + f"= {quoted(pen.label(3, 4))}\n"
            + "\n#v(8pt)\n".join(lines)
            + "\n\n"
            + paragraphs(pen, 2)
        )
    if kind == "notes":
        return (
            prelude(pen)
            + "= Notes\n"
            + "\n\n".join(
                f"#grid(columns: (16pt, 1fr), [#super[{i + 1}]], [{quoted(pen.text(rng.randint(1, 2)))}])"
                for i in range(14)
            )
        )
    return (
        prelude(pen)
        + f"#v(90pt)#align(center)[#text(size: 24pt)[{quoted(pen.label(3, 5))}]#v(20pt){quoted(pen.label(2, 4))}#v(160pt)"
        + "".join(
            f"{quoted(rng.choice(PLACES))}#linebreak(){quoted(pen.label(2, 2))}#v(10pt)" for _ in range(3)
        )
        + f"]#v(60pt){quoted('Report No. ' + str(rng.randint(100, 999)))} #h(1fr) {quoted('March ' + str(rng.randint(1990, 2014)))}"
    )


def chart(pen: Pen, kind: str) -> str:
    """Bars or lines with two scales, a legend and figures at the bars."""
    rng = pen.rng
    count, high = rng.randint(5, 11), rng.choice([100, 160])
    step = 400 / count
    out = [
        f"#block(above: 12pt)[#strong[{quoted(f'Figure {rng.randint(1, 20)}. {pen.label(3, 5)}')}]]\n#box(width: 470pt, height: {high + 60}pt)[#set text(size: 8pt)"
    ]
    for i in range(5):
        out.append(
            f"#place(top + left, dx: 0pt, dy: {high - i * high / 4 - 4}pt)[#box(width: 26pt)[#align(right)[{i * rng.choice([25])}]]]"
        )
        if pen.chance(0.9):
            out.append(
                f"#place(top + left, dx: 32pt, dy: {high - i * high / 4}pt, line(length: 420pt, stroke: 0.3pt + luma(150)))"
            )
    points = []
    for i in range(count):
        value = rng.uniform(0.1, 0.95) * high
        x = 40 + i * step
        points.append((x + step / 3, high - value))
        if kind == "bars":
            out.append(
                f"#place(top + left, dx: {x}pt, dy: {high - value}pt, rect(width: {step * 0.5}pt, height: {value}pt, fill: luma({rng.choice([90, 140, 170])}), stroke: none))"
            )
            if pen.chance(0.8):
                out.append(f"#place(top + left, dx: {x}pt, dy: {high - value - 10}pt)[{value:.1f}]")
        out.append(
            f"#place(top + left, dx: {x}pt, dy: {high + 5}pt)[{quoted(str(2000 + i) if kind == 'lines' or pen.chance(0.7) else rng.choice(PLACES)[:5])}]"
        )
    if kind == "lines":
        for (a, b), (c, d) in pairwise(points):
            out.append(f"#place(top + left, line(start: ({a}pt, {b}pt), end: ({c}pt, {d}pt), stroke: 1pt))")
    for i in range(2):
        out.append(
            f"#place(top + left, dx: {60 + i * 150}pt, dy: {high + 24}pt)[#box(width: 8pt, height: 6pt, fill: luma({90 + 60 * i})) {quoted(pen.label(1, 2))}]"
        )
    return "\n".join([*out, "]\n\n"])
