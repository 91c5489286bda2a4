"""The report's wording in Indonesian and English, and numbers as each language writes them.

A dictionary suffices: two languages, no plural forms in Indonesian, and English sentences that are worded so
that they need few. `Words` is what templates get as ``t``.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from ..batch.outcome import STATUSES
from ..schema.messages import LANGUAGES, counted, in_language

ROUNDED_DOWN = 0.5  # shares above this are rounded down, so that only all of them is 100 %
ROUNDING = 1e-9  # added before rounding down, for shares such as 0.29 that floats hold a little too small
OPTION = re.compile(r"((?:iki \w+ )?--[a-z][a-z-]*)")
WHOLE_FROM = 10  # values, from which gains are shown without decimals

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Laporan mutu data IKI", "Quality report of the IKI data"),
    "skip": ("Langsung ke isi", "Skip to content"),
    "sections": ("Bagian laporan", "Sections"),
    "summary": ("Ringkasan", "Summary"),
    "gaps": ("Celah", "Gaps"),
    "coverage": ("Cakupan", "Coverage"),
    "confidence": ("Keyakinan", "Confidence"),
    "truth": ("Data acuan", "Truth"),
    "positions": ("Jabatan", "Positions"),
    "documents": ("Dokumen", "Documents"),
    "run": ("Proses", "Run"),
    "made_by": ("Dibuat oleh iki-decrees {version}", "Made by iki-decrees {version}"),
    # -- headline
    "nothing": (
        "Belum ada keputusan dalam folder ini.",
        "There is no decree in this folder yet.",
    ),
    "read": (
        "{decrees} keputusan memuat {positions} jabatan dan {rows} indikator, dari {pages} halaman.",
        "{decrees} [decrees:decree holds|decrees hold] {positions} [positions:position|positions] and {rows} "
        "[rows:indicator|indicators], from {pages} [pages:page|pages].",
    ),
    "verdict_whole": (
        "Data ini lengkap dan siap dipakai.",
        "This data is complete and ready for use.",
    ),
    "verdict_good": (
        "Data ini hampir lengkap; hanya sedikit yang masih perlu diperiksa.",
        "This data is nearly complete; only a little is left to check.",
    ),
    "verdict_some": (
        "Data ini dapat dipakai, tetapi bagian-bagian di bawah ini perlu diperiksa.",
        "This data can be used; somebody should look at the places below.",
    ),
    "verdict_poor": (
        "Jangan pakai data ini sebelum hal-hal di bawah ini diperbaiki.",
        "Do not use this data before the points below are fixed.",
    ),
    "fig_complete": ("sel terisi", "of cells filled"),
    "fig_complete_note": ("{filled} dari {places} sel tabel", "{filled} of {places} table cells"),
    "fig_lost_note": (
        "{filled} dari kira-kira {places} sel tabel; {lost} di antaranya hilang bersama halaman atau tabelnya",
        "{filled} of about {places} table cells; {lost} of them were lost with their pages or tables",
    ),
    "fig_sure": ("keyakinan rata-rata", "mean confidence"),
    "fig_sure_note": (
        "menurut perkiraan program, {wrong} sel mungkin keliru (belum diukur); {doubtful} nilai meragukan",
        "an estimated {wrong} [wrong:cell|cells] may be wrong (not measured); {doubtful} "
        "[doubtful:value is|values are] doubtful",
    ),
    "fig_exact": ("sel tepat sama dengan data acuan", "of cells are exactly as in the truth"),
    "fig_exact_note": ("diukur pada {n} dokumen", "measured on {n} [n:document|documents]"),
    "fig_named": ("jabatan punya nama baku", "of positions have a canonical name"),
    "fig_named_note": ("{named} dari {positions} jabatan", "{named} of {positions} positions"),
    "fig_hands": ("bagian perlu diperiksa", "places to check"),
    "fig_hands_note": (
        "{errors} kesalahan, {warnings} peringatan; {infos} lainnya sekadar info",
        "{errors} [errors:error|errors], {warnings} [warnings:warning|warnings]; {infos} for information",
    ),
    "human_note": (
        "{human} nilai sudah diperiksa orang.",
        "{human} [human:value was|values were] checked by a person.",
    ),
    "repeats_note": (
        "{n} salinan dari keputusan yang sama tidak ikut dihitung.",
        "{n} [n:copy of the same decree is|copies of the same decrees are] not counted.",
    ),
    "others_note": (
        "{n} dokumen lain tidak memuat formulir.",
        "{n} other [n:document holds|documents hold] no form.",
    ),
    "same_as": ("sama dengan {name}", "same as {name}"),
    "another_document": ("dokumen lain", "another document"),
    "unmeasured": (
        "Keyakinan adalah perkiraan program dan belum diperiksa pada dokumen ini: yang benar-benar keliru bisa "
        "lebih sedikit atau lebih banyak. Untuk mengukurnya, sediakan data acuan: iki report --truth.",
        "Confidence is the program's own estimate and was not checked on these documents: fewer or more may "
        "really be wrong. To measure it, give truth: iki report --truth.",
    ),
    "measured": (
        "Dari {n} sel yang dibandingkan dengan data acuan, program memperkirakan {said} keliru; ternyata "
        "yang keliru {wrong}.",
        "Of {n} cells compared with truth, the program held {said} for wrong; {wrong} are.",
    ),
    "too_humble": (
        "Perkiraannya di sini terlalu hati-hati.",
        "Its estimate is too cautious here.",
    ),
    "too_sure": ("Perkiraannya di sini terlalu yakin.", "Its estimate is too sure here."),
    "just_right": ("Perkiraannya di sini tepat.", "Its estimate holds here."),
    "hands_first": ("Kerjakan ini dulu", "Do this first"),
    "no_hands": ("Tidak ada yang perlu dikerjakan.", "Nothing needs to be done."),
    "failed_inputs": ("{n} berkas tidak dapat dibaca", "{n} [n:file|files] could not be read"),
    "failed_inputs_do": ("lihat sebabnya di bagian Proses", "see why under Run"),
    "gain_little": ("kurang dari 1 nilai", "less than 1 value"),
    "gain_of": ("≈ {n} nilai", "≈ {n} [n:value|values]"),
    "in_documents": ("di {n} dokumen", "in {n} [n:document|documents]"),
    # -- gaps
    "gaps_intro": (
        "Celah adalah bagian yang kosong atau meragukan. Kesalahan ditampilkan paling atas, disusul peringatan; "
        "masing-masing diurutkan menurut dampaknya: kira-kira berapa nilai menjadi lengkap atau pasti bila celah "
        "itu diperbaiki. Pesannya sama dengan kolom pesan dalam gaps.csv.",
        "A gap is a place that is empty or doubtful. Errors come first, then warnings; among them they are "
        "sorted by impact: about how many values become complete or certain once the gap is fixed. Messages "
        "read as in gaps.csv.",
    ),
    "no_gaps": ("Tidak ada celah.", "There are no gaps."),
    "by_code": ("Celah menurut jenis", "Gaps by kind"),
    "all_gaps": ("Setiap celah", "Every gap"),
    "gaps_capped": (
        "Ditampilkan {shown} celah terpenting dari {all}. Selebihnya ada di gaps.csv dan di "
        "halaman dokumennya.",
        "Shown are the {shown} most important gaps of {all}. The others stand in gaps.csv and on their "
        "documents' pages.",
    ),
    "code": ("jenis", "kind"),
    "severity": ("tingkat", "severity"),
    "error": ("kesalahan", "error"),
    "warning": ("peringatan", "warning"),
    "info": ("info", "info"),
    "count": ("jumlah", "number"),
    "gain": ("dampak", "impact"),
    "what_to_do": ("langkah", "what to do"),
    "cause": ("sebab yang lazim", "typical cause"),
    "where": ("tempat", "where"),
    "expected": ("diharapkan", "expected"),
    "found": ("ditemukan", "found"),
    "nothing_there": ("kosong", "nothing"),
    "message": ("pesan", "message"),
    "picture": ("gambar", "picture"),
    "page": ("hlm. {n}", "page {n}"),
    "row_no": ("baris {n}", "row {n}"),
    "box": ("kotak", "box"),
    "crop_of": ("Potongan halaman {n} dengan tempat celah", "Part of page {n} with the place of the gap"),
    "pictures_capped": (
        "Gambar dibuat untuk celah terpenting saja, agar berkas ini tetap kecil.",
        "Pictures are made for the most important gaps only, so that this file stays small.",
    ),
    "no_pictures": (
        "Gambar halaman tidak ada: berkas sumbernya tidak ditemukan lagi atau sudah berubah.",
        "There are no page pictures: the source files are gone or have changed.",
    ),
    # -- coverage
    "coverage_intro": (
        "Angka besar: bagian yang terisi. Angka kecil: keyakinan rata-rata yang terisi, bila di bawah 1 "
        "(untuk "
        "jabatan baku: skor kecocokan). Makin gelap, makin banyak yang kurang; tugas, fungsi dan identitas "
        "tidak diwarnai, karena banyak formulir memang tidak mencetaknya.",
        "Large figure: share filled. Small figure: mean confidence of what is filled, if below 1 (for "
        "canonical "
        "names: the score of the match). The darker, the more is lacking; duties, functions and identity have no "
        "shade, for many forms print none.",
    ),
    "by_office": ("Unit kerja dan isian", "Offices and fields"),
    "by_region": ("Wilayah dan isian", "Regions and fields"),
    "office": ("unit kerja", "office"),
    "region": ("wilayah", "region"),
    "no_office": ("(tanpa unit kerja)", "(office not stated)"),
    "no_region": ("(tanpa wilayah)", "(region not stated)"),
    "sasaran": ("sasaran", "sasaran"),
    "indikator": ("indikator", "indikator"),
    "formulasi": ("formulasi", "formulasi"),
    "sumber_data": ("sumber data", "sumber data"),
    "tugas": ("tugas", "tugas"),
    "fungsi": ("fungsi", "fungsi"),
    "rows": ("tabel", "table"),
    "canonical": ("jabatan baku", "canonical"),
    "identity": ("identitas", "identity"),
    "identity_note": (
        "Identitas: nomor, tanggal, tahun, dan unit kerja keputusan.",
        "Identity: number, date, year and office of the decree.",
    ),
    "years": ("Tahun keputusan", "Years of the decrees"),
    "one_year": ("{n} keputusan, semuanya tahun {year}.", "{n} [n:decree|decrees], all of {year}."),
    "no_year": ("{n} keputusan tidak menyebut tahun.", "{n} [n:decree states|decrees state] no year."),
    "lacking": ("Jabatan yang dimiliki unit sebanding", "Positions that comparable offices have"),
    "lacking_intro": (
        "Unit sebanding adalah unit dengan kata pertama yang sama, misalnya semua Kecamatan. Yang tercantum "
        "di "
        "sini dimiliki oleh hampir semua unit sebanding, tetapi tidak oleh unit ini.",
        "Comparable offices begin with the same word, for example all Kecamatan. Nearly all comparable offices "
        "have these positions; this one does not.",
    ),
    "lacks": ("tidak memiliki", "lacks"),
    "peers_have": ("dimiliki oleh", "held by"),
    "n_of_m": ("{n} dari {m}", "{n} of {m}"),
    "no_lacks": (
        "Tidak ada yang ditemukan, atau unit yang sebanding terlalu sedikit (perlu empat yang sejenis).",
        "None found, or too few comparable offices (four of a kind are needed).",
    ),
    # -- confidence
    "confidence_intro": (
        "Keyakinan adalah perkiraan peluang bahwa sebuah nilai terbaca benar: dari semua nilai dengan "
        "keyakinan 0,9, sembilan dari sepuluh semestinya benar. Perkiraan itu ditetapkan dari dokumen contoh "
        "bawaan; apakah berlaku juga untuk dokumen Anda hanya terlihat dari perbandingan dengan data acuan. "
        "Batang menunjukkan sebaran; yang paling yakin ada di kanan.",
        "Confidence is an estimate of the probability that a value was read right: of all values given 0.9, "
        "nine in ten should be right. It was set on the program's sample documents; whether it holds on "
        "yours, only a comparison with truth tells. Bars show the distribution; the surest is on the right.",
    ),
    "distribution": ("Sebaran menurut isian dan jenis halaman", "Distribution by field and kind of page"),
    "field": ("isian", "field"),
    "kind": ("jenis halaman", "kind of page"),
    "text": ("teks", "text"),
    "scan": ("pindaian", "scan"),
    "mixed": ("campuran", "mixed"),
    "missing": ("tidak ada", "missing"),
    "values": ("nilai", "values"),
    "below": ("di bawah 0,9", "below 0.9"),
    "spread": ("sebaran", "distribution"),
    "calibration": ("Kalibrasi", "Calibration"),
    "calibration_intro": (
        "Setiap titik mengumpulkan sel dengan keyakinan serupa. Di atas garis: lebih sering benar daripada "
        "yang "
        "dikatakan; di bawah garis: terlalu percaya diri.",
        "Each dot gathers cells of similar confidence. Above the line: right more often than said; below it: "
        "overconfident.",
    ),
    "said": ("keyakinan", "confidence"),
    "right": ("benar", "right"),
    "truth_intro": (
        "Perbandingan dengan {n} dokumen acuan.",
        "Comparison with {n} truth [n:document|documents].",
    ),
    "exact": ("tepat", "exact"),
    "close": ("hampir tepat", "close"),
    "cer": ("kesalahan karakter", "character errors"),
    "f1": ("F1", "F1"),
    "cells": ("sel", "cells"),
    "all": ("semua", "all"),
    "measure": ("ukuran", "measure"),
    "figure": ("nilai", "value"),
    # -- positions
    "positions_intro": (
        "Nama jabatan yang tercetak dipadankan dengan nama baku. Nama yang tersusun dibentuk dari jenjang jabatan "
        "yang dikenal; yang tidak cocok dibiarkan kosong, sebab nama yang salah lebih buruk daripada kosong.",
        "Printed names are mapped to canonical ones. Composed ones are built on a known rank; unmatched "
        "ones are "
        "left empty, for a wrong match is worse than none.",
    ),
    "matched": ("cocok", "matched"),
    "composed": ("tersusun", "composed"),
    "unmatched": ("tidak cocok", "unmatched"),
    "exact_method": ("sama", "exact"),
    "alias": ("alias", "alias"),
    "fuzzy": ("mirip", "fuzzy"),
    "human": ("manusia", "human"),
    "outside": ("Nama di luar kosakata", "Names outside the vocabulary"),
    "outside_intro": (
        "Yang tersering lebih dulu, ejaan yang sama artinya dijadikan satu. Tambahkan yang memang jabatan ke "
        "berkas untuk --vocabulary, lalu periksa sisanya dengan iki match --unmatched.",
        "The most frequent first, spellings of one name together. Add those that are positions to a file for "
        "--vocabulary, then see what is left with iki match --unmatched.",
    ),
    "outside_name": ("nama", "name"),
    "spellings": ("ejaan tercetak", "printed spellings"),
    "nearest": ("nama baku terdekat", "nearest canonical name"),
    "mapping": ("Dari nama tercetak ke nama baku", "From printed to canonical name"),
    "printed": ("tercetak", "printed"),
    "canonical_name": ("nama baku", "canonical name"),
    "vocabulary_code": ("kode", "code"),
    "method": ("cara", "method"),
    "score": ("skor", "score"),
    "no_name": ("(tanpa nama)", "(no name)"),
    # -- documents
    "documents_intro": (
        "Setiap dokumen dengan halamannya, tabel hasil bacaan, dan celahnya.",
        "Every document with its pages, the extracted tables and its gaps.",
    ),
    "details_inside": (
        "Rincian setiap dokumen ada di bawah tabel ini.",
        "Every document's details stand below this table.",
    ),
    "details_outside": (
        "Rincian setiap dokumen ada di folder report_files di samping berkas ini.",
        "Every document's details are in the folder report_files beside this file.",
    ),
    "document": ("dokumen", "document"),
    "year": ("tahun", "year"),
    "pages": ("halaman", "pages"),
    "filled": ("terisi", "filled"),
    "ms": ("ms", "ms"),
    "time": ("waktu", "time"),
    "source": ("berkas", "file"),
    "nomor": ("nomor", "number"),
    "tanggal": ("tanggal", "date"),
    "tahun": ("tahun", "year"),
    "tentang": ("tentang", "about"),
    "unit_kerja": ("unit kerja", "office"),
    "kecamatan": ("kecamatan", "kecamatan"),
    "kabupaten_kota": ("kabupaten/kota", "regency or city"),
    "provinsi": ("provinsi", "province"),
    "page_pictures": ("Halaman dengan sel yang terbaca", "Pages with the cells that were read"),
    "legend": (
        "biru: sel dan butir; jingga: keyakinan di bawah 0,9; merah putus-putus: celah; hijau: diperiksa "
        "orang",
        "blue: cells and items; orange: confidence below 0.9; dashed red: gaps; green: checked by a person",
    ),
    "extracted": ("Tabel hasil bacaan", "Extracted table"),
    "no": ("no", "no"),
    "inherited": ("sel gabungan", "merged cell"),
    "no_rows": ("tanpa baris indikator", "no indicator rows"),
    "duties": (
        "{tugas} tugas, {fungsi} fungsi",
        "{tugas} [tugas:duty|duties], {fungsi} [fungsi:function|functions]",
    ),
    "signatures": ("tanda tangan", "signatures"),
    "its_gaps": ("Celah dokumen ini", "Gaps of this document"),
    "no_own_gaps": ("Dokumen ini tanpa celah.", "This document has no gaps."),
    "back": ("Kembali ke laporan", "Back to the report"),
    "page_of": ("Halaman {n}", "Page {n}"),
    "more_pages": (
        "{n} halaman lain ditampilkan tanpa gambarnya.",
        "{n} further [n:page is|pages are] drawn without [n:its|their] picture.",
    ),
    # -- run
    "run_intro": ("Apa yang terjadi dengan setiap berkas masukan.", "What became of every input file."),
    "no_run": (
        "Catatan proses (ledger.sqlite) tidak ada di folder ini.",
        "The record of the run (ledger.sqlite) is not in this folder.",
    ),
    "speed": (
        "{pages} halaman dalam {seconds} detik kerja: {rate} halaman per detik untuk setiap inti prosesor.",
        "{pages} [pages:page|pages] in {seconds} seconds of work: {rate} pages per second and core.",
    ),
    "by_status": ("Berkas menurut hasil", "Files by outcome"),
    "by_stage": ("Waktu menurut tahap", "Time by stage"),
    "status": ("hasil", "outcome"),
    "stage": ("tahap", "stage"),
    "share": ("bagian", "share"),
    "per_page": ("ms per halaman", "ms per page"),
    "stage_read": ("membaca halaman", "reading pages"),
    "stage_build": ("menyusun data", "building records"),
    "stage_write": ("menulis", "writing"),
    "not_converted": ("Berkas yang tidak menghasilkan data", "Files that gave no data"),
    "reason": ("sebab", "reason"),
    "slowest": ("Dokumen paling lambat", "Slowest documents"),
    # -- tables
    "filter": ("Saring", "Filter"),
    "filter_hint": ("ketik untuk menyaring", "type to filter"),
    "any": ("semua", "any"),
    "more": ("Tampilkan semua", "Show all"),
    "shown": ("{n} dari {m} baris", "{n} of {m} rows"),
    "about": ("Tentang laporan ini", "About this report"),
    "about_text": (
        "Laporan ini satu berkas mandiri: tidak memerlukan jaringan dan tidak mengirim apa pun. Data "
        "lengkap ada "
        "di berkas CSV dan JSON di sampingnya.",
        "This report is one self-contained file: it needs no network and sends nothing. The full data is in "
        "the "
        "CSV and JSON files beside it.",
    ),
}

STATUS_WORDS: dict[str, str] = {
    "ok": "terbaca",
    "repaired": "rusak, terbaca setelah diperbaiki",
    "partial": "terbaca, sebagian tidak",
    "duplicate": "isinya sama dengan berkas lain",
    "empty": "berkas kosong",
    "not_pdf": "bukan PDF atau gambar halaman",
    "encrypted": "terkunci kata sandi",
    "damaged": "rusak, tidak dapat diperbaiki",
    "too_large": "melampaui batas ukuran",
    "unsupported": "jenis berkas yang tidak dibaca",
    "missing": "tidak ada atau tidak dapat dibuka",
    "engine_unavailable": "memerlukan mesin baca yang belum terpasang",
    "engine_failed": "mesin baca yang terpasang gagal bekerja",
    "ocr_off": "hasil pindaian, sedangkan OCR dimatikan",
    "timeout": "melampaui batas waktu",
    "out_of_memory": "melampaui batas memori",
    "crashed": "pembacanya berhenti mendadak",
    "waiting": "belum dikerjakan",
}


class Words:
    """Texts and numbers in one language."""

    def __init__(self, lang: str, texts: Mapping[str, tuple[str, str]] = TEXTS) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"no such language: {lang!r}")
        self.lang = lang
        self._texts = texts
        self._at = LANGUAGES.index(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key; numbers among the values are written as the language does."""
        text = self._texts[key][self._at]
        if self.lang == "en":
            text = counted(text, values)
        said = {
            name: self.number(value) if isinstance(value, (int, float)) else value
            for name, value in values.items()
        }
        return text.format(**said)

    def marked(self, key: str) -> Markup:
        """The text of that key as HTML, with names of options as code, which does not break at a hyphen."""
        return Markup(OPTION.sub(r"<code>\1</code>", str(escape(self(key)))))

    def message(self, text: str) -> tuple[str, str]:
        """A gap's or an error's message as the reader gets it, and the language that it is in."""
        return in_language(text, self.lang)

    def knows(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self._texts

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the language's separators."""
        text = f"{value:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "id" else text

    def moment(self, when: str | None) -> str:
        """A time kept in UTC as the clock here shows it, to the minute."""
        if not when:
            return "–"
        return f"{datetime.datetime.fromisoformat(when).astimezone():%Y-%m-%d %H:%M}"

    def gain(self, values: float) -> str:
        """About how many values become complete or certain."""
        if values < 1:
            return self("gain_little")
        return self("gain_of", n=self.number(values, 1 if values < WHOLE_FROM else 0))

    def percent(self, share: float | None, digits: int = 1) -> str:
        """A share in percent; 100 only where it is all, 0 only where it is none."""
        if share is None:
            return "–"
        step = float(10**-digits)
        hundredths = math.floor(share * 100 / step + ROUNDING) * step if share > ROUNDED_DOWN else share * 100
        if share > 0 and hundredths < step:
            hundredths = step
        text = self.number(hundredths, 0 if share in {0.0, 1.0} else digits)
        return f"{text}%"

    def probability(self, value: float | None) -> str:
        """A probability with three digits, never rounded up to certainty."""
        if value is None:
            return "–"
        return self.number(1.0, 0) if value == 1.0 else self.number(math.floor(value * 1000) / 1000, 3)

    def status(self, status: str) -> str:
        """What a status of the ledger means."""
        if self.lang == "id":
            return STATUS_WORDS.get(status, status)
        return STATUSES.get(status, status.replace("_", " "))
