### Administration: procedures and versions, agencies, accounts, calendars, jobs.

## Pages
admin-overview-title = Administration
admin-procedures-title = Procedures
admin-people-title = Agencies and people
admin-agencies-title = Agencies
admin-users-title = Users
admin-calendar-title = Working calendar
admin-calendar-year = Working calendar { $year }
admin-jobs-title = Background jobs
admin-procedures-search = Name, code, field or keyword
admin-agencies-search = Name or code of an agency
admin-users-search = Name or phone number

## Lists
admin-shelf-all = All
admin-shelf-published = Published
admin-shelf-draft = With a draft
admin-shelf-gaps = Drafts with gaps
admin-code = Code
admin-name = Name
admin-short-name = Short name
admin-state = State
admin-updated = Updated
admin-number = No.
admin-published = Published
admin-not-published = Not published
admin-draft = Draft
admin-gaps = { $count ->
    [one] { $count } gap
   *[other] { $count } gaps
}
admin-figure-agencies = Agencies in force
admin-figure-staff = Staff accounts in use
admin-figure-citizens = Citizen accounts
admin-figure-ready = Jobs that are due
admin-figure-dead = Jobs that need a look

## One procedure
admin-public-page = See the public page
admin-gaps-title = What to complete before publishing
admin-gaps-none = The draft has everything it needs.
admin-publish = Publish the draft
admin-publish-refused = Not published yet
admin-publish-refused-text = Complete the points listed below, then publish again.
admin-suspend-title = Take this procedure out of service
admin-suspend-text = People can no longer file it. Applications under way go on under the version they were filed with.
admin-suspend = Take out of service
admin-edit-facts = Facts, channels, cases
admin-edit-documents = Required documents
admin-edit-fees = Fees and charges
admin-edit-route = Internal route
admin-edit-form = Online form
admin-edit-hint = Saving makes a new draft; people see it only when the draft is published.
admin-row = row { $row }
admin-row-up = Move up
admin-row-down = Move down
admin-row-remove = Remove this row
admin-row-without-name = Enter a name. To take this row out, press “Remove this row”
admin-add-step = Add a step
admin-add-document = Add a document
admin-add-case = Add a case
admin-add-fee = Add a fee
admin-add-amount = Add an amount
admin-add-exemption = Add an exemption
admin-add-page = Add a page
admin-add-field = Add a field
admin-save-draft = Save as a new draft
admin-changed-title = Somebody else has just changed this
admin-changed-kept = Not saved. What you typed is kept below; open this page in another window to see the new version, then enter it again.
admin-changed-reloaded = Not saved. This page now shows the latest state; look at it and go on.
admin-fact-name = Name of the procedure
admin-fact-field = Field
admin-fact-decision = Decision that published it
admin-fact-levels = Level
admin-fact-audiences = Who may file
admin-fact-online = Online level
admin-fact-partial = Why it is only partly online
admin-fact-partial-hint = Required when partly online
admin-fact-settler = Who settles it
admin-fact-agency = Named agency
admin-fact-agency-hint = Only when one named agency settles it
admin-fact-clock = When a supplement is asked for in appraisal
admin-fact-result = Result
admin-fact-proceedings = Order of proceedings
admin-fact-requirements = Requirements and conditions
admin-fact-basis = Legal basis
admin-fact-keywords = Search keywords
admin-fact-source = Source
admin-lines-hint = One act on each line
admin-keywords-hint = Everyday words and abbreviations, one on each line
admin-settler-commune = The commune where the application belongs
admin-settler-agency = One named agency
admin-clock-pause = The clock is paused
admin-clock-restart = The time limit starts anew
admin-channels = Channels and time limits
admin-channel = Channel
admin-channel-open = Applications are taken this way
admin-promised = Shortened time limit
admin-promised-unit = Unit when shortened
admin-all-channels = All channels
admin-limit = Time limit
admin-limit-hint = Tick the channels that are open. A shortened limit is only for what the province set for this procedure. Give number and unit, such as 2.5 and working days; “same day” needs no number.
admin-unit = Unit
admin-note = Note
admin-cases = Cases
admin-case-name = Case
admin-case-hint = Hint for choosing
admin-case-limit = Time limit of its own
admin-doc-name = Document
admin-doc-kind = Kind
admin-doc-originals = Originals
admin-doc-copies = Copies
admin-doc-form = Form
admin-doc-hint = Guidance
admin-doc-need = Needed
admin-documents = Documents
admin-need-none = Not needed
admin-need-required = Required
admin-need-optional = If any
admin-fees = Fees and charges
admin-fee-name = Fee or charge
admin-fee-discount = Reduced online
admin-fee-keeps = Not given back when the application is refused
admin-fee-kind = Kind
admin-fee-counted = Counted by
admin-exempt-paper = Proved by the document
admin-exempt-register = Or found in the register
admin-advice-title = Worth a look
admin-day-typed = Enter the date as day/month/year, for example 31/12/2026
admin-advice-count = { $count } things to look at before publishing
admin-advice-amount-ends-soon = This amount ends soon and no other follows:
admin-advice-exemption-without-proof = Say what proves that a person belongs to the group:
admin-advice-preference-ends-soon = Ends soon:
admin-advice-preference-ended = Has ended:
admin-advice-takes-nothing = Takes nothing off:
admin-advice-unknown-procedure = Names a procedure that is not published:
admin-advice-equal-priority = May be combined and have the same priority; the younger one is taken first:
admin-advice-counter-only = For the counter only, but granted online too, since filing online is never dearer:
admin-fee-quantity = Counted by the field
admin-fee-copies = Multiplied by the field
admin-fee-one = Not counted
admin-fee-once = Not multiplied
admin-fee-asked-in = Asked in the case “{ $case }”
admin-counted-hint = Fees are counted by “Number” fields of the online form; add those in the online form before you choose them here.
admin-amounts = Amounts
admin-amounts-hint = Each amount has its time and legal basis; an amount of its own for filing online is one more. By tiers, write one tier a line, from which unit at what price: 1: 2,000 and on the next line 3: 1,000 means 2,000 đồng for the first two pages and 1,000 from the third.
admin-amount = Amount (đồng)
admin-amount-name = Amount
admin-cap = At most for each copy (đồng)
admin-tiers-unreadable = Write one tier a line, beginning with 1: from which unit, a colon, the price. For example 1: 2,000 and on the next line 3: 1,000
admin-exemptions = Who is exempt
admin-exemptions-hint = Applicants of such a group do not pay the fee.
admin-exemption = Exemption
admin-exempt-group = Group
admin-amount-each = { $amount } each
admin-amount-most = at most { $amount }
admin-way = How it is counted
admin-way-flat = Flat
admin-way-each = For each unit
admin-way-tiers = By tiers
admin-valid = In force
admin-valid-from = From
admin-valid-to = Until
admin-date-hint = For example 01/07/2026
admin-valid-to-hint = Leave empty while no end is known.
admin-step-order = Order
admin-steps = Steps
admin-step-what = What is done
admin-step-name = Step
admin-step-role = Who does it
admin-step-unit = Where
admin-step-agency = Code of another agency
admin-step-minutes = Working minutes
admin-step-total = Working minutes in all
admin-route-hint = A working day has 480 minutes; the last step is a clerk’s.
admin-form-hint = Each page is one screen of the citizen’s, about one thing. The page about the applicant always comes first; a procedure without pages uses the general form.
admin-form-none = The procedure has no form of its own; citizens fill in the general form.
admin-form-pages = Pages of the form
admin-form-page = Page
admin-form-page-title = Title of the page
admin-form-page-new = Save the new page first, then add its fields.
admin-form-page-of = Page “{ $title }” of the form
admin-form-fields = Fields of the page
admin-form-fields-edit = { $count ->
    [one] Edit 1 field
   *[other] Edit { $count } fields
 }
