# Rencana perbaikan kinerja
improvement-title = Rencana perbaikan kinerja
improvement-lead = Sesudah predikat turun: beberapa langkah yang disepakati dengan atasan. Dibaca Anda, atasan, pimpinan, dan kepegawaian.
improvement-all = Rencana saya
improvement-open = Rencana yang berjalan
improvement-none = Belum ada rencana
improvement-none-text = Bila predikat turun, tulis beberapa langkah bersama atasan di sini.
improvement-team = Rencana tim
improvement-team-title = Rencana perbaikan tim
improvement-team-lead = Rencana tidak mengubah hak kerja fleksibel; hak terbuka lagi dengan hasil.
improvement-team-none = Tidak ada rencana yang berjalan
improvement-team-none-text = Rencana pegawai yang Anda putuskan tampil di sini.
improvement-others = Tanpa rencana
improvement-of = Rencana { $day }
improvement-lines = { $n } langkah
improvement-summary = { $lines }, sampai { $day }
improvement-state-written = Menunggu persetujuan
improvement-state-agreed = Disepakati
improvement-state-met = Tercapai
improvement-state-not_met = Belum tercapai
improvement-agency-title = Rencana perbaikan instansi
improvement-agency-lead = Untuk dibaca. Yang menulis, menyetujui, dan menutup: pegawainya dan atasannya.
improvement-agency-link = Rencana perbaikan
improvement-agency-all = Rencana, terbaru lebih dulu
improvement-agency-none-text = Rencana muncul di sini begitu pegawai atau atasannya menulisnya.
improvement-agency-empty = Tidak ada rencana dengan keadaan ini
improvement-agency-empty-text = Pilih keadaan lain, atau lihat semuanya.
improvement-agency-whole = Lihat semua
improvement-states = Keadaan
improvement-state-all = Semua
improvement-state-closed = Ditutup
improvement-write = Tulis rencana
improvement-write-lead = Paling banyak lima langkah. Atasan Anda diminta menyetujuinya.
improvement-write-for = Rencana untuk { $name }, paling banyak lima langkah. { $name } diminta menyetujuinya.
improvement-line = Langkah { $n }
improvement-what = Apa yang dikerjakan
improvement-by = Sampai kapan
improvement-known = Tandanya tercapai
improvement-known-hint = Misalnya “dua telaah diterima”.
improvement-more = Tambah langkah
improvement-send = Kirim dan setujui
improvement-send-hint = Dengan mengirim, Anda menyetujui yang tertulis. Pihak lain menyetujui atau mengubahnya.
improvement-back = Kembali
improvement-rewrite = Ubah
improvement-agree = Setujui
improvement-waits = Menunggu persetujuan { $name }
improvement-waits-leader = Menunggu persetujuan atasan
improvement-no-verdict = Rencana ini tidak mengubah hak kerja fleksibel; hak terbuka lagi dengan hasil.
improvement-steps = Langkah
improvement-known-by = Tandanya: { $how }
improvement-until = sampai { $day }
improvement-history = Riwayat
improvement-agreed-by = { $name } menyetujui
improvement-noted-by = { $name } mencatat
improvement-closed-met = { $name } menutup: tercapai
improvement-closed-not_met = { $name } menutup: belum tercapai
improvement-note-new = Catat kemajuan
improvement-note = Catatan
improvement-note-hint = Apa yang sudah jadi, apa yang menghambat.
improvement-note-add = Tambah catatan
improvement-close = Tutup rencana
improvement-reason = Alasan
improvement-reason-hint = Wajib: apa yang tercapai atau belum.
improvement-met = Tercapai
improvement-not-met = Belum tercapai
improvement-home = Rencana perbaikan menunggu persetujuan Anda
improvement-home-of = Rencana perbaikan { $name } menunggu persetujuan Anda
improvement-lacks = { $name }: predikat { $have }, belum ada rencana perbaikan
improvement-lacks-text = Predikat { $have }, dibutuhkan paling rendah { $least }.
improvement-own-open = Rencana perbaikan: { $state }
improvement-own-none = Predikat terakhir di bawah syarat. Susun rencana perbaikan dengan atasan.
improvement-own-see = Buka rencana
flash-improvement-written = Rencana terkirim; menunggu persetujuan pihak lain.
flash-improvement-agreed = Persetujuan tersimpan.
flash-improvement-noted = Catatan tersimpan.
flash-improvement-closed = Rencana ditutup.
invalid-improvement-nothing = Tulis sedikitnya satu langkah.
invalid-improvement-many = Paling banyak { $n } langkah.
invalid-improvement-what = Tulis apa yang dikerjakan pada langkah { $n }.
invalid-improvement-known = Tulis tanda langkah { $n } tercapai.
invalid-improvement-by = Isi tanggal langkah { $n }: hari ini sampai satu tahun ke depan.
refused-improvement-step = { $state ->
    [written] Rencana ini belum disepakati berdua. Setujui dulu.
    [agreed] Rencana ini sudah disepakati. Tambahkan catatan, atau tutup lalu tulis yang baru.
   *[other] Rencana ini sudah ditutup. Tulis rencana baru.
}
refused-improvement-open = Masih ada rencana yang berjalan. Ubah atau tutup yang itu dulu.
refused-improvement-yours = Anda sudah menyetujuinya; pihak lain yang ditunggu.
refused-improvement-notes = Rencana ini sudah punya { $n } catatan. Tutup rencananya.
refused-own-improvement = Rencana sendiri ditutup oleh atasan Anda. Minta atasan menutupnya.
mail-improvement-written-subject = Rencana perbaikan kinerja menunggu persetujuan Anda
mail-improvement-written-body = Yth. { $person },

    { $name } menulis atau menyetujui rencana perbaikan kinerja. Baca, lalu setujui atau ubah.
    { $link }
mail-improvement-agreed-subject = Rencana perbaikan kinerja disepakati
mail-improvement-agreed-body = Yth. { $person },

    { $name } menyetujui rencana perbaikan kinerja. Rencana itu berlaku.
    { $link }
mail-improvement-noted-subject = Catatan baru pada rencana perbaikan kinerja
mail-improvement-noted-body = Yth. { $person },

    { $name } menambahkan catatan pada rencana perbaikan kinerja.
    { $link }
mail-improvement-closed-subject = Rencana perbaikan kinerja Anda ditutup
mail-improvement-closed-body = Yth. { $person },

    { $name } menutup rencana perbaikan kinerja Anda. Hasil dan alasannya ada di halaman rencana.
    { $link }
trail-event-improvement-written = Rencana perbaikan ditulis
trail-event-improvement-agreed = Rencana perbaikan disetujui
trail-event-improvement-noted = Kemajuan rencana perbaikan dicatat
trail-event-improvement-closed = Rencana perbaikan ditutup
trail-subject-improvement-plan = Rencana perbaikan
waits-improvement = { $n } pegawai dengan rencana perbaikan
