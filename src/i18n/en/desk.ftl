### Those who settle, and what the counter shares with them: rows of queues, the dossier page, its acts.

desk-queue-cua-toi = Mine
desk-queue-chua-nhan = Not taken
desk-queue-sap-han = Due soon, overdue
desk-queue-phoi-hop = Opinions asked
desk-queue-co-quan = My agency
desk-empty-cua-toi = You hold no application. See the tab “Not taken”.
desk-empty-chua-nhan = No application is waiting to be taken.
desk-empty-sap-han = No application is due soon or overdue.
desk-empty-phoi-hop = No agency is waiting for an opinion.
desk-empty-co-quan = Your agency has no application in processing.
desk-overdue-note = { $count ->
    [one] { $count } application is overdue. See the list.
   *[other] { $count } applications are overdue. See the list.
}
desk-refunds-note = { $count ->
    [one] One refund waits for approval.
   *[other] { $count } refunds wait for approval.
}
desk-lenses = Queues
desk-filter = Filter by code or name
desk-page-first = Back to the top of the list
desk-select-one = Select application { $code }
desk-free = Not taken
desk-taken = Step taken
desk-take = Take it on
desk-fee-paid = Paid
desk-column-select = Select
desk-column-left = Left
desk-column-code = Code
desk-column-applicant = Applicant
desk-column-procedure = Procedure
desk-column-step = Step, held by
desk-column-submitted = Received
desk-column-due = Result due
desk-column-fee = Fee due

desk-left-paused = Paused
desk-left-today = Today
desk-left-under-day = Under 1 day
desk-left-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
desk-left-hours = { $count } h
desk-left-minutes = { $count } min
desk-left-late = Overdue
desk-left-late-days = { $count ->
    [one] { $count } day late
   *[other] { $count } days late
}
desk-left-late-hours = { $count } h late
desk-left-answer-late = Answer overdue

desk-keys-title = Keyboard shortcuts
desk-keys-move = next row, previous row
desk-keys-tick = select the row
desk-keys-open = open the application
desk-keys-peek = a glance at the application without leaving the list
desk-keys-go = go to “{ $place }”
desk-peek = At a glance
desk-keys-extend = tick rows on the way
desk-keys-close = close this sheet or the glance
desk-keys-lead = These keys work in lists of applications. Everything can also be done with the mouse.
desk-keys-account = Turn the keys on or off on your account page
desk-rows = { $count ->
    [one] { $count } application on this page
   *[other] { $count } applications on this page
}
desk-density-compact = Compact rows
desk-density-comfortable = Comfortable rows
desk-keys-search = to the filter box
desk-keys-filters = to the list of filters
desk-keys-accept = accept the application
desk-keys-supplement = ask for a supplement
desk-keys-forward = pass it on
desk-keys-assign = assign it, or give it to another agency
desk-keys-take = take it yourself
desk-keys-not-offered = That cannot be done with this application now.
desk-keys-sheet = show or hide this sheet
desk-keys-off = Turn shortcuts off or on for this device

desk-next = Next step
desk-nothing-to-do = Nothing waits for you on this application.
desk-end-title = End the application
desk-note = Remark
desk-secret = Lookup code: { $secret }
desk-outstanding = { $amount } ₫ outstanding
desk-applicant = Applicant
desk-name = Full name
desk-number = Personal ID number or tax code
desk-birth = Date of birth
desk-phone = Phone
desk-email = E-mail
desk-address = Address
desk-representative = Filed by
desk-entered-by = Entered by
desk-return-method = Result
desk-request = Application
desk-case = Case
desk-receiving = Receiving office
desk-settling = Settling agency
desk-holding = Now at
desk-limit = Time limit (by law)
desk-accepted-at = Accepted
desk-step-due = Step due
desk-result = Result
desk-documents = Documents
desk-no-documents = The application has no documents.
desk-document-form = Copy
desk-document-round = Handed in
desk-document-paper = On paper: { $originals } original, { $copies } copies
desk-document-first = First time
desk-document-supplement = Supplement { $round }
desk-document-staged = Being uploaded
desk-supplement-round = Request for more documents { $round }
desk-supplement-answered = Answered
desk-supplement-open = Waiting
desk-opinions = Opinions of other agencies
desk-answer-by = answer by { $at }
desk-opinion-agrees = Agrees
desk-opinion-disagrees = Does not agree
desk-opinion-waiting = Waiting for an opinion
desk-opinion-closed = Closed without an opinion
desk-route = Steps
desk-no-route = This procedure has no route.
desk-step-past = done
desk-answers-other = Other answers
desk-answers-exempt = Exempt from fees as
desk-answers-request = Request
desk-answers-note = Note of the applicant

