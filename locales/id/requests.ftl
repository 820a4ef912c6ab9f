nav-home = Beranda
nav-ask = Ajukan
nav-inbox = Persetujuan
nav-team = Tim
nav-requests = Pengajuan
nav-conditions = Syarat saya
nav-agency-requests = Pengajuan instansi
requests-home-title = Beranda
requests-good-morning = Selamat pagi, { $name }
requests-good-noon = Selamat siang, { $name }
requests-good-afternoon = Selamat sore, { $name }
requests-good-evening = Selamat malam, { $name }
requests-home-inbox = { $n } hal menunggu keputusan Anda
requests-home-schedule = Jadwal Anda
requests-home-team = Lihat tim
requests-home-own = Pengajuan Anda
requests-home-all = Semua pengajuan
requests-home-none = Belum ada pengajuan yang berjalan. Ketuk hari yang Anda inginkan.
requests-home-standing = Syarat kerja fleksibel Anda
requests-home-conditions = Lihat semua syarat
requests-standing-ok = Memenuhi syarat
requests-standing-thought = Perlu pertimbangan
requests-standing-not-yet = Belum memenuhi
requests-this-week = Minggu ini
requests-next-week-title = Minggu depan
requests-today = hari ini
requests-prev-week = Minggu sebelumnya
requests-next-week = Minggu berikutnya
requests-quota-left = Sisa jatah { $n } hari
requests-quota-left-half = Sisa jatah { $n } ½ hari
requests-quota-uncounted = { $days } tidak dihitung
requests-tile-ask = Ajukan
requests-tile-ask-more = bekerja fleksibel { $day }
requests-tile-no-more = { $day }, lihat alasannya
requests-tile-past = Lewat
requests-tile-taken = Sudah ada
requests-tile-present = { $n } hadir
requests-why-full = Penuh
requests-why-cap = Jatah habis
requests-why-late = Terlambat
requests-why-early = Terlalu awal
requests-why-weekday = Di kantor
requests-why-off = Libur
requests-why-other = Belum bisa
requests-where-office = Kantor
requests-where-home = Rumah
requests-where-other-office = Kantor lain
requests-where-other-place = Lokasi lain
requests-where-leave = Cuti
requests-where-trip = Dinas luar
requests-where-pending = Menunggu
requests-where-holiday = Libur
requests-where-off = Libur
requests-morning = pagi
requests-afternoon = siang
requests-whole-day = sehari penuh
requests-every = Setiap { $days }, { $range }
requests-place-home = dari rumah
requests-place-other-office = dari kantor lain
requests-place-other-place = dari lokasi lain
requests-place-card-home = Rumah
requests-place-card-other-office = Kantor lain
requests-place-card-other-place = Lokasi lain
requests-place-hint-home = Alamat rumah yang terdaftar di data kepegawaian
requests-place-hint-other-office = Misalnya kantor perwakilan di daerah
requests-place-hint-other-place = Tulis tempatnya di bawah
requests-state-draft = Draf
requests-state-submitted = Menunggu keputusan
requests-state-returned = Dikembalikan
requests-state-approved = Disetujui
requests-state-approved-adjusted = Disetujui, hari lain
requests-state-refused = Ditolak
requests-state-withdrawn = Ditarik
requests-state-cancelled = Dibatalkan
requests-state-revoked = Dicabut
requests-state-revoked-partly = Dicabut sebagian
requests-revoked-keeps = { $days } tetap berlaku; hari lainnya dicabut.
requests-revoked-from = Hari sebelum { $day } tetap berlaku; sejak hari itu dicabut.
requests-state-ended = Selesai
requests-on-site = { $present } dari { $total } orang di kantor
requests-on-site-least = , paling sedikit { $n }
requests-article = pasal { $n }
requests-trace-passed = { $n } syarat lain terpenuhi
requests-trace-all-passed = { $n } syarat terpenuhi
requests-trace-excepted = { $n } dikecualikan
requests-trace-excepted-until = 1 dikecualikan sampai { $date }
requests-trace-foot = Aturan versi { $version }. Diperiksa { $at }.
requests-trace-foot-base = Aturan nasional versi { $version }. Diperiksa { $at }.
requests-ask-title = Ajukan hari fleksibel
requests-ask-lead = Pilih harinya. Kami langsung memeriksa syaratnya, sebelum Anda mengirim.
requests-shape = Bentuk pengajuan
requests-shape-days = Hari tertentu
requests-shape-pattern = Setiap minggu
requests-days = Pilih hari
requests-days-legend = Pilih hari, { $week }
requests-dots = Titik atau batang menunjukkan rekan di kantor bila Anda tidak di kantor. Garis tegak adalah batas paling sedikit.
requests-halves = Setengah hari, atau hapus hari
requests-drop = Hapus
requests-pattern-legend = Pola mingguan
requests-pattern-first = Mulai
requests-pattern-last = Sampai
requests-pattern-hint = Hari libur, cuti, dan hari yang belum memenuhi syarat otomatis tidak ikut.
requests-check = Periksa pilihan
requests-note-all = { $n } hari bisa diajukan
requests-note-all-text = Semua syarat terpenuhi dan layanan unit tetap cukup orang.
requests-note-excepted-text = Syarat lain terpenuhi, dan layanan unit tetap cukup orang. Sebagian lolos karena pengecualian Anda.
requests-note-thought = Bisa diajukan, perlu pertimbangan atasan
requests-note-good = { $day } bisa.
requests-note-bad = { $day } belum bisa.
requests-note-pattern-title = { $n } hari bisa diajukan
requests-note-pattern = { $n } hari dalam pola tetap di kantor. { $first }
requests-swap = Ganti { $from } ke { $to }
requests-only = { $day } saja
requests-without = Tanpa { $day }
requests-why-title-pass = { $day } bisa
requests-why-title-fail = Mengapa { $day } belum bisa
requests-why-title-thought = { $day } perlu pertimbangan
requests-why-chip = { $n } dari { $total } terpenuhi
requests-why-chip-met = { $n } terpenuhi
requests-place = Bekerja dari mana
requests-place-detail = Nama dan alamat tempat
requests-place-detail-hint = Wajib untuk kantor lain dan lokasi lain.
requests-region-hint = Untuk kantor lain atau lokasi lain: nama lengkap atau kode, misalnya Kota Bogor atau 32.71. Rumah mengikuti data Anda.
requests-plan = Hasil yang akan diserahkan
requests-plan-hint = Paling sedikit satu hasil. Tanpa tanggal berarti selesai pada hari terakhir.
requests-plan-what = Hasil { $n }
requests-plan-due = Selesai
requests-contact = Kontak selama bekerja fleksibel
requests-contact-hint = Misalnya nomor telepon yang selalu aktif. Rekan satu unit melihatnya pada hari itu.
requests-reason = Catatan
requests-special = Keadaan khusus
requests-special-hint = Untuk kesehatan, keluarga, atau bencana. Dilampiri bukti.
requests-special-ground = Keadaan
requests-special-reason = Penjelasan
requests-special-reason-hint = Hanya dibaca oleh yang memutuskan. Tidak tampil di tim.
requests-choose = Pilih
requests-ground-health = Kesehatan
requests-ground-family = Keluarga
requests-ground-disaster = Bencana atau keadaan darurat
requests-ground-other = Lainnya
requests-ground-hidden = Ada keadaan khusus yang dinilai atasan
requests-evidence = Bukti
requests-evidence-hint = PDF, PNG, atau JPEG, paling besar 5 MB.
requests-evidence-kept = Bukti yang lama tersimpan. Unggah lagi hanya bila ingin menggantinya.
requests-evidence-get = Unduh bukti
requests-evidence-there = Ada, hanya dibuka oleh yang memutuskan
requests-dock-none = Belum ada hari dipilih
requests-dock-choose = Ketuk hari yang Anda inginkan.
requests-dock-choose-week = Isi masa berlaku, lalu pilih hari yang di luar kantor.
requests-dock-opens = Harinya masih terlalu jauh. Dapat diajukan mulai { $date }.
requests-none-chosen = Pilih hari lebih dahulu
requests-none-chosen-text = Jawaban setiap hari tampil di sini: bisa atau belum bisa, aturan yang dipakai, dan pilihan lain.
requests-dock-ready = { $n } hari siap dikirim
requests-dock-of = { $n } dari { $total } hari siap dikirim
requests-out = Tidak ikut: { $days }
requests-out-more = { $days }, dan { $n } hari lain
requests-dock-not-yet = { $n } hari belum bisa
requests-dock-missing = Masih perlu diisi: { $fields }.
requests-dock-what = { $days }, { $place }
requests-send = Kirim
requests-send-n = Kirim { $n } hari
requests-save-draft = Simpan draf
requests-list-title = Pengajuan saya
requests-list-title-lead = Semua pengajuan Anda, yang terbaru di atas.
requests-agency-title = Pengajuan instansi
requests-agency-title-lead = Semua pengajuan di instansi Anda, yang terbaru di atas.
requests-agency-empty-text = Pengajuan pegawai akan tampil di sini.
requests-list-search = Cari nama atau hasil kerja
requests-list-search-own = Cari hasil kerja
requests-list-all-states = Semua
requests-list-count = { $n } pengajuan di halaman ini
requests-list-empty = Belum ada pengajuan
requests-list-empty-text = Pilih hari, kirim, lalu ikuti jawabannya di sini.
requests-list-none-found = Tidak ada yang cocok
requests-list-none-found-text = Ubah kata atau saringannya.
requests-list-show-all = Tampilkan semua
requests-col-name = Nama
requests-col-unit = Unit kerja
requests-col-days = Hari
requests-col-place = Tempat
requests-col-plan = Hasil kerja
requests-col-state = Keadaan
requests-col-approver = Pejabat yang memutuskan
requests-col-sent = Dikirim
requests-nip = NIP
requests-position = Jabatan
requests-crumbs = Jejak halaman
requests-show-title = Pengajuan
requests-show-what = Yang diajukan
requests-print = Cetak
requests-decision-note = Catatan keputusan
requests-next = Langkah berikutnya
requests-decide = Putuskan
requests-edit = Perbaiki dan kirim
requests-withdraw = Tarik pengajuan
requests-discard = Buang draf
requests-finish = Lengkapi dan kirim
requests-cancel = Batalkan
requests-cancel-hint = Pilih hari yang dibatalkan. Tanpa pilihan, semua hari yang belum lewat dibatalkan.
requests-cancel-send = Batalkan hari
requests-again = Ajukan lagi seperti ini
requests-object = Keberatan
requests-object-text = Alasan keberatan
requests-object-hint = Diteruskan kepada pimpinan instansi.
requests-object-send = Kirim keberatan
requests-object-answer = Jawaban
requests-object-uphold = Terima keberatan
requests-object-dismiss = Tolak keberatan
requests-object-hint-again = Bila diterima, pengajuan kembali kepada { $name } untuk diputuskan ulang; bila harinya tidak mungkin lagi, kembali kepada pegawai.
requests-object-hint-open = Bila diterima, pengajuan kembali menunggu untuk diputuskan ulang; bila harinya tidak mungkin lagi, kembali kepada pegawai.
requests-object-hint-revoked = Bila diterima, hari yang masih di depan dan memenuhi syarat berlaku lagi.
requests-objection-open = Menunggu jawaban
requests-objection-upheld = Diterima
requests-objection-dismissed = Ditolak
requests-revoke = Cabut persetujuan
requests-revoke-from = Berlaku mulai
requests-revoke-hint = Paling cepat besok, agar pegawai sempat datang ke kantor.
requests-revoke-reason = Alasan pencabutan
requests-revoke-send = Cabut
requests-timeline = Riwayat
requests-pattern-days = Hari-hari dalam pola ini
requests-event-submitted = Dikirim
requests-event-resubmitted = Dikirim kembali
requests-event-approved = Disetujui
requests-event-approved-adjusted = Disetujui dengan hari lain
requests-event-refused = Ditolak
requests-event-returned = Dikembalikan
requests-event-undone = Keputusan diurungkan
requests-event-withdrawn = Ditarik
requests-event-cancelled = Dibatalkan
requests-event-day-cancelled = Sebagian hari dibatalkan
requests-event-revoked = Dicabut
requests-event-ended = Selesai
requests-event-rerouted = Dialihkan kepada pejabat yang berwenang sekarang
requests-event-objected = Keberatan diajukan
requests-event-objection-upheld = Keberatan diterima
requests-event-objection-reopened = Keberatan diterima; kembali untuk diputuskan ulang
requests-event-objection-returned = Keberatan diterima; kembali kepada pegawai untuk memilih hari lain
requests-event-objection-dismissed = Keberatan ditolak
requests-inbox-nav = Persetujuan
requests-inbox-title = Persetujuan
requests-inbox-heading = { $n } hal menunggu Anda
requests-inbox-others = { $n } hal lain menunggu Anda
requests-inbox-safe = { $n } lolos semua syarat
requests-inbox-thought = { $n } perlu pertimbangan
requests-inbox-swaps = { $n } pertukaran hari
requests-inbox-tasks = { $n } tugas bersama
requests-inbox-targets = { $n } sasaran
requests-inbox-work = { $n } hasil kerja
requests-inbox-besides = selain itu { $what }
requests-inbox-empty = Semua sudah beres
requests-inbox-empty-text = Tidak ada pengajuan yang menunggu Anda.
requests-inbox-told = { $done } disetujui, { $left } tidak
requests-pile-thought = Perlu pertimbangan Anda
requests-pile-safe = Aman disetujui
requests-pile-handed = Dilimpahkan
requests-pile-handed-lead = Diputuskan pemegang mandat; Anda tetap boleh memutuskan.
requests-handed-to = Dilimpahkan kepada { $name }
requests-handed-may = Dilimpahkan kepada { $name }; Anda tetap boleh memutuskan
requests-in-the-name-of = Atas nama { $name }
requests-choose-all = Pilih semua { $n }
requests-choose-request = Pilih pengajuan { $name }
requests-chosen = dipilih
requests-dock-inbox = Hanya yang tampil di halaman ini
requests-approve = Setujui
requests-approve-chosen = Setujui yang dipilih
requests-choose-some = Pilih yang hendak disetujui
requests-chip-safe = Semua syarat terpenuhi
requests-chip-excepted = Lolos dengan pengecualian
requests-chip-short = Kantor kurang orang
requests-chip-rules-changed = Aturan berubah sejak dikirim
requests-chip-then = Saat dikirim: { $chip }
requests-rules-changed-title = Aturan berubah sejak pengajuan ini dikirim
requests-rules-changed-own = Menurut aturan versi { $version }, { $day } tidak lagi memenuhi “{ $rule }”. { $text }
requests-rules-changed-base = Menurut aturan kementerian versi { $version }, { $day } tidak lagi memenuhi “{ $rule }”. { $text }
requests-rules-changed-remedy = Anda dapat menariknya dan mengajukan hari lain, atau menunggu: penyetuju melihat hal yang sama.
requests-chip-reopened = Keberatan diterima
requests-reopened-title = Kembali untuk diputuskan ulang: keberatannya diterima
requests-reopened-answer = Jawaban pimpinan
requests-chip-special = Keadaan khusus
requests-fate-approved = disetujui
requests-fate-gone = tidak ada lagi
requests-fate-failed = tidak dapat diproses
requests-fate-unknown = Pengajuan
requests-decision-title = Putuskan pengajuan
requests-decision-of = Putuskan pengajuan { $name }
requests-your-decision = Keputusan Anda
requests-offer = Tawarkan { $day }
requests-note = Catatan atau alasan
requests-note-hint = Wajib bila menolak, mengembalikan, atau memberi pengecualian.
requests-refuse = Tolak
requests-return = Kembalikan
requests-waive = Setujui khusus
requests-not-waivable = Syarat yang belum terpenuhi tidak dapat Anda kecualikan. Tawarkan hari lain atau kembalikan.
requests-unmet = Ini belum terpenuhi, tetapi tidak menghalangi: Anda boleh menyetujui, atau mengembalikannya agar dilengkapi dulu.
requests-way-decide = Tidak menghalangi; Anda yang memutuskan.
requests-already = Sudah diputuskan
requests-history = Riwayat dan rincian
requests-team-title = Siapa di mana
requests-team-lead = { $week }. { $n } orang.
requests-team-units = Unit lain
requests-team-short = Orang di kantor kurang dari batas
requests-team-empty = Belum ada anggota tim
requests-team-empty-text = Unit ini belum memiliki pegawai aktif.
requests-team-person = Pegawai
requests-team-office = Di kantor
requests-team-min = min. { $n }
requests-conditions-title = Syarat saya
requests-conditions-lead = Syarat tentang Anda, apa pun harinya.
requests-conditions-all = Semua syarat
requests-conditions-reach = Paling banyak { $n } hari dalam satu minggu.
flash-request-sent = { $n } hari terkirim. Anda diberi tahu begitu diputuskan.
flash-request-drafted = Draf tersimpan. Belum dikirim kepada siapa pun.
flash-request-withdrawn = Pengajuan ditarik.
flash-request-cancelled = Hari dibatalkan. Atasan Anda diberi tahu.
flash-request-revoked = Persetujuan dicabut. Pegawai diberi tahu.
flash-request-approved = Pengajuan { $name } disetujui.
flash-request-adjusted = Pengajuan { $name } disetujui dengan hari lain.
flash-request-refused = Pengajuan { $name } ditolak.
flash-request-returned = Pengajuan { $name } dikembalikan.
flash-requests-approved = { $n } pengajuan disetujui.
flash-decision-undone = Keputusan diurungkan. { $n } pengajuan kembali menunggu.
flash-nothing-chosen = Belum ada yang dipilih.
flash-objection-sent = Keberatan terkirim kepada pimpinan instansi.
flash-objection-answered = Keberatan dijawab. Pegawai diberi tahu.
flash-objection-reopened = Keberatan diterima. Pengajuan kembali kepada { $name } untuk diputuskan ulang; keduanya diberi tahu.
flash-objection-returned = Keberatan diterima. Harinya tidak mungkin lagi, maka pengajuan kembali kepada { $name } untuk memilih hari lain.
invalid-no-days = Pilih paling sedikit satu hari kerja.
invalid-too-many-days = Paling banyak { $max } hari dalam satu pengajuan.
invalid-pattern-too-long = Pola paling lama setengah tahun. Setelah itu ajukan lagi.
invalid-no-plan = Tulis paling sedikit satu hasil yang akan diserahkan.
invalid-verdict = { $text }
invalid-evidence-type = Unggah PDF, PNG, atau JPEG yang utuh.
invalid-evidence-required = Keadaan khusus perlu bukti.
invalid-reason-required = Tulis alasannya.
invalid-day-not-ahead = Hanya hari yang belum lewat yang dapat dibatalkan.
invalid-revoke-notice = Paling cepat berlaku besok.
refused-request-step = { $state ->
    [approved] Pengajuan ini sudah disetujui.
    [approved_adjusted] Pengajuan ini sudah disetujui dengan hari lain.
    [refused] Pengajuan ini sudah ditolak.
    [returned] Pengajuan ini sudah dikembalikan.
    [withdrawn] Pengajuan ini sudah ditarik.
    [cancelled] Pengajuan ini sudah dibatalkan.
    [revoked] Pengajuan ini sudah dicabut.
    [ended] Pengajuan ini sudah selesai.
    [submitted] Pengajuan ini masih menunggu keputusan.
    [offered] Pengajuan ini menunggu jawaban atas hari yang ditawarkan.
    [queued] Pengajuan ini masih antre tempat.
   *[other] Langkah ini tidak terbuka lagi.
}
refused-own-request = Pengajuan sendiri diputuskan orang lain.
refused-not-approver = Pengajuan ini kini diputuskan pejabat lain, bukan Anda.
refused-decision-blocked = Belum bisa disetujui. { $text }
refused-decision-needs-waiver = Ada syarat yang belum terpenuhi. Pakai "Setujui khusus" dengan alasan. { $text }
refused-pattern-adjusted = Pola mingguan tidak dapat diganti harinya. Kembalikan dengan catatan.
refused-undo-late = Waktu untuk mengurungkan sudah lewat.
refused-undo-taken = Tempatnya sudah dipakai, atau harinya sudah dibatalkan. Keputusan tidak dapat diurungkan.
refused-nothing-ahead = Tidak ada hari tersisa pada tanggal itu.
refused-objection-open = Keberatan Anda sedang menunggu jawaban.
mail-request-waiting-subject = Pengajuan { $name } menunggu keputusan Anda
mail-request-waiting-body = Yth. { $person },

    { $name } mengajukan hari kerja fleksibel. Buka halaman berikut untuk memutuskan.
    { $link }
