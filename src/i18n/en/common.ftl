### Words of every page: frame, buttons, and the vocabularies of the domain. Prefix of an area's own words: its name.

## Frame
site-name = Quảng Ngãi Province public services
site-owner = People’s Committee of Quảng Ngãi Province
site-demo = Demonstration: sample data, no real applications.
skip-to-content = Skip to main content
language-other = Tiếng Việt
language-switch = Đọc trang này bằng tiếng Việt
data-in-vietnamese = The texts of procedures are in Vietnamese only.
header-unread = { $count ->
    [one] { $count } notice
   *[other] { $count } notices
}
nav-label = Main menu
nav-areas = Work areas
nav-home = Home
nav-procedures = Procedures
nav-lookup = Track an application
nav-agencies = Agencies
nav-my-dossiers = My applications
nav-counter = One-stop counter
nav-queue = Queue
nav-cash = Cash desk
nav-intake = Counter intake
nav-desk-queue = Assigned work
nav-figures = Figures of payments
nav-refunds = Refunds
nav-admin = Administration
nav-admin-procedures = Procedures
nav-admin-preferences = Fee reductions
nav-admin-agencies = Agencies
nav-admin-users = Users
nav-admin-calendar = Working calendar
nav-admin-clock-rules = Time-limit rules
nav-admin-jobs = Background jobs
area-citizen = Citizens
area-counter = One-stop counter
area-desk = Processing
area-admin = Administration
help-title = Need help
help-line = Call { $phone } during office hours, or visit the nearest one-stop counter.
help-hours = Monday to Friday: 07:00 – 11:30 and 13:30 – 17:00
footer-help = Help
footer-contact = Contact
footer-accessibility = Accessibility
footer-privacy = Privacy
error-prefix = Error:
flash-label = Notice
offline-notice = The network is down. You can go on reading this page; what you type will be sent when the network is back.

## How the pages are shown
display-open = Text and colours
display-title = Text size and colours
display-lead = Choose what is easiest for you to read. Your choice is kept for your next visits.
display-letters = Text size
display-letters-normal = Medium
display-letters-large = Large
display-letters-larger = Very large
display-theme = Background
display-theme-auto = As my device
display-theme-light = Light
display-theme-dark = Dark
display-contrast = Contrast
display-contrast-auto = As my device
display-contrast-more = High
display-density = Row spacing
display-density-comfortable = Comfortable
display-density-compact = Compact
display-apply = Apply
display-kept = Your choice is kept.

## A session that ended
held-not-kept = You were signed out, so nothing was sent. Sign in; then the page with the form opens again. What you typed is still there when you go back in your browser.
held-sign-in = Your session has ended. Sign in again to go on; what you have just typed is still here.
held-title = Go on with what you were doing
held-text = What you typed before your session ended is still here. Press Continue to send it and return to that page.
held-note = If you do not want to send it, simply leave this page. What is kept is deleted after an hour.
held-nothing = You are signed in.

## Buttons
button-submit-dossier = Submit application
button-apply-online = Apply online
button-save = Save
button-save-draft = Save draft
button-continue = Continue
button-back = Back
button-check = Check again
button-change = Change
button-delete = Delete
button-cancel = Cancel
button-confirm = Confirm
button-search = Search
button-filter = Filter
button-filter-clear = Clear filters
button-sign-in = Sign in
button-sign-out = Sign out
button-register = Register
button-upload = Upload
button-choose-file = Choose a file
button-take-photo = Take a photo
button-download = Download
button-print = Print
button-print-slip = Print the slip
button-pay = Pay
button-withdraw = Withdraw application
button-supplement = Add documents
button-lookup = Track
button-copy = Copy
button-retry = Try again
button-view = View
button-open = Open
button-send = Send
button-add = Add
button-close = Close

## Status, for officers
status-draft = Draft
status-submitted = Awaiting acceptance
status-accepted = Accepted
status-rejected = Not accepted
status-processing = In progress
status-supplement-requested = Awaiting more documents
status-payment-requested = Awaiting payment
status-withdrawn = Withdrawn
status-stopped = Stopped
status-completed = Result ready
status-returned = Result collected