admin-form-fields-hint = Options are written one a line, for choices only. Smallest and largest are for numbers and money; for dates, smallest is a year; for texts, largest is the number of characters.
admin-field = Field
admin-field-label = Label
admin-field-kind = Citizens enter
admin-field-kind-text = One line of text
admin-field-kind-long-text = Several lines of text
admin-field-kind-name = Full name
admin-field-kind-date = Date
admin-field-kind-number = Number
admin-field-kind-money = Amount of money
admin-field-kind-personal-number = Personal ID number
admin-field-kind-phone = Phone number
admin-field-kind-email = E-mail
admin-field-kind-choice = One of several options
admin-field-kind-commune = A commune or ward
admin-field-kind-tick = A box to tick
admin-field-min = Smallest
admin-field-max = Largest
admin-field-options = Options, one a line
admin-field-optional = May be left empty
admin-field-future = The date may lie in the future
admin-field-only-in = Only in the case “{ $case }”
admin-prefill = Filled from the account
admin-prefill-none = Not filled
admin-prefill-name = Full name
admin-prefill-personal-number = Personal ID number
admin-prefill-birth-date = Date of birth
admin-prefill-phone = Phone number
admin-prefill-email = E-mail
admin-prefill-address = Address
admin-preview = See it as citizens do
admin-preview-saved = See this page as citizens do (as saved)
admin-preview-applicant = See the page about the applicant
admin-preview-general = See the general form
admin-preview-hint = A trial of the version being edited. What you enter here is only checked and is not kept.
admin-preview-check = Check
admin-preview-right = Entered like this, the page is complete.
admin-preview-empty = In this case citizens do not see this page, because it has no fields.
admin-versions = Versions
admin-version = Version
admin-saved = Saved
admin-saved-by = Saved by
admin-imported = Imported
admin-published-at = Published
admin-retired-at = Replaced

