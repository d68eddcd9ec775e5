### The citizen's journey, dossiers and account; and the words of the form that the portal adds itself.

## Words of the form that the portal adds itself
answer-page-applicant = Applicant
answer-page-general = Your request
answer-page-exemption = Exemption from fees
answer-applicant-name = Full name
answer-applicant-organisation = Name of the enterprise or organisation
answer-applicant-number = Personal ID number
answer-applicant-tax-code = Tax code or organisation code
answer-applicant-birth-date = Date of birth
answer-applicant-phone = Contact phone
answer-applicant-email = E-mail
answer-applicant-address = Address
answer-applicant-ward = Commune or ward of residence
answer-general-request = What you ask for
answer-general-note = Further notes
answer-exempt-group = Which of these groups the applicant belongs to
answer-exempt-none = No such group
answer-hint-phone = The one-stop counter calls this number when needed.
answer-hint-address = House number, street or hamlet, commune or ward, province
answer-hint-ward = Leave empty if you live outside Quảng Ngãi.
answer-hint-request = Say briefly what should be done, for example: replace a licence that was lost.
answer-hint-exempt = Members of these groups do not pay. The application is accepted without the fee once the paper is there or the officer has looked you up.
citizen-supplement-proof = Proves that you belong to the group that does not pay.

## Beginning
citizen-begin-title = Apply online
citizen-begin-case = Case
citizen-begin-documents = Documents, time and fees of each case
citizen-begin-receiving = Where the application is received
citizen-begin-receiving-hint = Any centre in the province receives it. Type a few letters to search.
citizen-begin-commune = Commune or ward that settles it
citizen-begin-commune-hint = Only needed when the place above is not a commune or ward centre.
citizen-begin-behalf = Who you are applying for
citizen-behalf-oneself = For myself
citizen-behalf-person = For another person
citizen-behalf-enterprise = For an enterprise or household business
citizen-behalf-organisation = For an organisation
citizen-begin-other = When you apply for someone else or an organisation
citizen-begin-name = Name of that person or organisation
citizen-begin-name-hint = Write it as on their papers.
citizen-begin-relation = Your relation or position
citizen-begin-relation-hint = For example: child, authorised person, director
citizen-begin-button = Start
citizen-begin-kept = The draft is kept for 30 days; you can stop and go on at any time.

## Draft
citizen-hub-title = Draft application
citizen-hub-about = About this application
citizen-hub-change = Change case, place or applicant
citizen-hub-check = Check and submit
citizen-hub-kept = Saved at { $at }. A draft is kept for 30 days after the last change.
citizen-hub-discard = Discard this draft
citizen-hub-discard-text = What was filled in and uploaded for this draft will be deleted.
citizen-left = { $count ->
    [one] { $count } task to do before you can submit
   *[other] { $count } tasks to do before you can submit
}
citizen-left-none = Everything is there. Check it once more and submit.
citizen-task-optional = Optional
citizen-files-count = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
citizen-applicant = Applicant
citizen-representative = Filed by
citizen-settling = Settling agency
citizen-time-label = Time limit
citizen-time-statutory = by law: { $limit }
citizen-time-unknown = As the procedure says
citizen-time-starts = The time counts from when the application is accepted.
citizen-fee-label = Fees and charges
citizen-fee-saved = Reductions save you { $amount }.
citizen-fee-unknown = The amount for today is not set yet. Ask the one-stop counter before you submit.
citizen-fee-when = Pay the fee when the application is accepted: online, by transfer or at the counter.
citizen-fee-paid = { $amount } paid.
citizen-fee-outstanding = { $amount } still to be paid.
citizen-fee-held = { $amount } has come, which is not enough yet.
citizen-fee-matching = { $amount } has come and an officer is comparing it with the application.
citizen-fee-after-matching = Once that is done, { $amount } is left to pay.
citizen-fee-after-matching-none = Once that is done, nothing more is to be paid.
citizen-paid-cash = in cash
citizen-paid-transfer = by transfer
citizen-paid-platform = online payment
citizen-back-to-hub = Task list
citizen-form-from-profile = Taken from your account. Change what is no longer right.
citizen-form-for-other = Give the details of the person or organisation concerned, not your own.
citizen-save-and-continue = Save and continue
citizen-not-answered = Not answered
citizen-documents = Documents
citizen-documents-count = { $count ->
    [0] No documents to upload
    [one] { $count } document to upload
   *[other] { $count } documents to upload
}
citizen-documents-none = No documents to upload.
citizen-document-required = Required document
citizen-document-optional = Optional document
citizen-document-form = Form { $form }
citizen-document-none = No file yet
citizen-document-missing = Missing
citizen-document-held = { $count ->
    [one] { $count } file received
   *[other] { $count } files received
}
citizen-document-upload = Add a file
citizen-document-later = If you do not have it yet, go on; come back to upload it before you submit.
citizen-document-paper = on paper: { $originals } original, { $copies } copy
citizen-document-round = supplement { $round }
citizen-document-staged = not sent yet
citizen-received-at = received at { $at }
citizen-return-title = Result and fees
citizen-return-question = How to receive the result
citizen-return-counter = Received at:
citizen-return-counter-hint = Come to the counter when you are told; bring your ID.
citizen-return-postal-hint = Delivered to the address you gave; you pay the postage.
citizen-return-electronic-hint = A signed electronic copy, to download from the application’s page
citizen-check-title = Check and submit
citizen-check-terms = Result, time and fees
citizen-check-declare = I declare that what I filled in and attached is true, and I answer for it.
citizen-check-declare-hint = After submitting, changes need a withdrawal or a request for more documents.
citizen-check-later = Later

