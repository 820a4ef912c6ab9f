-- A month of marks of many people is read from the index alone: by itself one person's marks lie scattered over a month of everybody's.
drop index presence_marks_day;
create index presence_marks_day on presence_marks (agency_id, employee_id, on_date) include (at, mark, source);
