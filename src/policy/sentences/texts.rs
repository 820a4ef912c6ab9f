//! The sentences of every kind of rule in both languages. Names in braces are blanks; which kind
//! offers which blanks is fixed by a test that fills every sentence.

use crate::policy::rule::Kind;

/// Indonesian, then English.
pub type Pair = (&'static str, &'static str);

/// The sentences of one kind.
pub struct Texts {
    pub title: Pair,
    /// The rule itself; agencies may replace it with their own words.
    pub statement: Pair,
    pub pass: Pair,
    pub fail: Pair,
    pub needs_leader: Pair,
    pub missing: Pair,
}

/// Said of every rule that does not concern the case.
pub const NOT_APPLICABLE: Pair = (
    "Syarat ini tidak berlaku di sini.",
    "This condition does not apply here.",
);

/// The sentences of a kind about the person.
#[rustfmt::skip]
fn person(kind: Kind) -> Option<Texts> {
    Some(match kind {
        Kind::ExcludedAgency => Texts {
            title: ("Instansi", "Agency"),
            statement: ("Aturan nasional tidak mencakup ASN di lingkungan TNI, Polri, dan perwakilan di luar negeri.",
                "The national rule leaves out staff serving in the armed forces, the police and missions abroad."),
            pass: ("Instansi termasuk dalam aturan kerja fleksibel.", "The agency is covered by the flexible work rule."),
            fail: ("Instansi atau penugasan berada di luar aturan kerja fleksibel.", "The agency or assignment lies outside the flexible work rule."),
            needs_leader: ("Instansi atau penugasan dikecualikan; pimpinan yang memutuskan.", "The agency or assignment is excepted; the leader decides."),
            missing: ("Jenis instansi belum tercatat.", "The kind of the agency is not recorded yet."),
        },
        Kind::ExcludedUnit => Texts {
            title: ("Unit kerja", "Unit"),
            statement: ("Beberapa unit tetap bekerja di kantor menurut keputusan instansi.", "Some units stay in the office by decision of the agency."),
            pass: ("Unit ini termasuk unit yang boleh bekerja fleksibel.", "This unit is one that may work flexibly."),
            fail: ("Unit ini termasuk unit yang tetap bekerja di kantor.", "This unit is one that stays in the office."),
            needs_leader: ("Unit ini biasanya bekerja di kantor; pimpinan yang memutuskan.", "This unit usually works in the office; the leader decides."),
            missing: ("Unit kerja belum tercatat.", "The unit is not recorded yet."),
        },
        Kind::ExcludedPosition => Texts {
            title: ("Jabatan", "Position"),
            statement: ("Beberapa jabatan tetap bekerja di kantor menurut keputusan instansi.", "Some positions stay in the office by decision of the agency."),
            pass: ("Jabatan ini termasuk jabatan yang boleh bekerja fleksibel.", "This position is one that may work flexibly."),
            fail: ("Jabatan ini termasuk jabatan yang tetap bekerja di kantor.", "This position is one that stays in the office."),
            needs_leader: ("Jabatan ini biasanya bekerja di kantor; pimpinan yang memutuskan.", "This position usually works in the office; the leader decides."),
            missing: ("Jabatan belum tercatat.", "The position is not recorded yet."),
        },
        Kind::DirectService => Texts {
            title: ("Layanan langsung", "Direct service"),
            statement: ("Unit yang melayani masyarakat secara langsung tetap bekerja di kantor.", "Units that serve the public directly stay in the office."),
            pass: ("Unit ini tidak melayani masyarakat secara langsung.", "This unit does not serve the public directly."),
            fail: ("Unit ini melayani masyarakat secara langsung.", "This unit serves the public directly."),
            needs_leader: ("Unit ini melayani masyarakat secara langsung; pimpinan yang memutuskan.", "This unit serves the public directly; the leader decides."),
            missing: ("Jenis layanan unit ini belum tercatat.", "The kind of service of this unit is not recorded yet."),
        },
        Kind::TaskFlags => Texts {
            title: ("Jenis tugas", "Type of task"),
            statement: ("Tugas jabatan memenuhi {total} syarat tugas untuk bekerja di luar kantor.", "The duties of the position meet the {total} task criteria for work outside the office."),
            pass: ("Tugas jabatan ini dapat dikerjakan di luar kantor.", "The duties of this position can be done outside the office."),
            fail: ("Tugas jabatan ini memenuhi {have} dari {total} syarat tugas.", "The duties of this position meet {have} of {total} task criteria."),
            needs_leader: ("Tugas jabatan ini memenuhi {have} dari {total} syarat tugas; pimpinan yang memutuskan.", "The duties of this position meet {have} of {total} task criteria; the leader decides."),
            missing: ("SDM belum menetapkan syarat tugas untuk jabatan ini.", "HR has not yet decided the task criteria of this position."),
        },
        Kind::DisciplinaryState => Texts {
            title: ("Hukuman disiplin", "Disciplinary sanction"),
            statement: ("Pegawai tidak sedang menjalani atau dalam proses hukuman disiplin.", "The employee is neither serving nor in process of a disciplinary sanction."),
            pass: ("Tidak ada hukuman disiplin yang sedang berjalan.", "No disciplinary sanction is under way."),
            fail: ("Ada hukuman disiplin yang sedang berjalan.", "A disciplinary sanction is under way."),
            needs_leader: ("Ada hukuman disiplin yang sedang berjalan; pimpinan yang memutuskan.", "A disciplinary sanction is under way; the leader decides."),
            missing: ("Keterangan hukuman disiplin belum tercatat.", "The disciplinary record is not filled in yet."),
        },
        Kind::MinMonthsSinceAppointment => Texts {
            title: ("Masa kerja", "Time since appointment"),
            statement: ("Pegawai sudah bekerja paling sedikit {months} sejak diangkat.", "The employee has worked at least {months} since appointment."),
            pass: ("Masa kerja {have}, paling sedikit {months}.", "Time since appointment {have}; at least {months} are asked."),
            fail: ("Masa kerja baru {have}, dibutuhkan {months}.", "Time since appointment only {have}; {months} are needed."),
            needs_leader: ("Masa kerja {have} dari {months}; pimpinan yang memutuskan.", "Time since appointment {have} of {months}; the leader decides."),
            missing: ("Tanggal pengangkatan belum tercatat.", "The date of appointment is not recorded yet."),
        },
        Kind::MinPredikat => Texts {
            title: ("Predikat kinerja", "Performance rating"),
            statement: ("Predikat kinerja terakhir paling rendah {predikat}.", "The last performance rating is at least {predikat}."),
            pass: ("Predikat kinerja terakhir {have}, paling rendah {predikat}.", "The last rating is {have}; at least {predikat} is asked."),
            fail: ("Predikat kinerja terakhir {have}, dibutuhkan paling rendah {predikat}.", "The last rating is {have}; at least {predikat} is needed."),
            needs_leader: ("Predikat kinerja terakhir {have}; pimpinan yang memutuskan.", "The last rating is {have}; the leader decides."),
            missing: ("Predikat kinerja belum tercatat di sini. Ini bukan kekurangan pegawai.", "The rating is not recorded here yet. This is no failing of the employee."),
        },
        Kind::NoOverdueWork => Texts {
            title: ("Pekerjaan terlambat", "Overdue work"),
            statement: ("Tidak ada pekerjaan yang terlambat diserahkan lebih dari {days}.", "No work is overdue by more than {days}."),
            pass: ("Tidak ada pekerjaan yang terlambat melewati batas.", "No work is overdue beyond the limit."),
            fail: ("Ada {have} terlambat; yang paling lama jatuh tempo {oldest}.", "There are {have} overdue; the oldest was due on {oldest}."),
            needs_leader: ("Ada {have} terlambat sejak {oldest}; pimpinan yang memutuskan.", "There are {have} overdue since {oldest}; the leader decides."),
            missing: ("Catatan pekerjaan belum terbaca.", "The record of work was not read."),
        },
        Kind::RegisteredHome => Texts {
            title: ("Rumah terdaftar", "Registered home"),
            statement: ("Kerja dari rumah dilakukan di alamat yang tercatat dalam data kepegawaian.", "Work from home is done at the address in the personnel record."),
            pass: ("Alamat rumah sudah terdaftar dan dikonfirmasi.", "The home address is registered and confirmed."),
            fail: ("Alamat rumah belum dapat dipakai.", "The home address cannot be used yet."),
            needs_leader: ("Alamat rumah belum dapat dipakai; pimpinan yang memutuskan.", "The home address cannot be used yet; the leader decides."),
            missing: ("Alamat rumah belum terdaftar.", "The home address is not registered yet."),
        },
        _ => return None,
    })
}

