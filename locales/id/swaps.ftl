# Tukar hari fleksibel antarrekan
swaps-title = Tukar hari
swaps-open = Tukar hari
swaps-mark = Tukar hari menunggu
swaps-heading = Tukar { $give } dengan { $take }
swaps-two = { $one } dan { $other }
swaps-from-to = dari { $from } kepada { $to }
swaps-you-give = Anda berikan kepada { $name }
swaps-you-get = Anda terima dari { $name }
swaps-give = Anda berikan
swaps-get = Anda terima
swaps-moves = Yang ditukar
swaps-of-request = Tukar hari dari pengajuan ini
swaps-back-request = Pengajuan
swaps-new-title = Tukar hari dengan rekan
swaps-new-lead = Berikan satu hari fleksibel Anda dan terima hari rekan seunit. Atasan memutuskan sekali untuk berdua.
swaps-you-give-title = Hari yang Anda berikan
swaps-you-take-title = Hari rekan sebagai ganti { $day }
swaps-choose-first = Pilih dahulu hari yang Anda berikan.
swaps-nothing-to-give = Tidak ada hari yang dapat diberikan
swaps-nothing-to-give-text = Hanya hari mulai besok sampai enam puluh hari ke depan yang dapat ditukar.
swaps-nothing-to-take = Belum ada hari rekan yang cocok
swaps-nothing-to-take-text = Rekan seunit dengan atasan yang sama belum punya hari yang dapat Anda terima.
swaps-barred = { $n } hari rekan tidak ditampilkan karena syaratnya belum terpenuhi.
swaps-note = Pesan untuk rekan
swaps-note-hint = Terbaca juga oleh atasan.
swaps-send = Ajak tukar
swaps-send-hint = Hari Anda tetap berlaku sampai atasan menyetujui.
swaps-remedy-other = Pilih hari lain atau rekan lain.
swaps-home-title = { $name } mengajak Anda tukar hari
swaps-home-answer = Lihat dan jawab
swaps-inbox-title = Tukar hari
swaps-state-proposed = Menunggu rekan
swaps-state-agreed = Menunggu keputusan
swaps-state-approved = Disetujui
swaps-state-refused = Ditolak
swaps-state-declined = Tidak diterima
swaps-state-withdrawn = Ditarik
swaps-state-lapsed = Berakhir
swaps-lead-answer = { $name } menunggu jawaban Anda.
swaps-lead-proposed = { $name } belum menjawab.
swaps-lead-agreed = Menunggu keputusan { $name }.
swaps-lead-agreed-leader = Menunggu keputusan pimpinan instansi.
swaps-lead-decide = { $one } dan { $other } sudah sepakat. Keputusan Anda berlaku untuk keduanya.
swaps-lead-approved = Kedua hari sudah berpindah.
swaps-lead-stays = Hari masing-masing tetap seperti semula.
swaps-lapse-day = Salah satu harinya sudah tiba sebelum ada keputusan. Hari masing-masing tetap.
swaps-lapse-gone = Salah satu harinya tidak ada lagi. Tidak ada yang berpindah.
swaps-lapse-approver = Keduanya kini punya atasan yang berbeda. Hari masing-masing tetap.
swaps-lapse-unanswered = Tidak dijawab sampai batas waktu instansi. Hari masing-masing tetap.
swaps-your-answer = Jawaban Anda
swaps-answer-note = Pesan untuk { $name }
swaps-agree = Setuju tukar
swaps-decline = Tidak dulu
swaps-answer-hint = Sesudah Anda setuju, atasan memutuskan. Sampai saat itu hari Anda tetap.
swaps-approve = Setujui tukar hari
swaps-refuse = Tolak
swaps-decision-hint = Wajib bila menolak. Terbaca oleh keduanya.
swaps-withdraw = Tarik tukar hari
swaps-event-proposed = Mengajak tukar hari
swaps-event-agreed = Setuju tukar
swaps-event-declined = Tidak menerima
swaps-event-approved = Tukar hari disetujui
swaps-event-refused = Tukar hari ditolak
swaps-event-withdrawn = Ditarik
swaps-event-lapsed = Berakhir sendiri
requests-event-exchanged = Satu hari ditukar dengan rekan
requests-event-exchange-undone = Tukar hari diurungkan
flash-swap-proposed = Ajakan terkirim kepada { $name }.
flash-swap-agreed = Anda setuju. Atasan diberi tahu.
flash-swap-declined = Jawaban Anda tersimpan. Rekan diberi tahu.
flash-swap-withdrawn = Tukar hari ditarik. Rekan diberi tahu.
flash-swap-approved = Hari { $one } dan { $other } ditukar.
flash-swap-refused = Tukar hari { $one } dan { $other } ditolak.
invalid-swap-give = Hari itu tidak dapat Anda berikan lagi. Pilih hari lain.
invalid-swap-take = Pilih satu hari rekan.
invalid-swap-colleague = Untuk { $name }, syarat "{ $rule }" belum terpenuhi pada hari itu. { $remedy }
invalid-swap-colleague-own = Untuk { $name }, satu syarat pribadi belum terpenuhi; hanya yang bersangkutan dan atasan dapat melihatnya. { $remedy }
refused-swap-step = { $state ->
    [proposed] Rekan belum menjawab.
    [agreed] Rekan sudah setuju; tinggal keputusan atasan.
    [approved] Tukar hari ini sudah disetujui.
    [refused] Tukar hari ini sudah ditolak.
    [declined] Rekan tidak menerima tukar hari ini.
    [withdrawn] Tukar hari ini sudah ditarik.
   *[other] Tukar hari ini sudah berakhir.
}
refused-own-swap = Tukar hari sendiri diputuskan orang lain.
refused-swap-approvers = Keduanya kini punya atasan yang berbeda. Tukar hari ini tidak dapat diputuskan.
refused-swap-waits = Untuk sementara keduanya punya atasan yang berbeda, misalnya karena salah satunya menggantikan kepala unit. Tukar hari ini menunggu dan dapat diputuskan mulai { $day }.
refused-swap-same-day = Pada tanggal yang sama hanya pagi dan siang yang dapat ditukar.
refused-swap-outside-pattern = Hari itu di luar masa pola mingguan { $name }. Pilih hari di dalamnya.
refused-swap-day-gone = Salah satu hari itu tidak berlaku lagi seperti yang ditunjukkan. Muat ulang dan pilih hari lain.
refused-swap-day-held = { $name } sudah punya hari fleksibel pada tanggal itu. Pilih hari lain.
refused-swap-apart = Tukar hari hanya antara rekan seunit dengan atasan yang sama.
refused-swap-twice = Kedua hari ini sudah diajak tukar dan menunggu jawaban.
refused-swap-passed = Hanya hari mulai besok yang dapat ditukar.
refused-swap-special = Hari karena keadaan khusus tidak dapat ditukar.
refused-swap-hours = Jam kerja sendiri, juga yang diajukan bersama tempat, tidak dapat ditukar. Yang dapat ditukar hanya hari atau setengah hari fleksibel.
refused-swap-promised = Salah satu hari itu sudah dijanjikan dalam tukar hari lain. Tunggu keputusannya atau pilih hari lain.
refused-swap-not-yours = Jawaban ini milik rekan yang diajak.
refused-swap-blocked = Belum bisa disetujui. { $text }
mail-swap-proposed-subject = { $name } mengajak Anda tukar hari
mail-swap-proposed-body = Yth. { $person },

    { $name } ingin menukar hari fleksibelnya dengan hari Anda. { $note } Lihat dan jawab di halaman berikut.
    { $link }
