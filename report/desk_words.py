"""The desk's wording in Indonesian and English; see `words`."""

from __future__ import annotations

DESK_TEXTS: dict[str, tuple[str, str]] = {
    "desk": ("Meja koreksi", "Correction desk"),
    "queue": ("Antrean", "Queue"),
    "history": ("Riwayat", "History"),
    "conflicts": ("Pertentangan", "Conflicts"),
    "all_done": (
        "Antrean kosong. Semua yang meragukan sudah dilihat.",
        "The queue is empty. All is reviewed.",
    ),
    "left": ("{n} tempat menunggu", "{n} places wait"),
    "at": ("{n} dari {m}", "{n} of {m}"),
    "why": ("Mengapa ditanyakan", "Why it is asked"),
    "next": ("Berikutnya", "Next"),
    "previous": ("Sebelumnya", "Previous"),
    "save": ("Benar, simpan", "Right, save"),
    "clear": ("Kosong di cetakan", "Empty in print"),
    "merge": ("Gabung ke baris atas", "Merge with row above"),
    "split": ("Belah baris", "Split row"),
    "dismiss": ("Tidak perlu apa-apa", "Nothing to do"),
    "undo": ("Batalkan", "Undo"),
    "undo_last": ("Batalkan yang terakhir", "Undo the last one"),
    "keys": ("Tombol", "Keys"),
    "keys_text": (
        "n berikutnya · p sebelumnya · a benar, simpan · e sunting · x kosong di cetakan · m gabung · s "
        "belah · "
        "w jabatan salah · d tidak perlu apa-apa · u batalkan · Ctrl+Enter simpan · Esc keluar dari isian",
        "n next · p previous · a right, save · e edit · x empty in print · m merge · s split · "
        "w wrong position · d nothing to do · u undo · Ctrl+Enter saves · Esc leaves the field",
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
        "Tempat ini sudah diubah di tab lain. Ini keadaannya sekarang; tidak ada yang disimpan.",
        "This place was changed in another tab. This is how it is now; nothing was saved.",
    ),
    "refused": ("Nilai ini tidak sah: {value}", "This value is not valid: {value}"),
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
    "no_conflicts": ("Tidak ada pertentangan.", "There are no conflicts."),
    "conflicts_intro": (
        "Dua orang mengatakan hal berbeda tentang satu tempat. Yang terakhir berlaku sampai salah satunya "
        "dibatalkan.",
        "Two people say different things of one place. The last one holds until one of them is undone.",
    ),
    "kept_where": (
        "Koreksi tersimpan di corrections.jsonl; iki convert dan iki report memakainya.",
        "Corrections are kept in corrections.jsonl; iki convert and iki report apply them.",
    ),
}
