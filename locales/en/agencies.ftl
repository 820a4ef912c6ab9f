nav-agencies = Agencies
agencies-title = National overview
agencies-lead = Every agency in aggregates. There is no personal data on this page.
agencies-closed = The national overview is not connected yet
agencies-closed-text = Whoever runs the system needs to set LUWES_PLATFORM_DATABASE_URL to the database user luwes_platform.
agencies-by-need = Agencies by need
agencies-search = Name or code of an agency
agencies-any-kind = Every kind
agencies-any-province = Every province
agencies-any-stage = Every stage
agencies-live = In use
agencies-not-yet = Not joined yet
agencies-empty = No agency matches
agencies-empty-text = Clear part of the filter.
agencies-all = Show every agency
agencies-shown = { $n ->
    [one] { $n } agency on this page
   *[other] { $n } agencies on this page
}
agencies-file = agencies
agencies-few = fewer than 5
agencies-small = Numbers from one to four read “fewer than 5” and are left out of totals, so that they point at nobody.
agencies-left-out = { $n ->
    [one] Without { $n } agency with a small number
   *[other] Without { $n } agencies with small numbers
}
agencies-as-of = Counted { $at }
agencies-kind-kementerian = Ministry
agencies-kind-lembaga-negara = State institution
agencies-kind-lpnk = Non-ministerial agency
agencies-kind-pemprov = Province
agencies-kind-pemkab = Regency
agencies-kind-pemkot = City
agencies-column-name = Agency
agencies-column-code = Code
agencies-column-kind = Kind
agencies-column-province = Province
agencies-column-stage = Stage
agencies-column-why = Why
agencies-column-employees = Employees
agencies-column-able = Eligible
agencies-column-pending = Awaiting a decision
agencies-column-days = Flexible days, next 7 days
agencies-column-as-of = Counted
agencies-column-reason = Condition
agencies-need-waiting = Requests waiting more than 3 working days: { $n }.
agencies-need-undecided = Positions whose task criteria are not decided: { $n }.
agencies-need-people = No employee has been brought in yet.
agencies-need-rules = No rules of its own yet; the national rules hold.
agencies-calm = Nothing is urgent.
agencies-excluded = Left out of flexible work (PermenPANRB 4/2025 article 38).
agencies-ministry = Keeps the national rules.
agencies-not-yet-why = Does not use Luwes yet.
agencies-not-counted = Not counted yet; wait a minute.
agencies-kpi-live = Agencies in use
agencies-kpi-of = of { $n } in the directory
agencies-kpi-able = Employees eligible
agencies-kpi-people = of { $n } employees
agencies-kpi-days = Flexible days, next 7 days
agencies-kpi-late = Waiting more than 3 working days
agencies-chart-kind = Most flexible days: { $kind }
agencies-chart-kind-desc = Flexible days in the next seven days for every hundred employees, by kind of agency.
agencies-chart-kind-value = Days per 100 employees
agencies-chart-reason = The condition that keeps most people away: { $reason }
agencies-chart-reason-desc = Employees who do not yet meet each condition, over all agencies.
