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
targets-approach = Pendekatan
targets-approach-quantitative = Kuantitatif
targets-approach-quantitative-hint = Tiap indikator punya aspek dan target.
targets-approach-qualitative = Kualitatif
targets-approach-qualitative-hint = Ukuran keberhasilan ditulis dengan kata-kata.
targets-state-draft = Konsep
targets-state-proposed = Menunggu atasan
targets-state-discussed = Dibahas
targets-state-agreed = Disepakati
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
targets-result-hint = Hasil yang dapat dilihat orang, misalnya "Peta usulan program tersedia untuk semua daerah".
targets-above = Sasaran atasan yang didukung
targets-above-hint = Sasaran { $name } tahun ini.
targets-above-none = { $name } belum mengusulkan sasarannya di sini. Tulis dengan kata-kata, atau kosongkan.
targets-above-nobody = Tidak ada atasan di atas Anda di instansi ini. Boleh dikosongkan.
targets-above-blank = Belum dikaitkan
targets-measured = Diukur dengan
targets-measured-hint = Satu indikator sudah cukup. Tambahkan aspek lain bila perlu.
targets-words-hint = Tulis ukuran keberhasilannya dengan kata-kata.
targets-words = Ukuran { $n }
targets-aspect-quantity = Kuantitas
targets-aspect-quantity-hint = Misalnya "jumlah peta yang selesai", target 34, satuan daerah.
targets-aspect-quality = Kualitas
targets-aspect-quality-hint = Misalnya "setiap angka bersumber", target 100, satuan persen.
targets-aspect-time = Waktu
targets-aspect-time-hint = Misalnya "selesai sebelum akhir triwulan", target 4, satuan triwulan.
targets-aspect-cost = Biaya
targets-aspect-cost-hint = Misalnya "dalam pagu kegiatan", target 100, satuan persen.
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
targets-cascade-lead = { $gaps } sasaran belum ada yang mendukung, { $orphans } sasaran anggota belum dikaitkan.
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
invalid-targets-no-indicator = Sasaran nomor { $n } belum punya indikator. Buka "Ubah" pada baris itu.
invalid-targets-no-target = Sasaran nomor { $n }: isi aspek dan target untuk "{ $indicator }".
invalid-targets-weights = Jumlah bobot sasaran utama sekarang { $total }%. Ubah sampai tepat 100%.
invalid-targets-no-last-year = Anda belum punya sasaran tahun lalu yang disepakati di sini. Mulai dari kosong.
invalid-targets-no-colleague = Hanya sasaran rekan sejabatan di unit Anda yang dapat disalin, dan hanya yang sudah disepakati.
invalid-targets-one-source = Pilih satu sumber saja: tahun lalu atau rekan.
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
work-none-text = Serahkan hasil pertama: tulis apa yang selesai, atau tempel tautannya.
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
work-due-on = Tenggat
work-due-on-hint = Hari kerja unit Anda.
work-rounds = { $n } kali diserahkan
work-delivered-times = Putaran
work-name = Nama hasil
work-name-hint = Misalnya "Peta usulan program, versi lengkap".
work-words = Uraian hasil
work-words-hint = Apa yang selesai, dan apa yang perlu dilihat atasan.
work-links = Tautan
work-links-hint = Satu alamat tiap baris, paling banyak lima.
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
work-waits = Menunggu tanggapan { $name }.
work-your-answer = Tanggapan Anda
work-accept = Terima
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
flash-work-delivered = { $title }: terserah. Atasan diberi tahu.
flash-work-withdrawn = { $title }: ditarik.
flash-work-accepted = { $title }: diterima.
flash-work-revision = { $title }: diminta perbaikan.
flash-work-refused = { $title }: ditolak.
flash-work-accepted-many = { $n } hasil diterima.
invalid-work-nothing = Tulis uraian hasil atau tempel sedikitnya satu tautan.
invalid-work-links = Paling banyak { $n } tautan.
invalid-work-link = Tautan ke-{ $n } bukan alamat web. Tulis lengkap, misalnya https://contoh.go.id/berkas.
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
    { $link }
