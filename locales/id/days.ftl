# Rencana dan laporan harian
nav-today = Hari ini
nav-team-today = Laporan harian tim
day-title = Rencana dan laporan harian
day-lead = Apa yang akan Anda kerjakan, lalu apa jadinya. Dibaca Anda, atasan langsung dan pimpinan.
day-team = Harian tim
day-team-title = Laporan harian tim
day-before = Hari kerja sebelumnya
day-after = Hari kerja berikutnya
day-place-off = libur
day-place-leave = cuti
day-closed-leave = Anda cuti
day-closed-leave-text = Tidak perlu rencana atau laporan untuk hari ini.
day-closed-off = Hari libur
day-closed-off-text = Hari itu Anda tidak bekerja, jadi tidak perlu rencana atau laporan.
day-closed-late = Tidak ada laporan
day-closed-late-text = Hari ini dapat dilaporkan sampai { $until }.
day-will = Yang akan dikerjakan
day-did = Apa yang dikerjakan dan jadinya
day-line = Pekerjaan { $n }
day-line-placeholder = Misalnya “Peta usulan, bagian kedua”
day-line-outcome = Jadinya pekerjaan { $n }
day-line-note = Catatan pekerjaan { $n }
day-outcome-done = Selesai
day-outcome-partly = Sebagian
day-outcome-not = Belum
day-note = Catatan
day-note-placeholder = Misalnya “menunggu data dari daerah”
day-more = Tambah pekerjaan
day-save = Simpan rencana
day-send = Kirim laporan
day-all-done = Semua selesai, laporkan
day-correct = Perbaiki laporan
day-until = Dapat dilaporkan sampai { $until }.
day-history = Riwayat laporan
day-earlier = Hari lain
day-earlier-none = Rencana dan laporan Anda 30 hari terakhir muncul di sini.
day-state-planned = Direncanakan
day-state-reported = Menunggu tanggapan
day-state-accepted = Diterima
day-state-returned = Dikembalikan
day-answered-accepted = { $name } menerima
day-answered-returned = { $name } mengembalikan
day-lines = { $n } pekerjaan
day-lines-done = { $n } selesai
day-plan = Rencana
day-report = Laporan
day-report-n = Laporan ke-{ $n }
day-of = { $name }, { $day }
day-team-none = Belum ada laporan, dan tidak ada yang bekerja di luar kantor.
day-team-others = { $n } lainnya tanpa laporan
day-one = Satu laporan
day-waiting = { $n } laporan menunggu tanggapan Anda.
day-nothing-waits = Tidak ada laporan yang menunggu.
day-dock = Yang dipilih diterima tanpa tanggapan tertulis.
day-missing = Belum melapor
day-missing-n = { $n } belum melapor
day-comment = Tanggapan
day-comment-hint = Wajib untuk mengembalikan: apa yang perlu diperbaiki.
day-give-back = Kembalikan
day-home = Laporkan hari fleksibel ini
day-home-returned = Perbaiki laporan { $day }
day-home-waits = { $n } laporan tanggal { $day } menunggu tanggapan Anda
day-terms-lead = Setiap pegawai dapat menulis rencana dan laporan harian.
day-report-within = Masa melaporkan
day-report-within-hint = Hari kerja sesudah hari yang dilaporkan.
day-report-flexible = Laporan diminta untuk hari fleksibel
day-report-flexible-hint = Bila dipilih, yang belum melapor diingatkan sekali pada hari kerja berikutnya.
flash-day-planned = Rencana tersimpan.
flash-day-reported = Laporan terkirim kepada { $name }.
flash-day-reported-leader = Laporan terkirim kepada pimpinan.
flash-day-accepted = Laporan { $name } diterima.
flash-day-returned = Laporan dikembalikan kepada { $name }.
flash-day-accepted-many = { $n } laporan diterima.
invalid-day-nothing = Tulis sedikitnya satu pekerjaan.
invalid-day-many = Paling banyak { $n } pekerjaan.
invalid-day-what = Tulis apa pekerjaan { $n }, atau kosongkan hasil dan catatannya.
invalid-day-outcome = Pilih jadinya pekerjaan { $n }: selesai, sebagian, atau belum.
invalid-day-about = Pekerjaan { $n } merujuk hasil kerja yang bukan milik Anda. Tulis ulang barisnya.
refused-day-step = { $state ->
    [none] Belum ada laporan untuk hari itu.
    [planned] Hari itu belum dilaporkan.
    [reported] Hari itu sudah dilaporkan. Perbaiki laporannya.
    [accepted] Laporan hari itu sudah diterima.
   *[other] Laporan hari itu dikembalikan. Kirim perbaikannya sebagai laporan.
}
refused-day-past = Hari itu sudah lewat. Tulis laporannya.
refused-day-far = Rencana dapat ditulis paling jauh { $n } hari ke depan.
refused-day-future = Hari itu belum tiba. Simpan dulu sebagai rencana.
refused-day-late = Hari itu dapat dilaporkan sampai { $until }. Sampaikan langsung kepada atasan.
refused-day-off = Hari itu Anda tidak bekerja. Pilih hari kerja.
refused-day-leave = Hari itu Anda cuti. Pilih hari kerja.
refused-day-rounds = Hari itu sudah dilaporkan { $n } kali. Bicarakan langsung dengan atasan.
mail-day-reported-subject = Laporan harian menunggu Anda
mail-day-reported-body = Yth. { $person },

    { $name } mengirim laporan harian. Laporan lain hari ini terkumpul di halaman yang sama.
    { $link }
mail-day-returned-subject = Laporan { $on } dikembalikan
mail-day-returned-body = Yth. { $person },

    { $name } mengembalikan laporan harian Anda tanggal { $on }: { $note }
    { $link }
mail-day-missing-subject = Laporan { $on } belum ada
mail-day-missing-body = Yth. { $person },

    Pada { $on } Anda bekerja fleksibel dan belum melaporkan harinya.
    { $link }
trail-event-day-planned = Rencana harian ditulis
trail-event-day-reported = Laporan harian dikirim
trail-event-day-accepted = Laporan harian diterima
trail-event-day-returned = Laporan harian dikembalikan
trail-event-day-reminded = Diingatkan akan laporan harian
trail-event-day-rerouted = Laporan harian diteruskan ke atasan lain
trail-subject-day-report = Laporan harian
trail-detail-report_within = masa melaporkan
trail-detail-report_flexible = laporan hari fleksibel
webhooks-kind-day-reported = Laporan harian dikirim
webhooks-kind-day-answered = Laporan harian ditanggapi
waits-days = { $n } hari dengan laporan
guide-help-day = Bagaimana menulis rencana dan laporan harian?
guide-help-day-is = Buka Hari ini. Isinya sudah dimulai dari yang dijanjikan dan yang segera jatuh tempo: simpan sebagai rencana di pagi hari, lalu pilih jadinya tiap pekerjaan dan kirim. Bila semua selesai, cukup tekan Semua selesai, laporkan. Atasan menerima atau mengembalikan dengan alasan.
