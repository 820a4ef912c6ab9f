# Sasaran kinerja pegawai (SKP): disusun, dibahas, disepakati, diubah sebagai versi baru
nav-targets = Sasaran
scope-performance-read = Membaca sasaran kinerja
scope-performance-write = Menyusun sasaran kinerja
targets-title = Sasaran kinerja
targets-lead = Sasaran kinerja pegawai (SKP): apa yang Anda hasilkan tahun ini, disepakati dengan atasan.
targets-own = Sasaran Anda
targets-team = Sasaran tim
targets-name = SKP { $year }
targets-name-version = SKP { $year }, versi { $n }
targets-lines = { $n } sasaran
targets-agreed-by = disepakati { $name }, { $at }
targets-start-title = Susun SKP { $year }
targets-start-text = Mulai dari beberapa sasaran saja. Anda tidak perlu menunggu sasaran atasan.
targets-start = Mulai susun { $year }
targets-from = Mulai dari
targets-from-nothing = Kosong
targets-from-last-year = SKP Anda { $year }
targets-from-last-year-hint = Semua sasaran tahun lalu disalin; tinggal disesuaikan.
targets-from-colleague = { $name } ({ $year })
targets-from-colleague-hint = Rekan sejabatan di unit Anda. Sasaran dan indikatornya disalin, besar targetnya tidak.
targets-from-template = Templat { $position }
targets-from-template-hint = Disiapkan admin kepegawaian untuk jabatan Anda. Isi targetnya sendiri.
targets-approach = Pendekatan
targets-approach-quantitative = Kuantitatif
targets-approach-quantitative-hint = Tiap indikator punya aspek dan target.
targets-approach-qualitative = Kualitatif
targets-approach-qualitative-hint = Ukuran keberhasilan ditulis dengan kata-kata.
targets-state-draft = Konsep
targets-state-proposed = Menunggu atasan
targets-state-discussed = Dibahas
targets-state-agreed = Berlaku
targets-state-replaced = Diganti
targets-state-discarded = Dibuang
targets-lead-draft = Baru Anda yang melihatnya.
targets-lead-proposed = Menunggu { $name }.
targets-lead-proposed-leader = Menunggu pimpinan instansi.
targets-lead-decide = Baca, beri catatan pada baris, lalu sepakati.
targets-lead-discussed = Atasan memberi catatan. Perbaiki, lalu usulkan lagi.
targets-lead-agreed = Berlaku. Disepakati { $name }, { $at }.
targets-lead-replaced = Sudah diganti versi baru. Disepakati { $name }, { $at }.
targets-lead-discarded = Konsep ini dibuang.
targets-given-back = Catatan atasan
targets-reason = Alasan perubahan
targets-reason-hint = Terbaca oleh atasan. Versi sekarang tetap berlaku sampai perubahan disepakati.
targets-results = Rencana hasil kerja
targets-empty = Belum ada sasaran
targets-empty-text = Tambahkan satu sasaran: hasilnya apa dan diukur dengan apa.
targets-supports = mendukung: { $line }
targets-edit = Ubah
targets-add = Tambah sasaran
targets-remark = Beri catatan
targets-remark-on = Catatan untuk sasaran nomor { $n }
targets-remark-whole = Catatan untuk keseluruhan
targets-remark-hint = Terbaca oleh Anda berdua saja.
targets-remark-send = Kirim catatan
targets-remark-about = Tentang "{ $line }": { $words }
targets-behaviour = Perilaku kerja
targets-behaviour-hint = Tujuh nilai BerAKHLAK, dengan ekspektasi khusus dari atasan bila ada.
targets-value-service = Berorientasi Pelayanan
targets-value-accountable = Akuntabel
targets-value-competent = Kompeten
targets-value-harmonious = Harmonis
targets-value-loyal = Loyal
targets-value-adaptive = Adaptif
targets-value-collaborative = Kolaboratif
targets-value-plain = Tanpa ekspektasi khusus
targets-your-answer = Jawaban Anda
targets-agree = Sepakati
targets-return = Minta perbaikan
targets-note = Pesan
targets-note-hint = Untuk minta perbaikan: tulis alasannya, atau beri catatan pada baris.
targets-expect = Ekspektasi khusus
targets-expect-hint = Berlaku bila Anda menyepakati. Kosongkan yang tidak perlu.
targets-next = Langkah berikutnya
targets-propose = Usulkan kepada atasan
targets-propose-hint = Atasan dapat memberi catatan atau menyepakati. Anda masih bisa menariknya.
targets-copy = Salin sasaran
targets-copy-do = Salin
targets-discard = Buang konsep
targets-retract = Tarik untuk diubah
targets-change = Ubah sasaran
targets-change-do = Mulai ubah
targets-versions = Versi lain tahun ini
targets-timeline = Perjalanan
targets-event-proposed = Diusulkan
targets-event-remark = Catatan
targets-event-agreed = Disepakati
targets-event-replaced = Diganti versi baru
targets-event-discarded = Dibuang
targets-line-new = Tambah sasaran
targets-line-edit = Ubah sasaran
targets-line-save = Simpan
targets-line-again = Simpan dan tambah lagi
targets-line-remove = Hapus sasaran ini
targets-result = Rencana hasil kerja
targets-result-hint = Hasil yang dapat dilihat orang, misalnya “Peta usulan program tersedia untuk semua daerah”.
targets-above = Sasaran atasan yang didukung
targets-above-hint = Sasaran { $name } tahun ini.
targets-above-none = { $name } belum mengusulkan sasaran { $year }. Tulis dengan kata-kata, atau kosongkan.
targets-above-nobody = Tidak ada atasan di atas Anda di instansi ini. Boleh dikosongkan.
targets-above-blank = Belum dikaitkan
targets-measured = Diukur dengan
targets-measured-hint = Satu indikator sudah cukup. Tambahkan aspek lain bila perlu.
targets-words-hint = Tulis ukuran keberhasilannya dengan kata-kata.
targets-words = Ukuran { $n }
targets-aspect-quantity = Kuantitas
targets-aspect-quantity-hint = Misalnya “jumlah peta yang selesai”, target 34, satuan daerah.
targets-aspect-quality = Kualitas
targets-aspect-quality-hint = Misalnya “setiap angka bersumber”, target 100, satuan persen.
targets-aspect-time = Waktu
targets-aspect-time-hint = Misalnya “selesai sebelum akhir triwulan”, target 4, satuan triwulan.
targets-aspect-cost = Biaya
targets-aspect-cost-hint = Misalnya “dalam pagu kegiatan”, target 100, satuan persen.
targets-indicator = Indikator
targets-target = Target
targets-measure = Satuan
targets-kind = Jenis
targets-main = Utama
targets-main-hint = Tugas pokok jabatan atau penugasan pokok tim.
targets-additional = Tambahan
targets-additional-hint = Di luar tugas pokok.
targets-kind-weight = { $kind }, bobot { $n }%
targets-weight = Bobot
targets-weight-hint = Dalam persen; jumlah semua sasaran utama seratus.
targets-cascade-title = Sasaran tim
targets-cascade-of = Sasaran tim { $name }
targets-cascade-gaps = { $n } sasaran belum ada yang mendukung
targets-cascade-loose = { $n } sasaran anggota belum dikaitkan
targets-cascade-lead-none = Sasaran Anda tahun ini belum diusulkan. Anggota tetap dapat menyusun sasarannya.
targets-cascade-lead-whole = Semua sasaran terhubung.
targets-cascade-nobody = Belum ada anggota tim
targets-cascade-nobody-text = Tidak ada pegawai yang sasarannya disepakati di sini.
targets-cascade-not-yet = Belum diusulkan
targets-cascade-own = Lihat sasaran yang didukung
targets-cascade-down = Sasaran tim { $name }
targets-orphans = Belum dikaitkan
targets-orphans-text = Sasaran utama anggota yang belum mendukung satu pun sasaran di atasnya.
targets-gap = Belum didukung
targets-gap-text = Belum ada sasaran anggota yang mendukungnya.
targets-people = Anggota
targets-inbox-title = Usulan sasaran kinerja
targets-home = SKP { $year } dikembalikan dengan catatan
targets-terms-title = Cara menyusun sasaran
targets-terms-lead = Berlaku untuk sasaran yang diusulkan sesudahnya.
targets-terms-weights = Sasaran utama berbobot
targets-terms-weights-hint = Bila dipilih, bobot semua sasaran utama seorang pegawai harus berjumlah seratus persen.
targets-terms-save = Simpan
flash-targets-started = Konsep dibuat. Tambahkan sasaran pertama.
flash-targets-copied = { $n } sasaran ada di konsep. Periksa targetnya, lalu usulkan.
flash-targets-line-saved = Tersimpan. Konsep ini memuat { $n } sasaran.
flash-targets-line-removed = Sasaran dihapus dari konsep.
flash-targets-proposed = Terkirim. Atasan diberi tahu.
flash-targets-retracted = Usulan ditarik. Anda dapat mengubahnya lagi.
flash-targets-changing = Konsep perubahan dibuat. Versi sekarang tetap berlaku.
flash-targets-discarded = Konsep dibuang.
flash-targets-remarked = Catatan terkirim.
flash-targets-agreed = SKP { $year } { $name } disepakati.
flash-targets-given-back = SKP { $year } dikembalikan kepada { $name }.
invalid-targets-many = Paling banyak { $n } sasaran. Gabungkan atau hapus sebagian.
invalid-targets-twice = Satu sasaran tertulis dua kali. Sisakan satu.
invalid-targets-indicators = Paling banyak { $n } indikator untuk satu sasaran.
invalid-targets-nameless = Ada target tanpa indikator. Tulis indikatornya, atau kosongkan targetnya.
invalid-targets-above = Sasaran atasan itu tidak ada lagi. Pilih yang lain, atau kosongkan.
invalid-targets-no-main = Belum ada sasaran utama. Tambahkan sedikitnya satu.
invalid-targets-no-indicator = Sasaran nomor { $n } belum punya indikator. Buka “Ubah” pada baris itu.
invalid-targets-no-target = Sasaran nomor { $n }: isi aspek dan target untuk "{ $indicator }".
invalid-targets-weights = Jumlah bobot sasaran utama sekarang { $total }%. Ubah sampai tepat 100%.
invalid-targets-no-last-year = Anda belum punya sasaran tahun lalu yang disepakati di sini. Mulai dari kosong.
invalid-targets-no-colleague = Hanya sasaran rekan sejabatan di unit Anda yang dapat disalin, dan hanya yang sudah disepakati.
invalid-targets-one-source = Pilih satu sumber saja: tahun lalu, templat, atau rekan.
invalid-targets-no-template = Jabatan Anda belum punya templat. Mulai dari kosong.
invalid-targets-expected-twice = Satu nilai cukup satu ekspektasi khusus.
invalid-targets-why-back = Tulis alasannya, atau beri catatan pada baris yang perlu diperbaiki.
refused-targets-step = { $state ->
    [draft] Sasaran ini masih konsep penyusunnya.
    [proposed] Sasaran ini sudah diusulkan. Tarik dahulu untuk mengubahnya.
    [discussed] Sasaran ini sedang diperbaiki penyusunnya.
    [agreed] Sasaran ini sudah disepakati. Mulailah perubahan dengan alasan.
    [replaced] Sasaran ini sudah diganti versi baru.
   *[other] Konsep ini sudah dibuang.
}
refused-own-targets = Sasaran sendiri disepakati orang lain.
refused-targets-agreed = Sasaran tahun itu sudah disepakati. Bukalah, lalu mulai ubah dengan alasan.
refused-targets-changing = Perubahan atas sasaran ini sudah disusun. Lanjutkan atau buang dahulu.
refused-targets-remarks = Sudah ada { $n } catatan. Bicarakan langsung, lalu sepakati atau kembalikan.
mail-targets-brought-subject = Konsep SKP { $year } Anda dimuat dari e-Kinerja
mail-targets-brought-body = Yth. { $person },

    { $name } memuat SKP { $year } Anda dari lembar e-Kinerja sebagai konsep. Periksa, lengkapi, lalu usulkan kepada atasan di halaman berikut.
    { $link }
