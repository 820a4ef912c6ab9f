//! The table: every kind of rule with every outcome it can have.

use super::*;
use crate::calendar::DateRange;
use std::collections::BTreeSet;

pub(super) struct Table(Vec<Case>);

impl Table {
    pub(super) fn case(
        &mut self,
        rule: &RuleKind,
        outcome: Outcome,
        says: &'static str,
        change: impl FnOnce(&mut PersonFacts, &mut DayFacts),
    ) {
        let (mut person, mut day) = (analyst(), wednesday());
        change(&mut person, &mut day);
        self.0.push(Case {
            rule: rule.clone(),
            person,
            day,
            outcome,
            says,
        });
    }
}

use Outcome::{Fail, MissingFact, NotApplicable, Pass};

/// The table that the other tests read too.
pub fn cases() -> Vec<Case> {
    let mut table = Table(Vec::new());
    working_day(&mut table);
    exclusions(&mut table);
    person(&mut table);
    dates(&mut table);
    week(&mut table);
    unit(&mut table);
    own_hours(&mut table);
    rhythm::cases(&mut table);
    overdue::cases(&mut table);
    earned::cases(&mut table);
    table.0
}

fn own_hours(t: &mut Table) {
    let rule = super::super::own_hours::usual();
    t.case(
        &rule,
        Pass,
        "Mulai dan selesai ada dalam rentang jam instansi.",
        |_, day| day.hours = Some(planned("08:00", "17:00")),
    );
    t.case(
        &rule,
        Fail,
        "Senin selesai 17.30; paling lambat 17.00.",
        |_, day| {
            let mut late = planned("08:00", "17:00");
            let monday = planned("08:30", "17:30").week.normal[&WeekDay::Mon];
            late.week.normal.insert(WeekDay::Mon, monday);
            day.hours = Some(late);
        },
    );
    t.case(
        &rule,
        NotApplicable,
        "Syarat ini untuk jam kerja sendiri.",
        |_, _| {},
    );
}

fn working_day(t: &mut Table) {
    let rule = RuleKind::WorkingDay {};
    let named = |kind: fn(String, String) -> DayKind| kind("Natal".into(), "Christmas".into());
    t.case(
        &rule,
        Pass,
        "Rabu, 25 November 2026 adalah hari kerja.",
        |_, _| {},
    );
    let mut off = |says, kind| t.case(&rule, Fail, says, |_, day| day.kind_of_day.value = kind);
    off(
        "Rabu, 25 November 2026 adalah libur akhir pekan.",
        DayKind::Weekend,
    );
    let holiday = named(|name_id, name_en| DayKind::Holiday { name_id, name_en });
    off("Rabu, 25 November 2026 libur nasional: Natal.", holiday);
    let joint = named(|name_id, name_en| DayKind::JointLeave { name_id, name_en });
    off("Rabu, 25 November 2026 hari cuti bersama: Natal.", joint);
    let own = named(|name_id, name_en| DayKind::AgencyDay { name_id, name_en });
    off("Rabu, 25 November 2026 hari libur instansi: Natal.", own);
    off(
        "Rabu, 25 November 2026 sudah tercatat cuti.",
        DayKind::Leave { half: Half::Full },
    );
    off(
        "Rabu, 25 November 2026 sudah tercatat dinas luar.",
        DayKind::OfficialTrip { half: Half::Full },
    );
    t.case(
        &rule,
        Fail,
        "Rabu, 25 November 2026 sudah ada dalam pengajuan lain.",
        |_, day| {
            day.taken.value = true;
        },
    );
    t.case(
        &rule,
        Fail,
        "Rabu, 18 November 2026 sudah lewat.",
        |_, day| {
            day.day = on("2026-11-18");
        },
    );
    t.case(
        &rule,
        Pass,
        "Kamis, 19 November 2026 adalah hari kerja.",
        |_, day| {
            day.day = on("2026-11-19");
        },
    );
}

