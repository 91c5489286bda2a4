"""What stands before the forms: covers, decrees from Menimbang to MEMUTUSKAN, " "tables of contents, annex heads."""

from __future__ import annotations

from typing import Any

from .content import Author
from .elements import NO_RULES, Border, Cell, Document, Emblem, Gap, Grid, NewPage, Para, cell, line
from .offices import Office
from .pages import heading, letterhead, sign_alone, signatory

LAWS = (
    (
        "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah (Lembaran Negara "
        "Republik Indonesia Tahun 2014 Nomor 244);"
    ),
    (
        "Undang-Undang Nomor 28 Tahun 1999 tentang Penyelenggaraan Negara yang Bersih "
        "dan Bebas dari Korupsi, Kolusi dan Nepotisme;"
    ),
    "Peraturan Pemerintah Nomor 8 Tahun 2006 tentang Pelaporan Keuangan dan Kinerja Instansi Pemerintah;",
    "Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah;",
    "Peraturan Menteri Pendayagunaan Aparatur Negara tentang Pedoman Umum Penetapan Indikator Kinerja Utama;",
    "Peraturan Daerah {region} Nomor 6 Tahun 2016 tentang Pembentukan dan Susunan Perangkat Daerah;",
    (
        "Peraturan {ruler} Nomor 41 Tahun 2017 tentang Kedudukan, Susunan Organisasi, "
        "Tugas dan Fungsi serta Tata Kerja;"
    ),
)
DICTA = ("KESATU", "KEDUA", "KETIGA", "KEEMPAT")


def cover(document: Document, author: Author, office: Office, title: str) -> None:
    """Print a title page."""
    if author.chance(0.4):
        document.add(Border(author.chance(0.5)))
    document.add(Gap(author.rng.randint(3, 7)))
    heading(document, title, office.name.upper(), office.region.upper(), scale=1.5, after=60)
    if author.chance(0.7):
        document.add(Emblem(110, "center", author.rng.randint(1, 99)), Gap(4))
    heading(document, f"TAHUN {office.year}", scale=1.4)
    document.add(NewPage())


def decree_number(author: Author, office: Office) -> str:
    """A number as decrees have it."""
    rng = author.rng
    serial = rng.randint(2, 480)
    pattern: str = author.pick(
        ("188.4/{n}/{a}/{y}", "{n} TAHUN {y}", "050/{n}/{a}", "800/{n}-{a}/{y}", "061/KEP.{n}/{a}")
    )
    return pattern.format(n=serial, a=f"4{rng.randint(10, 45)}.{rng.randint(100, 320)}", y=office.year)


def decree(document: Document, author: Author, office: Office, about: str) -> dict[str, Any]:
    """A decree; the metadata that it prints."""
    number = decree_number(author, office)
    letterhead(author, office, document)
    title = f"KEPUTUSAN {office.head.upper()}"
    heading(document, title, f"{author.pick(('NOMOR', 'NOMOR :', 'Nomor :'))} {number}", scale=1.0, after=8)
    tentang = author.pick(("TENTANG", "T E N T A N G"))
    heading(document, tentang, scale=1.0, after=8)
    where = f"{office.name.upper()} {office.region.upper()}"
    heading(document, f"{about.upper()} {where}", scale=1.0, after=8)
    heading(document, f"{office.head.upper()},", scale=1.0)
    reasons = [
        (
            "bahwa untuk melaksanakan ketentuan tentang akuntabilitas kinerja instansi "
            "pemerintah perlu menetapkan indikator kinerja;"
        ),
        (
            "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a, perlu "
            f"menetapkan Keputusan {office.head} tentang {about};"
        ),
    ]
    laws = [
        law.format(region=office.region, ruler=office.ruler)
        for law in author.rng.sample(LAWS, author.rng.randint(3, 6))
    ]
    _labelled(document, "Menimbang", reasons, "a.")
    _labelled(document, "Mengingat", laws, "1.")
    heading(
        document, author.pick(("MEMUTUSKAN :", "M E M U T U S K A N :", "MEMUTUSKAN:")), scale=1.0, after=6
    )
    _labelled(document, "Menetapkan", [f"KEPUTUSAN {office.head.upper()} TENTANG {about.upper()}."], "")
    texts = (
        f"{about} sebagaimana tercantum dalam Lampiran Keputusan ini.",
        (
            "Indikator sebagaimana dimaksud dalam diktum KESATU menjadi acuan penyusunan "
            "rencana kerja dan laporan kinerja."
        ),
        "Evaluasi pencapaian kinerja dilakukan oleh pimpinan unit kerja masing-masing.",
        "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
    )
    for at, (dictum, text) in enumerate(
        zip(DICTA, (*texts[: author.rng.randint(1, 3)], texts[3]), strict=False)
    ):
        del at
        _labelled(document, dictum, [text], "")
    words, iso = author.date(office.year)
    printed = author.chance(0.8)
    day = words if printed else f"        {words.split(' ', 1)[1]}"
    document.add(Gap(0.6))
    above = (f"Ditetapkan di {office.seat}", f"pada tanggal {day}", "")
    sign_alone(document, author, signatory(author, f"{office.head.upper()},", above))
    document.add(NewPage())
    return {
        "nomor": number,
        "tanggal": iso if printed else None,
        "tahun": office.year,
        "tentang": about,
        **office.place_meta(),
        **office.region_meta(),
    }


