notices-title = Pemberitahuan
notices-lead = Yang disampaikan kepada Anda dalam 90 hari terakhir, terbaru di atas.
notices-new = Baru
notices-read-all = Tandai semua sudah dibaca
notices-settings-open = Atur pemberitahuan
notices-count = { $n } pemberitahuan di halaman ini
notices-empty = Belum ada pemberitahuan
notices-empty-text = Keputusan, pengingat, dan kabar lain untuk Anda akan muncul di sini.
notices-settings-title = Atur pemberitahuan
notices-settings-lead = Semua kabar selalu ada di halaman Pemberitahuan. Di sini Anda memilih kapan surelnya dikirim. Surel undangan dan kata sandi selalu dikirim seketika.
notices-way = Surel
notices-way-each = Satu surel untuk setiap kejadian
notices-hint-each = Dikirim seketika, di luar jam tenang.
notices-way-digest = Satu rangkuman sehari
notices-hint-digest = Semua kejadian hari itu dalam satu surel, beserta tautannya.
notices-way-none = Tanpa surel
notices-hint-none = Anda membacanya di halaman Pemberitahuan saja.
notices-digest-hour = Jam rangkuman ({ $zone })
notices-quiet = Jam tenang ({ $zone })
notices-quiet-hint = Surel menunggu sampai jam tenang berakhir. Boleh melewati tengah malam. Kosongkan keduanya bila tidak perlu.
notices-quiet-from = Mulai
notices-quiet-to = Sampai
notices-quiet-none = Tidak ada
notices-save = Simpan
notices-account-text = Pilih kapan surel dikirim: setiap kejadian, sekali sehari, atau tidak sama sekali.
flash-notices-read = Semua pemberitahuan sudah ditandai dibaca.
flash-notices-saved = Pilihan pemberitahuan disimpan.
invalid-notices-quiet-same = Awal dan akhir jam tenang harus berbeda.
notices-mail-open = Buka di Luwes
notices-mail-choose = Atur surel pemberitahuan
notices-mail-calendar = Berkas kalender luwes.ics terlampir: bukalah agar hari-hari ini masuk ke kalender Anda, atau berubah dan terhapus di sana.
notices-digest-subject = { $n } kabar dari Luwes hari ini
notices-digest-body = Yth. { $person },

    Berikut yang terjadi sejak rangkuman terakhir.
mail-password-changed-subject = Kata sandi Luwes Anda diganti
mail-password-changed-body = Yth. { $person },

    Kata sandi Anda baru saja diganti. Bila bukan Anda yang menggantinya, segera atur ulang kata sandi dari halaman masuk dan hubungi kepegawaian.
    { $link }