## Gaps
admin-gap-no-channel = Open at least one channel.
admin-gap-duplicate-channel = Keep each channel once:
admin-gap-channel-without-limit = Give the time limit of the channel:
admin-gap-online-mismatch = Make the online level and the online channel agree:
admin-gap-partial-without-reason = Say why it is only partly online.
admin-gap-no-case = Add at least one case.
admin-gap-duplicate-key = A key is used twice:
admin-gap-unknown-document = A case asks for a document that is not described:
admin-gap-unknown-fee = A case asks for a fee that is not described:
admin-gap-unknown-case = A form field belongs to a case that is not there:
admin-gap-fee-without-rule = Give an amount in force for the fee and channel:
admin-gap-fee-rules-tie = Two amounts hold for the same way of filing from the same day on; give one of them another day or way:
admin-gap-online-dearer = Filing online costs more than at the counter; lower the amount:
admin-gap-quantity-field = The field a fee is counted by must be a required number on the form:
admin-gap-choice-without-options = Add options to the field:
admin-gap-empty-page = A page of the form has no fields:
admin-gap-no-route = Describe the internal route.
admin-gap-no-final-clerk = The last step must be a clerk’s:
admin-gap-step-role = A step is for a specialist, a leader or a clerk:
admin-gap-step-without-agency = Name the agency of the step:
admin-gap-route-too-long = The steps take longer than the shortest time limit (minutes):
admin-gap-settler-without-agency = Name the agency that settles it.
admin-gap-no-result = Say what the result is.
admin-gap-no-legal-basis = Give the legal basis.