mail-targets-proposed-subject = { $name } mengusulkan SKP { $year }
mail-targets-proposed-body = Yth. { $person },

    { $name } mengusulkan sasaran kinerja tahun { $year }. Baca, beri catatan pada baris, atau sepakati di halaman berikut.
    { $link }
mail-targets-given-back-subject = SKP { $year } Anda dikembalikan dengan catatan
mail-targets-given-back-body = Yth. { $person },

    { $name } meminta perbaikan sasaran kinerja { $year } Anda. { $note }
    { $link }
mail-targets-agreed-subject = SKP { $year } Anda disepakati
mail-targets-agreed-body = Yth. { $person },

    { $name } menyepakati sasaran kinerja { $year } Anda. { $note }
    { $link }
mail-targets-remarked-subject = { $name } memberi catatan pada SKP { $year }
mail-targets-remarked-body = Yth. { $person },

    { $name } menulis catatan pada sasaran kinerja { $year }. Baca di halaman berikut.
    { $link }
# Hasil kerja: direncanakan, diserahkan, ditanggapi
nav-work = Hasil kerja
work-title = Hasil kerja
work-lead = Yang Anda serahkan, dan tanggapan atasan.
work-new = Serahkan hasil
work-new-title = Serahkan hasil kerja
work-team = Hasil tim
work-promised = Dijanjikan untuk hari fleksibel
work-promise = Dijanjikan: { $what }
work-promise-link = Pengajuan yang menjanjikannya
work-none = Belum ada hasil kerja
work-none-text = Serahkan hasil pertama: tulis apa yang selesai, tempel tautannya, atau kirim berkasnya.
work-group-revision = Perlu perbaikan
work-group-planned = Direncanakan
work-group-delivered = Menunggu tanggapan
work-group-ended = Selesai
work-state-planned = Direncanakan
work-state-delivered = Menunggu tanggapan
work-state-revision = Perlu perbaikan
work-state-accepted = Diterima
work-state-refused = Ditolak
work-state-withdrawn = Ditarik
work-overdue = Lewat tenggat
work-due = Tenggat { $day }
work-days-late = terlambat { $n } hari
work-due-on = Tenggat
work-due-on-hint = Hari kerja unit Anda.
work-rounds = { $n } kali diserahkan
work-delivered-times = Putaran
work-name = Nama hasil
work-name-hint = Misalnya “Peta usulan program, versi lengkap”.
work-words = Uraian hasil
work-words-hint = Apa yang selesai, dan apa yang perlu dilihat atasan. Untuk menyerahkan, isi uraian, tautan, atau berkas.
work-links = Tautan
work-links-hint = Satu alamat tiap baris, paling banyak lima.
work-files = Berkas
work-files-hint = Paling banyak { $n } berkas, masing-masing sampai { $size } MB: PDF, gambar (JPG, PNG, WebP), Word, Excel, PowerPoint, OpenDocument, atau ZIP.
work-files-again = Bila tadi memilih berkas, pilih lagi: yang sudah diketik tetap ada, berkas tidak.
work-files-hashes = SHA-256 { $n } berkas
work-file-same = Sama
work-file-changed = Berubah
work-file-added = Baru
work-file-removed = Tidak ada lagi
work-files-title = Berkas hasil kerja
work-files-most = Berkas tiap penyerahan
work-files-most-hint = 0 sampai 10. Dengan 0, hasil diserahkan tanpa berkas.
work-files-size = Ukuran terbesar
work-files-size-hint = MB tiap berkas, 1 sampai 100.
work-files-scanned = Setiap berkas diperiksa pemindai virus sebelum diterima.
work-files-unscanned = Berkas tidak diperiksa pemindai virus. Pengelola sistem dapat memasangnya (LUWES_ANTIVIRUS).
work-files-no-depot = Sistem ini belum menyimpan berkas, jadi hasil diserahkan tanpa berkas. Pengelola sistem menentukan tempatnya (LUWES_FILES).
work-counts-for = Untuk sasaran
work-counts-for-hint = Indikator dalam SKP Anda yang berlaku.
work-counts-for-none = Tidak dikaitkan
work-no-targets = SKP Anda tahun ini belum disepakati, jadi hasil belum dapat dikaitkan.
work-deliver = Serahkan
work-plan = Simpan sebagai rencana
work-about = Tentang hasil ini
work-versions = Percakapan dan versi
work-version = { $name } menyerahkan versi { $n }
work-newest = Terbaru
work-version-n = Versi { $n }
work-compare = Bandingkan dengan versi { $n }
work-compare-from = Versi lama
work-compare-to = Versi baru
work-compare-go = Bandingkan
work-compared = Dari versi { $from } ke versi { $to }
work-compared-same = Tidak ada yang berubah.
work-compared-hint = Bergaris bawah: ditambah. Dicoret: dihapus.
work-added = Ditambah:
work-removed = Dihapus:
work-answered-accepted = { $name } menerima
work-answered-revision = { $name } meminta perbaikan
work-answered-refused = { $name } menolak
work-waits = { $name } yang menanggapi.
work-your-answer = Tanggapan Anda
work-accept = Terima
work-accept-chosen = Terima yang dipilih
work-choose-some = Pilih yang hendak diterima
work-revise = Minta perbaikan
work-refuse = Tolak
work-comment = Tanggapan
work-comment-hint = Wajib untuk minta perbaikan atau menolak.
work-withdraw = Tarik hasil ini
work-team-title = Hasil kerja tim
work-waiting = { $n } hasil menunggu tanggapan Anda.
work-nothing-waits = Tidak ada hasil yang menunggu.
work-told = Hasil penerimaan
work-one = Satu hasil
work-gone = Sudah tidak menunggu Anda.
work-choose = Pilih { $title }
work-dock = Yang dipilih diterima tanpa tanggapan tertulis.
work-count-overdue = Lewat
work-count-planned = Rencana
work-count-revision = Perbaikan
work-count-delivered = Menunggu
work-count-accepted = Diterima
work-inbox-title = Hasil kerja menunggu tanggapan
work-home-due = Serahkan { $what }, tenggat { $day }
work-home-late = { $what } lewat tenggat { $day }
work-home-many = { $n } hasil kerja menunggu Anda serahkan
work-home-revise = Perbaiki { $what }
flash-work-planned = { $title }: direncanakan.
flash-work-delivered = { $title } sudah diserahkan. Atasan diberi tahu.
flash-work-withdrawn = { $title }: ditarik.
flash-work-accepted = { $title }: diterima.
flash-work-revision = { $title }: diminta perbaikan.
flash-work-refused = { $title }: ditolak.
flash-work-accepted-many = { $n } hasil diterima.
invalid-work-nothing = Tulis uraian hasil, tempel sedikitnya satu tautan, atau pilih berkas.
invalid-work-links = Paling banyak { $n } tautan.
invalid-work-link = Tautan ke-{ $n } bukan alamat web. Tulis lengkap, misalnya https://contoh.go.id/berkas.
invalid-work-file = Salah satu berkas tidak ada di antara yang dikirim untuk hasil ini. Kirim lagi, lalu serahkan.
invalid-file-off = Di sini hasil diserahkan tanpa berkas. Pakai uraian atau tautan.
invalid-file-many = Paling banyak { $n } berkas. Kurangi, atau gabungkan dalam satu ZIP.
invalid-file-large = { $name } lebih besar daripada { $n } MB. Perkecil, atau bagi menjadi beberapa berkas.
invalid-file-empty = { $name } kosong. Buka berkasnya, simpan lagi, lalu pilih kembali.
invalid-file-kind = { $name } tidak dapat diterima. Simpan sebagai PDF, JPG, PNG, WebP, DOCX, XLSX, PPTX, ODT, ODS, ODP, atau ZIP.
invalid-file-disguised = Isi { $name } tidak sesuai dengan jenisnya, atau berkasnya terkunci kata sandi. Simpan lagi dari aplikasinya tanpa kata sandi.
invalid-file-broken = { $name } rusak atau terpotong. Simpan lagi, lalu pilih kembali.
invalid-file-bomb = { $name } terlalu besar bila dibuka. Masukkan lebih sedikit ke dalamnya.
invalid-file-nested = { $name } memuat arsip di dalam arsip di dalam arsip. Masukkan berkasnya langsung.
invalid-file-climbs = { $name } memuat berkas dengan nama yang tidak aman. Buat arsipnya lagi dari folder biasa.
invalid-file-locked = { $name } memuat bagian yang terkunci kata sandi atau dimampatkan dengan cara lain. Buat arsip ZIP biasa tanpa kata sandi.
invalid-file-macros = { $name } memuat program (makro). Simpan tanpa makro.
invalid-file-virus = Pemindai virus menolak { $name }. Periksa perangkat Anda, lalu hubungi petugas TI instansi.
invalid-file-unscanned = { $name } belum dapat diperiksa pemindai virus. Coba lagi beberapa menit lagi.
invalid-work-past = Tenggat sudah lewat. Pilih hari ini atau sesudahnya.
invalid-work-far = Paling jauh setahun ke depan.
invalid-work-day-off = Hari itu unit Anda tidak bekerja. Pilih hari kerja.
invalid-work-target = Indikator itu tidak ada dalam SKP Anda yang berlaku. Pilih yang lain.
invalid-work-promise = Janji itu tidak ada atau sudah ada hasilnya. Buka halaman Hasil kerja.
refused-work-step = { $state ->
    [planned] Hasil ini belum diserahkan.
    [delivered] Hasil ini sedang menunggu tanggapan.
    [revision] Hasil ini sedang diperbaiki.
    [accepted] Hasil ini sudah diterima.
    [refused] Hasil ini sudah ditolak.
   *[other] Hasil ini sudah ditarik.
}
refused-work-rounds = Hasil ini sudah diserahkan { $n } kali. Bicarakan langsung dengan atasan, lalu buat hasil baru.
mail-work-delivered-subject = { $name } menyerahkan { $title }
mail-work-delivered-body = Yth. { $person },

    { $name } menyerahkan "{ $title }" dan menunggu tanggapan Anda.
    { $link }
