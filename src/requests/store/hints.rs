//! Of which sorts anything may wait for somebody, in one statement over the tables of the areas.

use sqlx::PgConnection;

use crate::kernel::{
    actor::{Actor, Can},
    error::Result,
};

/// Of which sorts anything may wait for the acting person. A yes may be too much, a no never is: only the areas that are named are asked what
/// it is, and whether it is theirs to answer.
pub struct Hints {
    /// Exchanges of days that a colleague proposed.
    pub exchanges: bool,
    /// Shared tasks to agree to.
    pub shares: bool,
    /// Plans of shifts to answer.
    pub shifts: bool,
    /// Own targets that were given back.
    pub returned: bool,
    /// Reports of own days that were given back.
    pub returned_days: bool,
    /// Periods of ratings that are open.
    pub periods: bool,
    /// Plans for improvement that wait for an agreement: one's own, and of whoever decides anybody's.
    pub plans: bool,
    /// Feedback that one was asked for.
    pub feedback: bool,
    /// Exchanges to decide.
    pub swaps: bool,
    /// Shared tasks to decide.
    pub tasks: bool,
    /// Targets to agree on.
    pub targets: bool,
    /// Work to accept.
    pub work: bool,
    /// Reports of days to answer.
    pub days: bool,
    /// Objections to ratings.
    pub rating_objections: bool,
    /// Exceptions from rules that anybody asks for.
    pub exceptions: bool,
    /// Objections of anybody to a plan of shifts.
    pub shift_objections: bool,
}

/// Reads them.
pub async fn of(conn: &mut PgConnection, actor: &Actor) -> Result<Hints> {
    Ok(sqlx::query_as!(
        Hints,
        r#"select
             exists (select 1 from swaps s where s.agency_id = $1 and s.colleague_id = $2 and s.state = 'proposed') as "exchanges!",
             exists (select 1 from shared_task_members m join shared_tasks t on t.agency_id = m.agency_id and t.id = m.task_id
               where m.agency_id = $1 and m.employee_id = $2 and m.answer = 'waiting' and t.state = 'proposed') as "shares!",
             exists (select 1 from shift_plan_members m join shift_plans s on s.agency_id = m.agency_id and s.id = m.plan_id
               where m.agency_id = $1 and m.employee_id = $2 and m.answer = 'waiting' and s.state = 'assigned') as "shifts!",
             exists (select 1 from targets t where t.agency_id = $1 and t.employee_id = $2 and t.state = 'discussed') as "returned!",
             exists (select 1 from day_reports d where d.agency_id = $1 and d.employee_id = $2 and d.state = 'returned') as "returned_days!",
             exists (select 1 from rating_periods p where p.agency_id = $1 and p.state = 'open') as "periods!",
             exists (select 1 from improvement_plans p where p.agency_id = $1 and p.state = 'written' and (p.employee_id = $2 or $4)) as "plans!",
             exists (select 1 from feedback f where f.agency_id = $1 and f.giver_id = $2 and f.state = 'asked') as "feedback!",
             exists (select 1 from swaps s where s.agency_id = $1 and s.state = 'agreed' and (s.approver_id = $2 or ($3 and s.approver_id is null))) as "swaps!",
             exists (select 1 from shared_tasks t where t.agency_id = $1 and t.state = 'agreed' and (t.approver_id = $2 or ($3 and t.approver_id is null))) as "tasks!",
             exists (select 1 from targets t where t.agency_id = $1 and t.state = 'proposed' and (t.approver_id = $2 or ($3 and t.approver_id is null))) as "targets!",
             exists (select 1 from deliverables w where w.agency_id = $1 and w.state = 'delivered' and (w.approver_id = $2 or ($3 and w.approver_id is null))) as "work!",
             exists (select 1 from day_reports d where d.agency_id = $1 and d.state = 'reported' and (d.approver_id = $2 or ($3 and d.approver_id is null))) as "days!",
             exists (select 1 from rating_objections o where o.agency_id = $1 and o.state = 'open' and (o.reviewer_id = $2 or ($3 and o.reviewer_id is null))) as "rating_objections!",
             exists (select 1 from exceptions x where x.agency_id = $1 and x.state = 'asked') as "exceptions!",
             exists (select 1 from shift_plan_members m where m.agency_id = $1 and m.answer = 'objected' and m.reply is null and m.out_on is null) as "shift_objections!""#,
        actor.agency.id.0,
        actor.employee.map(|id| id.0),
        actor.roles.leader,
        actor.roles.may(Can::DecideRequests)
    )
    .fetch_one(conn)
    .await?)
}