## Agencies
admin-agency-level-all = All
admin-agency-level-province = Province
admin-agency-level-department = Departments
admin-agency-level-centre = Provincial centre
admin-agency-level-commune = Communes
admin-agency-level-commune-centre = Commune centres
admin-agency-level-branch = Branches
admin-agency-level-police = Police
admin-agency-level = Level
admin-agency-parent = Parent agency
admin-agency-ward = Official commune code
admin-agency-calendar = Calendar
admin-agency-receives = It is a one-stop that takes applications in
admin-agency-new = Add an agency
admin-agency-code-hint = For example H48.12; the code cannot be changed later.
admin-agency-parent-hint = A commune’s centre belongs to the commune’s committee; every agency but the province has a parent.
admin-agency-ward-hint = 5 digits, only for communes, wards and their centres
admin-agency-calendar-hint = Days off and office hours follow this calendar.
admin-agency-own-title = Calendar of its own
admin-agency-own-text = A calendar of its own inherits the one in use and keeps only what differs: office hours, days off, closures. No date moves yet.
admin-agency-own = Give this agency its own calendar
admin-agency-own-made = The agency has its own calendar. Begin a draft to enter what differs.
admin-own-title = What this calendar says itself
admin-own-inherits = Inherits
admin-own-text = Published years and every day not named below follow that calendar; when it changes, this one does too.
admin-own-none = Nothing differs yet.
admin-own-ordinary = An ordinary day of its week, unlike the inherited calendar
admin-own-closed = Closed
admin-own-saturday = Saturday mornings
admin-own-counts = Count towards time limits
admin-own-counts-not = Do not count towards time limits
admin-own-here = Its own
admin-own-there = Inherited
admin-own-source = From
admin-own-draft-hint = The draft shows inherited days and hours too. Whatever you change or remove becomes its own; whatever stays the same goes on following the inherited calendar.
admin-calendar-heirs = Calendars that inherit this one
admin-calendar-heirs-follow = With the applications of the calendars that inherit it, which are published together with it:
admin-calendar-follows = with version { $number } of the inherited calendar
admin-address = Address
admin-phone = Phone
admin-in-force = In force
admin-not-in-force = Not in force
admin-one-stop = One-stop

## Users
admin-kind-staff = Staff
admin-kind-citizen = Citizens
admin-user-add = Add a user
admin-user-facts = Details
admin-person-name = Full name
admin-phone-hint = Used to sign in
admin-personal-number = Personal ID number
admin-password-first = First password
admin-password-new = New password
admin-password-hint = At least 8 characters
admin-password-title = Reset the password
admin-password-reset = Reset the password
admin-password-reset-hint = The person has to sign in again on every device.
admin-role = Role
admin-roles = Roles
admin-agency = Agency code
admin-roles-hint = One role at one agency in each row; type a code or a name to choose the agency. Leave the row empty to drop it.
admin-roles-own = Your own roles are changed by another administrator.
admin-roles-save = Save the roles
admin-open = In use
admin-closed = Closed
admin-sessions = { $count ->
    [one] Signed in on { $count } device
   *[other] Signed in on { $count } devices
}
admin-since = Since { $date }
admin-close-title = Close the account
admin-close-text = The person can no longer sign in; open sessions end at once.
admin-close = Close the account
admin-reopen-title = Open the account again
admin-reopen-text = The person can sign in again, with the roles they had.
admin-reopen = Open again

## Calendar
admin-calendar-missing-title = The calendar of { $year } is not published
admin-calendar-missing = Applications that run into next year get no due date until it is published.
admin-calendar-unpublished = The calendar of { $year } is not published, so it has no working days.
admin-calendar-draft-unpublished = The year { $year } is not ticked as complete yet. Below are the days that hold once it is ticked and published.
admin-calendar-days = { $count } working days in the year.
admin-calendar-saturday = Saturday mornings count as working days.
admin-calendar-revision = Revision { $revision }.
admin-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
admin-day-plain = Days without a remark: work from Monday to Friday, no work on Saturday and Sunday.
admin-day-work = Working day
admin-day-weekend = Weekend
admin-day-off = Day off
admin-day-closure = Closed
admin-day-make-up = Make-up day
admin-day-unknown = Not published
admin-special-title = Days off and make-up days
admin-special-day = Day
admin-special-kind = Kind
admin-special-name = Name
admin-hours-title = Office hours
admin-weekday = Weekday
admin-hours = Hours
admin-calendar-lacking-title = Working calendars lack a year
admin-calendar-lacking = Applications that run into that year get no due date until it is published.

