"""Documents of running text that hold no form: letters, SKP, papers, SOP."""

from __future__ import annotations

from .content import Author
from .elements import NO_RULES, Cells, Document, Gap, Grid, Para, Rules, Sign, cell
from .offices import Office
from .pages import choose_setup, heading, letterhead, sign_alone, signatory


def make_letter(author: Author) -> Document:
    """A letter, perhaps one that sends a form."""
    office = author.office()
    document = Document(choose_setup(author, 0.0))
    letterhead(author, office, document)
    words, _ = author.date(office.year)
    subject = author.pick(
        (
            "Penyampaian Indikator Kinerja Individu",
            "Undangan Rapat Koordinasi",
            "Permintaan Data Capaian Kinerja",
            "Penyampaian Dokumen Perjanjian Kinerja",
        )
    )
    document.add(Para(f"{office.seat}, {words}", "right", after=10))
    rows = [
        ("Nomor", f"050/{author.rng.randint(10, 900)}/{office.year}"),
        ("Sifat", author.pick(("Penting", "Segera", "Biasa"))),
        ("Lampiran", "1 (satu) berkas"),
        ("Perihal", subject),
    ]
    document.add(
        Grid((60, 12, 300), tuple((cell(a), cell(":"), cell(b)) for a, b in rows), rules=NO_RULES, pad=1.5)
    )
    document.say(("Kepada Yth.", f"Sekretaris Daerah {office.region}", "di", "     Tempat"), after=1)
    document.add(Gap(1))
    document.say(
        (
            (
                f"Menindaklanjuti surat Saudara perihal {subject.lower()}, bersama ini kami "
                f"sampaikan bahwa {office.name} telah menyusun dokumen dimaksud."
            ),
            (
                "Rapat pembahasan akan dilaksanakan pada hari Kamis di ruang rapat "
                f"{office.name}. Mengingat pentingnya acara, diharapkan kehadiran Saudara tepat "
                "waktu."
            ),
            "Demikian disampaikan, atas perhatian dan kerja samanya diucapkan terima kasih.",
        ),
        first=28.0,
        after=6,
    )
    sign_alone(document, author, signatory(author, f"{office.head},"))
    if author.chance(0.5):
        document.add(
            Para("Tembusan :", after=1),
            Para(f"{office.ruler} (sebagai laporan)", mark="1."),
            Para("Arsip", mark="2."),
        )
    return document


def make_skp(author: Author) -> Document:
    """Sasaran Kinerja Pegawai: duties with quantities, quality, time."""
    office = author.office()
    document = Document(choose_setup(author, 1.0))
    posts = author.all_posts(office)
    post = author.pick(posts[1:])
    heading(document, "FORMULIR SASARAN KERJA", "PEGAWAI NEGERI SIPIL")
    pairs = [
        ("Nama", author.person(), author.person()),
        ("NIP", author.nip(), author.nip()),
        ("Pangkat/Gol.Ruang", "Penata Tk. I, III/d", "Pembina, IV/a"),
        ("Jabatan", post.name, post.superior),
        ("Unit Kerja", office.name, office.name),
    ]
    size = author.pick((8.5, 9.0, 9.5))
    head: Cells = (
        cell("NO", bold=True),
        cell("I. PEJABAT PENILAI", columns=2, bold=True),
        None,
        cell("NO", bold=True),
        cell("II. PEGAWAI NEGERI SIPIL YANG DINILAI", columns=2, bold=True),
        None,
    )
    rows: list[Cells] = [head]
    for at, (key, mine, theirs) in enumerate(pairs, 1):
        rows.append((cell(f"{at}"), cell(key), cell(theirs), cell(f"{at}"), cell(key), cell(mine)))
    document.add(Grid((0.3, 1.1, 2.4, 0.3, 1.1, 2.4), tuple(rows), size=size, after=0))
    top: Cells = (
        cell("NO", rows=2, bold=True),
        cell("III. KEGIATAN TUGAS JABATAN", rows=2, bold=True),
        cell("AK", rows=2, bold=True),
        cell("TARGET", columns=4, bold=True, align="center"),
        None,
        None,
        None,
    )
    second: Cells = (
        None,
        None,
        None,
        *(cell(text, bold=True, align="center") for text in ("KUANT/OUTPUT", "KUAL/MUTU", "WAKTU", "BIAYA")),
    )
    body: list[Cells] = []
    for at, text in enumerate(author.functions(post, office), 1):
        body.append(
            (
                cell(f"{at}"),
                cell(text.rstrip(";.")),
                cell("-"),
                cell(f"{author.rng.randint(1, 24)} {author.pick(('Dokumen', 'Laporan', 'Kegiatan'))}"),
                cell("100"),
                cell("12 bln"),
                cell("-"),
            )
        )
    document.add(Grid((0.3, 3.4, 0.4, 1.2, 0.9, 0.8, 0.7), tuple(body), (top, second), size=size))
    words, _ = author.date(office.year)
    left = signatory(author, "Pejabat Penilai,")
    right = signatory(author, "Pegawai Negeri Sipil Yang Dinilai", (f"{office.seat}, {words}",))
    document.add(Sign((left, right)))
    return document