/// The sentences of a kind about the day and the unit.
#[rustfmt::skip]
fn day(kind: Kind) -> Texts {
    match kind {
        Kind::Weekdays => Texts {
            title: ("Hari dalam pekan", "Day of the week"),
            statement: ("Kerja fleksibel dibuka pada hari {weekdays}.", "Flexible work is open on {weekdays}."),
            pass: ("Kerja fleksibel dibuka pada hari {weekday}.", "Flexible work is open on {weekday}."),
            fail: ("Hari {weekday} untuk bekerja di kantor; yang dibuka {weekdays}.", "{weekday} is for the office; open are {weekdays}."),
            needs_leader: ("Hari {weekday} biasanya untuk bekerja di kantor; pimpinan yang memutuskan.", "{weekday} is usually for the office; the leader decides."),
            missing: ("Jadwal hari kerja fleksibel belum tercatat.", "The days for flexible work are not recorded yet."),
        },
        Kind::AnchorDays => Texts {
            title: ("Hari bersama", "Anchor days"),
            statement: ("Pada hari {weekdays} semua bekerja di kantor.", "On {weekdays} everybody works in the office."),
            pass: ("Hari {weekday} bukan hari bersama; hari bersama: {weekdays}.", "{weekday} is no anchor day; anchor days are {weekdays}."),
            fail: ("Hari {weekday} hari bersama: semua di kantor.", "{weekday} is an anchor day: everybody is in the office."),
            needs_leader: ("Hari {weekday} hari bersama di kantor; pimpinan yang memutuskan.", "{weekday} is an anchor day in the office; the leader decides."),
            missing: ("Hari bersama belum tercatat.", "The anchor days are not recorded yet."),
        },
        Kind::BlockedDates => Texts {
            title: ("Tanggal wajib kantor", "Dates in the office"),
            statement: ("Pada tanggal tertentu semua pegawai bekerja di kantor.", "On certain dates everybody works in the office."),
            pass: ("{day} bukan tanggal wajib kantor.", "{day} is not a date in the office."),
            fail: ("{day} termasuk tanggal wajib kantor.", "{day} is a date on which everybody is in the office."),
            needs_leader: ("{day} termasuk tanggal wajib kantor; pimpinan yang memutuskan.", "{day} is a date in the office; the leader decides."),
            missing: ("Tanggal wajib kantor belum tercatat.", "The dates in the office are not recorded yet."),
        },
        Kind::AllowedDates => Texts {
            title: ("Jadwal yang dibuka", "Open dates"),
            statement: ("Kerja fleksibel hanya pada tanggal yang dibuka instansi.", "Flexible work is for the dates the agency has opened."),
            pass: ("{day} termasuk tanggal yang dibuka.", "{day} is one of the open dates."),
            fail: ("{day} di luar tanggal yang dibuka instansi.", "{day} is not one of the dates the agency has opened."),
            needs_leader: ("{day} di luar tanggal yang dibuka; pimpinan yang memutuskan.", "{day} is not an open date; the leader decides."),
            missing: ("Tanggal yang dibuka belum tercatat.", "The open dates are not recorded yet."),
        },
        Kind::LeadTimeDays => Texts {
            title: ("Waktu pengajuan", "Time to ask"),
            statement: ("Pengajuan dikirim paling lambat {days} sebelum harinya.", "The request is sent at least {days} before the day."),
            pass: ("Pengajuan dikirim {have} sebelumnya, paling lambat {days}.", "The request comes {have} ahead; at least {days} are asked."),
            fail: ("Pengajuan untuk {day} paling lambat {days} sebelumnya.", "A request for {day} has to come at least {days} ahead."),
            needs_leader: ("Pengajuan kurang dari {days} sebelum harinya; pimpinan yang memutuskan.", "The request comes less than {days} ahead; the leader decides."),
            missing: ("Tanggal pengajuan belum tercatat.", "The date of the request is not recorded yet."),
        },
        Kind::HorizonDays => Texts {
            title: ("Batas ke depan", "How far ahead"),
            statement: ("Pengajuan dibuka untuk paling jauh {days} ke depan.", "Requests are open for at most {days} ahead."),
            pass: ("{day} masih dalam batas {days} ke depan.", "{day} lies within the next {days}."),
            fail: ("{day} masih terlalu jauh; pengajuan dibuka {days} ke depan.", "{day} is still too far away; requests open {days} ahead."),
            needs_leader: ("{day} lebih dari {days} ke depan; pimpinan yang memutuskan.", "{day} is more than {days} ahead; the leader decides."),
            missing: ("Tanggal pengajuan belum tercatat.", "The date of the request is not recorded yet."),
        },
        Kind::MaxLengthDays => Texts {
            title: ("Lama pengajuan", "Length of a request"),
            statement: ("Satu pengajuan paling lama {days} kerja.", "One request spans at most {days} of work."),
            pass: ("Pengajuan ini {have}, paling lama {days}.", "This request spans {have}; at most {days} are possible."),
            fail: ("Pengajuan ini {have}; paling lama {days} dalam satu pengajuan.", "This request spans {have}; at most {days} fit into one request."),
            needs_leader: ("Pengajuan ini {have}, lebih dari {days}; pimpinan yang memutuskan.", "This request spans {have}, more than {days}; the leader decides."),
            missing: ("Lama pengajuan belum tercatat.", "The length of the request is not recorded yet."),
        },
        Kind::MaxPlaceDaysPerWeek => Texts {
            title: ("Batas per pekan", "Weekly limit"),
            statement: ("Bekerja di luar kantor paling banyak {days} dalam satu pekan.", "Work outside the office takes at most {days} in a week."),
            pass: ("Pekan {week}: {have} di luar kantor, paling banyak {days}.", "Week of {week}: {have} outside the office; at most {days} are possible."),
            fail: ("Pekan {week} akan menjadi {have} di luar kantor, paling banyak {days}.", "The week of {week} would come to {have} outside the office; the most is {days}."),
            needs_leader: ("Pekan {week} akan menjadi {have}, lebih dari {days}; pimpinan yang memutuskan.", "The week of {week} would come to {have}, more than {days}; the leader decides."),
            missing: ("Jadwal pekan ini belum tercatat.", "The schedule of this week is not recorded yet."),
        },
        Kind::EarnedDays => Texts {
            title: ("Hari yang dibuka hasil kerja", "Days that results open"),
            statement: ("Lebih dari {days} sepekan dibuka dengan {earned}.", "More than {days} a week takes {earned}."),
            pass: ("Pekan itu {have} di luar kantor; {days} terbuka bagi semua.", "That week has {have} outside the office; {days} open to all."),
            fail: ("Pekan itu menjadi {have}; di atas {days} masih kurang {lack}.", "That week comes to {have}; beyond {days} it still takes {lack}."),
            needs_leader: ("Pekan itu menjadi {have}, masih kurang {lack}; pimpinan yang memutuskan.", "That week comes to {have} and still takes {lack}; the leader decides."),
            missing: ("Hasil kerja atau predikat untuk hari di atas {days} belum tercatat.", "The work or rating that days beyond {days} take is not recorded yet."),
        },
        Kind::MinOfficeDaysPerWeek => Texts {
            title: ("Hari kantor per pekan", "Office days a week"),
            statement: ("Dalam satu pekan paling sedikit {days} kerja di kantor.", "At least {days} of work in a week are in the office."),
            pass: ("Pekan {week} tetap {have} di kantor, dibutuhkan {need}.", "Week of {week}: {have} stay in the office; {need} needed."),
            fail: ("Pekan {week} tinggal {have} di kantor, dibutuhkan {need}.", "The week of {week} would leave {have} in the office; {need} needed."),
            needs_leader: ("Pekan {week} tinggal {have} di kantor, dibutuhkan {need}; pimpinan yang memutuskan.", "The week of {week} would leave {have} in the office, {need} needed; the leader decides."),
            missing: ("Hari kerja pekan ini belum tercatat.", "The working days of this week are not recorded yet."),
        },
        Kind::MaxConsecutiveDays => Texts {
            title: ("Hari berturut-turut", "Days in a row"),
            statement: ("Bekerja di luar kantor paling banyak {days} kerja berturut-turut.", "Work outside the office takes at most {days} of work in a row."),
            pass: ("Menjadi {have} berturut-turut di luar kantor, paling banyak {days}.", "This makes {have} in a row outside the office; at most {days} are possible."),
            fail: ("Akan menjadi {have} berturut-turut di luar kantor, paling banyak {days}.", "This would make {have} in a row outside the office; the most is {days}."),
            needs_leader: ("Akan menjadi {have} berturut-turut, lebih dari {days}; pimpinan yang memutuskan.", "This would make {have} in a row, more than {days}; the leader decides."),
            missing: ("Jadwal di sekitar hari ini belum tercatat.", "The schedule around this day is not recorded yet."),
        },
        Kind::MaxFlexDaysPerMonth => Texts {
            title: ("Batas per bulan", "Monthly limit"),
            statement: ("Kerja fleksibel paling banyak {days} dalam satu bulan, semua jenis bersama.", "Flexible work takes at most {days} in a month, all kinds together."),
            pass: ("Bulan ini {have} fleksibel, paling banyak {days}.", "This month {have} of flexible work; at most {days} are possible."),
            fail: ("Bulan ini akan menjadi {have} fleksibel, paling banyak {days}.", "This month would come to {have} of flexible work; the most is {days}."),
            needs_leader: ("Bulan ini akan menjadi {have} fleksibel, lebih dari {days}; pimpinan yang memutuskan.", "This month would come to {have}, more than {days}; the leader decides."),
            missing: ("Jadwal bulan ini belum tercatat.", "The schedule of this month is not recorded yet."),
        },
        Kind::UnitQuota => Texts {
            title: ("Kuota unit", "Quota of the unit"),
            statement: ("Pada saat yang sama paling banyak {limit} di luar kantor.", "At the same time at most {limit} may be away."),
            pass: ("Termasuk pengajuan ini, {have} di luar kantor, batas unit {allowed}.", "With this request {have} away; the unit's limit is {allowed}."),
            fail: ("Termasuk pengajuan ini, {have} di luar kantor; batas unit {allowed}.", "With this request there would be {have} away; the unit's limit is {allowed}."),
            needs_leader: ("Termasuk pengajuan ini, {have} di luar kantor, batas {allowed}; pimpinan yang memutuskan.", "With this request {have} away, the limit is {allowed}; the leader decides."),
            missing: ("Jumlah pegawai unit belum tercatat.", "The head count of the unit is not recorded yet."),
        },
        Kind::MinOnSite => Texts {
            title: ("Petugas di kantor", "Staff in the office"),
            statement: ("Paling sedikit {limit} tetap bekerja di kantor.", "At least {limit} stay in the office."),
            pass: ("Ada {have} di kantor, dibutuhkan {need}.", "There are {have} in the office; {need} needed."),
            fail: ("Hanya {have} di kantor, dibutuhkan {need}.", "Only {have} in the office; {need} needed."),
            needs_leader: ("Hanya {have} di kantor, dibutuhkan {need}; pimpinan yang memutuskan.", "Only {have} in the office, {need} needed; the leader decides."),
            missing: ("Jumlah petugas di kantor belum tercatat.", "The number of staff in the office is not recorded yet."),
        },
        Kind::OwnHours => Texts {
            title: ("Jam kerja sendiri", "Own working hours"),
            statement: ("Jam kerja sendiri bergeser paling banyak {window} dari jam kantor; jam inti mulai {core} sesudah kantor buka.", "Own hours move by at most {window} from office hours; core hours start {core} after the office opens."),
            pass: ("Jam kerja sendiri sesuai ketentuan.", "The own working hours are as the rules ask."),
            fail: ("Jam kerja sendiri belum sesuai ketentuan.", "The own working hours are not as the rules ask yet."),
            needs_leader: ("Jam kerja sendiri belum sesuai ketentuan; pimpinan yang memutuskan.", "The own working hours are not as the rules ask; the leader decides."),
            missing: ("Jam kantor belum tercatat.", "The office hours are not recorded yet."),
        },
        _ => Texts {
            title: ("Hari kerja", "Working day"),
            statement: ("Kerja fleksibel untuk hari kerja yang bebas dari cuti, dinas luar, dan pengajuan lain.", "Flexible work is for working days free of leave, trips and other requests."),
            pass: ("{day} adalah hari kerja.", "{day} is a working day."),
            fail: ("{day} bukan hari kerja.", "{day} is not a working day."),
            needs_leader: ("{day} bukan hari kerja biasa; pimpinan yang memutuskan.", "{day} is not an ordinary working day; the leader decides."),
            missing: ("Kalender kerja belum tercatat.", "The working calendar is not recorded yet."),
        },
    }
}