desk-fact-due = Due { $at }
desk-fact-respond = To be answered by { $at }
desk-fact-until = To be supplied by the end of { $date }
desk-fact-documents = { $count ->
    [one] { $count } document handed in
   *[other] { $count } documents handed in
}
desk-fact-step = To the step “{ $step }”, { $agency }
desk-fact-back-to-counter = To the one-stop counter
desk-fact-asked = { $agency }, answer by { $at }
desk-fact-moved-answer = Time to answer: { $from } → { $to }
desk-fact-moved-step = Step due: { $from } → { $to }
desk-fact-moved-due = Due: { $from } → { $to }
desk-fact-moved-opinion = Opinion due: { $from } → { $to }
desk-fact-issued = No. { $number } of { $date }, signed by { $signer }

desk-explain-title = How the date was worked out

desk-reject-reason = Reason for refusal
desk-reject-hint = The applicant reads this. Name the legal ground and say what to do next.
desk-items-lead = Look at every part and mark it. The applicant gets one complete list, so that they supply once.
desk-item-state = State
desk-item-ok = In order
desk-item-wrong = To be supplied
desk-item-reason-label = What to supply, and what a good one looks like
desk-item-reason = { $name }: say what to supply, in at least two words
desk-item-open = { $name }: mark it in order or to be supplied
desk-item-not-handed-in = This document was not handed in
desk-supplement-note = Further guidance
desk-supplement-until = To be supplied by the end of
desk-papers-lead = Enter how many of each document you received. Leave empty what is still missing.
desk-payment-reason = What it is for, and why
desk-payment-reason-hint = The applicant can read this, for example: Three more copies, as asked for.
desk-pay-cash = Cash
desk-pay-transfer = Bank transfer
desk-pay-platform = Online payment
desk-held = { $amount } has come and is not booked yet; { $missing } is missing.
desk-surplus = The payer paid { $amount } too much.
desk-pay-reference = Reference number
desk-pay-reference-hint = Number of the paper receipt, if any
desk-pay-cash-only = Only cash is taken here. Transfers are booked from the bank’s messages and its statement, so that none counts twice.
desk-pay-statement = Bank statement
desk-forward-to = Give to
desk-forward-hint = Leave empty: whoever is in charge of the next step can take it.
desk-send-back-reason = Reason for sending back
desk-consult-agency = Agency
desk-consult-question = Question
desk-consult-days = Working days to answer
desk-consult-hint = The time of waiting counts towards the time limit.
desk-opinion = Opinion
desk-opinion-for = On behalf of
desk-opinion-text = Opinion in words
desk-issue-number = Number of the result
desk-issue-date = Date signed
desk-issue-signer = Signed by
desk-issue-file = Electronic copy of the result
desk-issue-file-hint = Digitally signed PDF, or a picture; 10 MB at most
desk-return-to = Handed to
desk-give-method = How
desk-withdraw-reason = Reason for withdrawal
desk-withdraw-hint = Withdraw it only at the applicant’s request.
desk-stop-reason = Reason for stopping
desk-reassign-agency = New settling agency
desk-reassign-to = Give to
desk-reassign-hint = Leave empty: back to the list of those not taken.
desk-reassign-reason = Reason
desk-reschedule-lead = The date can be moved only as often as the rules allow. The applicant gets a letter of apology with the reason and the new date; the old date is kept and counted in the statistics.
desk-reschedule-days = How much more time
desk-reschedule-reason = Reason in the letter of apology
desk-reschedule-hint = Write it for the applicant: why it is late, what is being done.
desk-reschedule-late = The letter is late: less than a working day is left before the due date
desk-correct-lead = The application goes back to its last step and its time runs on. The earlier result is no longer valid.
desk-correct-reason = What is to be corrected

