"""The desk's wording in Indonesian and English; see `report_words`."""

from __future__ import annotations

DESK_TEXTS: dict[str, tuple[str, str]] = {
    "desk": ("Meja koreksi", "Correction desk"),
    "queue": ("Antrean", "Queue"),
    "to_desk": ("Buka di meja koreksi", "Open at the desk"),
    "report": ("Laporan", "Report"),
    "history": ("Riwayat", "History"),
    "conflicts": ("Perbedaan", "Conflicts"),
    "all_done": (
        "Antrean kosong. Semua yang meragukan sudah dilihat.",
        "The queue is empty. All is reviewed.",
    ),
    "left": ("{n} bagian menunggu", "{n} places wait"),
    "at": ("{n} dari {m}", "{n} of {m}"),
    "why": ("Mengapa ditanyakan", "Why it is asked"),
    "next": ("Berikutnya", "Next"),
    "previous": ("Sebelumnya", "Previous"),
    "save": ("Benar, simpan", "Right, save"),
    "clear": ("Memang kosong", "Empty in print"),
    "merge": ("Gabung ke baris atas", "Merge with row above"),
    "split": ("Belah baris", "Split row"),
    "dismiss": ("Tidak perlu apa-apa", "Nothing to do"),
    "undo": ("Batalkan", "Undo"),
    "undo_last": ("Batalkan yang terakhir", "Undo the last one"),
    "keys": ("Tombol", "Keys"),
    "keys_text": (
        "n berikutnya · p sebelumnya · j k ke bawah dan ke atas dalam dokumen · a benar, simpan · e sunting · "
        "x isian terakhir memang kosong · m gabung · s belah · i baris baru di bawah · w jabatan salah · "
        "d tidak perlu apa-apa · u batalkan · [ ] halaman · + - 0 perbesar, perkecil, seluruh baris · r putar · "
        "Ctrl+Enter simpan · Esc keluar dari isian",
        "n next · p previous · j k down and up in the document · a right, save · e edit · x the last field is "
        "empty in print · m merge · s split · i new row below · w wrong position · d nothing to do · u undo · "
        "[ ] pages · + - 0 larger, smaller, whole row · r turn · Ctrl+Enter saves · Esc leaves the field",
    ),
    "split_hint": (
        "Untuk membelah, tulis baris berisi --- di tempat baris baru mulai, lalu tekan s.",
        "To split, write a line of --- where the new row begins, then press s.",
    ),
    "no_split": (
        "Tidak ada isian yang memuat baris ---; tidak ada yang disimpan.",
        "No field holds a line of ---; nothing was saved.",
    ),
    "no_above": ("Tidak ada baris di atasnya.", "There is no row above."),
    "changed": (
        "Tempat ini sudah diubah di tab lain atau oleh orang lain. Yang Anda ketik masih ada di isian; di "
        "bawahnya tercantum isinya sekarang. Belum ada yang disimpan: simpan lagi bila ketikan Anda yang benar.",
        "This place was changed in another tab or by somebody else. What you typed is still in the fields; below "
        "each stands what it holds now. Nothing was saved: save again if yours is right.",
    ),
    "stands": ("Isinya sekarang", "It holds now"),
    "refused": ("Nilai ini tidak sah: {value}. {hint}", "This value is not valid: {value}. {hint}"),
    "form_of_tanggal": ("Tulis seperti 2023-01-12.", "Write it like 2023-01-12."),
    "form_of_tahun": ("Tulis dengan angka, seperti 2023.", "Write it in digits, like 2023."),
    "form_of_periode": ("Tulis seperti 2021-2026.", "Write it like 2021-2026."),
    "unknown_name": (
        "Kosakata tidak memuat jabatan {value}. Pilih dari daftar, atau tambahkan dengan --vocabulary.",
        "The vocabulary has no position {value}. Choose one from the list, or add it with --vocabulary.",
    ),
    "no_focus": (
        "Pilih dulu isian yang memang kosong (klik atau tekan e); tidak ada yang diubah.",
        "First choose the field that is empty in print (click it or press e); nothing was changed.",
    ),
    "draft_back": (
        "Ketikan yang belum disimpan ada kembali di isian.",
        "What you typed and did not save is back in the fields.",
    ),
    "discard": ("Buang ketikan ini", "Throw it away"),
    "drafts": ("Ketikan belum disimpan", "Typed, not saved"),
    "place_gone": ("Tempat ini tidak ada lagi", "This place is gone"),
    "place_gone_text": (
        "Baris atau butirnya dihapus atau digabung di tempat lain. Yang Anda ketik belum disimpan; ini teksnya.",
        "The row or item was removed or merged elsewhere. What you typed is not saved; here it is.",
    ),
    "not_queued": ("tidak ada dalam antrean", "not in the queue"),
    "waiting": ("menunggu", "waiting"),
    "form": ("jenis formulir", "form"),
    "rows_short": ("indikator", "indicators"),
    "filter_documents": ("nama, unit kerja, atau tahun", "name, office or year"),
    "above": ("Di atasnya", "Above"),
    "below_it": ("Di bawahnya", "Below"),
    "insert": ("Baris baru di bawah", "New row below"),
    "add_row": ("Tambah baris indikator", "Add an indicator row"),
    "remove_row": ("Hapus baris", "Delete row"),
    "remove": ("Hapus", "Delete"),
    "add_tugas": ("tugas baru", "new duty"),
    "add_fungsi": ("fungsi baru", "new function"),
    "add_signature": ("Tanda tangan baru", "New signature"),
    "sign_jabatan": ("jabatan penanda tangan", "post of who signed"),
    "sign_nama": ("nama", "name"),
    "sign_pangkat": ("pangkat", "rank"),
    "sign_nip": ("NIP", "NIP"),
    "page_of_all": ("hlm. {n} dari {m}", "page {n} of {m}"),
    "page_back": ("Halaman sebelumnya", "Page before"),
    "page_on": ("Halaman berikutnya", "Next page"),
    "smaller": ("Perkecil", "Smaller"),
    "larger": ("Perbesar", "Larger"),
    "whole_row": ("Seluruh baris", "Whole row"),
    "turn": ("Putar", "Turn"),
    "did_set": ("diisi", "set"),
    "did_accept": ("dinyatakan benar", "said to be right"),
    "did_empty": ("dikosongkan", "emptied"),
    "did_merge": ("digabung", "merged"),
    "did_split": ("dibelah", "split"),
    "did_insert": ("ditambah", "added"),
    "did_remove": ("dihapus", "deleted"),
    "did_dismiss": ("tidak perlu apa-apa", "nothing to do"),
    "did_undo": ("dibatalkan", "undone"),
    "no_picture": (
        "Gambar halaman tidak ada: berkas sumbernya tidak ditemukan lagi atau sudah berubah.",
        "There is no picture of the page: the source file is gone or has changed.",
    ),
    "position_print": ("jabatan (tercetak)", "position (printed)"),
    "position_canonical": ("jabatan baku", "canonical position"),
    "was": ("sebelumnya", "before"),
    "now": ("menjadi", "now"),
    "place": ("tempat", "place"),
    "who": ("siapa", "who"),
    "when": ("kapan", "when"),
    "action": ("tindakan", "action"),
    "no_history": ("Belum ada koreksi.", "No corrections yet."),
    "no_conflicts": ("Tidak ada perbedaan.", "There are no conflicts."),
    "conflicts_intro": (
        "Dua orang memberi isi yang berbeda untuk bagian yang sama. Yang terakhir berlaku sampai salah satunya "
        "dibatalkan.",
        "Two people say different things of one place. The last one holds until one of them is undone.",
    ),
    "kept_where": (
        "Koreksi tersimpan di corrections.jsonl; iki convert dan iki report memakainya.",
        "Corrections are kept in corrections.jsonl; iki convert and iki report apply them.",
    ),
}
