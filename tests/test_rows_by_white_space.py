"""Drawn rows that stack several rows of wrapped text, told by the white space through all their cells."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from iki.extract.layout import ruled_grids
from iki.extract.page_content import Ruling
from iki.extract.ruled_grid import Grid
from iki.extract.ruling_merge import merge_rulings
from iki.extract.split_by_text import part_rows
from iki.extract.text_lines import KnownLines, group_lines
from iki.schema.blocks import Cell, Word
from printed import HEIGHT, LEADING, SIZE, words, wrapped

TOP, PAD = 100.0, 4.0
STEP = LEADING * SIZE
VOCABULARY = ["mutu", "layanan", "warga", "desa", "laporan", "rencana", "kebun", "kopi", "tertib", "pasar"]
Texts = Sequence[Sequence[str]]  # the lines of every cell of a row


def drawn_row(xs: Sequence[float], bottom: float) -> Grid:
    """One row between two rules, with a rule between each two columns."""
    rulings = [Ruling("v", x, TOP, bottom) for x in xs]
    rulings += [Ruling("h", y, xs[0], xs[-1]) for y in (TOP, bottom)]
    (found,), _ = ruled_grids(merge_rulings(rulings))
    return found


def columns_of(widths: Sequence[float]) -> list[float]:
    xs = [50.0]
    for width in widths:
        xs.append(xs[-1] + width)
    return xs


def stacked(widths: Sequence[float], rows: Sequence[Texts], gap: float) -> tuple[Grid, list[Word]]:
    """Rows one below the other in a single drawn row, each as high as its longest text."""
    xs, y, printed = columns_of(widths), TOP + 3, list[Word]()
    for row in rows:
        for x, lines in zip(xs, row, strict=False):
            for i, line in enumerate(lines):
                printed += words(line, x + PAD, y + i * STEP)
        y += (max(map(len, row)) - 1) * STEP + HEIGHT * SIZE + gap
    return drawn_row(xs, y), printed


def columns(widths: Sequence[float], texts: Sequence[Sequence[tuple[float, str]]]) -> tuple[Grid, list[Word]]:
    """Columns of lines at given distances from the top."""
    xs = columns_of(widths)
    printed = [
        w for x, lines in zip(xs, texts, strict=False) for y, t in lines for w in words(t, x + PAD, TOP + y)
    ]
    return drawn_row(xs, max(w.box.bottom for w in printed) + 3), printed


def text_in(cell: Cell, printed: Sequence[Word]) -> str:
    inside = [w for w in printed if cell.box.holds(w.box.cx, w.box.cy)]
    return " ".join(line.text for line in group_lines(inside))


def read(drawn: tuple[Grid, list[Word]]) -> list[list[str]]:
    """The texts of every column from top to bottom, an empty one where a cell is."""
    grid, printed = drawn
    parted = part_rows(grid, printed, KnownLines())
    n_columns = len(grid.xs) - 1
    return [[text_in(c, printed) for c in parted.cells if c.col == col] for col in range(n_columns)]


# ---- rows ------------------------------------------------------------------------------------------------


@st.composite
def cells(draw: st.DrawFn, width: float, least: int) -> list[str]:
    """A short text whose last line leaves room, of ``least`` lines or more."""
    text = " ".join(draw(st.lists(st.sampled_from(VOCABULARY), min_size=6, max_size=10))).capitalize()
    lines = wrapped(text, width - 2 * PAD)
    full = lines[:-1][: draw(st.integers(max(least - 1, 0), 2))]
    return (
        [*full, draw(st.sampled_from(["desa", "mutu"]))]
        if full
        else [draw(st.sampled_from(["Desa", "Mutu"]))]
    )


@st.composite
def stacks(draw: st.DrawFn) -> tuple[list[float], list[list[list[str]]]]:
    """Three to five columns and two to five rows; in each row a text of two lines or more."""
    widths = draw(st.lists(st.floats(85, 130), min_size=3, max_size=5))
    rows = []
    for _ in range(draw(st.integers(2, 5))):
        long = draw(st.integers(0, len(widths) - 1))
        rows.append([draw(cells(w, 2 if i == long else 1)) for i, w in enumerate(widths)])
    return widths, rows


@settings(max_examples=150, derandomize=True)
@given(stacks(), st.floats(4.5, 16))
def test_rows_of_short_texts_come_back(stack: tuple[list[float], list[list[list[str]]]], gap: float) -> None:
    widths, rows = stack
    assert read(stacked(widths, rows, gap)) == [
        [" ".join(row[col]) for row in rows] for col in range(len(widths))
    ]


THREE = [120.0, 130.0, 110.0]
STACKS: list[list[list[list[str]]]] = [
    [
        [["Meningkatnya mutu", "layanan"], ["Persentase surat", "tepat waktu"], ["Buku agenda"]],
        [["Tertibnya arsip"], ["Jumlah arsip yang", "tertata baik"], ["Daftar arsip", "kantor"]],
    ],
    [
        [["Lancarnya sidang"], ["Jumlah sidang yang", "tepat waktu"], ["Notula"]],
        [["Meningkatnya", "kehadiran"], ["Persentase hadir"], ["Daftar hadir", "sidang"]],
        [["Rapinya risalah"], ["Jumlah risalah yang", "terbit"], ["Register"]],
    ],
    [
        [["Bersihnya pasar"], ["Jumlah kios yang", "bersih"], ["Hasil periksa"]],
        [["Tertibnya parkir", "pasar"], ["Jumlah juru parkir"], ["Surat tugas"]],
    ],
]  # fmt: skip


@pytest.mark.parametrize("rows", STACKS)
def test_a_drawn_row_is_split_where_white_space_runs_through_it(rows: list[list[list[str]]]) -> None:
    assert read(stacked(THREE, rows, 8.0)) == [[" ".join(row[col]) for row in rows] for col in range(3)]


@pytest.mark.parametrize("rows", STACKS)
def test_a_text_beside_several_rows_stays_whole(rows: list[list[list[str]]]) -> None:
    """It stands at the top of the first column only: nothing is below it."""
    beside = ["Terwujudnya kantor"]
    merged = [[beside if n == 0 else [], *row] for n, row in enumerate(rows)]
    first, *others = read(stacked([120.0, *THREE], merged, 8.0))
    assert first == ["Terwujudnya kantor"]
    assert others == [[" ".join(row[col]) for row in rows] for col in range(3)]


@pytest.mark.parametrize(
    ("beside", "whole"),
    [
        (["Terwujudnya kantor yang", "tertib dan bersih", "serta ramah"], True),
        (["Terwujudnya layanan", "surat yang lancar bagi", "warga seluruh desa"], True),
        (["Terpeliharanya gedung dan", "halaman kantor yang", "rapi"], True),
    ],
)
@pytest.mark.parametrize("rows", STACKS)
def test_a_text_that_runs_on_over_the_white_space_stays_whole(
    rows: list[list[list[str]]], beside: list[str], whole: bool
) -> None:
    grid, printed = stacked([130.0, *THREE], [[[], *row] for row in rows], 8.0)
    printed += [w for i, line in enumerate(beside) for w in words(line, grid.xs[0] + PAD, TOP + 3 + i * STEP)]
    first, *others = read((grid, printed))
    assert first == [" ".join(beside)]
    assert others == [[" ".join(row[col]) for row in rows] for col in range(3)]


# ---- what is one row -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [
        ("persentase surat yang dijawab tepat waktu dalam satu bulan", "surat dijawab dibagi surat masuk"),
        ("jumlah rapat yang dilaksanakan sesuai jadwal sidang", "rapat terlaksana dihitung setiap bulan"),
        ("jumlah kelompok tani yang menerima benih kopi unggul", "kelompok penerima dibagi kelompok terdaftar"),
    ],
)  # fmt: skip
@given(gap=st.floats(0, 3))
@settings(max_examples=20, derandomize=True)
def test_wrapped_paragraphs_of_one_row_stay_together(texts: tuple[str, str], gap: float) -> None:
    """However far apart their lines stand: these do in every cell."""
    step = STEP + gap
    made = [wrapped(t.capitalize(), 112) for t in ("Meningkatnya mutu layanan kantor bagi warga", *texts)]
    drawn = columns([120.0] * 3, [[(3 + i * step, line) for i, line in enumerate(lines)] for lines in made])
    assert read(drawn) == [[" ".join(lines)] for lines in made]


@pytest.mark.parametrize(
    ("numerator", "denominator", "beside"),
    [
        ("Jumlah surat dijawab", "Jumlah surat masuk", "Persentase surat yang dijawab"),
        ("Jumlah desa tertib", "Jumlah semua desa", "Persentase desa tertib arsip"),
        ("Luas kebun terawat", "Luas seluruh kebun", "Persentase luas kebun kopi"),
    ],
)
def test_a_fraction_in_a_tall_cell_splits_no_row(numerator: str, denominator: str, beside: str) -> None:
    """Wide white space around the bar, but nothing starts over beside it."""
    goal = wrapped(f"Meningkatnya mutu dan {beside.lower()} bagi semua warga", 112)
    drawn = columns(
        [120.0, 120.0, 130.0, 110.0],
        [
            [(3 + i * STEP, line) for i, line in enumerate(goal)],
            [(3 + i * STEP, line) for i, line in enumerate(wrapped(beside, 80))],
            [(3, numerator), (24, denominator), (45, "x 100%")],
            [(3, "Register")],
        ],
    )
    assert [len(texts) for texts in read(drawn)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["Jumlah laporan", "Persentase surat", "Data dari semua"], ["yang selesai", "yang dijawab", "bidang"]),
        (["Terjaganya jalan", "Panjang jalan", "Laporan"], ["desa yang baik", "dibagi seluruhnya", "bulanan"]),
        (["Tertibnya pasar", "Jumlah kios", "Buku kios"], ["kecamatan", "terisi penuh", "pasar"]),
    ],
)  # fmt: skip
def test_texts_that_read_on_part_no_row(above: list[str], below: list[str]) -> None:
    """Wide white space through all columns, but each text goes on in lower case below it."""
    drawn = columns(
        [120.0] * 3,
        [[(3, a), (3 + STEP, "seluruh kantor"), (44, b)] for a, b in zip(above, below, strict=True)],
    )
    assert [len(texts) for texts in read(drawn)] == [1, 1, 1]


@pytest.mark.parametrize("note", ["Ditetapkan kemudian", "Bersama kecamatan", "Setiap bulan"])
def test_a_note_below_one_of_the_texts_goes_on_with_the_row(note: str) -> None:
    """Fewer columns than a row has: it belongs to the nearer row."""
    rows = STACKS[0]
    grid, printed = stacked(THREE, rows, 14.0)
    lowest = max(w.box.bottom for w in printed)
    printed += words(note, grid.xs[1] + PAD, lowest + 5)
    grid = drawn_row(grid.xs, lowest + 20)
    read_rows = read((grid, printed))
    assert [len(texts) for texts in read_rows] == [2, 2, 2]
    assert read_rows[1][-1].endswith(note)


@pytest.mark.parametrize("column", [0, 1, 2])
def test_texts_that_begin_at_heights_of_their_own_part_no_row(column: int) -> None:
    """Items of three lists are no rows where they do not stand level."""
    texts = ["Buku surat", "Daftar hadir", "Notula rapat"]
    lines = [[(3 + col * 4 + n * 36, t) for n, t in enumerate(texts)] for col in range(3)]
    lines = [[*col, (3 + i * 4 + 84, "yang lengkap")] for i, col in enumerate(lines)]
    drawn = columns([120.0] * 3, [*lines[column:], *lines[:column]])
    assert [len(found) for found in read(drawn)] == [1, 1, 1]


def test_two_columns_tell_no_rows() -> None:
    rows = [row[:2] for row in STACKS[0]]
    assert [len(texts) for texts in read(stacked(THREE[:2], rows, 8.0))] == [1, 1]


@pytest.mark.parametrize(
    "rest",
    ["yang telah lengkap", "dan disimpan baik", "sesuai jadwal"],
)
def test_the_rest_of_a_text_from_the_page_before_stands_above_the_first_row(rest: str) -> None:
    """As much white below it as between the other rows: a row of its own, with one text."""
    rows: list[list[list[str]]] = [[[], [rest], []], *STACKS[1]]
    found = read(stacked(THREE, rows, 9.0))
    assert found[1] == [rest, *(" ".join(row[1]) for row in STACKS[1])]


@pytest.mark.parametrize("rest", ["Surat yang masuk", "Jumlah seluruhnya", "Sesuai jadwal"])
def test_a_text_close_above_the_first_row_is_of_that_row(rest: str) -> None:
    rows = STACKS[1]
    grid, printed = stacked(THREE, rows, 14.0)
    printed += words(rest, grid.xs[1] + PAD, TOP + 3 - HEIGHT * SIZE - 5)
    rulings = [Ruling("v", x, TOP - 20, grid.ys[-1]) for x in grid.xs]
    rulings += [Ruling("h", y, grid.xs[0], grid.xs[-1]) for y in (TOP - 20, grid.ys[-1])]
    (grid,), _ = ruled_grids(merge_rulings(rulings))
    assert read((grid, printed))[1] == [
        f"{rest} {' '.join(rows[0][1])}",
        *(" ".join(row[1]) for row in rows[1:]),
    ]


@pytest.mark.parametrize("note", ["Bersama kecamatan", "Setiap bulan", "Ditetapkan kemudian"])
@pytest.mark.parametrize("near", [True, False])
def test_a_note_between_two_rows_is_of_the_nearer_one(note: str, near: bool) -> None:
    first, second = [[["Surat masuk", "kantor"], ["Buku surat"], ["Agenda"]], STACKS[2][1]]
    grid, printed = stacked(THREE, [first, second], 36.0)
    lowest = max(w.box.bottom for w in printed if w.text == "kantor")
    printed += words(note, grid.xs[1] + PAD, lowest + (5 if near else 20))
    above, below = (
        (f"Buku surat {note}", "Jumlah juru parkir")
        if near
        else (
            "Buku surat",
            f"{note} Jumlah juru parkir",
        )
    )
    assert read((grid, printed))[1] == [above, below]


@pytest.mark.parametrize(
    "lists",
    [
        (["Buku surat", "Daftar hadir", "Notula"], ["Agenda", "Register", "Peta"], ["Kasi", "Kaur", "Staf"]),
        (["Camat", "Lurah", "Kades"], ["Rapat", "Sidang", "Apel"], ["Surat", "Foto", "Notula"]),
        (["Kebun", "Ladang", "Sawah"], ["Kopi", "Jagung", "Padi"], ["Peta", "Buku", "Catatan"]),
    ],
)
def test_short_lists_without_wider_white_space_are_one_row(lists: tuple[list[str], ...]) -> None:
    drawn = columns([120.0] * 3, [[(3 + i * STEP, t) for i, t in enumerate(texts)] for texts in lists])
    assert read(drawn) == [[" ".join(texts)] for texts in lists]


@pytest.mark.parametrize(
    "halves",
    [
        [("Meningkatnya Mutu", "Layanan Kantor"), ("Persentase Laporan", "Bulanan Lengkap")],
        [("Terlaksananya Rapat", "Koordinasi Desa"), ("Jumlah Rapat Desa", "Terlaksana Baik")],
        [("Terpeliharanya Jalan", "Lingkungan Desa"), ("Panjang Jalan Desa", "Lingkungan Baik")],
    ],
)
def test_full_lines_in_title_case_are_no_rows_for_one_wide_white_space(halves: list[tuple[str, str]]) -> None:
    """Each line above it had no room for the next word, however wide the space."""
    texts = [*halves, halves[0]]
    drawn = columns(
        [max(len(a) * 5.0 for a, _ in texts) + 8] * 3,
        [[(3, a), (25, b), (25 + STEP, "Seluruhnya")] for a, b in texts],
    )
    assert read(drawn) == [[f"{a} {b} Seluruhnya"] for a, b in texts]


@pytest.mark.parametrize(
    ("first", "full"),
    [
        ("Buku surat", "Jumlah laporan kegiatan"),
        ("Daftar hadir", "Persentase warga terlayani"),
        ("Notula", "Cakupan jalan lingkungan"),
    ],
)
@pytest.mark.parametrize("gap", [8.0, 14.0])
def test_white_like_an_empty_line_separates_rows_whose_texts_fill_their_lines(
    first: str, full: str, gap: float
) -> None:
    """One of three texts ends where it had room; where the white is narrower, that is too little."""
    row = [[first], [full, full], [full, full]]
    width = len(full) * 5.0 + 8
    assert read(stacked([width] * 3, [row, row], gap)) == [[" ".join(text)] * 2 for text in row]
    assert read(stacked([width] * 3, [row, row], 3.0)) == [[" ".join(text * 2)] for text in row]


@pytest.mark.parametrize(
    "rows",
    [
        # every text fills its lines, one of each row all of the row's
        [
            [["Mutu warga desa", "kopi pasar"], ["Mutu desa"], ["Mutu warga"], ["Laporan desa"]],
            [["Mutu warga desa", "kopi pasar", "rencana"], ["Warga"], ["Pasar"], ["Rencana"]],
        ],
        [
            [["Tertib rencana", "kebun", "kopi warga", "desa"], ["Persen"], ["Laporan"], ["Rencana mutu"]],
            [["Tertib rencana", "kebun"], ["Rencana"], ["Laporan"], ["Rencana mutu"]],
        ],
    ],
)
def test_columns_that_waited_and_begin_level_begin_a_row(rows: list[list[list[str]]]) -> None:
    widths = [max(_width(text) for row in rows for text in row[col]) + 2 * PAD + 1 for col in range(4)]
    assert read(stacked(widths, rows, 6.0)) == [[" ".join(row[col]) for row in rows] for col in range(4)]


def _width(text: str) -> float:
    printed = words(text, 0.0, 0.0)
    return printed[-1].box.x1