mail-work-accepted-subject = { $title } diterima
mail-work-accepted-body = Yth. { $person },

    { $name } menerima "{ $title }". { $note }
    { $link }
mail-work-revision-subject = { $title } perlu perbaikan
mail-work-revision-body = Yth. { $person },

    { $name } meminta perbaikan "{ $title }". { $note }
    { $link }
mail-work-refused-subject = { $title } ditolak
mail-work-refused-body = Yth. { $person },

    { $name } menolak "{ $title }". Alasan: { $note }
    { $link }
mail-work-due-subject = { $n } hasil kerja segera jatuh tempo
mail-work-due-body = Yth. { $person },

    Yang perlu diserahkan paling lambat hari kerja berikut: { $work }.
    { $link }
mail-work-late-subject = { $n } hasil kerja lewat tenggat
mail-work-late-body = Yth. { $person },

    Yang lewat atau segera jatuh tempo: { $work }. Serahkan, atau tarik yang tidak jadi dikerjakan.

# Penilaian kinerja: periode, capaian, predikat, keberatan
rating-title = Penilaian kinerja
rating-lead = Capaian Anda tiap periode, predikatnya, dan apa artinya.
rating-team-title = Penilaian tim
rating-periods-title = Periode penilaian
rating-periods-lead = Buka periode, lihat sebaran predikat, lalu tutup. Predikat berlaku setelah periode ditutup.
rating-periods = Periode
rating-none = Belum ada periode penilaian
rating-none-text = Kepegawaian membuka periode, misalnya satu triwulan. Yang sudah dibuka muncul di sini.
rating-none-open = Buka periode pertama, misalnya 2026-Q3.
rating-of = Penilaian { $period }
rating-year = Tahun { $year }
rating-quarter-1 = Triwulan I { $year }
rating-quarter-2 = Triwulan II { $year }
rating-quarter-3 = Triwulan III { $year }
rating-quarter-4 = Triwulan IV { $year }
rating-days = { $from } sampai { $to }
rating-due-on = tenggat { $day }
rating-period-open-word = Terbuka
rating-period-closing-word = Sedang ditutup
rating-period-closed-word = Ditutup
rating-period-closing = sedang ditutup
rating-by-name = dinilai { $name }
rating-state-open = Belum dinilai
rating-state-told = Menunggu penilaian
rating-state-untold = Isi capaian
rating-state-rated = Sudah dinilai
rating-state-waits = Belum dinilai
rating-state-no-targets = Tanpa SKP
rating-level-above = Di atas ekspektasi
rating-level-meets = Sesuai ekspektasi
rating-level-below = Di bawah ekspektasi
rating-predikat = Predikat
rating-predikat-sangat_baik = Sangat Baik
rating-predikat-baik = Baik
rating-predikat-butuh_perbaikan = Butuh Perbaikan
rating-predikat-kurang = Kurang/Misconduct
rating-predikat-sangat_kurang = Sangat Kurang
rating-result = Hasil kerja
rating-behaviour = Perilaku kerja
rating-matrix = Dari dua penilaian menjadi satu predikat
rating-matrix-lead = Atasan menilai hasil dan perilaku; predikat mengikuti tabel ini (PermenPANRB 6/2022).
rating-given = Penilaian
rating-by = Dinilai oleh
rating-reason = Alasan perubahan
rating-lines = Sasaran dan capaian
rating-target = target
rating-realised = Capaian
rating-account = Catatan pegawai
rating-account-hint = Apa yang berjalan baik, dan apa yang menghambat.
rating-tell = Kirim capaian
rating-numbers = Angka di baliknya
rating-numbers-hint = Angka membantu menilai dan tidak memutuskan. Yang dihitung hanya aspek kuantitas dan kualitas dengan target berupa angka.
rating-measured = Capaian terukur
rating-not-measured = Tidak terukur
rating-advice = Saran dari angka
rating-work = Hasil kerja periode ini
rating-pieces = { $n } hasil kerja yang jatuh tempo dalam periode ini
rating-loose = Hasil tanpa kaitan sasaran
rating-accepted = { $n } hasil diterima
rating-on-time = { $n } tepat waktu
rating-revisions = { $n } kali diperbaiki
rating-open = { $n } lewat tenggat
rating-your-rating = Penilaian Anda
rating-note = Umpan balik
rating-note-hint = Wajib bila salah satu di bawah ekspektasi: apa yang kurang, dan apa yang diharapkan.
rating-rate = Simpan penilaian
rating-rate-hint = Pegawai melihatnya setelah periode ditutup. Sampai saat itu Anda dapat mengubahnya.
rating-hint-rated = Anda sudah dinilai. Predikat terlihat setelah periode ditutup.
rating-hint-open = Tulis capaian tiap indikator dan kirim, agar atasan menilai dari data Anda.
rating-hint-missed = Tidak ada penilaian dalam periode ini. Hubungi kepegawaian bila seharusnya ada.
rating-no-targets-own = SKP Anda tahun ini belum disepakati, jadi belum dapat dinilai. Ajukan dahulu.
rating-no-targets-of = SKP { $name } tahun ini belum disepakati, jadi belum dapat dinilai.
rating-object = Ajukan keberatan
rating-object-send = Kirim keberatan
rating-object-until = Paling lambat { $day }.
rating-statement = Isi keberatan
rating-statement-hint = Bagian mana yang tidak sesuai, dan datanya. Yang menjawab bukan penilai.
rating-objections = Keberatan
rating-objections-wait = Keberatan menunggu jawaban Anda
rating-objection-due = dijawab paling lambat { $day }
rating-objection-open = { $name } sedang memeriksa
rating-objection-upheld = { $name } menerima keberatan
rating-objection-dismissed = { $name } mempertahankan penilaian
rating-your-answer = Jawaban Anda atas keberatan
rating-answer = Alasan jawaban
rating-answer-hint = Pegawai membaca ini.
rating-dismiss = Pertahankan penilaian
rating-uphold = Ganti dengan penilaian ini
rating-correct = Perbaiki penilaian
rating-correct-why = Alasan perbaikan
rating-correct-hint = Penilaian lama tetap terbaca di samping yang baru.
rating-correct-do = Simpan perbaikan
rating-before = Penilaian sebelumnya
rating-version = Versi { $n }: { $word }
rating-team-lead = { $done } dari { $of } sudah dinilai
rating-people = Pegawai
rating-told-yes = Terkirim
rating-told-no = Belum dikirim
rating-head-on-time = Tepat waktu
rating-open-title = Buka periode
rating-open-do = Buka periode
rating-code = Periode
rating-code-hint = Tahun, triwulan, atau bulan: 2026, 2026-Q3, 2026-09.
rating-due = Tenggat penilaian
rating-due-hint = Setelah hari terakhir periode. Lewat tenggat, penilaian masih dapat diisi sampai periode ditutup.
rating-terms-link = Cara menyusun sasaran dan menilai
rating-terms-lead = Peraturan yang diketahui tidak menyebut angka-angka ini; instansi menetapkannya sendiri.
rating-above-from = Di atas ekspektasi mulai
rating-below-under = Di bawah ekspektasi jika kurang dari
rating-mark-hint = Persen capaian terukur. Kosongkan bila tanpa saran.
rating-object-within = Masa mengajukan keberatan
rating-object-within-hint = Hari kerja setelah periode ditutup.
rating-chart = { $word } paling banyak: { $share } persen
rating-chart-desc = Banyaknya pegawai tiap predikat.
rating-guide = Berbeda dari pedoman sebaran
rating-guide-hint = Pedoman sebaran adalah bahan pertimbangan pimpinan dan tidak menghalangi penutupan.
rating-guide-very-good-70 = Sangat Baik { $share } persen; pedoman paling banyak 70 persen.
rating-guide-good-70 = Baik { $share } persen; pedoman paling banyak 70 persen.
rating-guide-some-weak = Tidak ada Butuh Perbaikan atau Kurang ({ $share } persen); pedoman mengharapkan sebagian.
rating-guide-improve-60 = Butuh Perbaikan { $share } persen; pedoman paling sedikit 60 persen.
rating-guide-improve-10 = Butuh Perbaikan { $share } persen; pedoman paling sedikit 10 persen.
rating-guide-very-good-10 = Sangat Baik { $share } persen; pedoman paling banyak 10 persen.
rating-guide-weak-60 = Kurang { $share } persen; pedoman paling sedikit 60 persen.
rating-guide-very-weak-60 = Sangat Kurang { $share } persen; pedoman paling sedikit 60 persen.
rating-guide-weak-10 = Kurang dan Butuh Perbaikan { $share } persen; pedoman paling sedikit 10 persen.
rating-guide-no-very-good = Sangat Baik { $share } persen; pedoman tidak ada.
rating-units = Sebaran per unit
rating-unit = Unit
rating-rated = Dinilai
rating-apart = Jauh dari sebaran keseluruhan
rating-achievement = Capaian organisasi
rating-achievement-hint = Menentukan pedoman sebaran yang dipakai sebagai pembanding.
rating-achievement-none = Belum diketahui
rating-achievement-save = Simpan capaian
rating-achievement-istimewa = Istimewa
rating-achievement-baik = Baik
rating-achievement-butuh_perbaikan = Butuh Perbaikan
rating-achievement-kurang = Kurang
rating-achievement-sangat_kurang = Sangat Kurang
rating-close-title = Tutup periode
rating-close-hint = Penilaian menjadi final, pegawai diberi tahu, dan predikat dipakai aturan kerja fleksibel. Setelah itu hanya dapat diperbaiki dengan alasan.
rating-close-do = Tutup periode
rating-missing = { $n } pegawai belum dinilai; mereka tetap tanpa predikat.
flash-rating-told = Capaian terkirim.
flash-rating-given = Penilaian tersimpan.
flash-rating-corrected = Penilaian diperbaiki; pegawai diberi tahu.
flash-rating-objected = Keberatan terkirim. Anda diberi tahu begitu dijawab.
flash-rating-answered = Keberatan dijawab; pegawai diberi tahu.
flash-rating-period-opened = Periode dibuka.
flash-rating-period-closing = Periode ditutup. Penilaian menjadi final dalam beberapa menit.
invalid-rating-code = Tulis tahun, triwulan, atau bulan: 2026, 2026-Q3, atau 2026-09.
invalid-rating-future = Periode itu belum mulai. Pilih yang sudah berjalan.
invalid-rating-due = Tenggat tidak boleh sebelum hari terakhir periode ({ $day }).
invalid-rating-twice = Periode itu sudah ada.
invalid-rating-nothing = Isi sedikitnya satu capaian atau catatan.
invalid-rating-indicator = Indikator itu tidak ada dalam SKP Anda yang berlaku. Muat ulang halaman.
invalid-rating-why-below = Tulis apa yang kurang dan apa yang diharapkan.
invalid-rating-same = Penilaiannya sama dengan yang berlaku. Ubah hasil atau perilaku.
invalid-rating-marks = Batas bawah harus kurang dari batas atas.
invalid-rating-scored = Predikat periode itu dinilai di sini. Perbaiki lewat halaman penilaian.
refused-own-rating = Kinerja sendiri dinilai orang lain.
refused-not-rater = Anda bukan penilai pegawai ini.
refused-not-reviewer = Keberatan dijawab atasan penilai, bukan oleh penilai atau pegawai sendiri.
refused-rating-already = Anda sudah dinilai. Bicarakan dengan atasan bila ada yang kurang.
refused-rating-period-closed = Periode ini sudah ditutup. Yang sudah final hanya dapat diperbaiki dengan alasan.
refused-rating-period-runs = Periode masih berjalan sampai { $day }. Tutup setelahnya.
refused-rating-step = { $state ->
    [open] Belum ada penilaian.
    [rated] Penilaian belum final; menunggu periode ditutup.
    [closed] Penilaian sudah final.
   *[other] Penilaian ini sudah diganti.
}
refused-rating-no-targets = SKP tahun { $year } belum disepakati. Sepakati dahulu, lalu nilai.
refused-rating-versions = Penilaian ini sudah diperbaiki { $n } kali.
refused-rating-objected = Ada keberatan yang belum dijawab. Tunggu jawabannya.
refused-rating-object-late = Masa keberatan berakhir { $day }. Bicarakan dengan atasan atau kepegawaian.
refused-rating-object-once = Keberatan atas penilaian ini sudah diajukan.
mail-rating-told-subject = { $name } mengirim capaian { $period }
mail-rating-told-body = Yth. { $person },

    { $name } mengirim capaian periode { $period }. Anda dapat menilainya.
    { $link }
