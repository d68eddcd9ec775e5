### When something did not go as asked: whole pages, refusals of the law, and fields to correct. Say what to do; no blame.

## Pages
error-403-title = This page needs another permission
error-403-text = Your account has not been given this work. If you need it, ask the administrator of your agency.
error-404-title = Page not found
error-404-text = The address may have changed or may be incomplete. Search for a procedure by name, or track your application with the code on the slip.
error-409-title = This application was updated before you
error-409-text = Somebody has worked on this application since you opened the page. Open it again to see what changed, then continue.
error-413-title = The file is larger than allowed
error-413-text = Choose a smaller file, or take the photo again at a medium size. What you filled in is still in your draft.
error-422-title = Not done yet
error-422-text = Some details need another look. Go back, correct them and send again.
error-429-title = Please wait a moment
error-429-text = Many requests came from this device. Try again in a few minutes.
error-500-title = The system has a problem
error-500-text = Your draft is still here. Try again in a few minutes, or call us and read out the incident code.
error-503-title = The system is resting
error-503-text = Your draft is still here. Try again in a few minutes.
error-incident = Incident code:
error-go-home = Go to the home page

## Refusals of the law
refusal-not-from-here = This cannot be done in the present status of the application. Open it again to see what can be done.
refusal-not-permitted = Somebody else is in charge of this. Contact the person who holds the application.
refusal-calendar-year-missing = The working calendar of { $year } is not published, so no due date can be given yet. Contact the system administrator.
refusal-calendar-exhausted = The working calendar does not reach far enough. Contact the system administrator.
refusal-no-time-limit = This procedure has no time limit for the chosen channel. Choose another channel or ask the one-stop counter.
refusal-fee-not-set = No amount is set for “{ $fee }” on the day of filing. Contact the procedure administrator.
refusal-amount-too-large = The amount of “{ $fee }” is too large. Check the quantities.
refusal-fee-unpaid = The fee is not fully paid. Pay it, then continue.
refusal-exemption-unproved = Nothing proves yet that the applicant belongs to the group that does not pay. Ask for the paper, look the person up and confirm, or correct the group; then accept.
refusal-nothing-to-prove = The fees of this case are not waived for that group, or no exemption is claimed.
refusal-documents-missing = { $count ->
    [one] { $count } required document is missing. Add it and submit again.
   *[other] { $count } required documents are missing. Add them and submit again.
}
refusal-reason-missing = Give the applicant a reason of at least two words.
refusal-nothing-requested = Choose at least one document or fact to be added.
refusal-supplement-round-used = Documents were already requested once at this step. Another request needs the leader’s approval.
refusal-nothing-supplied = Add at least one requested document or fact, then send.
refusal-last-step = This is the last step. Choose “Send the result to the counter”.
refusal-wrong-step = The present step needs another action. See the buttons on the page.
refusal-result-not-issued = The result has no number and date yet. Issue it first.
refusal-result-already-issued = The result is already issued. To change it, choose “Correct an error”.
refusal-no-route = This procedure has no processing route yet. Contact the procedure administrator.
refusal-channel-closed = This procedure does not take applications in the chosen channel. Choose another one.
refusal-amount-differs = The amount differs from the amount due. Check it again.
refusal-consultation-not-possible = This agency holds the application or has been asked already. Choose another one.
refusal-agency-not-competent = This agency does not settle the chosen procedure. Choose the competent one.
refusal-date-before-filing = Choose a date not earlier than the day of filing.
refusal-date-in-future = Choose a date not later than today.