## Versions of a calendar
admin-calendar-draft = Draft of the calendar
admin-calendar-draft-title = Draft of the working calendar { $year }
admin-calendar-draft-hint = The calendar in force stays as it is until the draft is published.
admin-calendar-draft-begin = Begin a draft
admin-calendar-draft-open = Open the draft
admin-calendar-draft-gone = The draft has been published or discarded. This is the calendar in force.
admin-calendar-export = Download as CSV
admin-calendar-compare = Compare and publish
admin-calendar-changed = Somebody else has just edited this draft. What you typed is still below; open the draft in another window to compare before saving.
admin-calendar-versions = Published versions
admin-calendar-version = Version
admin-calendar-published-at = Published at
admin-calendar-by = Published by
admin-calendar-reason = Reason
admin-calendar-days-of = Days off and make-up days of { $year }
admin-calendar-days-hint = Make-up day: give its own hours, or choose the weekday whose hours it has. Without either it has Monday’s.
admin-calendar-why = Reason
admin-calendar-own-hours = Own hours
admin-calendar-hours-as = Hours as on
admin-calendar-add-day = Add a day
admin-calendar-hours-hint = One row for each weekday; several sessions with commas between, for example 07:30-11:30, 13:30-17:00. Summer and winter: two rows with first and last day.
admin-calendar-add-hours = Add office hours
admin-calendar-hours-wrong = Give hours like 07:30-11:30, 13:30-17:00; the end after the beginning
admin-calendar-overlap = Two sessions of one day overlap. Change the hours or the period of one of them
admin-calendar-figures = How it counts
admin-calendar-publish-year = { $year } has all its days off and make-up days, and time limits may run into it
admin-calendar-saturday-tick = Saturday mornings count towards time limits
admin-calendar-nominal = Minutes of the nominal working day
admin-calendar-nominal-hint = Left empty, it is the length that most working days have.
admin-calendar-import-title = Import a calendar file
admin-calendar-csv = CSV lines
admin-calendar-csv-hint = Instead of a file: paste the lines of the file that you downloaded and edited.
admin-calendar-import-text = A file with office hours (weekly lines) replaces the whole draft. A file with days only, and an .ics file, adds its days; for a date that both have, the file counts.
admin-calendar-file = .ics or CSV file
admin-calendar-file-hint = At most 1 MB. Check every day afterwards: calendars from the web often hold memorial days that are not days off.
admin-calendar-import-file = Take the file into the draft
admin-calendar-proposed = The days off by law are in the draft. Add the swapped days when they are decided, then tick the year as complete.
admin-propose-title = Propose the days off of { $year } by law
admin-propose-text = Adds to the draft the public holidays of the Labour Code, Tết and the Hùng Kings’ day by the Vietnamese lunar calendar, and days in lieu of holidays on weekly days off. Days that were entered by hand stay.
admin-propose-swaps = Swapped days (one day off, a Saturday worked in return) are decided every year and are not in the proposal: enter them when they are announced.
admin-propose-tet = Days off at Tết
admin-propose-tet-1 = 1 day before and 4 days from the lunar new year on
admin-propose-tet-2 = 2 days before and 3 days from the lunar new year on
admin-propose-september = Day beside National Day
admin-propose-september-3 = 3 September
admin-propose-september-1 = 1 September
admin-propose = Put the proposal for { $year } into the draft
admin-propose-next = Draft the calendar of { $year } by law
admin-import-no-text = Choose an .ics file, or a CSV file saved as UTF-8; this file is not text
admin-import-empty = The file has no line of a calendar. Choose another file
admin-ics-not-calendar = Line { $line }: an .ics file begins with BEGIN:VCALENDAR. Download it again from its source
admin-ics-line = Line { $line }: “{ $cell }” is no line of an .ics file. Write it like NAME:VALUE
admin-ics-order = Line { $line }: “{ $cell }” stands where it cannot. Put the events one after the other, each with BEGIN and END
admin-ics-open = Line { $line }: the event that begins here has no END:VEVENT. Add it and import again
admin-ics-date = Line { $line }: “{ $cell }” is no date. Write it like 20261231 or 20261231T073000
admin-ics-zone = Line { $line }: the time zone “{ $cell }” is not that of Việt Nam. Give the date without a time, or the time in UTC
admin-ics-length = Line { $line }: “{ $cell }” is no number of days or weeks. Write it like P1D or P2W
admin-ics-missing = Line { $line }: the event has no { $cell }. Add it and import again
admin-ics-backwards = Line { $line }: the event ends before it begins. Correct the dates and import again
admin-ics-long = Line { $line }: the event lasts longer than a year. Split it into several
admin-ics-part = Line { $line }: a day off is a whole day. Give its date without a time
admin-ics-hours = Line { $line }: the hours of a day worked begin and end on one day, on whole minutes. Correct them and import again
admin-ics-overlap = Line { $line }: these hours overlap others of the same day. Correct one of the two
admin-ics-repeats = Line { $line }: the event repeats by a rule. Write one event for each day
admin-calendar-import = Take into the draft
admin-csv-kind = Line { $line }: “{ $cell }” is no known kind of line. Use weekly, holiday, closure, workday, published, nominal or saturday
admin-csv-weekday = Line { $line }: “{ $cell }” is no weekday. Use mon, tue, wed, thu, fri, sat or sun
admin-csv-date = Line { $line }: “{ $cell }” is no date. Write it like 2026-12-31
admin-csv-hours = Line { $line }: “{ $cell }” are no office hours. Write them like 07:30-11:30
admin-csv-number = Line { $line }: “{ $cell }” is no number that fits here
admin-csv-missing = Line { $line }: a cell is missing. Add it and import again
admin-csv-text = Line { $line } cannot be read. Save the file as UTF-8 and paste it again
admin-calendar-discard = Discard the draft
admin-calendar-discard-text = What was edited in the draft is lost; the calendar in force stays.
admin-calendar-discarded = The draft is discarded.
admin-special-off = Day off
admin-special-make-up = Make-up day
admin-special-closure = Closed for the day
admin-calendar-publish-title = Compare and publish the calendar, version { $number }
admin-calendar-outdated = Another version came into force after this draft was begun. Discard the draft and begin again from the calendar in force.
admin-calendar-look-again = The draft has just been edited. Look at the comparison below again, then publish.
admin-calendar-diff = Different from the calendar in force
admin-calendar-same = The draft does not differ from the calendar in force yet.
admin-diff-year-added = { $year } becomes published.
admin-diff-year-lost = { $year } is no longer published.
admin-diff-nominal = Nominal working day: from { $before } to { $after } minutes.
admin-diff-was = In force
admin-diff-is = Draft
admin-diff-part = Part
admin-diff-title = What the draft changes
admin-diff-same = The draft is the same as the schedule in force.
admin-diff-fees = What the draft changes in the fees
admin-diff-rule = Amount: { $channels }
admin-found-title = Check
admin-found-nothing = There is nothing to look at.
admin-found-wrong = To be mended before it is published
admin-found-mend = Edit the draft, then check it again.
admin-found-looked = I looked at every point above
admin-diff-minutes = { $count } { $count ->
    [one] minute
   *[other] minutes
}
admin-diff-more = And { $count } more { $count ->
    [one] day
   *[other] days
}.
admin-impact-title = Applications under way
admin-impact-open = { $count } { $count ->
    [one] application under way runs
   *[other] applications under way run
} on this calendar.
admin-impact-moved = Due date moves
admin-impact-overdue = Become overdue
admin-impact-relieved = No longer overdue
admin-impact-later = { $count } { $count ->
    [one] application
   *[other] applications
} due { $days } { $days ->
    [one] day
   *[other] days
} later
admin-impact-earlier = { $count } { $count ->
    [one] application
   *[other] applications
} due { $days } { $days ->
    [one] day
   *[other] days
} earlier
admin-impact-same-day = { $count } { $count ->
    [one] application
   *[other] applications
} due at another hour of the same day
admin-impact-uncounted = The draft has no date for { $count } { $count ->
    [one] application
   *[other] applications
} because a year it needs is not published; the promised date stays.
admin-impact-none = No applications.
admin-impact-code = Code
admin-impact-procedure = Procedure
admin-impact-agency = Settling agency
admin-impact-from = Due before
admin-impact-to = Due now
admin-impact-days = Days
admin-impact-note = Note
admin-impact-more = And { $count } more.
admin-moves-title = Applications whose date the draft moves
admin-moves-next = Further applications
admin-moves-first = Back to the first
admin-impact-export = Download the applications whose date moves (CSV)
admin-calendar-keeps-years = A published year cannot be given up, because applications are counted by it. Tick that year in the draft again.
admin-calendar-publish = Publish
admin-calendar-publish-text = The calendar is in force at once. The due dates of the applications above are counted anew, noted in their histories, and their applicants are told.
admin-calendar-publish-reason = Reason for publishing
admin-calendar-publish-hint = Applicants read this reason, for example: Closed by notice 12/TB-UBND because of flooding.
admin-calendar-published = The calendar is published. The due dates of applications under way are counted anew right away.

