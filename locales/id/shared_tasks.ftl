# Tugas bersama: satu tugas dipegang bergiliran
shared-tasks-title = Tugas bersama
shared-tasks-lead = Tugas yang Anda pegang bergiliran dengan rekan seunit.
shared-tasks-new = Ajukan tugas bersama
shared-tasks-none = Belum ada tugas bersama
shared-tasks-none-text = Bagi satu tugas dengan rekan: atur bagian, giliran, dan serah terimanya.
shared-tasks-group-mine = Anda pegang hari ini
shared-tasks-group-answer = Menunggu jawaban Anda
shared-tasks-group-running = Berjalan dan menunggu
shared-tasks-group-past = Sudah berakhir
shared-tasks-with = Bersama { $names }
shared-tasks-held-by = Hari ini dipegang { $name }
shared-tasks-home = { $name } mengajak Anda berbagi tugas
shared-tasks-state-proposed = Menunggu anggota
shared-tasks-state-agreed = Menunggu keputusan
shared-tasks-state-approved = Disetujui
shared-tasks-state-refused = Ditolak
shared-tasks-state-declined = Tidak diterima
shared-tasks-state-withdrawn = Ditarik
shared-tasks-state-revoked = Dicabut
shared-tasks-state-ended = Selesai
shared-tasks-lead-answer = { $name } menunggu jawaban Anda.
shared-tasks-lead-proposed = Belum dijawab { $names }.
shared-tasks-lead-agreed = Menunggu keputusan { $name }.
shared-tasks-lead-agreed-leader = Menunggu keputusan pimpinan instansi.
shared-tasks-lead-decide = Semua anggota sepakat. Keputusan Anda berlaku untuk semuanya.
shared-tasks-lead-mine = Sekarang Anda yang memegang.
shared-tasks-lead-held = Sekarang dipegang { $name }.
shared-tasks-lead-ahead = Berlaku mulai { $day }.
shared-tasks-lead-revoked = Tugas ini tidak dipegang bersama lagi.
shared-tasks-lead-not = Tugas ini tidak jadi dipegang bersama.
shared-tasks-why-over = Hari terakhirnya sudah lewat.
shared-tasks-why-late = Hari terakhirnya lewat sebelum ada keputusan.
shared-tasks-why-left = Seorang anggota tidak lagi bekerja di unit ini.
shared-tasks-why-approver = Para anggota kini punya atasan yang berbeda.
shared-tasks-why-replaced = Diganti dengan pembagian yang baru.
shared-tasks-replaces = Pembagian sebelumnya
shared-tasks-successor = Perubahan: { $state }
shared-tasks-reason = Alasan perubahan
shared-tasks-reason-hint = Terbaca oleh anggota dan atasan.
shared-tasks-members = Anggota dan bagian
shared-tasks-percent = { $n }%
shared-tasks-answer-waiting = Belum menjawab
shared-tasks-answer-agreed = Setuju
shared-tasks-answer-declined = Tidak menerima
shared-tasks-period = Masa
shared-tasks-turns = Giliran
shared-tasks-you = Anda
shared-tasks-day-off = Libur
shared-tasks-outside = Di luar
shared-tasks-handovers = Serah terima
shared-tasks-from-to = { $from } kepada { $to }
shared-tasks-done = Yang selesai
shared-tasks-still-open = Yang belum
shared-tasks-lies = Letak berkas
shared-tasks-lies-hint = Misalnya nama map, laci, atau alamat dokumen.
shared-tasks-read-at = Dibaca { $at }
shared-tasks-unread = Belum dibaca
shared-tasks-confirm = Sudah saya baca
shared-tasks-hand-over = Tulis serah terima
shared-tasks-hand-over-to = Serahkan kepada { $name }
shared-tasks-hand-over-send = Serahkan
shared-tasks-your-answer = Jawaban Anda
shared-tasks-answer-note = Pesan untuk anggota lain
shared-tasks-answer-hint = Sesudah semua setuju, atasan memutuskan.
shared-tasks-agree = Setuju memegang
shared-tasks-decline = Tidak dulu
shared-tasks-approve = Setujui tugas bersama
shared-tasks-refuse = Tolak
shared-tasks-decision-hint = Wajib bila menolak. Terbaca oleh semua anggota.
shared-tasks-withdraw = Tarik tugas bersama
shared-tasks-revoke = Cabut persetujuan
shared-tasks-revoke-hint = Terbaca oleh semua anggota.
shared-tasks-change = Ubah bagian atau giliran
shared-tasks-event-proposed = Tugas bersama diajukan
shared-tasks-event-change = Perubahan diajukan
shared-tasks-event-agreed = Setuju memegang
shared-tasks-event-declined = Tidak menerima
shared-tasks-event-approved = Disetujui
shared-tasks-event-refused = Ditolak
shared-tasks-event-withdrawn = Ditarik
shared-tasks-event-revoked = Dicabut
shared-tasks-event-ended = Berakhir
shared-tasks-new-title = Ajukan tugas bersama
shared-tasks-new-lead = Pilih rekan seunit dengan atasan yang sama, lalu atur bagian dan giliran.
shared-tasks-change-title = Ubah bagian atau giliran
shared-tasks-back-people = Pilih rekan
shared-tasks-back-task = Tugas bersama
shared-tasks-with-whom = Bersama siapa
shared-tasks-with-whom-hint = Satu sampai lima rekan. Masing-masing diminta setuju.
shared-tasks-how = Cara bergilir
shared-tasks-turns-week = Sama setiap minggu
shared-tasks-turns-week-hint = Tiap hari kerja punya pemegang tetap.
shared-tasks-turns-stretches = Per masa
shared-tasks-turns-stretches-hint = Dari tanggal sampai tanggal, misalnya seminggu seorang.
shared-tasks-next = Lanjut
shared-tasks-nobody = Belum ada rekan yang dapat diajak
shared-tasks-nobody-text = Tugas hanya dapat dibagi dengan rekan seunit yang atasannya sama.
shared-tasks-name = Nama tugas
shared-tasks-name-hint = Misalnya “Layanan konsultasi kepegawaian”.
shared-tasks-description = Uraian
shared-tasks-description-hint = Apa hasilnya dan apa yang perlu diketahui semua anggota.
shared-tasks-from = Mulai
shared-tasks-to = Sampai
shared-tasks-shares = Bagian masing-masing
shared-tasks-shares-hint = Dalam persen; jumlahnya seratus.
shared-tasks-week-hint = Setiap hari kerja unit harus ada pemegangnya, dan setiap anggota mendapat giliran.
shared-tasks-stretches-hint = Setiap hari kerja unit tepat satu pemegang. Baris yang dikosongkan tidak dihitung.
shared-tasks-stretch = Giliran ke-{ $n }
shared-tasks-holder = Pemegang
shared-tasks-no-holder = Tidak ada
shared-tasks-send = Ajukan
shared-tasks-send-hint = Anggota lain diminta setuju, lalu atasan memutuskan sekali untuk semua.
flash-shared-task-proposed = Terkirim. Anggota lain diminta setuju.
flash-shared-task-agreed = Anda setuju. Anggota lain diberi tahu.
flash-shared-task-declined = Jawaban Anda tersimpan. Anggota lain diberi tahu.
flash-shared-task-withdrawn = Tugas bersama ditarik. Anggota lain diberi tahu.
flash-shared-task-approved = { $title }: disetujui untuk semua anggota.
flash-shared-task-refused = { $title }: ditolak.
flash-shared-task-revoked = Persetujuan dicabut. Anggota diberi tahu.
flash-shared-task-handed-over = Terserah kepada pemegang berikutnya.
flash-shared-task-confirmed = Tercatat sudah dibaca.
invalid-shared-task-with = Pilih satu sampai { $max } rekan.
invalid-shared-task-early = Paling cepat { $day }.
invalid-shared-task-far = Paling jauh setahun ke depan.
invalid-shared-task-order = Hari terakhir harus sesudah hari pertama, atau sama.
invalid-shared-task-long = Paling lama { $n } hari.
invalid-shared-task-members = Anggota { $min } sampai { $max } orang, termasuk Anda, masing-masing sekali.
invalid-shared-task-strangers = Anggota harus rekan seunit dengan atasan yang sama. Pilih anggota lain.
invalid-shared-task-total = Jumlah bagian sekarang { $total }%. Ubah sampai tepat 100%.
invalid-shared-task-turns = Atur giliran per minggu atau per masa, salah satu saja.
invalid-shared-task-stranger = Pemegang giliran harus salah satu anggota.
invalid-shared-task-many = Paling banyak { $n } giliran.
invalid-shared-task-backwards = Giliran yang mulai { $day } berakhir sebelum mulai. Perbaiki tanggalnya.
invalid-shared-task-outside = Giliran yang mulai { $day } keluar dari masa tugas. Perbaiki tanggalnya.
invalid-shared-task-twice = Pada { $day } ada dua pemegang. Sisakan satu.
invalid-shared-task-no-days = Dalam masa itu unit tidak bekerja. Pilih masa lain.
invalid-shared-task-gap = Pada { $day } belum ada pemegang. Pilih seorang anggota.
invalid-shared-task-idle = { $name } belum mendapat giliran. Beri sedikitnya satu hari kerja.
invalid-shared-task-row = Giliran ke-{ $n } belum lengkap. Isi kedua tanggal dan pemegangnya, atau kosongkan.
refused-shared-task-step = { $state ->
    [proposed] Belum semua anggota menjawab.
    [agreed] Semua sudah setuju; tinggal keputusan atasan.
    [approved] Tugas bersama ini sudah disetujui.
    [refused] Tugas bersama ini sudah ditolak.
    [declined] Seorang anggota tidak menerima tugas ini.
    [withdrawn] Tugas bersama ini sudah ditarik.
    [revoked] Tugas bersama ini sudah dicabut.
   *[other] Tugas bersama ini sudah berakhir.
}
refused-own-shared-task = Tugas bersama sendiri diputuskan orang lain.
refused-shared-task-apart = Para anggota kini punya atasan yang berbeda. Tugas bersama ini tidak dapat dilanjutkan.
refused-shared-task-waits = Untuk sementara para anggota punya atasan yang berbeda, misalnya karena salah satunya menggantikan kepala unit. Tugas bersama ini menunggu dan dapat diputuskan mulai { $day }.
refused-shared-task-gone = Seorang anggota tidak lagi bekerja di unit ini. Tugas bersama ini tidak dapat dilanjutkan.
refused-shared-task-answered = Anda sudah menjawab.
refused-shared-task-changing = Perubahan lain atas tugas ini sudah diajukan. Tunggu keputusannya atau tarik dahulu.
refused-shared-task-not-running = Tugas bersama ini sedang tidak berlaku.
refused-shared-task-not-begun = Hari pertamanya belum tiba.
refused-shared-task-last = Tidak ada pemegang sesudah Anda.
refused-shared-task-not-holder = Hanya pemegang sekarang, atau pemegang tepat sebelumnya, yang menyerahkan.
refused-shared-task-nothing-to-confirm = Tidak ada serah terima yang menunggu Anda.
mail-shared-task-asked-subject = { $name } mengajak Anda berbagi tugas: { $title }
mail-shared-task-asked-body = Yth. { $person },

    { $name } mengajak Anda memegang tugas "{ $title }" bergiliran. Lihat bagian dan giliran Anda, lalu jawab di halaman berikut.
    { $link }