mail-requests-moved-subject = { $n } pengajuan kini menunggu keputusan Anda
mail-requests-moved-body = Yth. { $person },

    Karena pengganti, mandat, cuti, atau susunan unit berubah, { $n } pengajuan kini Anda yang memutuskan. Semuanya ada di daftar berikut.
    { $link }
mail-request-reminder-subject = Pengingat: pengajuan { $name } masih menunggu Anda
mail-request-reminder-body = Yth. { $person },

    Pengajuan { $name } sudah menunggu lebih dari dua hari kerja.
    { $link }
mail-request-approved-subject = Pengajuan Anda disetujui
mail-request-approved-body = Yth. { $person },

    Pengajuan Anda disetujui oleh { $name }. { $note }
    { $link }
mail-request-approved-adjusted-subject = Pengajuan Anda disetujui dengan hari lain
mail-request-approved-adjusted-body = Yth. { $person },

    { $name } menyetujui pengajuan Anda dengan hari lain. { $note }
    { $link }
mail-request-returned-subject = Pengajuan Anda dikembalikan
mail-request-returned-body = Yth. { $person },

    { $name } mengembalikan pengajuan Anda: { $note }
    { $link }
mail-request-refused-subject = Pengajuan Anda ditolak
mail-request-refused-body = Yth. { $person },

    { $name } menolak pengajuan Anda: { $note }

    Anda dapat mengajukan keberatan kepada pimpinan instansi dari halaman pengajuan.
    { $link }