def _labelled(document: Document, label: str, texts: list[str], mark: str) -> None:
    lines = tuple(
        line(text, "" if not mark else f"{chr(97 + at)}." if mark == "a." else f"{at + 1}.")
        for at, text in enumerate(texts)
    )
    document.add(
        Grid(
            (80.0, 12.0, 390.0),
            tuple(
                (cell(label if not at else ""), cell(":" if not at else ""), Cell((item,)))
                for at, item in enumerate(lines)
            ),
            rules=NO_RULES,
            pad=2.0,
            fit=False,
            justify=True,
            after=6,
        )
    )


def annex_head(document: Document, author: Author, office: Office, meta: dict[str, Any]) -> None:
    """LAMPIRAN KEPUTUSAN … on the right or left."""
    indent = author.pick((0.0, 200.0))
    date = (
        author.pick(("", f"TANGGAL : {office.year}"))
        if not meta["tanggal"]
        else f"TANGGAL : {meta['tanggal_words']}"
        if "tanggal_words" in meta
        else ""
    )
    for text in (f"LAMPIRAN KEPUTUSAN {office.head.upper()}", f"NOMOR : {meta['nomor']}", date):
        if text:
            document.add(Para(text, indent=indent, scale=0.95, after=1))
    document.add(Gap(1))


def contents(document: Document, author: Author, names: list[str]) -> None:
    """Print a table of contents with leader dots."""
    heading(document, "DAFTAR ISI")
    page = 1
    for text in ("KATA PENGANTAR", "DAFTAR ISI"):
        document.add(Para(text, leader="i" * (1 + (text == "DAFTAR ISI"))))
    for at, name in enumerate(names, 1):
        document.add(Para(f"{at}. {name}", leader=str(page)))
        page += author.rng.randint(1, 3)
    document.add(NewPage())


def preface(document: Document, author: Author, office: Office, about: str) -> None:
    """Kata pengantar."""
    heading(document, "KATA PENGANTAR")
    document.say(
        (
            (
                "Puji syukur kami panjatkan ke hadirat Tuhan Yang Maha Esa, karena atas "
                f"rahmat-Nya dokumen {about} {office.name} dapat diselesaikan."
            ),
            (
                "Dokumen ini disusun sebagai acuan bagi setiap pejabat dan pelaksana dalam "
                "mengukur keberhasilan tugas dan fungsinya."
            ),
            "Kami menyadari masih terdapat kekurangan, sehingga saran perbaikan sangat diharapkan.",
        ),
        first=28.0,
        after=6.0,
    )
    words, _ = author.date(office.year)
    sign_alone(document, author, signatory(author, f"{office.head},", (f"{office.seat}, {words}",)))
    document.add(NewPage())