fn exclusions(t: &mut Table) {
    let agency = RuleKind::ExcludedAgency {
        codes: ["4033".to_owned()].into(),
        kinds: ["perwakilan".to_owned()].into(),
    };
    let outside = "Instansi atau penugasan berada di luar aturan kerja fleksibel.";
    t.case(
        &agency,
        Pass,
        "Instansi termasuk dalam aturan kerja fleksibel.",
        |_, _| {},
    );
    t.case(&agency, Fail, outside, |person, _| {
        person.agency_code = "4033".into()
    });
    t.case(&agency, Fail, outside, |person, _| {
        person.agency_kind.value = "perwakilan".into()
    });
    t.case(&agency, Fail, outside, |person, _| {
        person.agency_excluded.value = true
    });

    let unit = RuleKind::ExcludedUnit {
        units: [id(11)].into(),
    };
    let stays = "Unit ini termasuk unit yang tetap bekerja di kantor.";
    t.case(&unit, Fail, stays, |_, _| {});
    t.case(&unit, Fail, stays, |person, _| person.unit.id = id(11));
    t.case(
        &unit,
        Pass,
        "Unit ini termasuk unit yang boleh bekerja fleksibel.",
        |person, _| {
            person.unit.ancestors = vec![id(10)];
        },
    );

    let position = |positions: &[Uuid], families: &[&str]| RuleKind::ExcludedPosition {
        positions: positions.iter().copied().collect(),
        families: families.iter().map(|name| (*name).to_owned()).collect(),
    };
    let stays = "Jabatan ini termasuk jabatan yang tetap bekerja di kantor.";
    t.case(&position(&[id(30)], &[]), Fail, stays, |_, _| {});
    t.case(
        &position(&[], &["Analis Kebijakan"]),
        Fail,
        stays,
        |_, _| {},
    );
    t.case(
        &position(&[id(31)], &["Perawat"]),
        Pass,
        "Jabatan ini termasuk jabatan yang boleh bekerja fleksibel.",
        |_, _| {},
    );
    let unrecorded = "Jabatan belum tercatat.";
    t.case(
        &position(&[id(30)], &[]),
        MissingFact,
        unrecorded,
        |person, _| person.position = None,
    );

    let service = RuleKind::DirectService {};
    t.case(
        &service,
        Pass,
        "Unit ini tidak melayani masyarakat secara langsung.",
        |_, _| {},
    );
    t.case(
        &service,
        Fail,
        "Unit ini melayani masyarakat secara langsung.",
        |person, _| {
            person.unit.direct_service.value = true;
        },
    );
}

fn person(t: &mut Table) {
    let flags = |person: &mut PersonFacts, change: fn(&mut facts::TaskFlags)| {
        change(&mut person.position.as_mut().unwrap().flags.value);
    };
    let rule = RuleKind::TaskFlags { extra: None };
    let undecided = "SDM belum menetapkan syarat tugas untuk jabatan ini.";
    t.case(
        &rule,
        Pass,
        "Tugas jabatan ini dapat dikerjakan di luar kantor.",
        |person, _| {
            flags(person, |flags| flags.extra = None);
        },
    );
    t.case(
        &rule,
        Fail,
        "Tugas jabatan ini memenuhi 3 dari 5 syarat tugas.",
        |person, _| {
            flags(person, |flags| {
                flags.little_contact = Some(false);
                flags.with_technology = None;
            });
        },
    );
    t.case(&rule, MissingFact, undecided, |person, _| {
        flags(person, |flags| flags.no_special_room = None);
    });
    t.case(&rule, MissingFact, "Jabatan belum tercatat.", |p, _| {
        p.position = None
    });
    let own = RuleKind::TaskFlags {
        extra: Some(Words::new("Tanpa data rahasia", "No secrets")),
    };
    t.case(
        &own,
        Fail,
        "Tugas jabatan ini memenuhi 5 dari 6 syarat tugas.",
        |person, _| {
            flags(person, |flags| flags.extra = Some(false));
        },
    );
    t.case(&own, MissingFact, undecided, |person, _| {
        flags(person, |flags| flags.extra = None)
    });

    let rule = RuleKind::DisciplinaryState {};
    let clear = "Tidak ada hukuman disiplin yang sedang berjalan.";
    for (state, outcome, says) in [
        (Some(Discipline::Clear), Pass, clear),
        (Some(Discipline::Finished), Pass, clear),
        (
            Some(Discipline::InProcess),
            Fail,
            "Proses hukuman disiplin belum selesai.",
        ),
        (
            Some(Discipline::Serving),
            Fail,
            "Hukuman disiplin masih dijalani.",
        ),
        (
            None,
            MissingFact,
            "Keterangan hukuman disiplin belum tercatat.",
        ),
    ] {
        t.case(&rule, outcome, says, |person, _| {
            person.discipline.value = state
        });
    }

    let rule = RuleKind::MinMonthsSinceAppointment { months: 12 };
    for (appointed, outcome, says) in [
        (
            Some("2025-11-25"),
            Pass,
            "Masa kerja 12 bulan, paling sedikit 12 bulan.",
        ),
        (
            Some("2025-11-26"),
            Fail,
            "Masa kerja baru 11 bulan, dibutuhkan 12 bulan.",
        ),
        (
            Some("2027-01-01"),
            Fail,
            "Masa kerja baru 0 bulan, dibutuhkan 12 bulan.",
        ),
        (None, MissingFact, "Tanggal pengangkatan belum tercatat."),
    ] {
        t.case(&rule, outcome, says, |person, _| {
            person.appointed_on.value = appointed.map(on)
        });
    }

    let rule = RuleKind::MinPredikat {
        at_least: Predikat::Baik,
        grace_days: 0,
    };
    let missing = "Predikat kinerja belum tercatat di sini. Ini bukan kekurangan pegawai.";
    for (predikat, outcome, says) in [
        (
            Some(Predikat::Baik),
            Pass,
            "Predikat kinerja terakhir Baik, paling rendah Baik.",
        ),
        (
            Some(Predikat::ButuhPerbaikan),
            Fail,
            "Predikat kinerja terakhir Butuh Perbaikan, dibutuhkan paling rendah Baik.",
        ),
        (None, MissingFact, missing),
    ] {
        t.case(&rule, outcome, says, |person, _| {
            person.predikat.value = predikat
        });
    }

    let rule = RuleKind::RegisteredHome {};
    for (home, place, outcome, says) in [
        (
            HomeState::Confirmed,
            Place::Home,
            Pass,
            "Alamat rumah sudah terdaftar dan dikonfirmasi.",
        ),
        (
            HomeState::Proposed,
            Place::Home,
            MissingFact,
            "Alamat rumah menunggu konfirmasi SDM.",
        ),
        (
            HomeState::NotGiven,
            Place::Home,
            MissingFact,
            "Alamat rumah belum terdaftar.",
        ),
        (
            HomeState::NotGiven,
            Place::OtherOffice,
            NotApplicable,
            "Syarat ini hanya untuk kerja dari rumah.",
        ),
    ] {
        t.case(&rule, outcome, says, |person, day| {
            person.home.value = home;
            day.place = place;
        });
    }
}