## Status, for citizens
status-citizen-draft = Draft
status-citizen-submitted = Submitted, awaiting acceptance
status-citizen-accepted = In progress
status-citizen-rejected = Not accepted
status-citizen-processing = In progress
status-citizen-supplement-requested = You need to add documents
status-citizen-payment-requested = You need to pay the fee
status-citizen-withdrawn = Withdrawn
status-citizen-stopped = Stopped
status-citizen-completed = Result ready
status-citizen-returned = Result collected

## Actions
action-submit = Submit
action-accept = Accept
action-reject = Refuse to accept
action-request-supplement = Request more documents
action-supplement = Add documents
action-request-payment = Request payment
action-recall-payment = Take the request for payment back
action-pay = Confirm payment
action-forward = Forward to next step
action-send-back = Send back one step
action-consult = Ask another agency
action-give-opinion = Give opinion
action-approve = Approve
action-issue = Issue the result
action-complete = Send the result to the counter
action-return = Hand over the result
action-withdraw = Withdraw
action-stop = Stop processing
action-reassign = Reassign
action-reschedule = Apologise, new date
action-correct = Correct an error
action-refund = Refund
action-check-exemption = Check the exemption
action-recount = Counted anew by the new calendar

## Actions, once they are done
past-submit = Submitted
past-accept = Accepted
past-reject = Not accepted
past-request-supplement = More documents requested
past-supplement = Documents added
past-request-payment = Payment requested
past-recall-payment = Request for payment taken back
past-pay = Payment confirmed
past-forward = Forwarded to the next step
past-send-back = Sent back one step
past-consult = Another agency asked
past-give-opinion = Opinion given
past-approve = Approved
past-issue = Result issued
past-complete = Result sent to the counter
past-return = Result handed over
past-withdraw = Withdrawn
past-stop = Processing stopped
past-reassign = Reassigned
past-reschedule = Apologised, new date given
past-correct = Error corrected
past-refund = Refunded
past-check-exemption = Exemption checked
past-recount = Counted anew by the new calendar

## Roles
role-citizen = Citizen or organisation
role-one-stop-officer = One-stop officer
role-cashier = Cashier
role-specialist = Specialist
role-leader = Approving leader
role-clerk = Clerk
role-postal = Postal staff
role-procedure-admin = Procedure administrator
role-system-admin = System administrator

## Vocabularies
channel-direct = In person
channel-online = Online
channel-postal = By post
entered-by-citizen = Entered by the applicant
entered-by-representative = Entered by an authorised person
entered-by-officer = Entered by a one-stop officer
entered-by-post = Entered by postal staff
return-method-counter = Collect at the counter
return-method-postal = By public postal service
return-method-electronic = Electronic copy
level-province = Province level
level-commune = Commune level
online-level-full = Fully online
online-level-partial = Partly online
online-level-information = Information only
audience-citizen = Citizens
audience-enterprise = Enterprises
audience-organisation = Organisations
limit-unit-working-minute = working minutes
limit-unit-working-hour = working hours
limit-unit-hour = hours
limit-unit-working-day = working days
limit-unit-calendar-day = calendar days
limit-unit-month = months
limit-unit-none = no time limit
limit-unit-same-day = same day
step-unit-settling = Settling agency
step-unit-receiving = Receiving one-stop counter
step-unit-agency = Another agency
doc-kind-submit = Document to hand in
doc-kind-present = Document to show
doc-kind-note = Note
doc-kind-form = Online form
fee-kind-charge = Charge
fee-kind-fee = Fee
exempt-group-child = Children
exempt-group-poor-household = Poor households
exempt-group-elderly = Elderly people
exempt-group-disabled = People with disabilities
exempt-group-merit = People with merit to the revolution
exempt-group-ethnic-minority = Ethnic minorities in communes with special difficulties
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
day-mark-1 = Mo
day-mark-2 = Tu
day-mark-3 = We
day-mark-4 = Th
day-mark-5 = Fr
day-mark-6 = Sa
day-mark-7 = Su

## Time left
due-in-days = { $days ->
    [one] { $days } working day left
   *[other] { $days } working days left
}
due-today = Due today
due-overdue = { $days ->
    [one] Overdue by { $days } working day
   *[other] Overdue by { $days } working days
}
due-paused = Clock paused
due-early = Early
due-on-time = On time
due-late = Late

