"""Printed formulas in parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.formulas import parse_formula

RATIOS = [
    ("(A selesai) / (A masuk) x 100%", "A selesai", "A masuk", 100, "%"),
    ("- (Jumlah A) / (Jumlah B) x 100 %", "Jumlah A", "Jumlah B", 100, "%"),
    ("Jumlah A / Jumlah B x 100%", "Jumlah A", "Jumlah B", 100, "%"),
    ("∑ A / ∑ B", "∑ A", "∑ B", None, None),
    ("Σ A / Σ B X 100 %", "∑ A", "∑ B", 100, "%"),
    ("Jumlah SPP/SPM terbit / Jumlah SPP/SPM diajukan x 100%", "Jumlah SPP/SPM terbit",
     "Jumlah SPP/SPM diajukan", 100, "%"),
    ("(N − N-1) / N-1 x 100%", "N - N-1", "N-1", 100, "%"),
    ("(∑ A x (∑ B - ∑ C)) / (∑ A x ∑ B) x 100%", "∑ A x (∑ B - ∑ C)", "∑ A x ∑ B", 100, "%"),
    ("Jumlah A dibagi jumlah B dikali 100", "Jumlah A", "jumlah B", 100, None),
    ("Jumlah A dibagi dengan jumlah B dikalikan 100%", "Jumlah A", "jumlah B", 100, "%"),
    ("Jumlah A dibagi Jumlah B dikali seratus persen", "Jumlah A", "Jumlah B", 100, "%"),
    ("Realisasi A berbanding pagu B X 100%", "Realisasi A", "pagu B", 100, "%"),
    ("Realisasi A dibandingkan dengan target B x 100%", "Realisasi A", "target B", 100, "%"),
    ("Perbandingan antara jumlah A dengan jumlah B dikali 100%", "jumlah A", "jumlah B", 100, "%"),
    ("Persentase jumlah A terhadap total B", "jumlah A", "total B", None, None),
    ("Jumlah A : Jumlah B x 100%", "Jumlah A", "Jumlah B", 100, "%"),
    ("[Jumlah A / Jumlah B] x 100%", "Jumlah A", "Jumlah B", 100, "%"),
    ("Persentase A = (Jumlah A / Jumlah B) x 100%", "Jumlah A", "Jumlah B", 100, "%"),
    ("Tingkat A dihitung dari Jumlah A / Jumlah B x 100%", "Jumlah A", "Jumlah B", 100, "%"),
    ("Rumus : Jumlah A / Panjang B x 100%", "Jumlah A", "Panjang B", 100, "%"),
    ("100% x Jumlah A / Jumlah B", "Jumlah A", "Jumlah B", 100, "%"),
    ("Jumlah A / Jumlah B x 10096", "Jumlah A", "Jumlah B", 100, "%"),
    ("Jumlah A / Jumlah B x 1OO%", "Jumlah A", "Jumlah B", 100, "%"),
    ("Jumlah A / Jumlah B x 100.000", "Jumlah A", "Jumlah B", 100_000, None),
    ("Nilai rata-rata / unsur x 25", "Nilai rata-rata", "unsur", 25, None),
    ("Jumlah A\n________ x 100%\nJumlah B", "Jumlah A", "Jumlah B", 100, "%"),
    ("Jumlah A x 100%\nJumlah B", "Jumlah A", "Jumlah B", 100, "%"),
    ("∑ A\nx 100%\n∑ B", "∑ A", "∑ B", 100, "%"),
    ("Jumlah A /\nJumlah B x 100%", "Jumlah A", "Jumlah B", 100, "%"),
    ("(Jumlah A) / (Jumlah B) x 100%\nCatatan : B tetap", "Jumlah A", "Jumlah B", 100, "%"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "numerator", "denominator", "multiplier", "unit"), RATIOS)
def test_ratios(
    text: str, numerator: str, denominator: str, multiplier: float | None, unit: str | None
) -> None:
    found = parse_formula(text)
    assert found is not None
    assert found.kind == "ratio"
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert (found.multiplier, found.unit) == (multiplier, unit)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jumlah bibit yang ditanam", "count"),
        ("- Jumlah A\n- Jumlah B", "count"),
        ("Jumlah Naskah / Konsep Surat tahun (n)", "count"),
        ("Jumlah Naskah/Konsep surat Izin/Umum", "count"),
        ("Jumlah kasus tahun 2023/2024", "count"),
        ("Banyaknya warga yang hadir", "count"),
        ("Jumlah kegiatan x 12 bulan", "count"),
        ("Nilai SKM", "index"),
        ("Indeks Profesionalitas ASN", "index"),
        ("Hasil survei kepuasan masyarakat", "index"),
        ("Jumlah A tahun n - Jumlah A tahun n-1", "difference"),
        ("Jumlah A dikurangi jumlah B", "difference"),
        ("Selisih antara target dan realisasi", "difference"),
        ("Jumlah A + Jumlah B", "sum"),
        ("Penjumlahan nilai seluruh unsur", "sum"),
        ("Pelaksanaan kegiatan", "text"),
        ("Membandingkan rencana dan hasil panen", "text"),
        ("Ya/Tidak", "text"),
    ],
)
def test_other_kinds(text: str, kind: str) -> None:
    found = parse_formula(text)
    assert found is not None
    assert found.kind == kind
    assert found.denominator is None


@pytest.mark.parametrize("text", ["", "  \n ", "√ (A/B)", "Catatan : diisi bendahara", "-"])
def test_never_guessed(text: str) -> None:
    assert parse_formula(text) is None


def test_several_ratios_are_a_ratio_without_parts() -> None:
    found = parse_formula("- (Jumlah A) / (Jumlah B) x 100%\n- (Jumlah C) / (Jumlah D) x 100%")
    assert found is not None
    assert (found.kind, found.numerator) == ("ratio", None)


@given(st.text(max_size=120))
def test_any_text_is_safe(text: str) -> None:
    found = parse_formula(text)
    assert found is None or found.kind != "ratio" or (found.numerator is None) == (found.denominator is None)


@given(
    st.text("abcdefgh ", min_size=1, max_size=20).map(str.strip).filter(bool),
    st.text("abcdefgh ", min_size=1, max_size=20).map(str.strip).filter(bool),
    st.sampled_from(["({}) / ({}) x 100%", "∑ {} / ∑ {} x 100%", "Jumlah {} dibagi Jumlah {} dikali 100%"]),
)
def test_both_sides_are_found_again(a: str, b: str, shape: str) -> None:
    found = parse_formula(shape.format(a, b))
    assert found is not None
    assert found.numerator is not None
    assert found.denominator is not None
    assert found.numerator.endswith(" ".join(a.split()))
    assert found.denominator.endswith(" ".join(b.split()))


@pytest.mark.parametrize(
    ("text", "numerator", "denominator", "multiplier", "unit"),
    [
        ("Luas sawah dan/atau ladang dibagi luas desa x 100", "Luas sawah dan/atau ladang", "luas desa", 100, None),
        ("Jumlah SPP/SPM terbit dibagi jumlah berkas", "Jumlah SPP/SPM terbit", "jumlah berkas", None, None),
        ("Jumlah nilai dibagi rata-rata kelas", "Jumlah nilai", "rata-rata kelas", None, None),
        ("(∑ panen setahun) / (12) kuintal", "∑ panen setahun", "12", None, "kuintal"),
        ("(Lama antre) / (∑ tamu) menit", "Lama antre", "∑ tamu", None, "menit"),
        ("(Bayi sakit) / (Bayi lahir) x 1.000 ‰", "Bayi sakit", "Bayi lahir", 1000, "‰"),
        ("(Bayi sakit) / (Bayi lahir) x 1000 per mil", "Bayi sakit", "Bayi lahir", 1000, "‰"),
        ("(Kasus) / (Warga) x 100.000 warga", "Kasus", "Warga", 100_000, "warga"),
        ("(Nilai unsur) / (Unsur terisi x nilai penimbang)", "Nilai unsur", "Unsur terisi x nilai penimbang", None,
         None),
        ("(Nilai unsur) / (Unsur terisi) x nilai penimbang", "Nilai unsur", "Unsur terisi", None, None),
        ("(Desa rapi) / (Desa) x 60% + (Desa aktif) / (Desa) x 40%", None, None, None, None),
    ],
)  # fmt: skip
def test_units_weights_and_slashes_within_words(
    text: str, numerator: str | None, denominator: str | None, multiplier: float | None, unit: str | None
) -> None:
    test_ratios(text, numerator, denominator, multiplier, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("shared", ["rata kepada petugas", "sama rata", "menjadi tiga tahap"])
def test_what_is_shared_out_is_no_ratio(shared: str) -> None:
    found = parse_formula(f"Jumlah bibit dibagi {shared}")
    assert found is not None
    assert (found.kind, found.denominator) == ("count", None)
