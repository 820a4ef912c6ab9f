# Sif: kerja menurut siklus hari
shifts-title = Sif
shifts-today = Hari ini: { $shift }
shifts-today-off = Hari ini Anda libur sif.
shifts-today-none = Hari ini Anda tidak bekerja dengan sif.
shifts-off = Libur
shifts-outside = Di luar masa rencana
shifts-away = { $shift }, sedang cuti atau dinas
shifts-sign-leave = C
shifts-sign-trip = D
shifts-missing = { $count }: { $names } cuti atau dinas
shifts-days = 14 hari ke depan
shifts-own = Rencana sif Anda
shifts-led = Rencana sif pegawai Anda
shifts-new = Susun sif
shifts-none = Belum ada rencana sif
shifts-none-text = Untuk pekerjaan yang lebih dari 8,5 jam sehari atau lebih dari 5 hari seminggu, misalnya jaga ruang server atau keamanan.
shifts-none-own = Anda tidak bekerja dengan sif
shifts-none-own-text = Rencana sif disusun atasan. Bila Anda ditugaskan, jadwalnya tampil di sini.
shifts-state-draft = Konsep
shifts-state-assigned = Ditugaskan
shifts-state-ended = Selesai
shifts-state-discarded = Dibuang
shifts-state-revoked = Dicabut
shifts-answer-asked = Menunggu jawaban Anda
shifts-answer-waiting = Belum menjawab
shifts-answer-confirmed = Siap
shifts-answer-objected = Keberatan
shifts-answer-upheld = Keberatan diterima
shifts-answer-refused = Keberatan ditolak
shifts-answer-out = Tidak lagi di unit ini
shifts-home = { $name } menugaskan Anda kerja sif
shifts-why-over = Hari terakhirnya sudah lewat.
shifts-why-replaced = Diganti rencana lain sebelum dimulai.
shifts-why-empty = Tidak ada lagi anggota di unit ini.
shifts-lead-draft = Konsep oleh { $name }; belum berlaku.
shifts-lead-asked = Anda ditugaskan. Jawab siap, atau keberatan dengan alasan.
shifts-lead-assigned = Oleh { $name }
shifts-lead-revoked = Rencana ini tidak berlaku lagi.
shifts-lead-discarded = Konsep ini dibuang.
shifts-replaces = Rencana sebelumnya
shifts-successor = Rencana penggantinya
shifts-reason = Alasan perubahan
shifts-reason-hint = Terbaca oleh semua anggota.
shifts-blocking = Perbaiki dahulu
shifts-short = Orangnya kurang
shifts-short-because = Diterima karena: { $why }
shifts-hints = Perlu diketahui
shifts-key = C: cuti, D: dinas. Baris bawah: orang yang ada dari yang dibutuhkan; yang cuti atau dinas tidak dihitung.
shifts-prev = Dua minggu sebelumnya
shifts-next = Dua minggu berikutnya
shifts-period = Masa
shifts-average = Rata-rata seminggu
shifts-average-is = { $have } jam; jam kerja kantor { $need } jam
shifts-members = Anggota
shifts-starts-on = Mulai pada hari ke-{ $n } siklus
shifts-your-answer = Jawaban Anda
shifts-confirm = Siap
shifts-object = Keberatan
shifts-object-hint = Wajib bila keberatan. Terbaca oleh atasan dan anggota.
shifts-objections = Keberatan atas sif
shifts-reply-to = Jawaban Anda kepada { $name }
shifts-reply-hint = Bila diterima, tulis apa yang berubah, lalu ubah rencananya. Bila ditolak, tulis alasannya. Terbaca oleh semua anggota.
shifts-uphold = Terima keberatan
shifts-refuse = Tolak keberatan
shifts-reply-upheld = Diterima { $name }: { $note }
shifts-reply-refused = Ditolak { $name }: { $note }
shifts-event-upheld = Keberatan diterima
shifts-event-refused = Keberatan ditolak
flash-shift-upheld = Keberatan diterima, pegawai diberi tahu. Sekarang ubah rencananya.
flash-shift-refused = Keberatan ditolak. Pegawai diberi tahu.
shifts-handovers = Serah terima sif
shifts-read-by = Dibaca { $name }, { $at }
shifts-unread = Belum dibaca
shifts-read = Sudah saya baca
shifts-hand-to = Serah terima ke { $shift }
shifts-still-open = Yang masih terbuka
shifts-still-open-hint = Apa yang perlu dilanjutkan atau diawasi sif berikutnya.
shifts-hand-over = Serahkan
shifts-assign-title = Tugaskan
shifts-assign = Tugaskan kepada anggota
shifts-short-reason = Alasan orang kurang
shifts-short-reason-hint = Wajib selama ada sif yang orangnya kurang.
shifts-edit = Ubah konsep
shifts-discard = Buang konsep
shifts-change = Ubah rencana
shifts-end = Akhiri lebih awal
shifts-last-on = Hari terakhir
shifts-revoke = Cabut rencana
shifts-revoke-hint = Terbaca oleh semua anggota.
shifts-event-drafted = Konsep ditulis
shifts-event-assigned = Ditugaskan
shifts-new-title = Susun sif
shifts-edit-title = Ubah konsep sif
shifts-change-title = Ubah rencana sif
shifts-choose = Pilih unit yang bekerja dengan sif.
shifts-nobody = Tidak ada pegawai yang Anda putuskan
shifts-nobody-text = Rencana sif disusun oleh yang memutuskan permohonan para anggotanya.
shifts-back = Sif
shifts-name = Nama rencana
shifts-name-hint = Misalnya “Jaga ruang server”.
shifts-from = Mulai
shifts-to = Sampai
shifts-shifts = Sif dalam sehari
shifts-shifts-hint = Satu sampai enam sif. Sif yang selesainya lebih awal dari mulainya melewati tengah malam. Baris kosong tidak dihitung.
shifts-number = Sif { $n }
shifts-starts = Mulai
shifts-ends = Selesai
shifts-break = Istirahat (menit)
shifts-least = Paling sedikit (orang)
shifts-cycle = Siklus
shifts-cycle-hint = Sif atau libur untuk tiap hari; siklus berulang sesudah hari terakhir yang terisi.
shifts-day = Hari { $n }
shifts-members-hint = Tulis hari siklus tempat seseorang memulai, misalnya 1 atau 5. Yang dikosongkan tidak ikut.
shifts-save-hint = Sesudah disimpan, tampak siapa bekerja kapan dan apa yang masih kurang. Belum ada yang diberi tahu.
shifts-save = Simpan konsep
shifts-first-day = Siang
shifts-first-night = Malam
shifts-terms-title = Batas kerja sif
shifts-terms-lead = Hukum tidak menyebut angka-angka ini; nilai awalnya usulan aplikasi. Tetapkan yang berlaku di instansi Anda.
shifts-terms-rest = Jeda paling sedikit antara dua sif (jam)
shifts-terms-rest-hint = Usulan awal: 11 jam.
shifts-terms-row = Hari kerja berturut-turut paling banyak
shifts-terms-shift = Satu sif paling lama (jam)
shifts-terms-shift-hint = Dari mulai sampai selesai, istirahat termasuk. Usulan awal: 12 jam.
shifts-terms-week = Rata-rata seminggu paling banyak (jam)
shifts-terms-week-hint = Tanpa istirahat. Usulan awal: 48 jam.
shifts-terms-plan = Satu rencana paling lama (hari)
shifts-terms-save = Simpan
flash-shift-drafted = Konsep tersimpan. Periksa, lalu tugaskan.
flash-shift-assigned = Ditugaskan. Anggota diberi tahu.
flash-shift-discarded = Konsep dibuang.
flash-shift-confirmed = Jawaban tersimpan: siap.
flash-shift-objected = Keberatan tersimpan. Atasan diberi tahu.
flash-shift-shortened = Rencana berakhir lebih awal. Anggota diberi tahu.
flash-shift-revoked = Rencana dicabut. Anggota diberi tahu.
flash-shift-handed-over = Terserah kepada sif berikutnya.
flash-shift-read = Tercatat sudah dibaca.
invalid-shift-early = Paling cepat { $day }.
invalid-shift-far = Paling jauh setahun ke depan.
invalid-shift-plan-long = Paling lama { $n } hari. Persingkat masanya.
invalid-shift-count = Tulis satu sampai { $max } sif.
invalid-shift-break = Sif { $n }: istirahatnya sepanjang sifnya. Persingkat istirahat.
invalid-shift-cycle = Isi satu sampai { $max } hari siklus, sedikitnya satu dengan sif.
invalid-shift-unknown = Siklus menyebut sif yang tidak ada. Pilih sif yang tertulis di atas.
invalid-shift-gap = Hari { $n } siklus belum diisi. Pilih sif atau libur.
invalid-shift-members = Pilih satu sampai { $max } orang, masing-masing sekali.
invalid-shift-offset = Hari mulai harus 1 sampai { $n }, sepanjang siklus.
invalid-shift-strangers = Anggota harus pegawai unit ini yang permohonannya Anda putuskan. Pilih anggota lain.
invalid-shift-last = Pilih hari terakhir dari { $from } sampai { $to }.
invalid-shift-law = Ini bukan sif: tidak ada hari kerja di atas 8 jam 30 menit, dan tidak ada minggu dengan lebih dari 5 hari dan lebih dari jam kerja seminggu. Untuk jam yang berbeda, pegawai mengajukan jam kerja sendiri.
invalid-shift-total = Rata-rata seminggu { $have } jam, kurang dari { $need } jam. Tambah hari kerja atau perpanjang sif.
invalid-shift-week = Rata-rata seminggu { $have } jam, lebih dari { $most } jam. Tambah hari libur dalam siklus.
invalid-shift-long = Sif { $shift } berlangsung { $have } jam, paling lama { $most } jam. Persingkat atau bagi dua.
invalid-shift-rest = { $name }, { $from } sampai { $to }: dari { $before } ke { $after } hanya { $have } jam jeda, paling sedikit { $least } jam. Ubah urutan siklus.
invalid-shift-row = { $name }, { $from } sampai { $to }: { $have } hari berturut-turut, paling banyak { $most }. Tambah hari libur.
invalid-shift-task = { $name }: jabatannya ditetapkan tidak memerlukan sif. Pilih orang lain, atau minta bagian kepegawaian memeriksa jabatannya.
invalid-shift-open = { $name }: belum ditetapkan apakah jabatannya memerlukan sif. Bagian kepegawaian dapat menetapkannya.
invalid-shift-leave = { $name } cuti atau dinas pada { $n } hari sif, { $from } sampai { $to }.
invalid-shift-elsewhere = { $name } disetujui bekerja di tempat lain pada { $n } hari sif, { $from } sampai { $to }. Bicarakan dulu, atau atur hari lain.
invalid-shift-unit = { $name } tidak lagi bekerja di unit ini. Keluarkan dari rencana.
invalid-shift-held = { $name }, { $from } sampai { $to }: sudah ada di rencana "{ $plan }". Pilih orang atau tanggal lain.
invalid-shift-cover = { $shift }, { $from } sampai { $to }: pada { $n } hari orangnya kurang (paling sedikit { $have } dari { $need }). Tambah orang, atau tulis alasannya.
refused-shift-step = { $state ->
    [draft] Rencana ini masih konsep.
    [assigned] Rencana ini sudah ditugaskan.
    [discarded] Konsep ini sudah dibuang.
    [revoked] Rencana ini sudah dicabut.
   *[other] Rencana ini sudah berakhir.
}
refused-own-shift-plan = Rencana sif diri sendiri disusun orang lain.
refused-shift-changing = Perubahan lain atas rencana ini sedang disusun. Lanjutkan konsep itu, atau buang dahulu.
refused-shift-not-running = Rencana ini sedang tidak berlaku.
refused-shift-replaced-gone = Rencana yang hendak diganti tidak berlaku. Susun rencana baru; konsep penggantinya dapat dibuang.
refused-shift-answered = Anda sudah menjawab begitu.
refused-shift-not-on-duty = Anda tidak sedang bertugas. Serah terima ditulis selama sif, paling lambat sehari sesudahnya.
refused-shift-none-after = Tidak ada sif berikutnya dengan orang lain.
refused-shift-nothing-to-read = Tidak ada serah terima yang menunggu Anda.
mail-shift-plan-assigned-subject = { $name } menugaskan Anda kerja sif: { $plan }
mail-shift-plan-assigned-body = Yth. { $person },

    { $name } menugaskan Anda dalam rencana sif "{ $plan }", { $from } sampai { $to }. Lihat hari Anda, lalu jawab siap atau keberatan di halaman berikut.
    { $link }