mail-shared-task-change-asked-subject = { $name } mengusulkan perubahan: { $title }
mail-shared-task-change-asked-body = Yth. { $person },

    { $name } mengusulkan bagian atau giliran baru untuk tugas "{ $title }". Yang lama tetap berlaku sampai semua setuju dan atasan memutuskan. Jawab di halaman berikut.
    { $link }
mail-shared-task-agreed-subject = { $name } setuju memegang { $title }
mail-shared-task-agreed-body = Yth. { $person },

    { $name } setuju memegang tugas "{ $title }" bersama Anda. { $note }
    { $link }
mail-shared-task-declined-subject = { $name } tidak menerima { $title }
mail-shared-task-declined-body = Yth. { $person },

    { $name } tidak menerima tugas bersama "{ $title }", sehingga tugas itu tidak dipegang bersama. { $note }
    { $link }
mail-shared-task-waiting-subject = Tugas bersama { $title } menunggu keputusan Anda
mail-shared-task-waiting-body = Yth. { $person },

    { $name } dan rekan-rekannya sepakat memegang tugas "{ $title }" bergiliran. Satu keputusan Anda berlaku untuk semuanya.
    { $link }
mail-shared-task-approved-subject = Tugas bersama { $title } disetujui
mail-shared-task-approved-body = Yth. { $person },

    { $name } menyetujui tugas bersama "{ $title }". { $note }
    { $link }