mail-request-cancelled-subject = { $name } membatalkan kerja fleksibel
mail-request-cancelled-body = Yth. { $person },

    { $name } membatalkan kerja fleksibel yang sudah disetujui.
    { $link }
mail-request-days-changed-subject = Hari kerja fleksibel Anda berubah
mail-request-days-changed-body = Yth. { $person },

    Anda baru saja menerima atau membatalkan hari kerja fleksibel. Rinciannya ada di sini:
    { $link }
mail-request-revoked-subject = Persetujuan kerja fleksibel Anda dicabut
mail-request-revoked-body = Yth. { $person },

    { $name } mencabut persetujuan Anda: { $note }
    { $link }
mail-objection-opened-subject = Keberatan dari { $name }
mail-objection-opened-body = Yth. { $person },

    { $name } berkeberatan atas penolakan pengajuannya. Jawaban Anda ditunggu.
    { $link }
mail-objection-upheld-subject = Keberatan Anda diterima
mail-objection-upheld-body = Yth. { $person },

    { $name } menerima keberatan Anda: { $note }
    { $link }
mail-objection-reopened-subject = Keberatan Anda diterima, pengajuan diputuskan ulang
mail-objection-reopened-body = Yth. { $person },

    { $name } menerima keberatan Anda: { $note }
    Pengajuan Anda kembali kepada { $approver } untuk diputuskan ulang.
    { $link }
