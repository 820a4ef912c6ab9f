-- What agencies bring along into targets and ratings: templates of positions, and two more kinds of import.

-- a template of a position: results with indicators that somebody in it may begin from; never how much, which is each person's
create table target_templates (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    position_id uuid not null,
    approach text not null check (approach in ('quantitative', 'qualitative')),
    saved_at timestamptz not null,
    version integer not null default 1,
    primary key (agency_id, id),
    foreign key (agency_id, position_id) references positions (agency_id, id)
);
create unique index target_templates_position on target_templates (agency_id, position_id);

create table target_template_lines (
    agency_id uuid not null references agencies (id),
    id uuid not null,
    template_id uuid not null,
    number smallint not null,
    main boolean not null,
    result text not null check (length(result) between 1 and 500),
    primary key (agency_id, id),
    foreign key (agency_id, template_id) references target_templates (agency_id, id) on delete cascade
);
create index target_template_lines_template on target_template_lines (agency_id, template_id, number);

create table target_template_indicators (
    agency_id uuid not null references agencies (id),
    line_id uuid not null,
    number smallint not null,
    -- null: in words, of a qualitative approach
    aspect text check (aspect in ('quantity', 'quality', 'time', 'cost')),
    indicator text not null check (length(indicator) between 1 and 300),
    -- what the target counts
    measure text not null default '' check (length(measure) <= 40),
    primary key (agency_id, line_id, number),
    foreign key (agency_id, line_id) references target_template_lines (agency_id, id) on delete cascade
);

do $$
declare t text;
begin
    foreach t in array array['target_templates', 'target_template_lines', 'target_template_indicators'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I for all to luwes_app, luwes_owner
            using (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)
            with check (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', t);
        execute format('grant select, insert, update, delete on %I to luwes_app', t);
        execute format('grant select on %I to luwes_backup', t);
    end loop;
end $$;

-- workbooks of e-Kinerja: targets of a year, and ratings
alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (kind in ('employees', 'units', 'absences', 'targets', 'ratings')) not valid;
alter table imports validate constraint imports_kind_check;

-- of a rating that was entered: what result and behaviour were found to be, where the source tells it
alter table ratings add column result text;
alter table ratings add column behaviour text;
alter table ratings add constraint ratings_result check (result in ('above', 'meets', 'below')) not valid;
alter table ratings add constraint ratings_behaviour check (behaviour in ('above', 'meets', 'below')) not valid;