mail-shift-plan-replaced-subject = { $name } mengubah rencana sif: { $plan }
mail-shift-plan-replaced-body = Yth. { $person },

    Rencana sif "{ $plan }" yang baru berlaku { $from } sampai { $to }; yang lama berhenti sehari sebelumnya. Alasan: { $note } Jawab siap atau keberatan di halaman berikut.
    { $link }
mail-shift-plan-shortened-subject = Rencana sif { $plan } berakhir lebih awal
mail-shift-plan-shortened-body = Yth. { $person },

    Rencana sif "{ $plan }" kini berakhir { $to }. Alasan: { $note }
    { $link }
mail-shift-plan-revoked-subject = Rencana sif { $plan } dicabut
mail-shift-plan-revoked-body = Yth. { $person },

    { $name } mencabut rencana sif "{ $plan }". Alasan: { $note }
    { $link }
mail-shift-plan-confirmed-subject = { $name } siap: { $plan }
mail-shift-plan-confirmed-body = Yth. { $person },

    { $name } siap bekerja menurut rencana sif "{ $plan }". { $note }
    { $link }
mail-shift-plan-objected-subject = { $name } keberatan: { $plan }
mail-shift-plan-objected-body = Yth. { $person },

    { $name } keberatan atas rencana sif "{ $plan }". Alasan: { $note } Rencana tetap berlaku sampai Anda mengubahnya.
    { $link }