mail-objection-dismissed-subject = Keberatan Anda ditolak
mail-objection-dismissed-body = Yth. { $person },

    { $name } menolak keberatan Anda: { $note }
    { $link }

requests-event-escalated = Tidak dijawab, naik ke atasan berikutnya
requests-event-lapsed = Tidak dijawab dalam batas waktu, berakhir ditolak
requests-lapsed-note = Tidak ada jawaban dalam batas waktu instansi Anda, maka pengajuan ini berakhir ditolak. Anda dapat mengajukan keberatan atau mengajukan lagi.
requests-team-stand-ins = Pengganti saya
mail-request-escalated-subject = Pengajuan { $name } naik kepada Anda
mail-request-escalated-body = Yth. { $person },

    Pengajuan { $name } tidak dijawab dalam { $days } hari kerja. Sekarang Anda yang memutuskan.
    { $link }
mail-request-moved-up-subject = Pengajuan Anda naik ke atasan berikutnya
mail-request-moved-up-body = Yth. { $person },

    Pengajuan Anda tidak dijawab dalam { $days } hari kerja, maka sekarang diputuskan atasan berikutnya. Anda tidak perlu berbuat apa-apa.
    { $link }
mail-request-unanswered-subject = Pengajuan { $name } tidak lagi menunggu Anda
mail-request-unanswered-body = Yth. { $person },

    Pengajuan { $name } tidak dijawab dalam { $days } hari kerja, maka aturan instansi Anda yang berlaku. Tunjuk pengganti bila Anda akan tidak ada.
    { $link }