mail-swap-agreed-subject = { $name } setuju tukar hari
mail-swap-agreed-body = Yth. { $person },

    { $name } setuju tukar hari. { $note } Atasan akan memutuskan untuk berdua.
    { $link }
mail-swap-declined-subject = { $name } tidak menerima tukar hari
mail-swap-declined-body = Yth. { $person },

    { $name } tidak menerima tukar hari. { $note } Hari Anda tetap seperti semula.
    { $link }
mail-swap-waiting-subject = Tukar hari { $name } dan { $colleague } menunggu keputusan Anda
mail-swap-waiting-body = Yth. { $person },

    { $name } dan { $colleague } sepakat menukar hari fleksibel. Satu keputusan Anda berlaku untuk keduanya.
    { $link }
mail-swap-approved-subject = Tukar hari dengan { $colleague } disetujui
mail-swap-approved-body = Yth. { $person },

    { $name } menyetujui tukar hari Anda dengan { $colleague }. { $note }
    { $link }
mail-swap-refused-subject = Tukar hari dengan { $colleague } ditolak
mail-swap-refused-body = Yth. { $person },

    { $name } menolak tukar hari Anda dengan { $colleague }. Alasan: { $note }
    { $link }
mail-swap-withdrawn-subject = { $name } menarik tukar hari
mail-swap-withdrawn-body = Yth. { $person },

    { $name } menarik tukar hari. Hari masing-masing tetap seperti semula. { $note }
    { $link }
mail-swap-lapsed-subject = Tukar hari dengan { $colleague } berakhir
mail-swap-lapsed-body = Yth. { $person },

    Tukar hari Anda dengan { $colleague } berakhir tanpa keputusan: { $why ->
        [day] salah satu harinya sudah tiba.
        [gone] salah satu harinya tidak ada lagi.
        [approver] keduanya kini punya atasan yang berbeda.
       *[other] batas waktu menunggu sudah lewat.
    }
    { $link }
