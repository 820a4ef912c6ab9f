# Angka kredit
credit-title = Angka kredit
credit-lead = Koefisien tahunan jenjang dikalikan 150, 100, 75, 50, atau 25 persen menurut predikat setahun. Hanya penilaian tahunan yang dihitung; peraturan yang diketahui tidak menyebut bagian untuk masa yang lebih pendek.
credit-link = Angka kredit
credit-none = Belum ada angka kredit
credit-none-text = Dihitung setelah penilaian tahunan Anda final dan koefisien jenjang Anda berlaku.
credit-reckoning = { $coefficient } × { $percent } % = { $points }: koefisien jenjang { $jenjang }, predikat { $predikat }.
credit-source = Dasar koefisien: { $instrument }
credit-before = Hitungan { $n }, { $at }
credit-list-title = Angka kredit tahunan
credit-list-lead = Angka yang berlaku dari penilaian tahunan pegawai dengan jenjang jabatan fungsional.
credit-list-none-text = Muncul setelah ada penilaian tahunan yang final dan koefisien jenjang yang berlaku.
credit-years = Tahun
credit-column-nip = NIP
credit-column-name = Nama
credit-column-position = Jabatan
credit-column-unit = Unit
credit-column-jenjang = Jenjang
credit-column-predikat = Predikat
credit-column-coefficient = Koefisien
credit-column-percent = Persen
credit-column-reckoning = Hitungan
credit-column-points = Angka kredit
credit-column-instrument = Dasar koefisien
credit-coefficients-title = Koefisien angka kredit
credit-coefficients-lead = Koefisien setahun menurut jenjang, masing-masing dengan dasar hukumnya. Petugas lain memberlakukan.
credit-named = Hanya koefisien Terampil (5) yang diketahui sumbernya; itu dipakai sampai instansi memberlakukan yang lain. Jenjang lain dihitung setelah koefisiennya diberlakukan.
credit-no-coefficients = Belum ada koefisien
credit-no-coefficients-text = Tulis koefisien tiap jenjang beserta dasar hukumnya.
credit-of-level = { $jenjang }: { $points }
credit-from = untuk tahun yang berakhir { $day } atau sesudahnya
credit-written-by = ditulis { $name }
credit-put-by = diberlakukan { $name }
credit-state-waiting = Menunggu petugas lain
credit-state-in_force = Berlaku
credit-state-withdrawn = Dibatalkan
credit-put = Berlakukan
credit-withdraw = Batalkan
credit-new = Koefisien baru
credit-jenjang-hint = Seperti tertulis pada jabatan, misalnya Terampil atau Ahli Pertama.
credit-coefficient = Koefisien setahun
credit-coefficient-hint = Paling banyak dua angka di belakang koma, misalnya 12,5.
credit-instrument = Dasar hukum
credit-instrument-hint = Nomor dan tahun peraturan, dengan pasal atau lampirannya.
credit-from-label = Berlaku mulai
credit-from-hint = Dipakai untuk tahun yang berakhir pada hari ini atau sesudahnya.
credit-write = Simpan koefisien
credit-second = Petugas lain harus memberlakukannya. Angka yang berubah dihitung ulang, dan yang lama tetap tersimpan.
flash-credit-written = Koefisien tersimpan dan menunggu petugas lain.
flash-credit-in-force = Koefisien berlaku. Angka kredit dihitung dalam beberapa menit.
flash-credit-withdrawn = Koefisien dibatalkan.
invalid-credit-coefficient = Tulis koefisien dari 0,01 sampai 1000, paling banyak dua angka di belakang koma.
refused-credit-not-waiting = Koefisien ini tidak menunggu lagi. Muat ulang halaman.
refused-credit-second-officer = Koefisien yang Anda tulis diberlakukan petugas lain.
mail-credit-coefficient-waiting-subject = Koefisien jenjang { $jenjang } menunggu diberlakukan
mail-credit-coefficient-waiting-body = Yth. { $person },

    Koefisien angka kredit jenjang { $jenjang } ditulis petugas lain. Periksa dasar hukumnya, lalu berlakukan:
    { $link }
mail-credit-points-counted-subject = Angka kredit { $year }: { $points }
mail-credit-points-counted-body = Yth. { $person },

    Angka kredit Anda tahun { $year } adalah { $points }. Lihat hitungannya:
    { $link }