## Rules of the clock
admin-clock-title = Time-limit rules
admin-clock-text = An application keeps the count under which it was accepted. New rules hold from a day to come; those that have held are kept for reference.
admin-clock-from = From { $day }
admin-clock-lawful = By law, where the province has set nothing else
admin-clock-coming = To come
admin-clock-holding = Holds now
admin-clock-past = Superseded
admin-clock-mode = How working days are counted
admin-clock-mode-day = By days: the first is not counted, the time ends at the close of the last
admin-clock-mode-hour = By hours: every working minute from the moment of acceptance
admin-clock-cut-off = Cut-off of same-day procedures
admin-clock-cut-off-hint = What is received later counts for the next working day. For example 15:00.
admin-clock-response = Time to answer an online application
admin-clock-response-hint = In working minutes, 1 to 14400; 480 minutes are 8 hours
admin-clock-minutes = { $count ->
    [one] { $count } working minute
   *[other] { $count } working minutes
}
admin-clock-payment = While a financial obligation is unpaid
admin-clock-payment-tick = The clock stops while a financial obligation is unpaid
admin-clock-pauses = The clock stops
admin-clock-runs = The clock runs
admin-clock-answer = When what is due before acceptance is paid
admin-clock-answer-tick = The time to answer begins anew when what is due before acceptance is paid
admin-clock-answer-anew = The time to answer begins anew
admin-clock-answer-goes-on = The time to answer goes on
admin-clock-soon = Due soon once this much is used
admin-clock-soon-hint = Percent of the time used, 1 to 100
admin-clock-percent = { $percent }% of the time
admin-clock-reschedules = How often an appointment may be moved
admin-clock-reschedules-hint = 0 to 9
admin-clock-times = { $count ->
    [one] once
   *[other] { $count } times
}
admin-clock-basis = Legal basis
admin-clock-basis-hint = Act and article, for example Decision 12/2027/QĐ-UBND Article 5
admin-clock-new = Add new rules
admin-clock-valid-from-hint = A day after today, for example 01/07/2027