error-413-most = Each document may have { $most } MB at most.
error-409-changes = What was done since you opened the page
error-back = Open the page again
error-refused-title = This could not be done
refusal-calendar-malformed = The working calendar of the agency has an error. Ask the administrator of the calendar.
refusal-clock-order = The clock of this application does not allow this now. Reload the page to see where it stands.
refusal-clock-backwards = This moment lies before what was written down already. Check the clock of the server.
refusal-apology-late = A letter of apology goes out at the latest one working day before the due date. To send it all the same, tick “The letter is late”.
refusal-already-extended = The appointment was moved once already; it cannot be moved again.
refusal-extension-unit = Choose an extension in the same unit as the time limit.
refusal-nothing-to-pay = Nothing is outstanding for this application.
refusal-fee-not-of-procedure = This procedure does not collect the chosen fee, or it is not counted that way. Choose another one.
refusal-quantity-out-of-range = Enter a quantity from 1 to { $most }.
refusal-nothing-more = “{ $fee }” costs nothing more by its rule: it is taken once, its most is reached, or the applicant is exempt.
refusal-notice-incomplete = Give the amount, and the number, the date and the issuer of the paper.
refusal-being-matched = Money has come and an officer is comparing it with the application. It need not be paid again.
refusal-case-unknown = Choose the case again: the one chosen is no longer part of this procedure.
refusal-date-in-past = Choose a day after today.

## Fields; $n is the number of the rule
field-required = Fill in this field
field-reason = Give a reason of at least two words, for example: Photo is blurred, number not readable
field-name = Enter the full name: at least two letters, no digits
field-personal-number = A personal number has 12 digits; you entered { $n }
field-phone = Enter a telephone number of 10 digits, for example 0905 123 456
field-email = Enter an e-mail address, for example name@example.vn
field-date = Enter day, month and year, for example 31 12 1985
field-future-date = Choose a date not later than today
field-coming-date = Choose a day after today
field-number = Enter a number, digits only
field-choice = Choose one from the list
field-too-long = Shorten it to { $n } characters or fewer
field-dossier-code = Enter the application code, for example H48.05-261123-0007
field-agency-code = An agency code has one letter, two digits and groups of digits separated by dots, such as H48.12
field-code-taken = Another agency has this code. Enter another one, or open that agency to change it
field-secret = The lookup code is the 4 letters or digits printed on the slip
field-password = Choose a password of at least 8 characters
field-mismatch = Enter the same twice
field-taken = Another account uses this number. Sign in, or use another number
field-tick = Tick this box to continue
field-account-number = Enter the account number, for example 0071 0012 3456 7: 4 to 19 digits or letters
field-card-number = This is the number printed on a card. Enter the account number; your banking app shows it

## Uploads; $most in MB
upload-empty = The file is empty. Choose another one
upload-too-large = Choose a file of { $most } MB or less, or take the photo at a medium size
upload-text-too-large = Choose a file of at most { $most } MB
upload-heic = HEIC photos cannot be opened everywhere. Choose a JPG, or use Take a photo
upload-wrong-type = Choose a PDF, JPG or PNG file
upload-damaged = What arrived is not the file that was chosen. Choose the file again
upload-locked = The file has a password and cannot be opened. Choose one without a password
field-tracking = Type the tracking number of 8 to 20 letters and digits, as on the consignment note
field-time = Type hours and minutes, for example 14:30

## For programs
api-403-title = Another permission is needed
api-403-detail = Sign in, or use an account that has been given this work.
api-404-title = Not found
api-404-detail = Check the address, the code and the case; what is published is listed at /api/v1/procedures.
api-409-title = The data have changed
api-409-detail = Read them again, then send again.
api-413-title = The content is larger than allowed
api-413-detail = Send less at once.
api-422-title = The request could not be read
api-422-detail = Send JSON (Content-Type: application/json) as described at /api/v1/openapi.json.
api-429-title = Please wait a moment
api-429-detail = Send again after the seconds given in Retry-After.
api-500-title = Something is wrong on our side
api-500-detail = Send again in a few minutes; when you contact us, give the code in instance.
api-503-title = The portal is resting
api-503-detail = Send again after the seconds given in Retry-After.
api-field-channel = Give channel as one of: online, direct, postal.
api-field-at = Give at as a moment, for example 2026-11-23T09:00 or 2026-11-23T09:00:00+07:00.
api-field-agency = Give agency as the code of the agency that settles, for example H48.101: this procedure names none.
api-field-exempt = Give exempt as one of: child, poor-household, elderly, disabled, merit, ethnic-minority.