mail-request-rules-changed-subject = Aturan berubah: pengajuan Anda tidak lagi memenuhi syarat
mail-request-rules-changed-body = Yth. { $person },

    Sejak pengajuan Anda dikirim, aturan baru diterbitkan. Menurut aturan itu, ada hari yang tidak lagi memenuhi syarat. Buka pengajuannya untuk melihat hari dan syaratnya; Anda dapat menariknya dan mengajukan hari lain, atau menunggu keputusan.
    { $link }
mail-request-lapsed-subject = Pengajuan Anda berakhir tanpa jawaban
mail-request-lapsed-body = Yth. { $person },

    Pengajuan Anda tidak dijawab dalam { $days } hari kerja, maka berakhir ditolak menurut aturan instansi Anda. Anda dapat mengajukan keberatan kepada pimpinan instansi atau mengajukan lagi.
    { $link }
invalid-explain-past = Untuk hari yang sudah lewat, buka pengajuannya di jejak audit: di sana dasar putusannya diputar ulang.
invalid-explain-far = Paling jauh satu tahun ke depan.

requests-why-title = Boleh atau tidak, dan mengapa
requests-why-lead = Jawaban aturan untuk satu hari, tanpa mengajukan apa pun. Tidak ada yang disimpan.
requests-why-ask = Pertanyaan
requests-why-on = Hari
requests-why-part = Bagian hari
requests-why-part-full = Sehari penuh
requests-why-part-morning = Pagi
requests-why-part-afternoon = Siang
requests-why-special = Keadaan khusus
requests-why-if = Andaikan datanya lain
requests-why-if-hint = Hanya untuk menjawab "bagaimana kalau". Data pegawai tidak berubah.
requests-why-as-is = Seperti tercatat
requests-why-home = Alamat rumah
requests-why-home-not-given = Belum ada
requests-why-home-proposed = Diusulkan
requests-why-home-confirmed = Sudah dipastikan
requests-why-discipline-clear = Tidak ada
requests-why-discipline-in-process = Sedang diproses
requests-why-discipline-serving = Sedang dijalani
requests-why-criteria = Semua kriteria jabatan terpenuhi
requests-why-send = Tanyakan
requests-why-recorded = Menurut data tercatat
requests-why-supposed = Menurut pengandaian