## Handed in
citizen-done-title = Your application is in
citizen-done-secret = Lookup code:
citizen-done-qr = Scan to see where it stands without signing in.
citizen-done-next = What happens next
citizen-done-respond = An officer checks it and answers by { $by }. If documents are missing, you get one complete list.
citizen-done-expected = If it is complete, the result is expected at { $at }. The official date is set when it is accepted.
citizen-done-due = The result is due at { $at }.
citizen-done-pay = Fees of { $amount }: pay online or by transfer now, or at the counter.
citizen-done-notice = You get a notice at every step.
citizen-done-contact = Questions:
citizen-done-open = Open the application
citizen-done-print = To keep it on paper, use your browser’s Print command: the page fits on one sheet.
citizen-done-link = Lookup link:

## My dossiers
citizen-dossiers-title = My applications
citizen-dossiers-empty = You have no applications yet.
citizen-dossiers-find = Find a procedure
citizen-dossiers-waiting = Waiting for you
citizen-dossiers-drafts = Drafts
citizen-dossiers-others = Submitted
citizen-dossiers-until = Until { $until }
citizen-dossiers-due = Due { $at }
citizen-dossiers-submitted = Submitted { $at }
citizen-dossiers-saved = Saved at { $at }

## One dossier
citizen-headline-draft = The application is a draft
citizen-headline-submitted = Submitted; an officer answers by { $by }
citizen-headline-submitted-late = Waiting to be accepted; the answer was due at { $by }
citizen-headline-processing = The application is being processed, on schedule
citizen-headline-overdue = The application is overdue by { $time }. We apologise
citizen-headline-supplement-requested = The application is paused until you send more documents
citizen-headline-payment-requested = The application is paused until you pay
citizen-headline-completed = The result is ready
citizen-headline-completed-late = The result is ready, late. We apologise
citizen-headline-returned = The result was handed over
citizen-headline-rejected = The application was not accepted
citizen-headline-stopped = The application was stopped
citizen-headline-withdrawn = You withdrew the application
citizen-todo-label = What you need to do:
citizen-todo-nothing = Nothing for now.
citizen-todo-draft = Fill it in and submit.
citizen-todo-supplement = Send the documents asked for. The wait does not count towards the time limit.
citizen-todo-pay = Pay { $amount }: online, by transfer or at the counter. The waiting time does not count towards the time limit.
citizen-todo-pay-later = Pay { $amount }: online, by transfer or at the counter, at the latest when you collect the result.
citizen-todo-matching = { $amount } đồng has come, and an officer is comparing it with your application. You need not pay again.
citizen-todo-checking = One of your payments is being checked with the bank. If the money was taken, you need not pay again.
citizen-todo-all-came = All the money has come and is being booked. You need not do anything.
citizen-claim-waiting = You have asked not to pay fees because you belong to this group: { $group }. The one-stop still has to check and confirm this. If it is not confirmed, you will be told what to pay.
citizen-claim-confirmed = The agency has confirmed that you belong to a group that pays no fee: { $group }.
citizen-todo-overdue = Nothing for now. You can call the agency that holds it to ask why.
citizen-todo-collect = Collect the result the way you chose.
citizen-todo-collect-and-pay = Pay { $amount }, then collect the result the way you chose.
citizen-todo-rejected = See the reason under Progress. You can apply again once the conditions are met.
citizen-overdue-hours = Overdue by { $time }
citizen-left-hours = { $time } left
citizen-due-label = Result due:
citizen-due-paused = Due date before the pause:
citizen-due-first = First date:
citizen-by-you = You
citizen-event-submitted = Submitted
citizen-event-accepted-open = Accepted
citizen-event-accepted = Accepted, due { $at }
citizen-event-rejected = Not accepted
citizen-event-supplement-requested = More documents requested, until { $until }
citizen-event-supplemented = { $count ->
    [one] Supplement sent: { $count } file
   *[other] Supplement sent: { $count } files
}
citizen-event-payment-requested = Payment of { $amount } requested
citizen-event-payment-recalled = The agency took the request for payment back
citizen-event-paid = { $amount } paid
citizen-event-forwarded = On to the step “{ $step }”
citizen-event-sent-back = Sent back to the step before
citizen-event-consulted = Another agency was consulted
citizen-event-opinion-given = The other agency gave its opinion
citizen-event-approved = Approved
citizen-event-issued = Result no. { $number } of { $date } issued
citizen-event-completed = Result ready ({ $verdict })
citizen-event-returned = Result handed over to { $to }
citizen-event-withdrawn = Withdrawn
citizen-event-stopped = Stopped
citizen-event-reassigned = Moved to another agency
citizen-event-reassigned-due = Moved to another agency: by its working calendar the due date moves from { $from } to { $to }
citizen-event-reassigned-answer = Moved to another agency: by its working calendar the time to answer moves from { $from } to { $to }
citizen-event-rescheduled = The agency apologised and set a new date
citizen-event-due-moved = The working calendar has changed: the due date moves from { $from } to { $to }
citizen-event-term-moved = The working calendar has changed: the time to answer moves from { $from } to { $to }
citizen-event-refunded = The agency refunded { $amount }
citizen-event-corrected = Reopened to correct the agency’s mistake
citizen-event-exemption-confirmed = The agency confirmed the exempt group
citizen-event-exemption-checked = The agency corrected the exempt group: { $group }
citizen-result = Result
citizen-result-number = No. { $number } of { $date }
citizen-result-after-payment = The result opens here once { $amount } is paid.
citizen-result-paper = The result is on paper; collect it the way you chose.
citizen-result-download = Download the result
citizen-explained = How the due date is counted
citizen-declared = What you filled in
citizen-facts = The application
citizen-status = Status
citizen-secret = Lookup code
citizen-contact = Who holds it now
citizen-contact-since = In this status since { $at }
citizen-open-confirmation = Open the confirmation