## Jobs
admin-job-dead = Given up
admin-job-ready = Waiting
admin-job-leased = Running
admin-job-done = Done
admin-job-done-day = Done in 24 hours
admin-job-waiting = Due for over 5 minutes: { $count }
admin-job-stuck = Some jobs have been due for over 5 minutes. Check that a worker runs.
admin-job-kind = Job
admin-job-due = Due
admin-job-attempts = Attempts
admin-job-error = Last error
admin-job-finished = Finished

## What was done
admin-discard-draft = Discard the draft
admin-flash-discarded = Draft discarded; the published version is what you edit next.
admin-preferences-title = Fee reductions
admin-preferences-text = What the province takes off fees and charges, for whom and by which act. A schedule is published as a whole and not edited afterwards; applications keep the one under which they were filed.
admin-preferences-draft = Draft of schedule { $number }
admin-preferences-in-force = In force
admin-preferences-number = Schedule { $number }
admin-preferences-earlier = Earlier schedules
admin-preferences-empty = Nothing is taken off.
admin-preferences-begin = Begin a draft
admin-preferences-edit = Edit the draft
admin-preferences-hint = The best reduction applies to each fee. Several are combined only where each of them says so.
admin-preferences-reason = Why it is published
admin-preferences-reason-hint = For example the resolution and its date
admin-preferences-publish = Publish the schedule
admin-preferences-check = Check and publish
admin-preferences-check-title = Check draft schedule no. { $number }
admin-preferences-drafted-by = Drafted by { $name }
admin-preferences-draft-gone = There is no draft any more.
admin-flash-published-preferences = Published; it holds for applications filed from now on.
admin-flash-discarded-preferences = Draft discarded.
admin-preference = Reduction
admin-add-preference = Add a reduction
admin-preference-new = New
admin-preference-changed = Changed
admin-preference-gone = No longer granted
admin-cut = What is taken off
admin-cut-percent = Percent off
admin-cut-price = Lower price of a unit
admin-cut-off = Amount off
admin-cut-value = Percent or amount
admin-cut-percent-said = { $percent }% off
admin-cut-price-said = { $amount } for each unit
admin-cut-off-said = { $amount } off
admin-everybody = Everybody
admin-scope = Which fees
admin-scope-all = All fees and charges
admin-scope-listed = Only fees that their procedure marks as “Reduced online”
admin-scope-procedures = Procedures: { $list }
admin-scope-fields = Fields: { $list }
admin-scope-fees = Fees: { $list }
admin-scope-procedures-label = Only these procedures (codes)
admin-scope-fields-label = Only these fields
admin-scope-fees-label = Only these fees (keys)
admin-one-a-line = One on each line; empty means all.
admin-stackable = May be combined with others
admin-priority = Order when combined
admin-priority-hint = A whole number; the greater is taken first.
admin-priority-said = Order { $priority }
admin-ends-before-it-begins = Choose a last day that is not before the first.
admin-trial-title = What would it cost?
admin-trial-text = The same application under the schedule in force and under the draft.
admin-trial-code = Code of the procedure
admin-trial-version = Version of the procedure
admin-trial-day = Day of filing
admin-trial-button = Calculate
admin-trial-unknown = No procedure has this code in the version chosen. Check the code.
admin-trail-title = Changes
admin-trail-empty = Nothing was changed yet.
admin-trail-command = Command line
admin-trail-facts = { $count ->
    [one] See what changed ({ $count } fact)
   *[other] See what changed ({ $count } facts)
}
admin-trail-fact = Fact
admin-trail-before = Before
admin-trail-after = After
admin-what-added = Added
admin-what-edited = Details changed
admin-what-drafted = New draft saved
admin-what-published = Published
admin-what-discarded = Draft discarded
admin-what-suspended = Taken out of service
admin-what-roles-changed = Roles changed
admin-what-password-reset = Password reset
admin-what-closed = Account closed
admin-what-reopened = Account opened again
admin-what-retried = Tried again

## Flash
admin-flash-drafted = A new draft was saved.
admin-flash-unchanged = Nothing was changed.
admin-flash-published = Published. People see the new version from now on.
admin-flash-suspended = The procedure is out of service.
admin-flash-saved = Saved.
admin-flash-added = The user was added.
admin-flash-agency-added = The agency was added. Procedures and users can be assigned to it now.
admin-flash-roles = The roles were saved.
admin-flash-closed = The account is closed.
admin-flash-reopened = The account is open again.
admin-flash-password = The password was reset. Tell the person in private.
admin-flash-retried = Job { $id } will be tried again at once.
admin-flash-not-dead = Job { $id } is no longer among those given up.
admin-account-title = Account for fees
admin-account-text = Payers transfer to this account; the VietQR code of the payment page and of the slip is made from it. An agency without one uses that of the agency above.
admin-account-above = Account { $number } of { $agency } is used now.
admin-account-nobodys = Unclear money came on accounts of no agency: { $numbers }. Enter the number at the agency whose it is, and its cashiers see the money and can match it.
admin-account-number-hint = Digits and letters, at most 19. Leave it empty to have no account of its own.
admin-account-holder-hint = As the bank writes it, in capitals without marks