requests-state-queued = Menunggu tempat
requests-state-offered = Menunggu jawaban pegawai
requests-asked = Semula diajukan
requests-asked-was = Semula Anda ajukan: { $days }
requests-offered-title = Atasan menawarkan hari lain
requests-assigned-title = { $name } menugaskan hari ini kepada Anda
requests-accept = Terima
requests-decline = Tidak cocok
requests-decline-hint = Hari yang semula Anda ajukan kembali menunggu keputusan. Bila tempatnya sudah terisi, pengajuan kembali kepada Anda.
requests-decline-assigned-hint = Atasan Anda diberi tahu. Hari itu Anda bekerja di kantor.
requests-decline-note = Catatan untuk atasan
requests-decline-send = Tidak, terima kasih
requests-retract = Tarik tawaran
requests-offer-open = Menunggu jawaban pegawai
requests-home-offered = Atasan menawarkan hari ini untuk Anda
requests-home-offer-more = Lihat dahulu
requests-queue = Antre tempat
requests-queue-position = Antrean ke-{ $n } untuk hari ini
requests-queue-text = Begitu ada tempat pada semua hari yang Anda pilih, pengajuan langsung diteruskan kepada atasan dan Anda diberi tahu. Bila sampai hari pertama belum ada tempat, antrean berakhir.
requests-assign-title = Tugaskan hari fleksibel
requests-assign-lead = Pilih orang dan harinya. Syaratnya langsung diperiksa; pegawai mengonfirmasi sebelum berlaku.
requests-assign-whom = Untuk siapa
requests-assign-whom-hint = Orang yang pengajuannya Anda putuskan.
requests-assign = Tugaskan
requests-assign-days = Tugaskan hari
requests-event-queued = Masuk antrean tempat
requests-event-seated = Dapat tempat, diteruskan kepada atasan
requests-event-offered = Hari lain ditawarkan
requests-event-assigned = Hari ditugaskan
requests-event-accepted = Tawaran diterima
requests-event-confirmed = Penugasan dikonfirmasi
requests-event-declined = Tawaran tidak diterima
requests-event-retracted = Tawaran ditarik
requests-event-queue-lapsed = Tidak ada tempat sampai hari pertama
requests-event-offer-lapsed = Tawaran tidak dijawab sampai hari pertama
flash-request-queued = Anda masuk antrean. Kami kabari begitu ada tempat.
flash-request-offered = Hari lain ditawarkan kepada { $name }.
flash-days-assigned = Hari ditugaskan. Pegawai diberi tahu dan mengonfirmasi.
flash-offer-accepted = Hari itu berlaku. Atasan Anda diberi tahu.
flash-offer-declined = Jawaban Anda tersimpan. Atasan diberi tahu.
flash-offer-retracted = Tawaran ditarik. Pegawai diberi tahu.
invalid-queue-first = Ada rekan yang antre lebih dahulu untuk hari ini. Ikut antre, atau pilih hari lain.
invalid-queue-twice = Anda sudah antre untuk hari ini.
refused-queue-pattern = Antrean hanya untuk hari tertentu. Ajukan harinya satu per satu.
refused-offer-passed = Harinya sudah lewat. Tawaran ini tidak dapat diterima lagi.
refused-offer-window-over = Jendela yang memungkinkan hari ini sudah diakhiri. { $text } Tolak saja, lalu ajukan hari lain.
refused-nobody-to-assign = Belum ada orang yang pengajuannya Anda putuskan.
mail-request-offered-subject = Atasan menawarkan hari lain
mail-request-offered-body = Yth. { $person },

    { $name } menawarkan hari lain untuk pengajuan Anda. { $note } Terima dengan satu ketukan di halaman berikut.
    { $link }
mail-request-assigned-subject = { $name } menugaskan hari fleksibel kepada Anda
mail-request-assigned-body = Yth. { $person },

    { $name } menugaskan hari kerja fleksibel kepada Anda. Konfirmasikan di halaman berikut.
    { $link }
mail-offer-accepted-subject = { $name } menerima hari yang Anda tawarkan
mail-offer-accepted-body = Yth. { $person },

    { $name } menerima hari yang Anda tawarkan. { $note }
    { $link }
mail-offer-declined-subject = { $name } tidak menerima hari yang Anda tawarkan
mail-offer-declined-body = Yth. { $person },

    { $name } tidak menerima hari yang Anda tawarkan. { $note }
    { $link }
mail-offer-retracted-subject = Tawaran hari ditarik
mail-offer-retracted-body = Yth. { $person },

    { $name } menarik tawaran harinya.
    { $link }
mail-offer-lapsed-subject = Tawaran hari untuk { $name } berakhir tanpa jawaban
mail-offer-lapsed-body = Yth. { $person },

    Tawaran hari untuk { $name } tidak dijawab sampai hari pertamanya, maka berakhir.
    { $link }
mail-request-seated-subject = Ada tempat untuk hari Anda
mail-request-seated-body = Yth. { $person },

    Tempat pada hari yang Anda tunggu sudah ada. Pengajuan Anda diteruskan kepada atasan.
    { $link }
mail-queue-lapsed-subject = Antrean Anda berakhir tanpa tempat
mail-queue-lapsed-body = Yth. { $person },

    Sampai hari pertama belum ada tempat, maka antrean Anda berakhir. Anda dapat memilih hari lain.
    { $link }

