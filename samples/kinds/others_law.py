"""Regulations and job descriptions: full of duties, and yet no forms."""

from __future__ import annotations

from .content import Author
from .elements import NO_RULES, Cell, Cells, Document, Gap, Grid, Para, Rules, cell, line
from .front import LAWS
from .pages import choose_setup, heading, place_date, sign_alone, signatory

ORDER = ("Kesatu", "Kedua", "Ketiga", "Keempat", "Kelima", "Keenam", "Ketujuh")


def _article(document: Document, number: int) -> None:
    document.add(Para(f"Pasal {number}", "center", keep=70, after=6))


def make_regulation(author: Author) -> Document:
    """A regulation on the duties of an office's units."""
    office = author.office(("Dinas", "Badan"))
    document = Document(choose_setup(author, 0.0))
    ruler = office.ruler.upper()
    number = author.rng.randint(3, 90)
    heading(document, ruler, f"PERATURAN {ruler}", f"NOMOR {number} TAHUN {office.year}", after=8)
    heading(document, "TENTANG", after=8)
    subject = f"KEDUDUKAN, SUSUNAN ORGANISASI, TUGAS DAN FUNGSI SERTA TATA KERJA {office.name}".upper()
    heading(document, subject, after=8)
    heading(document, "DENGAN RAHMAT TUHAN YANG MAHA ESA", f"{ruler},")
    laws = [law.format(region=office.region, ruler=office.ruler) for law in LAWS[:4]]
    rows: list[Cells] = [
        (
            cell("Menimbang"),
            cell(":"),
            cell(
                f"bahwa untuk melaksanakan ketentuan Pasal 4 Peraturan Daerah {office.region} "
                "tentang Pembentukan Perangkat Daerah, perlu menetapkan Peraturan "
                f"{office.ruler};"
            ),
        )
    ]
    for at, law in enumerate(laws, 1):
        rows.append(
            (cell("Mengingat" if at == 1 else ""), cell(":" if at == 1 else ""), Cell((line(law, f"{at}."),)))
        )
    document.add(Grid((80, 12, 390), tuple(rows), rules=NO_RULES, pad=2, fit=False, justify=True))
    heading(document, "MEMUTUSKAN :", after=6)
    document.add(Para(f"Menetapkan : PERATURAN {ruler} TENTANG {subject}.", after=12))
    heading(document, "BAB I", "KETENTUAN UMUM")
    _article(document, 1)
    document.add(Para("Dalam Peraturan ini yang dimaksud dengan :"))
    terms = [
        f"Daerah adalah {office.region}.",
        f"{office.name} adalah {office.name} {office.region}.",
        (
            "Jabatan Fungsional adalah sekelompok jabatan yang berisi fungsi dan tugas "
            "berkaitan dengan pelayanan fungsional yang berdasarkan pada keahlian dan "
            "keterampilan tertentu."
        ),
        "Tugas adalah ikhtisar dari keseluruhan tugas jabatan.",
        "Fungsi adalah pekerjaan yang merupakan penjabaran dari tugas.",
        "Indikator Kinerja adalah ukuran keberhasilan yang menggambarkan terwujudnya kinerja.",
    ]
    for at, term in enumerate(terms, 1):
        document.add(Para(term, mark=f"{at}.", after=2))
    document.add(Gap(0.6))
    heading(document, "BAB II", "TUGAS DAN FUNGSI")
    posts = author.all_posts(office)
    for at, post in enumerate(author.rng.sample(posts, min(len(posts), author.rng.randint(3, 7))), 2):
        document.add(
            Para(f"Bagian {ORDER[(at - 2) % 7]}", "center", after=1, keep=110),
            Para(post.unit, "center", after=6),
        )
        _article(document, at)
        duty = author.duties(post, office)[0]
        document.add(Para(f"{post.name} mempunyai tugas {duty[0].lower()}{duty[1:]}", mark="(1)", hang=24))
        document.add(
            Para(
                (
                    f"Dalam melaksanakan tugas sebagaimana dimaksud pada ayat (1), {post.name} "
                    "menyelenggarakan fungsi :"
                ),
                mark="(2)",
                hang=24,
            )
        )
        for number_of, text in enumerate(author.functions(post, office)):
            document.add(Para(text, mark=f"{chr(97 + number_of)}.", indent=26, after=1))
        document.add(Gap(0.6))
    heading(document, "BAB III", "KETENTUAN PENUTUP")
    _article(document, 20)
    document.add(Para("Peraturan ini mulai berlaku pada tanggal diundangkan.", after=12))
    words, _ = author.date(office.year)
    sign_alone(
        document,
        author,
        signatory(author, f"{ruler},", (f"Ditetapkan di {office.seat}", f"pada tanggal {words}")),
    )
    return document


def make_job_description(author: Author) -> Document:
    """Uraian tugas of one post, by points or as a ruled form."""
    office = author.office()
    document = Document(choose_setup(author, 0.1))
    post = author.pick(author.all_posts(office))
    heading(
        document,
        author.pick(
            ("URAIAN TUGAS JABATAN", "INFORMASI JABATAN", "ANALISIS JABATAN", "URAIAN TUGAS POKOK DAN FUNGSI")
        ),
        f"{office.name} {office.region}".upper(),
    )
    functions = author.functions(post, office) + author.functions(post, office)[:-1]
    duty = author.duties(post, office)[0]
    parts = [
        ("Nama Jabatan", [post.name]),
        ("Kode Jabatan", ["-"]),
        ("Unit Kerja", [office.name]),
        ("Kedudukan dalam Struktur Organisasi", [post.superior]),
        ("Ikhtisar Jabatan", [duty]),
        ("Uraian Tugas", functions),
        ("Bahan Kerja", ["Disposisi pimpinan", "Peraturan perundang-undangan", "Data dan laporan"]),
        ("Hasil Kerja", ["Laporan kegiatan", "Konsep surat"]),
        ("Tanggung Jawab", ["Kebenaran laporan", "Kelancaran pelaksanaan tugas"]),
        ("Syarat Jabatan", ["Pendidikan : Sarjana", "Pangkat : Penata Muda", "Pengalaman : 2 tahun"]),
    ]
    ruled = author.chance(0.4)
    body: list[Cells] = []
    for at, (key, texts) in enumerate(parts, 1):
        lines = (
            (line(texts[0]),)
            if len(texts) == 1
            else tuple(line(text, f"{n}.") for n, text in enumerate(texts, 1))
        )
        body.append((cell(f"{at}."), cell(key), cell(":"), Cell(lines)))
    document.add(
        Grid((24, 130, 12, 310), tuple(body), rules=Rules() if ruled else NO_RULES, pad=4 if ruled else 2)
    )
    if author.chance(0.6):
        where, _ = place_date(author, office, office.year)
        sign_alone(document, author, signatory(author, office.head, (where,)))
    return document