mail-rating-final-subject = Penilaian { $period } sudah final
mail-rating-final-body = Yth. { $person },

    Periode { $period } ditutup. Lihat predikat, umpan balik, dan cara mengajukan keberatan:
    { $link }
mail-rating-corrected-subject = Penilaian { $period } diperbaiki
mail-rating-corrected-body = Yth. { $person },

    { $name } memperbaiki penilaian Anda untuk { $period }. Alasan: { $note }
    { $link }
mail-rating-objected-subject = { $name } mengajukan keberatan atas penilaian { $period }
mail-rating-objected-body = Yth. { $person },

    { $name } mengajukan keberatan atas penilaian { $period } dan menunggu jawaban Anda.
    { $link }
mail-rating-objection-late-subject = Keberatan { $name } lewat waktu
mail-rating-objection-late-body = Yth. { $person },

    Keberatan { $name } atas penilaian { $period } belum dijawab.
    { $link }
mail-rating-objection-dismissed-subject = Penilaian { $period } dipertahankan
mail-rating-objection-dismissed-body = Yth. { $person },

    { $name } menjawab keberatan Anda: penilaian tetap. Alasan: { $note }
    { $link }
work-team-idle = { $n } anggota belum punya hasil kerja
targets-line-new-mark = Baru
targets-line-changed = Berubah
targets-was = Sebelumnya:
targets-gone = Dihapus:
refused-targets-unchanged = Belum ada yang diubah dari versi yang berlaku. Ubah dahulu sasarannya, atau buang konsep ini.
targets-name-change = Perubahan SKP { $year }
targets-lead-ahead = Berlaku mulai awal tahunnya. Disepakati { $name }, { $at }.
rating-objection-home = Keberatan { $name } atas penilaian { $period } menunggu jawaban Anda
waits-ratings = { $n } keberatan atas penilaian
rating-chart-even = Sebaran predikat
rating-team-idle = { $n } pegawai belum punya SKP yang disepakati, jadi belum dapat dinilai
refused-rating-upheld = Keberatan atas penilaian ini sudah dikabulkan pejabat di atas; penilai tidak mengubahnya lagi.
rating-few = Kurang dari 5 orang dinilai; sebarannya tampak setelah periode ditutup.
mail-rating-opened-subject = Penilaian { $period } dibuka
mail-rating-opened-body = Yth. { $person },

    Periode penilaian { $period } dibuka. Kirim capaian Anda paling lambat { $day }, agar atasan menilai dari data Anda.
    { $link }