fn dates(t: &mut Table) {
    let weekdays = |list: &[WeekDay]| RuleKind::Weekdays {
        allowed: days(list),
        uncounted: BTreeSet::new(),
    };
    t.case(
        &weekdays(&[WeekDay::Wed]),
        Pass,
        "Kerja fleksibel dibuka pada hari Rabu.",
        |_, _| {},
    );
    t.case(
        &weekdays(&[WeekDay::Tue, WeekDay::Thu]),
        Fail,
        "Hari Rabu untuk bekerja di kantor; yang dibuka Selasa dan Kamis.",
        |_, _| {},
    );

    let span = |from, to| {
        vec![DateRange {
            from: on(from),
            to: on(to),
        }]
    };
    let inside = span("2026-11-20", "2026-11-25");
    let outside = span("2026-11-26", "2026-11-30");
    let blocked = |dates: &Vec<DateRange>| RuleKind::BlockedDates {
        dates: dates.clone(),
    };
    let open = |dates: &Vec<DateRange>| RuleKind::AllowedDates {
        dates: dates.clone(),
    };
    for (rule, outcome, says) in [
        (
            blocked(&inside),
            Fail,
            "Rabu, 25 November 2026 termasuk tanggal wajib kantor.",
        ),
        (
            blocked(&outside),
            Pass,
            "Rabu, 25 November 2026 bukan tanggal wajib kantor.",
        ),
        (
            open(&inside),
            Pass,
            "Rabu, 25 November 2026 termasuk tanggal yang dibuka.",
        ),
        (
            open(&outside),
            Fail,
            "Rabu, 25 November 2026 di luar tanggal yang dibuka instansi.",
        ),
    ] {
        t.case(&rule, outcome, says, |_, _| {});
    }

    for (rule, outcome, says) in [
        (
            RuleKind::LeadTimeDays { days: 6 },
            Pass,
            "Pengajuan dikirim 6 hari sebelumnya, paling lambat 6 hari.",
        ),
        (
            RuleKind::LeadTimeDays { days: 7 },
            Fail,
            "Pengajuan untuk Rabu, 25 November 2026 paling lambat 7 hari sebelumnya.",
        ),
        (
            RuleKind::HorizonDays { days: 6 },
            Pass,
            "Rabu, 25 November 2026 masih dalam batas 6 hari ke depan.",
        ),
        (
            RuleKind::HorizonDays { days: 5 },
            Fail,
            "Rabu, 25 November 2026 masih terlalu jauh; pengajuan dibuka 5 hari ke depan.",
        ),
    ] {
        t.case(&rule, outcome, says, |_, _| {});
    }

    let length = RuleKind::MaxLengthDays { days: 5 };
    for (span, outcome, says) in [
        (Some(5), Pass, "Pengajuan ini 5 hari, paling lama 5 hari."),
        (
            Some(6),
            Fail,
            "Pengajuan ini 6 hari; paling lama 5 hari dalam satu pengajuan.",
        ),
        (
            None,
            NotApplicable,
            "Pola mingguan tidak dibatasi lamanya oleh syarat ini.",
        ),
    ] {
        t.case(&length, outcome, says, |_, day| day.length_days = span);
    }
}

