# Jam kerja sendiri: mulai dan selesai kerja menurut rencana pegawai.

requests-kind-time = Jam kerja sendiri
requests-hours-title = Ajukan jam kerja sendiri
requests-hours-lead = Atur sendiri jam mulai dan selesai. Anda tetap bekerja di kantor; jam sepekan tetap dipenuhi.
requests-hours-link = Jam kerja sendiri
requests-hours-link-text = Mulai dan selesai lebih awal atau lebih lambat, tetap di kantor.
requests-hours-period = Masa berlaku
requests-hours-times = Jam kerja
requests-hours-same = Mulai setiap hari pukul
requests-hours-fill = Isi semua hari
requests-hours-start = Mulai
requests-hours-end = Selesai
requests-hours-length = { $h } j { $m } m
requests-hours-bounds = Rentang { $window }, jam inti { $core }.
requests-hours-ramadan = Selama Ramadan
requests-hours-total = Sepekan
requests-hours-total-ramadan = Sepekan Ramadan
requests-hours-of = { $have } dari { $need }
requests-hours-week = Jam kerja
requests-hours-reason = Alasan
requests-hours-reason-hint = Singkat saja, misalnya mengantar anak ke sekolah.
requests-hours-ready = Siap dikirim
requests-hours-not-yet = Belum bisa dikirim
requests-hours-missing = Isi masa berlaku dan jam setiap hari.
requests-hours-unchanged = Ubah dulu: jamnya masih sama dengan jam kantor.
requests-hours-no-reason = Tulis alasannya dulu.
requests-hours-send = Kirim pengajuan
requests-hours-pass = Jam ini bisa
requests-hours-fail = Jam ini belum bisa
requests-hours-thought = Jam ini bisa diajukan
requests-hours-own = Jam kerja Anda: { $times }
requests-hours-own-short = Jam sendiri: { $times }
requests-hours-cancel-hint = Mulai hari ini jam kantor berlaku lagi. Hari yang sudah lewat tetap seperti adanya.
requests-statement-hours = Jam kerja sendiri

flash-hours-sent = Pengajuan jam kerja terkirim. Anda diberi tahu begitu diputuskan.
flash-hours-cancelled = Jam kerja sendiri dibatalkan. Atasan Anda diberi tahu.

invalid-time = Isi jam seperti 07.30.
invalid-no-hours = Isi jam mulai dan selesai setiap hari kerja.
invalid-hours-unchanged = Jam ini sama dengan jam kantor. Ubah jam mulai atau selesai paling tidak satu hari, atau tidak usah diajukan.
invalid-hours-too-long = Masa berlaku paling lama satu tahun.
invalid-hours-rule = { $rule }: { $remedy }
invalid-hours-whole = Jam kerja sendiri dibatalkan seluruhnya, bukan per hari.
refused-hours-adjusted = Jam kerja tidak dapat diganti di sini. Kembalikan dengan catatan.
refused-request-kind = Pengajuan ini untuk hal lain. Buat pengajuan baru.
