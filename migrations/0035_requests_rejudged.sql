-- What stands in the way of a waiting request since rules were published after it was sent; its verdict stays as it was.
alter table requests
    add column rules_changed jsonb,
    -- when it was judged anew; what is older than its submission, offer or place in the line says nothing any more
    add column rejudged_at timestamptz;

-- What whoever plans answers to a member's objection to their shifts: it is upheld, and what changes, or refused, and why.
alter table shift_plan_members
    -- the last day for an answer
    add column due_on date,
    -- when whoever plans was reminded
    add column late_at timestamptz,
    add column reply text check (reply in ('upheld', 'refused')),
    add column reply_note text not null default '' check (length(reply_note) <= 2000),
    add column replied_by uuid,
    add column replied_at timestamptz,
    add foreign key (agency_id, replied_by) references employees (agency_id, id),
    -- nobody answers their own
    add constraint shift_plan_members_reply_not_own check (replied_by <> employee_id),
    add constraint shift_plan_members_replied check (
        (reply is null) = (replied_at is null) and (reply is null) = (replied_by is null)
        and (reply is null or (answer = 'objected' and reply_note <> '')));