fn week(t: &mut Table) {
    let place = |day: &str, half| PlaceDay { on: on(day), half };
    let rule = cap(2);
    let two_others = vec![
        place("2026-11-23", Half::Full),
        place("2026-11-24", Half::Full),
    ];
    t.case(
        &rule,
        Pass,
        "Pekan 23–27 Nov: 2 hari di luar kantor, paling banyak 2 hari.",
        |_, day| {
            day.week.value = vec![
                place("2026-11-24", Half::Full),
                place("2026-11-25", Half::Full),
                place("2026-11-22", Half::Full),
                place("2026-11-30", Half::Full),
            ];
        },
    );
    t.case(
        &rule,
        Fail,
        "Pekan 23–27 Nov akan menjadi 2,5 hari di luar kantor, paling banyak 2 hari.",
        |_, day| {
            day.half = Half::Morning;
            day.week.value = two_others.clone();
        },
    );
    t.case(
        &rule,
        Pass,
        "Pekan 23–27 Nov: 2 hari di luar kantor, paling banyak 2 hari.",
        |_, day| {
            day.half = Half::Afternoon;
            day.week.value = vec![
                place("2026-11-23", Half::Full),
                place("2026-11-24", Half::Morning),
                place("2026-11-25", Half::Afternoon),
            ];
        },
    );
    t.case(
        &rule,
        NotApplicable,
        "Tugas jabatan ini memang di luar kantor, jadi batas pekan tidak berlaku.",
        |person, day| {
            person.duty_outside.value = true;
            day.week.value = two_others.clone();
        },
    );
    t.case(
        &rule,
        NotApplicable,
        "Batas pekan tidak berlaku pada jalur keadaan khusus.",
        |_, day| {
            day.route = Route::SpecialCircumstances;
            day.week.value = two_others.clone();
        },
    );
}

fn unit(t: &mut Table) {
    let quota = RuleKind::quota;
    for (limit, outcome, says) in [
        (
            Limit::Percent(30),
            Pass,
            "Termasuk pengajuan ini, 3 orang di luar kantor, batas unit 3 orang.",
        ),
        (
            Limit::Percent(29),
            Fail,
            "Termasuk pengajuan ini, 3 orang di luar kantor; batas unit 2 orang.",
        ),
        (
            Limit::Number(3),
            Pass,
            "Termasuk pengajuan ini, 3 orang di luar kantor, batas unit 3 orang.",
        ),
        (
            Limit::Number(2),
            Fail,
            "Termasuk pengajuan ini, 3 orang di luar kantor; batas unit 2 orang.",
        ),
    ] {
        t.case(&quota(limit), outcome, says, |_, _| {});
    }
    let least = |limit| RuleKind::MinOnSite { limit };
    for (limit, outcome, says) in [
        (
            Limit::Percent(60),
            Pass,
            "Ada 6 orang di kantor, dibutuhkan 6 orang.",
        ),
        (
            Limit::Percent(61),
            Fail,
            "Hanya 6 orang di kantor, dibutuhkan 7 orang.",
        ),
        (
            Limit::Number(6),
            Pass,
            "Ada 6 orang di kantor, dibutuhkan 6 orang.",
        ),
        (
            Limit::Number(7),
            Fail,
            "Hanya 6 orang di kantor, dibutuhkan 7 orang.",
        ),
    ] {
        t.case(&least(limit), outcome, says, |_, _| {});
    }
    t.case(
        &least(Limit::Number(1)),
        Fail,
        "Hanya 6 orang di kantor, dibutuhkan 8 orang.",
        |_, day| day.team.value.unit_min_on_site = Some(8),
    );
    let busy_morning = |_: &mut PersonFacts, day: &mut DayFacts| day.team.value.morning.away = 5;
    t.case(
        &least(Limit::Number(5)),
        Fail,
        "Hanya 3 orang di kantor, dibutuhkan 5 orang.",
        busy_morning,
    );
    t.case(
        &least(Limit::Number(5)),
        Pass,
        "Ada 6 orang di kantor, dibutuhkan 5 orang.",
        |person, day| {
            busy_morning(person, day);
            day.half = Half::Afternoon;
        },
    );
}