mail-shift-plan-ended-subject = Rencana sif { $plan } berakhir
mail-shift-plan-ended-body = Yth. { $person },

    Rencana sif "{ $plan }" berakhir: { $why ->
        [over] hari terakhirnya sudah lewat.
       *[empty] tidak ada lagi anggota di unit ini.
    }
    { $link }
mail-shift-plan-left-subject = { $names } keluar dari rencana sif { $plan }
mail-shift-plan-left-body = Yth. { $person },

    { $names } tidak lagi bekerja di unit ini, sehingga keluar dari rencana sif "{ $plan }". Periksa apakah orangnya masih cukup.
    { $link }
mail-shift-handed-over-subject = { $name } menulis serah terima sif: { $plan }
mail-shift-handed-over-body = Yth. { $person },

    { $name } menulis yang masih terbuka untuk sif Anda dalam "{ $plan }". Baca dan konfirmasi di halaman berikut.
    { $link }
mail-shift-handover-read-subject = { $name } sudah membaca serah terima sif
mail-shift-handover-read-body = Yth. { $person },

    { $name } sudah membaca serah terima Anda dalam "{ $plan }".
    { $link }
refused-shift-replied = Keberatan ini sudah dijawab.
refused-shift-no-objection = Anggota ini tidak sedang keberatan; tidak ada yang perlu dijawab.
mail-shift-objection-upheld-subject = Keberatan Anda diterima: { $plan }
mail-shift-objection-upheld-body = Yth. { $person },

    { $name } menerima keberatan Anda atas sif "{ $plan }": { $note }
    Sif yang ada tetap berlaku sampai rencananya diubah.
    { $link }
mail-shift-objection-refused-subject = Keberatan Anda ditolak: { $plan }
mail-shift-objection-refused-body = Yth. { $person },

    { $name } menolak keberatan Anda atas sif "{ $plan }": { $note }
    { $link }
mail-shift-objection-late-subject = Keberatan { $name } belum dijawab: { $plan }
mail-shift-objection-late-body = Yth. { $person },

    Batas waktu menjawab keberatan { $name } atas sif "{ $plan }" sudah lewat. Buka rencananya dan jawab.
    { $link }
shifts-objection-home = Keberatan atas sif “{ $plan }” menunggu jawaban Anda
