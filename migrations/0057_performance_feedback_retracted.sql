-- Whoever asked for feedback takes the question back while it is not answered: a row that says nothing any more, so that the same person can be asked anew.
alter table feedback
    drop constraint feedback_state_check,
    add constraint feedback_state_check check (state in ('asked', 'given', 'declined', 'withdrawn', 'retracted')),
    drop constraint feedback_ended,
    add constraint feedback_ended check ((state in ('declined', 'withdrawn', 'retracted')) = (ended_at is not null));