mail-shared-task-refused-subject = Tugas bersama { $title } ditolak
mail-shared-task-refused-body = Yth. { $person },

    { $name } menolak tugas bersama "{ $title }". Alasan: { $note }
    { $link }
mail-shared-task-withdrawn-subject = { $name } menarik tugas bersama { $title }
mail-shared-task-withdrawn-body = Yth. { $person },

    { $name } menarik tugas bersama "{ $title }". { $note }
    { $link }
mail-shared-task-revoked-subject = Tugas bersama { $title } dicabut
mail-shared-task-revoked-body = Yth. { $person },

    { $name } mencabut persetujuan tugas bersama "{ $title }". Alasan: { $note }
    { $link }
mail-shared-task-handed-over-subject = { $name } menyerahkan { $title } kepada Anda
mail-shared-task-handed-over-body = Yth. { $person },

    { $name } menulis serah terima tugas "{ $title }" untuk Anda. Baca dan konfirmasi di halaman berikut.
    { $link }
mail-shared-task-handover-read-subject = { $name } sudah membaca serah terima { $title }
mail-shared-task-handover-read-body = Yth. { $person },

    { $name } sudah membaca serah terima Anda untuk tugas "{ $title }".
    { $link }
mail-shared-task-ended-subject = Tugas bersama { $title } berakhir
mail-shared-task-ended-body = Yth. { $person },

    Tugas bersama "{ $title }" berakhir: { $why ->
        [over] hari terakhirnya sudah lewat.
        [late] hari terakhirnya lewat sebelum ada keputusan.
        [left] seorang anggota tidak lagi bekerja di unit ini.
       *[approver] para anggota kini punya atasan yang berbeda.
    }
    { $link }
