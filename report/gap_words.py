"""What each gap code means to people: Indonesian wording, typical cause, what was expected.

English meaning and remedy stand in `schema.gaps.GAP_KINDS`. Both feed the report, the desk and
``docs/gaps.md``.
A code without an entry here falls back to the English words, so that a new code never breaks a report.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..schema.gaps import GAP_KINDS, GapCode, Severity


@dataclass(frozen=True, slots=True)
class GapWords:
    """``arti`` and ``langkah`` are meaning and remedy in Indonesian; ``cause``/``sebab`` the typical "
    "cause."""

    arti: str
    langkah: str
    sebab: str
    cause: str
    expected: tuple[str, str] = ("", "")


NOT_OFTEN = GapWords("", "", "", "")

GAP_WORDS: dict[GapCode, GapWords] = {
    GapCode.MISSING_JABATAN: GapWords(
        "formulir tanpa nama jabatan",
        "lihat halamannya: namanya mungkin ada di halaman sebelumnya",
        "Baris Jabatan terpotong saat dipindai, atau judul formulir dicetak di halaman sebelumnya.",
        "The Jabatan line was cut off by the scanner, or the form's heading stands on the page before.",
        ("nama jabatan di kepala formulir", "the position's name at the head of the form"),
    ),
    GapCode.MISSING_TABLE: GapWords(
        "jabatan tanpa tabel indikator",
        "periksa apakah halaman sesudahnya hilang",
        "Satu halaman hilang dari berkas, atau formulirnya memang berhenti setelah tugas dan fungsi.",
        "A page is missing from the file, or the form does end after duties and functions.",
        ("tabel indikator di bawah tugas dan fungsi", "an indicator table below duties and functions"),
    ),
    GapCode.MISSING_TUGAS: GapWords(
        "jabatan tanpa daftar tugas",
        "biasanya memang tidak dicetak",
        "Formulirnya hanya mencetak fungsi, atau tugas ditulis tanpa label.",
        "The form prints functions only, or duties without their label.",
        ("uraian tugas", "duties"),
    ),
    GapCode.MISSING_SASARAN: GapWords(
        "baris tanpa sasaran",
        "bandingkan dengan gambar selnya",
        "Selnya kosong pada dokumen asli, atau sasaran baris di atasnya berlaku terus tanpa sel gabungan.",
        "The cell is empty in the document, or the sasaran of the row above goes on without a merged cell.",
        ("teks di kolom sasaran", "text in the column sasaran"),
    ),
    GapCode.MISSING_INDIKATOR: GapWords(
        "baris tanpa indikator",
        "bandingkan dengan gambar selnya",
        "Baris tabel terpotong, atau garis tambahan membelah satu baris menjadi dua.",
        "A row was cut off, or a stray ruling splits one row into two.",
        ("teks di kolom indikator", "text in the column indikator"),
    ),
    GapCode.MISSING_FORMULASI: GapWords(
        "baris tanpa formulasi",
        "biasanya memang kosong pada dokumen asli",
        "Penyusun keputusan tidak mengisi sel itu.",
        "The authors of the decree left the cell empty.",
        ("teks di kolom formulasi", "text in the column formulasi"),
    ),
    GapCode.MISSING_SUMBER_DATA: GapWords(
        "baris tanpa sumber data",
        "biasanya memang kosong pada dokumen asli",
        "Penyusun keputusan tidak mengisi sel itu.",
        "The authors of the decree left the cell empty.",
        ("teks di kolom sumber data", "text in the column sumber data"),
    ),
    GapCode.MISSING_COLUMN: GapWords(
        "tabel tidak punya kolom untuk salah satu dari empat isian",
        "tidak perlu apa-apa bila dokumennya memang begitu",
        "Tabelnya memakai kolom lain, atau kepala kolomnya tidak terbaca.",
        "The table has other columns, or a column's heading could not be read.",
        ("kolom untuk isian ini", "a column for this field"),
    ),
    GapCode.MISSING_METADATA: GapWords(
        "nomor, tanggal, tahun, unit kerja, atau wilayah tidak ditemukan",
        "isikan di meja koreksi bila diketahui",
        "Berkas hanya memuat lampiran tanpa kepala surat, atau nomor ditulis tangan.",
        "The file holds the annex only, without its letterhead, or the number was written by hand.",
        ("keterangan di kepala keputusan", "a statement at the head of the decree"),
    ),
    GapCode.NO_POSITIONS: GapWords(
        "tidak ada formulir jabatan dalam berkas",
        "periksa apakah berkas ini keputusan IKI",
        "Berkasnya surat atau keputusan lain, atau pindaiannya tidak terbaca.",
        "The file is another letter or decree, or a scan that could not be read.",
        ("formulir Indikator Kinerja Individu", "forms of Indikator Kinerja Individu"),
    ),
    GapCode.NO_FORM: GapWords(
        "berkas tidak memuat formulir indikator",
        "tidak perlu apa-apa bila memang dokumen lain",
        "Berkas ini dokumen lain: rencana kerja, laporan, peraturan, atau surat.",
        "The file is another document: a work plan, a report, a regulation or a letter.",
        ("formulir IKI, IKU atau perjanjian kinerja", "a form of IKI, IKU or a performance agreement"),
    ),
    GapCode.IMPLIED_VALUES: GapWords(
        "sel kosong dibaca melanjutkan sel di atasnya",
        "bandingkan dengan halamannya",
        "Sel sasaran atau nomor dicetak kosong di bawah sel yang terisi.",
        "Cells of sasaran or number are drawn empty below a filled one.",
        ("satu sasaran di setiap baris", "a sasaran in every row"),
    ),
    GapCode.UNREAD_INK: GapWords(
        "ada bagian halaman yang bertinta tetapi tidak terbaca",
        "lihat pada halamannya, di dalam kotak",
        "Gambar, huruf yang digambar sebagai garis, atau isian yang tidak memuat teks.",
        "A picture, letters drawn as outlines, or a filled field without text.",
        ("teks di tempat itu", "text at that place"),
    ),
    GapCode.UNMAPPED_TABLE: GapWords(
        "tabel dengan kolom yang bukan kolom formulir",
        "periksa apakah tabel itu milik sebuah jabatan",
        "Tabel lain dalam keputusan (daftar hadir, pagu), atau kepala kolom yang tidak lazim.",
        "Another table of the decree (attendance, budget), or unusual column headings.",
        ("kolom sasaran, indikator, formulasi, sumber data", "columns sasaran to sumber data"),
    ),
    GapCode.UNPLACED_TEXT: GapWords(
        "teks dokumen yang tidak mendapat tempat dalam data",
        "lihat pada halamannya, lalu isikan bila perlu",
        "Catatan di bawah tabel, teks di tepi halaman, atau baris yang melompati garis.",
        "A note below a table, text in the margin, or a line that runs over a ruling.",
        ("satu sel atau butir untuk setiap teks", "one cell or item for every text"),
    ),
    GapCode.UNKEPT_KEYS: GapWords(
        "kunci formulir yang tidak punya kolom dalam data",
        "lihat pada halamannya bila diperlukan",
        "Formulir memuat NIP, pangkat, atasan langsung, atau kelas jabatan, yang tidak termasuk isi data.",
        "The form says more of the post or its holder than records hold: NIP, rank, superior, class.",
    ),
    GapCode.INFERRED_GRID: GapWords(
        "tabel tanpa garis: selnya disimpulkan dari letak teks",
        "bandingkan baris-barisnya dengan halaman",
        "Tabel dicetak tanpa garis, atau garisnya hilang dalam pindaian.",
        "The table is printed without rulings, or they were lost in the scan.",
        ("garis di antara sel", "rulings between the cells"),
    ),
    GapCode.CONFLICTING_METADATA: GapWords(
        "dokumen menyebut dua hal yang berbeda",
        "putuskan mana yang berlaku",
        "Keputusan disalin dari tahun lalu dan tidak semua tempat diganti.",
        "The decree was copied from last year's and not every place was changed.",
        ("satu keterangan yang sama", "one and the same statement"),
    ),
    GapCode.UNMATCHED_POSITION: GapWords(
        "tidak ada jabatan baku yang cocok dengan nama tercetak",
        "tambahkan ke kosakata dengan --vocabulary",
        "Jabatan baru, singkatan setempat, atau salah ketik yang berat.",
        "A new position, a local abbreviation, or a heavy misprint.",
        ("nama yang ada dalam kosakata", "a name of the vocabulary"),
    ),
    GapCode.LOW_CONFIDENCE: GapWords(
        "sel, nomor, atau tanda tangan terbaca dengan keyakinan rendah",
        "bandingkan dengan gambarnya",
        "Pindaian pudar, miring, atau beresolusi di bawah 200 dpi; tulisan tangan; angka NIP yang hilang.",
        "A faint or skewed scan, or one below 200 dpi; handwriting; a NIP that lost digits.",
        ("bacaan yang meyakinkan", "a confident reading"),
    ),
    GapCode.UNREADABLE: GapWords(
        "teks yang tidak dapat dibaca",
        "ketik dari gambarnya",
        "Cap, tanda tangan, atau noda menutupi teks.",
        "A stamp, a signature or a stain covers the text.",
        ("teks yang terbaca", "readable text"),
    ),
    GapCode.EMPTY_BUT_INKED: GapWords(
        "sel bertinta tetapi tidak ada teks terbaca",
        "bandingkan dengan gambarnya",
        "Tulisan tangan, coretan, atau bayangan lipatan kertas.",
        "Handwriting, a stroke of a pen, or the shadow of a fold.",
        ("teks atau sel kosong", "text, or an empty cell"),
    ),
    GapCode.ILLEGIBLE_PAGE: GapWords(
        "halaman yang hampir tidak memberi teks",
        "pindai ulang bila bisa",
        "Halaman sangat buram, terbalik, atau hampir kosong.",
        "The page is very blurred, upside down, or nearly blank.",
        ("teks halaman", "the page's text"),
    ),
    GapCode.BLANK_PAGE: GapWords(
        "halaman kosong",
        "periksa apakah ada yang hilang di situ",
        "Halaman pemisah, sisi belakang yang kosong, atau isi halaman yang tidak ikut tersimpan.",
        "A separating page, an empty back side, or a page whose content was not saved.",
    ),
    GapCode.UNMAPPED_FONT: GapWords(
        "huruf PDF tidak menyebut karakternya, atau menyebut yang keliru; pesannya menjelaskan apa yang dilakukan",
        "bandingkan dengan halaman",
        "PDF dibuat dengan program yang tidak menyertakan tabel karakter, atau menyertakan yang keliru.",
        "The PDF comes from a program that leaves out the table of characters, or writes a wrong one.",
        ("huruf dengan tabel karakter", "a font with its table of characters"),
    ),
    GapCode.NO_OCR_ENGINE: GapWords(
        "halaman pindaian tidak terbaca: tidak ada mesin OCR",
        "jalankan iki doctor",
        "Tesseract dan onnxruntime belum terpasang.",
        "Neither Tesseract nor onnxruntime is installed.",
        ("teks halaman", "the page's text"),
    ),
    GapCode.ENGINE_FAILED: GapWords(
        "halaman pindaian tidak terbaca: mesin bacanya gagal",
        "jalankan iki doctor, lalu ulangi dengan --retry-failed",
        "Berkas modelnya rusak, memori habis, atau programnya berhenti di tengah jalan.",
        "Its model's file is damaged, memory ran out, or its program broke off.",
        ("teks halaman", "the page's text"),
    ),
    GapCode.ENGINE_REPLACED: GapWords(
        "satu mesin baca gagal di halaman ini; pesannya menyebut apa yang dibaca sebagai gantinya",
        "jalankan iki doctor, lalu ulangi dengan --fresh",
        "Berkas modelnya rusak, memori habis, atau programnya berhenti di tengah jalan.",
        "Its model's file is damaged, memory ran out, or its program broke off.",
        ("pembacaan oleh semua mesin", "a reading by all engines"),
    ),
    GapCode.OCR_OFF: GapWords(
        "halaman pindaian tidak dibaca: OCR dimatikan",
        "ubah dengan --ocr auto",
        "Perintahnya dijalankan dengan --ocr never.",
        "The command was run with --ocr never.",
        ("teks halaman", "the page's text"),
    ),
    GapCode.HIDDEN_TEXT: GapWords(
        "halaman memuat teks tak terlihat; pesannya menyebut berapa yang dipakai",
        "tidak perlu apa-apa",
        "Lapisan OCR dari mesin pemindai di bawah gambar halaman.",
        "The scanner's own OCR layer below the picture of the page.",
    ),
    GapCode.PAGE_FAILED: GapWords(
        "halaman tidak dapat dibaca",
        "buka dengan penampil PDF; perbaiki berkasnya",
        "Halaman rusak di dalam berkas, atau membacanya melampaui batas waktu.",
        "The page is damaged inside the file, or reading it took too long.",
        ("isi halaman", "the page's content"),
    ),
    GapCode.PAGE_TOO_LARGE: GapWords(
        "ukuran halaman melampaui batas",
        "periksa berkasnya",
        "Poster atau gambar teknik di antara halaman, atau ukuran yang salah tulis.",
        "A poster or drawing among the pages, or a size that was set wrongly.",
        ("halaman berukuran wajar", "a page of usual size"),
    ),
    GapCode.REPAIRED_FILE: GapWords(
        "berkas rusak dan terbaca setelah diperbaiki",
        "periksa halamannya",
        "Unduhan terputus, atau berkas disunting oleh program yang keliru.",
        "An interrupted download, or a program that edited the file wrongly.",
    ),
    GapCode.DUPLICATE_DECREE: GapWords(
        "keputusan yang sama ada di masukan lain",
        "buang salah satunya bila perlu",
        "Berkas yang sama disimpan dua kali, atau keputusan dicetak ulang.",
        "One file was stored twice, or a decree was printed again.",
    ),
    GapCode.ACTIVE_CONTENT: GapWords(
        "berkas memuat skrip, lampiran, atau tautan; tidak ada yang dijalankan",
        "tidak perlu apa-apa",
        "PDF isian formulir, atau dokumen dengan lampiran.",
        "A form to be filled in on screen, or a document with attachments.",
    ),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A gap code in one language."""

    code: str
    severity: Severity
    meaning: str
    remedy: str
    cause: str
    expected: str


def explained(code: GapCode, lang: str) -> Explained:
    """What the code means, in Indonesian or English."""
    kind, words = GAP_KINDS[code], GAP_WORDS.get(code, NOT_OFTEN)
    if lang == "id" and words.arti:
        return Explained(code, kind.severity, words.arti, words.langkah, words.sebab, words.expected[0])
    return Explained(code, kind.severity, kind.meaning, kind.remedy, words.cause, words.expected[1])