## Supplement, withdrawal
citizen-supplement-title = Send more documents
citizen-supplement-until = Send them by the end of { $until }
citizen-supplement-clock = The wait does not count towards the time limit. The list below is everything that is needed.
citizen-supplement-first = Upload at least one document, then send.
citizen-supplement-ready = Once everything is uploaded, send it in one go; an officer looks at it again.
citizen-supplement-send = Send
citizen-withdraw-title = Withdraw the application
citizen-withdraw-text = After withdrawing, the application ends; to go on you would have to apply again.
citizen-withdraw-reason = Reason
citizen-withdraw-keep = Keep it

## Account
citizen-account-title = Account
citizen-account-profile = Your details
citizen-account-profile-text = Fill this in once; it is used in every later form.
citizen-account-phone = Phone number
citizen-account-phone-hint = Used to sign in and to reach you
citizen-account-ward-hint = Used to suggest the nearest one-stop counter
citizen-account-password = Change password
citizen-account-password-text = Other devices will have to sign in again.
citizen-account-old-password = Current password
citizen-account-new-password = New password
citizen-account-new-password-hint = At least 8 characters
citizen-account-preferences = Preferences
citizen-account-shortcuts = Use keyboard shortcuts in queues
citizen-account-shortcuts-hint = Turn off if they get in the way of your assistive software.
citizen-field-required = Enter “{ $label }”
citizen-field-choose = Choose “{ $label }”
citizen-field-number-between = Enter a number from { $min } to { $max }
citizen-field-number-at-least = Enter a number of { $min } or more
citizen-field-number-at-most = Enter a number of { $max } or less
citizen-field-old-password = Enter your current password again
citizen-upload-missing = Choose a file or take a photo
citizen-upload-too-many = At most { $max } files here
citizen-messages-title = Notices
citizen-messages-empty = No notices yet.
citizen-messages-read = Mark all as read
citizen-messages-new = New

## What was just done
citizen-flash-saved = Draft saved.
citizen-flash-discarded = Draft discarded.
citizen-flash-uploaded = File received.
citizen-flash-removed = File removed.
citizen-flash-supplemented = Sent. An officer will look at it again.
citizen-flash-withdrawn = Application withdrawn.
citizen-flash-profile = Your details were saved.
citizen-flash-password = Password changed.
citizen-flash-preferences = Preferences saved.
citizen-flash-read = Notices marked as read.
citizen-supplement-answers = Answers to correct
citizen-supplement-answers-lead = Under each field stands why it has to be corrected. The old answers stay in the history of the application.
citizen-supplement-answers-send = When all is corrected, send it once; the officer looks at it right after.
citizen-supplement-keep = Save the corrected answers
citizen-form-title = Form
citizen-form-known = Known from your account; no need to fill it in again.
citizen-form-known-change = Change this
citizen-documents-lead = Take a photo or choose a file for each document. Files are kept as soon as they are uploaded.
