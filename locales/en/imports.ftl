nav-imports = Import data
imports-title = Import data
imports-lead = Load employees, units, absences, targets and ratings from the spreadsheets you already have.
imports-steps = Steps of the import
imports-step-upload = Upload
imports-step-map = Match columns
imports-step-preview = Check
imports-step-apply = Apply
imports-crumbs = Where you are
imports-new = Upload a file
imports-kind = What the file holds
imports-kind-employees = Employees
imports-kind-employees-hint = A SIASN export, a seniority list (DUK) or your own list.
imports-kind-units = Units
imports-kind-units-hint = The SIASN unit reference, or a list of codes and names.
imports-kind-absences = Leave and trips
imports-kind-absences-hint = One row for each leave or official trip.
imports-kind-targets = Targets (SKP) from e-Kinerja
imports-kind-targets-hint = One row for each indicator. They come in as a draft of the person, who proposes it; the superior agrees.
imports-kind-ratings = Ratings from e-Kinerja
imports-kind-ratings-hint = One row for each person and period. What was rated here is not written over.
imports-becomes-draft = new draft
imports-becomes-new = new rating
imports-becomes-changed = takes the place of what was entered
imports-becomes-same = on record already
imports-targets-note = Nothing is agreed by an import
imports-targets-note-text = The sheet of e-Kinerja does not tell who agreed and when. Each set of targets comes in as a draft of the person, whole or not at all, and the person is told. Targets that are here already are not written over.
imports-next-targets = See the ratings
imports-next-targets-text = The people were told; they check their drafts and propose them.
imports-next-ratings = See the employees
imports-kind-missing = Choose what the file holds.
imports-file = Spreadsheet
imports-file-hint = .xlsx, .xls, .ods or .csv, at most 64 MB.
imports-file-missing = Choose a file first.
imports-nothing-yet = Nothing is stored until you apply it.
imports-submit = Upload and check
imports-hints = Columns that are known
imports-hints-text = Column names may stand in any row, in one or two levels. Order and spelling are free.
imports-hint-needed = Needed
imports-hint-useful = If you have them
imports-hint-nip = Format the NIP column as Text. A NIP stored as a number loses its last digits.
imports-runs = Earlier imports
imports-empty = No imports yet
imports-empty-text = Upload the first file above; what was found appears here.
imports-by-system = by the command line
imports-state-uploaded = Waiting to be applied
imports-state-applied = Applied
imports-state-discarded = Discarded
imports-n-accepted =
    { $n ->
        [one] { $n } row accepted
       *[other] { $n } rows accepted
    }
imports-n-rejected =
    { $n ->
        [one] { $n } row rejected
       *[other] { $n } rows rejected
    }
imports-n-duplicates =
    { $n ->
        [one] { $n } repeated row skipped
       *[other] { $n } repeated rows skipped
    }
imports-of-sheet = sheet { $sheet }
imports-missing = Needed columns are missing
imports-missing-text = Choose a column for: { $fields }. Without them no row can be accepted.
imports-fates = What was found
imports-apply-hint = Only good rows are applied. Rejected rows can be downloaded, corrected and uploaded again.
imports-apply =
    { $n ->
        [one] Apply { $n } good row
       *[other] Apply { $n } good rows
    }
imports-download-rejected = Download rejected rows
imports-discard = Discard this file
imports-columns = Columns and their meaning
imports-columns-open =
    { $n ->
        [0] all columns are known
        [one] { $n } column is not read
       *[other] { $n } columns are not read
    }
imports-columns-text = Known columns are filled in. Choose what others mean where needed, then check again.
imports-columns-save = Check again with these columns
imports-not-read = Not read
imports-sample = For example: { $text }
imports-sheet = Sheet
imports-sheet-hint = The sheet with most known columns was chosen.
imports-sheet-read = Read this sheet
imports-leavers =
    { $n ->
        [one] { $n } active employee is not in this file
       *[other] { $n } active employees are not in this file
    }
imports-leavers-text = If the file holds all employees, they are proposed as leavers. Nobody is removed: decide one by one at Employees.
imports-rows = Row by row
imports-row = Row
imports-filter = Filter rows
imports-show-all = All
imports-show-rejected = Rejected
imports-show-warned = To look at
imports-show-accepted = Accepted
imports-show-duplicates = Repeated
imports-search = Search by name, NIP, unit or row number
imports-found =
    { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
imports-none = No rows
imports-none-text = No row fits this filter and search.
imports-unnamed = (no name)
imports-discarded = This file was discarded
imports-discarded-text = Nothing of it was stored.
imports-unread = This file cannot be read
imports-again = Upload another file
imports-next = What comes next
imports-next-invite = Invite employees
imports-next-invite-text =
    { $n ->
        [one] { $n } new account waits for an invitation.
       *[other] { $n } new accounts wait for an invitation.
    }
imports-next-heads = Confirm heads of units
imports-next-heads-text =
    { $n ->
        [one] { $n } new proposal for the head of a unit.
       *[other] { $n } new proposals for heads of units.
    }
imports-next-positions = Set the five task flags
imports-next-positions-text =
    { $n ->
        [one] { $n } new position is not yet decided.
       *[other] { $n } new positions are not yet decided.
    }
imports-next-absences = See leave and trips
imports-next-fix = Correct them by their reasons, then upload again.
imports-done = What was done
imports-done-created = New
imports-done-updated = Updated
imports-done-unchanged = As before
imports-done-rejected = Rows rejected
imports-done-read = Rows applied
imports-done-duplicates = Repeated rows skipped
imports-done-moved = Moved to another unit or position
imports-done-supervisors = Direct supervisors updated
imports-done-loops = Supervisors left out because they lead in a circle
imports-done-leavers = Active employees not in the file
imports-refused = Rejected rows
imports-more =
    { $n ->
        [one] { $n } more row is in the download.
       *[other] { $n } more rows are in the download.
    }
imports-xlsx-sheet = Rejected
imports-xlsx-row = Original row
imports-xlsx-reasons = Reasons
flash-import-applied = { $n } rows were applied.
flash-import-discarded = The file was discarded. Nothing was stored.
conflict-import-preview = The agency's data changed after this page was opened, so the check comes out differently. Look once more, then apply.
refused-import-nothing = There is no good row to apply.
refused-import-unit-circle = Unit { $unit } would come to stand below itself. Correct the code of its parent in the file.