def make_journal(author: Author) -> Document:
    """A paper on performance measurement, with a table of results."""
    office = author.office(("Dinas", "Badan"))
    document = Document(choose_setup(author, 0.0))
    heading(
        document,
        f"PENGARUH INDIKATOR KINERJA UTAMA TERHADAP AKUNTABILITAS PADA {office.name.upper()}",
        after=6,
    )
    document.add(
        Para(f"{author.person()}, {author.person()}", "center", after=1),
        Para(f"Program Studi Administrasi Publik, Universitas {office.seat}", "center", scale=0.9, after=10),
    )
    texts = (
        (
            "Abstrak",
            (
                "Penelitian ini bertujuan mengetahui pengaruh penetapan indikator kinerja utama "
                "terhadap akuntabilitas kinerja. Data dikumpulkan melalui kuesioner kepada 84 "
                "responden dan dianalisis dengan regresi linier berganda."
            ),
        ),
        (
            "1. Pendahuluan",
            (
                "Indikator kinerja individu diturunkan dari sasaran strategis. Jabatan, tugas "
                "dan fungsi setiap pegawai menjadi dasar penyusunan ukuran keberhasilan. Tugas "
                "pokok yang tidak terukur menyebabkan evaluasi tidak objektif."
            ),
        ),
        (
            "2. Metode",
            (
                "Populasi penelitian adalah seluruh pegawai. Sumber data primer berasal dari "
                "kuesioner, sedangkan sumber data sekunder berasal dari dokumen rencana "
                "strategis dan laporan kinerja."
            ),
        ),
    )
    for head, text in texts:
        document.add(Para(head, bold=True, keep=60, after=2), Para(text, first=24, after=8))
    document.add(Para("Tabel 1. Definisi Operasional Variabel", "center", scale=0.95, keep=90))
    body: list[Cells] = [
        (
            cell("Kejelasan sasaran (X1)"),
            cell("Sejauh mana sasaran ditetapkan secara jelas"),
            cell("Spesifik, terukur, dapat dicapai"),
            cell("Likert"),
        ),
        (
            cell("Indikator kinerja (X2)"),
            cell("Ukuran kuantitatif atau kualitatif dari hasil"),
            cell("Relevan, cukup, mudah dihitung"),
            cell("Likert"),
        ),
        (
            cell("Akuntabilitas (Y)"),
            cell("Pertanggungjawaban pelaksanaan tugas"),
            cell("Transparan, tepat waktu"),
            cell("Likert"),
        ),
    ]
    document.add(
        Grid(
            (1.4, 2.4, 2.2, 0.8),
            tuple(body),
            (tuple(cell(text, bold=True) for text in ("Variabel", "Definisi", "Indikator", "Skala")),),
            rules=Rules("rows"),
            size=9,
        )
    )
    document.add(
        Para("3. Hasil dan Pembahasan", bold=True, keep=60, after=2),
        Para(
            (
                "Hasil uji menunjukkan nilai t hitung 4,217 dengan signifikansi 0,000 sehingga "
                "indikator kinerja berpengaruh nyata. Nilai koefisien determinasi sebesar 0,61 "
                "berarti 61 persen keragaman akuntabilitas dijelaskan oleh kedua variabel."
            ),
            first=24,
            after=8,
        ),
    )
    document.add(Para("Daftar Pustaka", bold=True, keep=40))
    for at in range(1, 4):
        document.add(
            Para(
                (
                    f"{author.pick(('Gumilang', 'Kertapati', 'Lesmana'))}, A. ({office.year - at}). "
                    "Manajemen kinerja sektor publik. Penerbit Cakra."
                ),
                hang=18,
                mark="",
                after=2,
            )
        )
    return document


def make_sop(author: Author) -> Document:
    """A standard operating procedure: identity block and steps with actors and times."""
    office: Office = author.office()
    document = Document(choose_setup(author, 0.8))
    number = f"{author.rng.randint(1, 90):02d}/SOP/{office.year}"
    title_of = author.pick(
        (
            "Pelayanan Surat Keterangan",
            "Penyusunan Laporan Kinerja",
            "Pengelolaan Surat Masuk",
            "Penanganan Pengaduan",
        )
    )
    block = [
        ("Nomor SOP", number),
        ("Tanggal Pembuatan", author.date(office.year)[0]),
        ("Disahkan oleh", office.head),
        ("Nama SOP", title_of),
        ("Dasar Hukum", "Peraturan Menteri tentang Pedoman Penyusunan SOP"),
        ("Kualifikasi Pelaksana", "Memahami tugas dan fungsi; menguasai komputer"),
        ("Peralatan", "Komputer, buku agenda, alat tulis"),
    ]
    heading(document, f"STANDAR OPERASIONAL PROSEDUR {office.name}".upper(), title_of.upper())
    document.add(Grid((1.2, 3.0), tuple((cell(a), cell(b)) for a, b in block), size=9.5))
    actors = ["Pelaksana", "Kasubbag", "Sekretaris", "Pimpinan"]
    top: Cells = (
        cell("No", rows=2, bold=True),
        cell("Uraian Prosedur", rows=2, bold=True),
        cell("Pelaksana", columns=4, bold=True, align="center"),
        None,
        None,
        None,
        cell("Mutu Baku", columns=3, bold=True, align="center"),
        None,
        None,
    )
    second: Cells = (
        None,
        None,
        *(cell(text, bold=True, align="center") for text in [*actors, "Kelengkapan", "Waktu", "Output"]),
    )
    steps = (
        "Menerima dan mencatat berkas",
        "Memeriksa kelengkapan berkas",
        "Meneruskan kepada pimpinan",
        "Memberikan disposisi",
        "Menindaklanjuti disposisi",
        "Mengarsipkan dokumen",
    )
    body: list[Cells] = []
    for at, step in enumerate(steps, 1):
        marks = [cell("•" if at % 4 == actor else "", align="center") for actor in range(4)]
        body.append(
            (
                cell(f"{at}."),
                cell(step),
                *marks,
                cell("Berkas"),
                cell(f"{5 * at} menit"),
                cell("Lembar disposisi"),
            )
        )
    document.add(Grid((0.3, 2.4, 0.9, 0.9, 0.9, 0.9, 1.1, 0.9, 1.2), tuple(body), (top, second), size=9))
    return document
