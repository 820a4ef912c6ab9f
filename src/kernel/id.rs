//! Typed identifiers: UUIDv7, so that rows of one agency stay near each other on disk.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id, ordered by time.
            #[expect(clippy::new_without_default, reason = "an id is made on purpose, never by default")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                Uuid::json_schema(generator)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// One tenant.
    AgencyId,
    /// A login identity: one per person, across agencies.
    IdentityId,
    /// A person's belonging to one agency.
    MembershipId,
    /// A signed-in device.
    SessionId,
    /// A civil servant's record in one agency.
    EmployeeId,
    /// An organisational unit.
    UnitId,
    /// A position (jabatan).
    PositionId,
    /// A request for flexible work.
    RequestId,
    /// A version of the rules.
    RuleSetId,
    /// A stored file.
    FileId,
    /// An upload on its way to be applied.
    ImportId,
    /// A "my data is wrong" case.
    CorrectionId,
    /// An exchange of flexible days between two colleagues.
    SwapId,
    /// A task that several people hold in turns.
    SharedTaskId,
    /// A version of somebody's targets of a year.
    TargetsId,
    /// A line of targets.
    TargetLineId,
    /// The template of a position, from which targets may begin.
    TargetTemplateId,
    /// A piece of work that is delivered.
    DeliverableId,
    /// The plan and report of somebody's day.
    DayReportId,
    /// A plan for improvement that a person and whoever decides for them agree.
    ImprovementPlanId,
    /// A period in which people are rated.
    RatingPeriodId,
    /// A version of somebody's rating in a period.
    AssessmentId,
    /// An objection to a rating.
    RatingObjectionId,
    /// Feedback about somebody, given or asked for.
    FeedbackId,
    /// What a year is worth in credit points at a level.
    CreditCoefficientId,
    /// A unit's plan of shifts.
    ShiftPlanId,
    /// An objection against a refusal.
    ObjectionId,
    /// A rule set aside for one person and a period.
    ExceptionId,
    /// Leave or an official trip.
    AbsenceId,
    /// A token of the JSON interface.
    TokenId,
    /// A receiver of outgoing events.
    WebhookId,
    /// A link by which a calendar program reads.
    FeedId,
    /// A plan of who works where in a unit for some weeks.
    RosterId,
    /// A link by which a screen at a reception reads.
    BoardId,
    /// A period of flexible work by an instrument of government, in one agency.
    WindowId,
    /// A window that the ministry proposes to every agency.
    NationalWindowId,
    /// Seats of one agency's office for the people of another.
    AgreementId,
    /// What an agency pays its performance allowance by.
    AllowanceSchemeId,
    /// The allowance of a month.
    AllowanceRunId,
    /// Days on which attendance could not be recorded.
    AllowanceOutageId,
}
