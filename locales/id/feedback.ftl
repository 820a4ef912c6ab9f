# Umpan balik
feedback-title = Umpan balik
nav-feedback = Umpan balik
feedback-lead = Dari atasan, rekan kerja, dan unit lain, kapan saja. Selalu dengan nama pemberinya.
feedback-of = Umpan balik untuk { $name }
feedback-beside = Bahan di samping penilaian; tidak pernah dihitung dengan sendirinya.
feedback-give-title = Beri umpan balik
feedback-give-lead = Tulis singkat apa yang Anda lihat dari kerjanya. Umpan balik tidak pernah dihitung dengan sendirinya dalam penilaian.
feedback-ask-title = Minta umpan balik
feedback-ask-lead = Minta pendapat atasan, rekan, atau unit yang Anda layani tentang kerja Anda.
feedback-group-asked = Menunggu umpan balik Anda
feedback-group-about = Untuk Anda
feedback-group-given = Dari Anda
feedback-home = { $name } meminta umpan balik Anda
waits-feedback = { $n } permintaan umpan balik
feedback-none = Belum ada umpan balik
feedback-none-text = Yang diberikan atau diminta muncul di sini.
feedback-link = Umpan balik
feedback-all = Semua umpan balik
feedback-period = Umpan balik dalam periode ini
feedback-kind = Jenis
feedback-kind-praise = Apresiasi
feedback-kind-praise-hint = Yang baik dan patut diteruskan.
feedback-kind-suggestion = Saran
feedback-kind-suggestion-hint = Yang dapat dibuat lebih baik.
feedback-kind-concern = Perhatian
feedback-kind-concern-hint = Yang menghambat dan perlu dibicarakan.
feedback-state-asked = Diminta
feedback-state-given = Diberikan
feedback-state-declined = Tidak ada tanggapan
feedback-state-withdrawn = Ditarik kembali
feedback-state-retracted = Pertanyaan ditarik
feedback-relation-superior = atasan
feedback-relation-peer = rekan kerja
feedback-relation-other = unit lain
feedback-about = Tentang
feedback-general = Kerja secara umum
feedback-line = Sasaran: { $what }
feedback-work = Hasil: { $what }
feedback-subject-hint = Satu sasaran, satu hasil, atau kerja secara umum.
feedback-topic = Perihal
feedback-topic-hint = Misalnya nama rapat, layanan, atau tugas. Boleh dikosongkan.
feedback-question = Yang ditanyakan
feedback-question-hint = Apa yang ingin Anda ketahui. Pertanyaan yang jelas mendapat jawaban yang berguna.
feedback-words = Umpan balik
feedback-words-hint = Apa yang Anda lihat, dan akibatnya. Paling banyak 1.000 huruf.
feedback-named = Nama Anda tercantum. Yang membaca: orangnya dan penilainya. Dalam 24 jam Anda dapat menariknya kembali.
feedback-give-do = Kirim umpan balik
feedback-ask-do = Kirim permintaan
feedback-yours = Umpan balik Anda
feedback-decline = Tidak ada tanggapan
feedback-withdraw = Tarik kembali
feedback-withdraw-hint = Bahwa pernah diberikan tetap tercatat; isinya tidak lagi terbaca.
feedback-retract = Tarik pertanyaan
feedback-retract-hint = Bahwa pernah ditanyakan tetap tercatat; pertanyaannya tidak lagi terbaca. Sesudah itu Anda dapat meminta lagi.
feedback-answer = Tanggapan Anda
feedback-answer-hint = Sekali saja. Dibaca pemberi dan penilai Anda.
feedback-answer-do = Kirim tanggapan
feedback-answered-by = Tanggapan { $name }, { $at }
feedback-giver = Dari
feedback-asked-at = Diminta
feedback-given-at = Diberikan
feedback-ended-at = Berakhir
feedback-facts = Keterangan
feedback-other-person = Pilih orang lain
feedback-find = Cari nama
feedback-find-hint = Sedikitnya dua huruf. Yang ditemukan: rekan kerja, atasan, bawahan, dan pegawai unit yang terbuka bagi instansi.
feedback-find-do = Cari
feedback-hits = Pilih orangnya
feedback-nobody = Tidak ada yang ditemukan
feedback-nobody-text = Periksa ejaannya. Pegawai unit lain ditemukan hanya bila unitnya terbuka bagi instansi.
flash-feedback-given = Umpan balik untuk { $name } terkirim.
flash-feedback-asked = Permintaan kepada { $name } terkirim.
flash-feedback-declined = Tercatat: tidak ada tanggapan.
flash-feedback-withdrawn = Umpan balik ditarik kembali.
flash-feedback-answered = Tanggapan terkirim.
flash-feedback-retracted = Pertanyaan ditarik kembali.
refused-feedback-own = Umpan balik tentang diri sendiri tidak dicatat. Pilih orang lain, atau mintalah umpan balik.
refused-feedback-many = Hari ini Anda sudah memberi { $n } umpan balik. Lanjutkan besok.
refused-feedback-asks-many = Hari ini Anda sudah meminta { $n } umpan balik. Lanjutkan besok.
refused-feedback-asked = { $name } sudah Anda minta dan belum menjawab. Tunggu jawabannya dahulu.
refused-feedback-late = Umpan balik dapat ditarik kembali dalam { $n } jam. Beri umpan balik baru bila ada yang berubah.
refused-feedback-answered = Umpan balik ini sudah Anda tanggapi.
refused-feedback-not-yours = Langkah ini hanya untuk pemberi atau orang yang dituju.
refused-feedback-step = { $state ->
    [asked] Umpan balik ini belum diberikan.
    [given] Umpan balik ini sudah diberikan.
    [declined] Permintaan ini sudah dijawab tanpa tanggapan.
    [retracted] Pertanyaan ini sudah ditarik kembali.
   *[other] Umpan balik ini sudah ditarik kembali.
 }
invalid-feedback-subject = Pilih sasaran atau hasil yang ada pada daftar.
mail-feedback-asked-subject = { $name } meminta umpan balik Anda
mail-feedback-asked-body = Yth. { $person },

    { $name } meminta umpan balik Anda tentang kerjanya. Jawab, atau nyatakan tidak ada tanggapan:
    { $link }
mail-feedback-given-subject = Umpan balik dari { $name }
mail-feedback-given-body = Yth. { $person },

    { $name } memberi Anda umpan balik. Anda dapat menanggapinya sekali:
    { $link }
mail-feedback-declined-subject = { $name } tidak memberi tanggapan
mail-feedback-declined-body = Yth. { $person },

    { $name } tidak memberi tanggapan atas permintaan umpan balik Anda.
    { $link }
mail-feedback-withdrawn-subject = { $name } menarik kembali umpan baliknya
mail-feedback-withdrawn-body = Yth. { $person },

    { $name } menarik kembali umpan balik yang diberikannya kepada Anda.
    { $link }
mail-feedback-answered-subject = { $name } menanggapi umpan balik Anda
mail-feedback-answered-body = Yth. { $person },

    { $name } menanggapi umpan balik yang Anda berikan:
    { $link }
mail-feedback-retracted-subject = { $name } menarik kembali pertanyaannya
mail-feedback-retracted-body = Yth. { $person },

    { $name } menarik kembali permintaan umpan balik kepada Anda. Tidak perlu dijawab lagi.
    { $link }