/// The sentences of a kind.
pub fn texts(kind: Kind) -> Texts {
    person(kind).unwrap_or_else(|| day(kind))
}

/// A closer sentence for one case of a kind, where there is one. Cases of a failing rule only
/// replace the sentence for `fail`; the others stand for their outcome.
#[rustfmt::skip]
pub fn variant(kind: Kind, case: &str) -> Option<Pair> {
    Some(match (kind, case) {
        (Kind::WorkingDay, "past") => ("{day} sudah lewat.", "{day} is in the past."),
        (Kind::WorkingDay, "shift_off") => ("{day} adalah libur menurut rencana sif.", "{day} is off by a plan of shifts."),
        (Kind::WorkingDay, "weekend") => ("{day} adalah libur akhir pekan.", "{day} is a weekend."),
        (Kind::WorkingDay, "holiday") => ("{day} libur nasional: {name}.", "{day} is a national holiday: {name}."),
        (Kind::WorkingDay, "joint_leave") => ("{day} hari cuti bersama: {name}.", "{day} is joint leave: {name}."),
        (Kind::WorkingDay, "agency_day") => ("{day} hari libur instansi: {name}.", "{day} is a day off of the agency: {name}."),
        (Kind::WorkingDay, "leave") => ("{day} sudah tercatat cuti.", "{day} is recorded as leave."),
        (Kind::WorkingDay, "trip") => ("{day} sudah tercatat dinas luar.", "{day} is recorded as an official trip."),
        (Kind::WorkingDay, "taken") => ("{day} sudah ada dalam pengajuan lain.", "{day} is already part of another request."),
        (Kind::TaskFlags | Kind::ExcludedPosition, "no_position") => ("Jabatan belum tercatat.", "The position is not recorded yet."),
        (Kind::DisciplinaryState, "in_process") => ("Proses hukuman disiplin belum selesai.", "A disciplinary case is still in process."),
        (Kind::DisciplinaryState, "serving") => ("Hukuman disiplin masih dijalani.", "A disciplinary sanction is still being served."),
        (Kind::RegisteredHome, "not_given") => ("Alamat rumah belum terdaftar.", "The home address is not registered yet."),
        (Kind::RegisteredHome, "proposed") => ("Alamat rumah menunggu konfirmasi SDM.", "The home address awaits confirmation by HR."),
        (Kind::RegisteredHome, "place") => ("Syarat ini hanya untuk kerja dari rumah.", "This condition is for work from home only."),
        (Kind::MaxLengthDays, "pattern") => ("Pola mingguan tidak dibatasi lamanya oleh syarat ini.", "A weekly pattern is not limited by this condition."),
        (Kind::MaxPlaceDaysPerWeek, "uncounted") => ("Hari {weekday} tidak dihitung dalam batas {days} per pekan.", "{weekday} is not counted in the limit of {days} a week."),
        (Kind::MaxPlaceDaysPerWeek, "duty_outside") => ("Tugas jabatan ini memang di luar kantor, jadi batas pekan tidak berlaku.", "The duty of this position lies outside the office, so the weekly limit does not apply."),
        (Kind::MaxPlaceDaysPerWeek, "special") => ("Batas pekan tidak berlaku pada jalur keadaan khusus.", "The weekly limit does not apply to special circumstances."),
        (Kind::EarnedDays, "earned") => ("Pekan itu menjadi {have}; di atas {days} terbuka dengan {got}.", "That week comes to {have}; beyond {days} it is open with {got}."),
        (Kind::EarnedDays, "duty_outside") => ("Tugas jabatan ini memang di luar kantor, jadi syarat ini tidak berlaku.", "The duty of this position lies outside the office, so this condition does not apply."),
        (Kind::EarnedDays, "special") => ("Syarat ini tidak berlaku pada jalur keadaan khusus.", "This condition does not apply to special circumstances."),
        (Kind::MaxFlexDaysPerMonth, "special") => ("Batas bulan tidak berlaku pada jalur keadaan khusus.", "The monthly limit does not apply to special circumstances."),
        (Kind::MinPredikat, "grace") => ("Predikat kinerja terakhir {have}; hak kerja fleksibel ditutup mulai {closes}.", "The last rating is {have}; the right to flexible work closes on {closes}."),
        (Kind::UnitQuota, "weekday") => ("Batas ini untuk hari lain dalam pekan.", "This limit is for other days of the week."),
        (Kind::UnitQuota, "family") => ("Termasuk pengajuan ini, {have} serumpun jabatan di luar kantor; batas rumpun {allowed}.", "With this request {have} of the family of positions away; its limit is {allowed}."),
        (Kind::UnitQuota, "window") => ("Termasuk pengajuan ini, {have} di luar kantor; batas jendela {window} {allowed}.", "With this request {have} away; the window {window} allows {allowed}."),
        (_, "window") => ("Selama jendela {window}, syarat ini tidak berlaku.", "During the window {window} this condition does not apply."),
        (_, "emergency") => ("Karena keadaan darurat {window}, syarat ini dikesampingkan.", "In the emergency {window} this condition is set aside."),
        (_, "scope") => ("Syarat ini untuk unit atau jabatan lain.", "This condition is for other units or positions."),
        (_, "no_hours") => ("Syarat ini untuk jam kerja sendiri.", "This condition is for own working hours."),
        (_, "no_day") => ("Syarat ini diperiksa saat hari dipilih.", "This condition is checked when a day is chosen."),
        _ => return None,
    })
}

/// The blanks that the statement of a kind (and an agency's own words for it) may use.
pub fn statement_blanks(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::TaskFlags => &["total"],
        Kind::MinMonthsSinceAppointment => &["months"],
        Kind::MinPredikat => &["predikat"],
        Kind::Weekdays | Kind::AnchorDays => &["weekdays"],
        Kind::LeadTimeDays
        | Kind::HorizonDays
        | Kind::MaxLengthDays
        | Kind::MaxPlaceDaysPerWeek
        | Kind::MinOfficeDaysPerWeek
        | Kind::MaxConsecutiveDays
        | Kind::MaxFlexDaysPerMonth
        | Kind::NoOverdueWork => &["days"],
        Kind::EarnedDays => &["days", "earned"],
        Kind::UnitQuota | Kind::MinOnSite => &["limit"],
        Kind::OwnHours => &["window", "core"],
        _ => &[],
    }
}