requests-beforehand-title = Persetujuan di muka
requests-beforehand-lead = Anda menyatakan lebih dahulu pengajuan mana yang boleh langsung disetujui atas nama Anda.
requests-beforehand-means = Apa artinya
requests-beforehand-means-what = Langsung disetujui
requests-beforehand-means-what-is = Pengajuan orang yang Anda putuskan, bila semua syarat terpenuhi pada setiap harinya dan jumlah harinya tidak melebihi pilihan Anda.
requests-beforehand-means-not = Tetap menunggu Anda
requests-beforehand-means-not-is = Pola mingguan, keadaan khusus, hari dengan saran yang belum terpenuhi, dan hari yang pernah ditolak, dikembalikan, atau dicabut.
requests-beforehand-means-you = Tanggung jawab
requests-beforehand-means-you-is = Keputusannya memakai nama Anda. Anda yang bertanggung jawab dan diberi tahu setiap kali.
requests-beforehand-means-back = Mengakhiri
requests-beforehand-means-back-is = Kapan saja, seketika. Persetujuan yang sudah terjadi tetap dapat Anda cabut satu per satu.
requests-beforehand-now = Yang berlaku sekarang
requests-beforehand-holds = Berlaku
requests-beforehand-terms = Pengajuan paling banyak { $n } hari langsung disetujui atas nama Anda sampai { $date }.
requests-beforehand-since = Diberikan { $date }.
requests-beforehand-suspended = Persetujuan di muka Anda sedang tidak berlaku: instansi Anda tidak mengizinkannya lagi.
requests-beforehand-offer = Instansi Anda mengizinkan Anda menyetujui di muka pengajuan yang memenuhi semua syarat.
requests-beforehand-link = Persetujuan di muka
requests-beforehand-end = Akhiri sekarang
requests-beforehand-give = Setujui di muka
requests-beforehand-replace = Ganti dengan yang baru
requests-beforehand-max = Paling banyak dalam satu pengajuan
requests-beforehand-days = { $n } hari
requests-beforehand-until = Berlaku sampai
requests-beforehand-until-hint = Untuk pengajuan yang dikirim sampai tanggal ini, paling lama 92 hari dari sekarang.
requests-beforehand-save = Berikan atas nama saya
requests-beforehand-done = Disetujui dalam 30 hari terakhir
requests-beforehand-count = { $n } pengajuan
requests-beforehand-ground = Disetujui atas dasar persetujuan di muka { $name } tanggal { $date }
requests-beforehand-ground-own = Semua syarat terpenuhi, maka pengajuan Anda langsung disetujui. Atasan Anda bertanggung jawab atas keputusan ini, diberi tahu, dan dapat mencabutnya.
requests-beforehand-ground-text = Semua syarat terpenuhi saat dikirim. Yang memberi persetujuan di muka bertanggung jawab atas keputusan ini dan dapat mencabutnya.
requests-event-approved-standing = Disetujui atas dasar persetujuan di muka tanggal { $date }
flash-request-approved-standing = { $n } hari langsung disetujui atas dasar persetujuan di muka { $name }.
flash-standing-given = Persetujuan di muka Anda berlaku.
flash-standing-ended = Persetujuan di muka Anda berakhir. Pengajuan berikutnya menunggu Anda.
invalid-standing-too-long = Paling lama 92 hari dari sekarang.
refused-standing-not-allowed = Instansi Anda tidak mengizinkan persetujuan di muka. Setiap pengajuan diputuskan satu per satu.
mail-request-approved-standing-subject = Pengajuan Anda disetujui
mail-request-approved-standing-body = Yth. { $person },

    Pengajuan Anda memenuhi semua syarat dan disetujui atas dasar persetujuan di muka { $name } tanggal { $on }.
    { $link }
mail-standing-approved-subject = Pengajuan { $name } disetujui atas nama Anda
mail-standing-approved-body = Yth. { $person },

    Pengajuan { $name } memenuhi semua syarat dan disetujui atas dasar persetujuan di muka Anda tanggal { $on }. Anda bertanggung jawab atas keputusan ini dan dapat mencabutnya.
    { $link }
requests-event-objection-late = Belum dijawab dalam batas waktu; pimpinan diingatkan
requests-objection-due = Dijawab paling lambat { $date }
requests-objection-overdue = Lewat batas { $date }
mail-objection-late-subject = Keberatan { $name } lewat batas waktu
mail-objection-late-body = Yth. { $person },

    Keberatan { $name } belum dijawab dan batas waktunya sudah lewat.
    { $link }