## Forms
form-optional = (optional)
form-day = Day
form-month = Month
form-year = Year
form-choose = Choose
form-search-label = Search words
form-errors-title = { $count ->
    [one] There is { $count } thing to correct
   *[other] There are { $count } things to correct
}
form-prefilled = Filled in for you – change it if it is wrong
form-error-label = Error:
form-characters = At most { $max } characters
form-file-limits = PDF, JPG or PNG, at most { $size } each
form-step = Step { $step } of { $count }
draft-saving = Saving draft…
draft-saved = Draft saved at { $time }
draft-not-saved = Not saved yet. Press Save draft to try again.
draft-offline = No network – the draft stays on this device and will be sent when the network is back.
draft-ended = Your session has ended. Press Save draft to sign in again; what you typed is still here.
draft-kept = There is an unsent copy on this device, typed while there was no network.
draft-kept-use = Use this copy
draft-kept-drop = Discard it
upload-progress = Uploading…
upload-done = File received
upload-failed = The upload did not finish. Try again or press Upload.
upload-again = The network was lost – it will be sent again…
upload-partial = “{ $name }”: { $percent }% is here. Choose the same file again to send the rest.
upload-stop = Stop sending
copy-done = Copied
yes = Yes
no = No

## Tasks
task-done = Done
task-todo = To do
task-fix = Needs correction
task-blocked = Cannot start yet

## Lists
page-previous = Previous page
page-next = Next page
page-label = Pages
breadcrumb-label = Breadcrumb
tabs-label = Sections
list-count = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
list-empty = Nothing here.
filter-count = { $count ->
    [one] 1 filter is set
   *[other] { $count } filters are set
}
bulk-count = { $count } rows selected

## Figures
figure-table = See the figures as a table
figure-target = Target: { $target }

## Papers, the hall
receipt-title = Electronic receipt
receipt-number = No.
receipt-payer = Paid by
receipt-paid-at = Paid at
receipt-method = Paid how
receipt-in-words = Amount in words
receipt-check = Receipt check code: { $code }
signature-done = Signed at { $at }
signature-space = Sign and write your full name
viewer-pages = Pages of the document
viewer-page = Page { $page } of { $pages }
viewer-zoom = Size
viewer-frame = Content of the document “{ $name }”
viewer-frame-none = If your device does not show the document here:
viewer-none = This document cannot be shown on the page.
viewer-image = Picture of page { $page } of the document
ticket-title = Queue number
ticket-counter = Counter { $counter }
ticket-ahead = { $count ->
    [one] 1 person before you
   *[other] { $count } people before you
}
rating-good = Very satisfied
rating-fair = Satisfied
rating-poor = Not satisfied
timeline-label = Progress
deadline-label = Day by day
deadline-counted = counted
deadline-uncounted = not counted
fee-name = Item
fee-amount = Amount
fee-basis = Legal basis
fee-total = Total
fee-none = No fee or charge
paper-supplement = Supplement request { $round } (PDF)
paper-refusal = Refusal sheet (PDF)
fee-collection = When it is collected
fee-collection-before-acceptance = Before acceptance
fee-collection-after = After acceptance, before the result is returned
fee-less-percent = { $percent }% off { $full }
fee-less-price = { $price } for each unit, otherwise { $full }
fee-less-off = { $amount } off { $full }
fee-less-exempt = exempt: { $group }; others pay { $full }
fee-collection-none = Not collected by this portal
fee-cap = { $sum }, at most { $cap }
fee-copies = ({ $one }) × { $copies } copies
money-at-end-back = Money paid: { $back } is proposed for refund and returned after approval.
money-at-end-kept = Money paid: { $kept } is not refunded.
money-at-end-both = Money paid: { $back } is proposed for refund and returned after approval; { $kept } is not refunded.
fee-rule-open = rule { $rule }, in force from { $from }
fee-rule-closed = rule { $rule }, in force from { $from } to { $to }
fee-elsewhere = Not collected by this portal and not in the total: pay where the agency says
fee-counted-on = { $how } = { $after }, { $before } before
fee-no-receipt = Neither a charge nor a fee, so there is no receipt for it here: the authority that issued the paper gives the proof of payment
fee-changes = Changes since filing
fee-change-correction = corrected answers
fee-change-exemption = corrected exempt group
fee-change-demand = further amount asked for by the agency
fee-change-recall = further amount asked for no more
fee-words = In words: { $words }
code-label = Application code

sex-male = Male
sex-female = Female
answer-none = (empty)