desk-done-accept = Application { $code } accepted. Print the slip for the applicant.
desk-done-reject = Application { $code } refused.
desk-done-request-supplement = Request for more documents sent for application { $code }.
desk-done-supplement = Documents received for application { $code }.
desk-done-request-payment = Request for payment sent for application { $code }.
desk-done-recall-payment = The request for payment of application { $code } is taken back.
desk-further = A further { $amount } is asked for
desk-further-all = With what is still outstanding, { $amount } is asked for in all.
desk-further-check = Look at the amount and at what it rests on, then press the button below once more. If it is not right, change it below.
desk-further-what = What to ask for
desk-further-choose = Choose what to ask for
desk-further-outstanding = Only what is outstanding
desk-further-outstanding-hint = { $amount } of fees worked out already
desk-further-fee = More of a fee of this procedure
desk-further-fee-hint = Choose the fee and how many more. The amount is worked out at the rates and preferences of the day of filing.
desk-further-notice = What an authority asks for by a notice or decision
desk-further-notice-hint = For example the tax authority’s notice of a land-use fee
desk-further-item = Fee
desk-further-item-choose = Choose the fee to ask for
desk-further-counted = counted so far: { $now }
desk-further-quantity = How many more
desk-further-quantity-hint = Pages, copies, persons… on top of those counted already. For a fee that is taken once: 1.
desk-further-kind = What it is
desk-further-neither = Neither a charge nor a fee
desk-further-neither-hint = A tax, land-use fee, land rent… This portal gives no receipt of charges and fees for it; whoever issued the paper gives the proof of payment.
desk-further-amount = Amount on the paper
desk-further-number = Number of the paper
desk-further-date = Date of the paper
desk-further-issuer = Issued by
desk-further-issuer-hint = The full name of the authority
desk-recall-lead = The further amount that is not paid is dropped and the dossier goes on. The fees of the procedure stay due.
desk-recall-reason = Why it is taken back
desk-recall-hint = The applicant can read this.
desk-done-pay = Payment recorded for application { $code }.
desk-done-forward = Application { $code } passed on.
desk-done-send-back = Application { $code } sent back.
desk-done-consult = Opinion asked on application { $code }.
desk-done-give-opinion = Opinion sent on application { $code }.
desk-done-approve = Application { $code } approved.
desk-done-issue = Result issued for application { $code }.
desk-done-complete = Result of application { $code } sent to the one-stop.
desk-done-return = Result of application { $code } handed over.
desk-done-withdraw = Application { $code } withdrawn at the applicant’s request.
desk-done-stop = Application { $code } stopped.
desk-done-reassign = Application { $code } reassigned.
desk-done-reschedule = Application { $code } has a new date; the applicant is told.
desk-done-correct = Application { $code } reopened for correction.
desk-done-check-exemption = The exempt group of application { $code } is on record.
desk-claim-title = Exemption claimed
desk-claim-proved = Proved
desk-claim-paper-missing = Paper missing
desk-claim-look-up = Not looked up yet
desk-claim-paper-held = Paper there, not checked yet
desk-exemption-born = The applicant was born on { $date }, aged { $age } on the day of filing
desk-claim-no-proof = The procedure does not say what proves it: check it and confirm.
desk-exemption-lead = Choose the group that the papers or the register show. If it is not the one claimed, the fee is counted anew at the rates of the day of filing, and the applicant is told why.
desk-exemption-group = The applicant belongs to
desk-exemption-reason = Reason
desk-exemption-reason-hint = Required when it is not what was claimed; the applicant reads it.

desk-handed-over = Hand-over record signed
desk-fact-filer = Filed for the owner by { $name } ({ $relation })
desk-fact-post = Consignment { $tracking }, hand-over record signed { $at }
desk-answers-wrong = Answers of the form to correct
desk-answers-wrong-lead = Tick what the person has to correct, and say why for each. What the fee is counted from is not corrected here: ask for a further payment.
desk-answers-asked = Answers of the form to correct
