//! Codes of the reasons and warnings a row can carry. The words are in the catalogues under the same code.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Why a row is refused, or what to look at although it is accepted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name),+ }

        impl Code {
            /// Every code, so that a test can ask for words for each.
            pub const ALL: &[Code] = &[$(Code::$name),+];

            /// The stable text of the code.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text),+ }
            }

            /// Where the catalogues have its words.
            pub fn key(self) -> String {
                format!("import-reason-{}", self.as_str().to_lowercase().replace('_', "-"))
            }
        }
    };
}

codes! {
    /// No number.
    NipMissing = "NIP_MISSING",
    /// The number went through a spreadsheet's fifteen digits.
    NipLostPrecision = "NIP_LOST_PRECISION",
    /// The number holds something else than digits.
    NipNotDigits = "NIP_NOT_DIGITS",
    /// The number has not eighteen digits.
    NipLength = "NIP_LENGTH",
    /// The parts of the number cannot be (law.md E9).
    NipStructure = "NIP_STRUCTURE",
    /// No name.
    NameMissing = "NAME_MISSING",
    /// A name starting like a formula.
    NameInvalid = "NAME_INVALID",
    /// No unit.
    UnitMissing = "UNIT_MISSING",
    /// No unit of the agency has that name.
    UnitUnknown = "UNIT_UNKNOWN",
    /// Several units have that name and the parent does not tell which.
    UnitAmbiguous = "UNIT_AMBIGUOUS",
    /// No position.
    JabatanMissing = "JABATAN_MISSING",
    /// Not a grade.
    GolInvalid = "GOL_INVALID",
    /// No grade.
    GolMissing = "GOL_MISSING",
    /// A grade of the other kind of employee.
    GolStatusMismatch = "GOL_STATUS_MISMATCH",
    /// Not a date.
    DateInvalid = "DATE_INVALID",
    /// A date of zeros, taken as empty.
    DateZero = "DATE_ZERO",
    /// No date where one is needed.
    DateMissing = "DATE_MISSING",
    /// The end lies before the start.
    DateOrder = "DATE_ORDER",
    /// Longer than a year.
    RangeTooLong = "RANGE_TOO_LONG",
    /// Birth date taken from the number.
    BirthdateFromNip = "BIRTHDATE_FROM_NIP",
    /// Birth date and number disagree.
    BirthdateNipMismatch = "BIRTHDATE_NIP_MISMATCH",
    /// Sex taken from the number.
    GenderFromNip = "GENDER_FROM_NIP",
    /// Sex and number disagree.
    GenderNipMismatch = "GENDER_NIP_MISMATCH",
    /// Kind of employee inferred from the grade.
    StatusInferred = "STATUS_INFERRED",
    /// Not a civil servant.
    StatusNotAsn = "STATUS_NOT_ASN",
    /// Legal state other than active.
    NotActive = "NOT_ACTIVE",
    /// Not an address.
    EmailInvalid = "EMAIL_INVALID",
    /// An address used in an earlier row.
    EmailDuplicate = "EMAIL_DUPLICATE",
    /// Not a phone number.
    PhoneInvalid = "PHONE_INVALID",
    /// No superior named.
    SupervisorMissing = "SUPERVISOR_MISSING",
    /// The superior's number went through a spreadsheet's fifteen digits.
    SupervisorUnreadable = "SUPERVISOR_UNREADABLE",
    /// Named as their own superior.
    SupervisorSelf = "SUPERVISOR_SELF",
    /// Nobody accepted or active has the superior's number.
    SupervisorNotFound = "SUPERVISOR_NOT_FOUND",
    /// Superiors that lead back to the employee.
    SupervisorCycle = "SUPERVISOR_CYCLE",
    /// Same key and same values as an earlier accepted row.
    DuplicateIdentical = "DUPLICATE_IDENTICAL",
    /// Same key as an earlier accepted row, other values.
    DuplicateConflict = "DUPLICATE_CONFLICT",
    /// A text longer than is stored (a name of 200, a position of 300 letters).
    TextTooLong = "TEXT_TOO_LONG",
    /// A record with another number of fields than the header.
    ColumnCount = "COLUMN_COUNT",
    /// Unit file: no identifier.
    UnitIdMissing = "UNIT_ID_MISSING",
    /// Unit file: no name.
    UnitNameMissing = "UNIT_NAME_MISSING",
    /// Unit file: a name starting like a formula.
    UnitNameInvalid = "UNIT_NAME_INVALID",
    /// Unit file: the parent is neither in the file nor in the agency; it goes to the top.
    UnitParentNotFound = "UNIT_PARENT_NOT_FOUND",
    /// Unit file: parents that lead back to the unit.
    UnitCycle = "UNIT_CYCLE",
    /// Absence file: no active employee has the number.
    EmployeeNotFound = "EMPLOYEE_NOT_FOUND",
    /// Absence file: no kind of absence.
    KindMissing = "KIND_MISSING",
    /// Absence file: not a known kind of absence.
    KindUnknown = "KIND_UNKNOWN",
    /// Absence file: half a day told for several days.
    HalfDayRange = "HALF_DAY_RANGE",
    /// Absence file: not a half of the day.
    HalfDayUnknown = "HALF_DAY_UNKNOWN",
    /// Absence file: days already taken by an earlier row.
    AbsenceOverlap = "ABSENCE_OVERLAP",
    /// The row is about whoever imports, or, of a service, about whoever made it.
    OwnRecord = "OWN_RECORD",
    /// More people or rows than one file may carry.
    FileMany = "FILE_MANY",
    /// No year, or none that can be.
    YearInvalid = "YEAR_INVALID",
    /// Targets file: a year other than this one and the next.
    PlanYear = "PLAN_YEAR",
    /// Targets file: the person has targets of that year here.
    PlanExists = "PLAN_EXISTS",
    /// Targets file: another row of the person is refused, and their targets come whole or not at all.
    PlanIncomplete = "PLAN_INCOMPLETE",
    /// Targets file: more results than a year of somebody may have.
    PlanManyResults = "PLAN_MANY_RESULTS",
    /// Targets file: more indicators than a result may have.
    PlanManyIndicators = "PLAN_MANY_INDICATORS",
    /// Targets file: no result.
    ResultMissing = "RESULT_MISSING",
    /// Targets file: no indicator.
    IndicatorMissing = "INDICATOR_MISSING",
    /// Targets file: not one of the four aspects.
    AspectUnknown = "ASPECT_UNKNOWN",
    /// Targets file: an indicator with an aspect and no target; the person completes it.
    TargetMissing = "TARGET_MISSING",
    /// Targets file: not a whole percentage from 1 to 100.
    WeightInvalid = "WEIGHT_INVALID",
    /// Targets file: neither main nor additional.
    PlanKindUnknown = "PLAN_KIND_UNKNOWN",
    /// Ratings file: not a year, a quarter or a month.
    PeriodUnknown = "PERIOD_UNKNOWN",
    /// Ratings file: no rating.
    PredikatMissing = "PREDIKAT_MISSING",
    /// Ratings file: not one of the five ratings.
    PredikatUnknown = "PREDIKAT_UNKNOWN",
    /// Ratings file: not one of the three levels of result and behaviour.
    LevelUnknown = "LEVEL_UNKNOWN",
    /// Ratings file: no day, and the period has not ended.
    RatedOnMissing = "RATED_ON_MISSING",
    /// Ratings file: a day that is still to come.
    RatedOnFuture = "RATED_ON_FUTURE",
    /// Ratings file: the rating of the period was given here.
    RatingScored = "RATING_SCORED",
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Adds a code once.
pub(super) fn add(codes: &mut Vec<Code>, code: Code) {
    if !codes.contains(&code) {
        codes.push(code);
    }
}

/// Alphabetical order, the same at every run.
pub(super) fn sort(codes: &mut [Code]) {
    codes.sort_unstable_by_key(|c| c.as_str());
}