exceptions-title = Pengecualian
exceptions-lead = Satu aturan dikesampingkan untuk satu orang selama suatu masa: oleh siapa, karena apa, sampai kapan.
exceptions-own = Pengecualian saya
exceptions-yours = Pengecualian Anda
exceptions-waiting = Menunggu jawaban Anda
exceptions-waiting-none = Tidak ada permintaan yang menunggu Anda.
exceptions-holding = Sedang berlaku
exceptions-none = Belum ada pengecualian
exceptions-none-text = Bila satu aturan menghalangi Anda, buka aturan itu pada syarat Anda lalu minta pengecualian.
exceptions-home = Permintaan pengecualian { $name } menunggu jawaban Anda
requests-object-home = Keberatan { $name } menunggu jawaban Anda
exceptions-others = Pengecualian saja belum membuka hari itu. Ini juga menghalangi dan tidak dapat dikecualikan:
requests-conditions-granted = Dikecualikan { $period }.
exceptions-ask-title = Minta pengecualian
exceptions-ask-lead = Keberatan atas penilaian satu aturan. Pejabat yang berwenang menjawab, dan Anda diberi tahu.
exceptions-give-title = Beri pengecualian
exceptions-give-lead = Untuk { $name }. Nama Anda dan alasannya tercatat.
exceptions-finding = Penilaian untuk { $day }
exceptions-what = Yang diminta
exceptions-period = Masa
exceptions-ground = Dasar
exceptions-ground-objection = Keberatan atas aturan atau penilaiannya
exceptions-ground-health = Kesehatan
exceptions-ground-pregnancy-nursing = Kehamilan atau menyusui
exceptions-ground-disability = Disabilitas
exceptions-ground-family = Keluarga
exceptions-ground-disaster = Bencana atau keadaan darurat
exceptions-ground-other = Lainnya
exceptions-statement = Penjelasan
exceptions-statement-hint = Hanya dibaca Anda dan yang berwenang mengecualikan aturan ini.
exceptions-until-hint = Paling lama 366 hari.
exceptions-send = Kirim permintaan
exceptions-give = Beri pengecualian
exceptions-asked-at = Diminta
exceptions-due = Dijawab paling lambat
exceptions-decided = Diputuskan
exceptions-ended = Diakhiri
exceptions-reason = Alasan
exceptions-officer = Petugas
exceptions-grant = Kabulkan
exceptions-decline = Tolak permintaan
exceptions-note-hint = Wajib bila ditolak. Dibaca oleh yang meminta.
exceptions-withdraw = Tarik permintaan
exceptions-give-up = Lepas pengecualian
exceptions-end = Akhiri pengecualian
exceptions-end-title = Akhiri lebih awal
exceptions-end-hint = Berlaku seketika. Hari yang sudah disetujui tidak berubah.
exceptions-state-asked = Menunggu jawaban
exceptions-state-granted = Berlaku
exceptions-state-ahead = Berlaku mulai { $day }
exceptions-state-declined = Ditolak
exceptions-state-withdrawn = Ditarik
exceptions-state-ended = Diakhiri
nav-group-work = Bekerja bersama
nav-group-lead = Memimpin
nav-presence = Kehadiran
nav-shifts = Sif
nav-shared-tasks = Tugas bersama
nav-team-presence = Kehadiran pegawai
nav-stand-ins = Pengganti saya
nav-mandates = Mandat
nav-exceptions = Pengecualian
flash-exception-asked = Permintaan terkirim. Anda diberi tahu bila sudah dijawab.
flash-exception-given = Pengecualian tersimpan dan yang bersangkutan diberi tahu.
flash-exception-granted = Permintaan dikabulkan.
flash-exception-declined = Permintaan ditolak.
flash-exception-withdrawn = Permintaan ditarik.
flash-exception-ended = Pengecualian diakhiri.
refused-own-exception = Pengecualian untuk diri sendiri diputuskan orang lain.
refused-exception-not-yours = Aturan ini tidak dapat Anda kecualikan. Bicarakan dengan pejabat yang disebut pada aturannya.
refused-exception-closed = Permintaan ini sudah dijawab atau berakhir.
refused-exception-none = Aturan ini tidak dapat dikecualikan. Bila datanya keliru, laporkan pada data Anda.
refused-exception-not-needed = Aturan ini tidak menghalangi pada hari itu. Pengecualian tidak perlu.
refused-exception-open = Permintaan untuk aturan ini masih menunggu jawaban.
invalid-exception-too-long = Paling lama 366 hari. Perbarui setelahnya.
mail-exception-asked-subject = { $name } meminta pengecualian
mail-exception-asked-body = Yth. { $person },

    { $name } meminta agar satu aturan dikesampingkan untuknya. Jawaban Anda ditunggu.
    { $link }
mail-exception-late-subject = Permintaan pengecualian { $name } belum dijawab
mail-exception-late-body = Yth. { $person },

    Batas waktu menjawab permintaan { $name } sudah lewat. Ia masih menunggu jawaban Anda.
    { $link }
mail-exception-granted-subject = Pengecualian dikabulkan
mail-exception-granted-body = Yth. { $person },

    { $name } mengesampingkan satu aturan untuk Anda sampai { $until }. { $note }
    { $link }
mail-exception-declined-subject = Permintaan pengecualian ditolak
mail-exception-declined-body = Yth. { $person },

    { $name } menolak permintaan Anda. { $note }
    { $link }
mail-exception-ended-subject = Pengecualian Anda diakhiri
mail-exception-ended-body = Yth. { $person },

    { $name } mengakhiri pengecualian Anda lebih awal. { $note }
    { $link }
waits-title = Menunggu Anda
waits-next = Lanjut
waits-home = { $what } menunggu jawaban Anda
waits-windows = { $n } usulan kementerian
waits-national = { $n } jendela untuk diterbitkan
waits-rules = { $n } aturan untuk diterbitkan
waits-objections = { $n } keberatan
waits-exceptions = { $n } permintaan pengecualian
waits-shifts = { $n } keberatan atas sif
requests-objections = Keberatan
requests-rules-ahead = Mulai { $day }, menurut aturan yang sudah terbit: { $what }
requests-inbox-acting = Anda memutuskan sebagai { $kind } { $name }
requests-inbox-acted = { $name } ({ $kind }) memutuskan untuk Anda
requests-inbox-until = { $what } sampai { $day }.
requests-path-title = Hari yang dibuka hasil kerja
requests-path-work = Hasil kerja saya
requests-path-have = { $have } dari { $need } hasil kerja diterima dalam { $days } hari terakhir.
requests-why-accepted = Hasil kerja yang diterima
requests-why-accepted-hint = Dalam hari yang dihitung aturan; kosong: seperti tercatat.