mail-rating-due-subject = Capaian { $period } belum dikirim, tenggat { $day }
mail-rating-due-body = Yth. { $person },

    Capaian Anda untuk { $period } belum dikirim. Tenggatnya { $day }.
    { $link }
mail-rating-waits-subject = Penilaian { $period } belum lengkap, tenggat { $day }
mail-rating-waits-body = Yth. { $person },

    Ada pegawai yang belum Anda nilai untuk { $period }. Tenggatnya { $day }.
    { $link }
rating-home = Kirim capaian { $period }, tenggat { $day }
rating-wait = { $people }, tenggat { $day }
waits-people = { $n } pegawai belum dinilai
waits-rate = { $n } periode penilaian
rating-unled = Tidak ada atasan di atas mereka
rating-unled-leader = Dinilai pemegang peran Pimpinan.
rating-unled-nobody = Belum ada yang dapat menilai. Isi atasan langsung di data pegawai, tetapkan kepala unit di atasnya, atau beri peran Pimpinan kepada pegawai lain.
# Templat sasaran jabatan
template-title = Templat sasaran jabatan
template-lead = Rencana hasil kerja dan indikator yang boleh dipakai pegawai sejabatan untuk mulai menyusun SKP. Besar targetnya tetap disepakati tiap pegawai.
template-list = Templat yang ada
template-none = Belum ada templat
template-none-text = Pilih jabatan di sebelah untuk membuat yang pertama.
template-new = Templat baru
template-position = Jabatan
template-position-hint = Jabatan yang ada pemegangnya dan belum punya templat.
template-position-blank = Pilih jabatan
template-open = Buat templat
template-all-there = Semua jabatan yang ada pemegangnya sudah punya templat.
template-one-lead = Ditawarkan kepada pegawai jabatan ini saat mulai menyusun SKP.
template-saved = Disimpan { $at }.
template-empty = Templat ini masih kosong
template-empty-text = Tambahkan satu sasaran, atau ambil dari SKP yang sudah disepakati. Selama kosong, templat tidak ditawarkan.
template-measured-hint = Tulis indikator dan satuannya. Besar targetnya diisi tiap pegawai.
template-copy = Ambil dari SKP yang disepakati
template-from = SKP
template-from-hint = SKP pegawai jabatan ini. Yang diambil hanya hasil dan indikatornya.
template-from-blank = Pilih SKP
template-copy-do = Ambil sasarannya
template-drop = Hapus templat
template-drop-hint = SKP yang sudah dimulai dari templat ini tidak berubah.
template-link = Templat sasaran jabatan
flash-template-opened = Templat dibuat. Tambahkan sasaran pertama.
flash-template-saved = Tersimpan. Templat ini punya { $n } sasaran.
flash-template-dropped = Templat dihapus.
invalid-template-there = Jabatan itu sudah punya templat. Buka templatnya pada daftar.
invalid-template-source = Hanya SKP yang disepakati dari pegawai jabatan ini yang dapat diambil.

# Simulasi penilaian
simulation-title = Simulasi sampai hari ini
simulation-lead = Bukan janji dan bukan penilaian. Atasan yang menilai hasil dan perilaku; angka hanya bahan pertimbangan.
simulation-measured = Capaian terukur { $percent } %.
simulation-unmeasured = Belum ada capaian yang dapat diukur.
simulation-suggests = Angka menyarankan hasil kerja: { $level }. Perilaku tidak diukur, maka predikat tergantung penilaian perilaku:
simulation-row = Perilaku { $behaviour }: { $predikat }
simulation-given = Dengan penilaian Anda: { $predikat }.
simulation-no-marks = Angka tidak menyarankan hasil kerja. Tabel di bawah menunjukkan predikat dari tiap penilaian.
simulation-nothing = belum ada
simulation-told = { $words }
simulation-counted = { $n } hasil diterima
simulation-of = { $realised } dari target { $target }
simulation-formula = Rumus versi { $n } periode ini
simulation-above = di atas ekspektasi mulai { $percent } %
simulation-below = di bawah ekspektasi jika kurang dari { $percent } %
