# Electronic receipts
nav-receipts = Receipts
nav-admin-receipts = Receipts
button-show = Show
receipt-list-title = Receipts issued
receipt-day = Day
receipt-days = Other days
receipt-day-before = Day before
receipt-day-after = Day after
receipt-none-day = There is no receipt of this day.
receipt-number-label = Receipt number
receipt-kind = Kind
receipt-kind-charge = Receipt for a charge
receipt-kind-fee = Receipt for a fee
receipt-amount = Amount
receipt-state = State
receipt-state-issued = Holds
receipt-state-replaced = Replaced
receipt-state-adjusted = Adjusted
receipt-state-cancelled = Cancelled
receipt-state-issued-public = The receipt holds
receipt-state-replaced-public = Another receipt stands in the place of this one
receipt-state-adjusted-public = The receipt holds; its amount was lowered
receipt-state-cancelled-public = This receipt was cancelled
receipt-origin-first = Issued for a payment
receipt-origin-replaces = Replaces the receipt
receipt-origin-adjusts = Lowers the receipt
receipt-origin-again = Issued again for the cancelled receipt
receipt-issued-at = Issued
receipt-collector = Collector
receipt-collector-lead = This name and tax code stand on receipts issued from now on; those that were issued stay as they are.
receipt-collector-name = Name of the collector
receipt-tax-code = Tax code
receipt-tax-code-hint = 10 digits, or 13 for a dependent unit
receipt-since = Receipts for payments from
receipt-since-hint = Day/month/year. What was paid before this day has its receipt on paper and gets none here.
receipt-payer-number = Personal number or tax code
receipt-payer-address = Address
receipt-check-code = Check code
receipt-check-code-hint = 12 letters and digits beside the QR code of the receipt, for example K7QX-2M4P-9RTZ
receipt-signed = Signed by
receipt-what-for = For
receipt-holds = Amount that still holds: { $amount }
receipt-holds-label = Amount that still holds
receipt-open-pdf = Open the receipt (PDF)
receipt-done-title = What was done
receipt-wrong-title = Something is wrong with the receipt
receipt-wrong-lead = A receipt cannot be edited and its number is not used again. Choose what to do:
receipt-step-replace = Issue a replacement
receipt-step-replace-when = When name, number or address of the payer, or what was paid for, is wrong
receipt-step-replace-what = A new receipt with the next number stands in the place of this one; amounts and kinds stay the same.
receipt-step-replace-done = Replaced by
receipt-step-adjust = Issue an adjustment
receipt-step-adjust-when = When a part of the money was paid back
receipt-step-adjust-what = A new receipt with the next number says what is taken off; this one holds for the rest.
receipt-step-adjust-done = Reduced through receipt
receipt-step-cancel = Cancel the receipt
receipt-step-cancel-when = When all the money was paid back, or was booked on the wrong dossier
receipt-step-cancel-what = The receipt holds no longer. Its number stays used.
receipt-step-cancel-done = Cancelled
receipt-step-again = Issue again
receipt-step-again-when = When it was cancelled in error and no money was paid back
receipt-step-again-what = A new receipt with the next number is issued for the payment. The cancelled one stays cancelled; each leads to the other.
receipt-step-again-done = Issued again as
receipt-line = Line that is lowered
receipt-what = What line { $n } is for
receipt-off = Amount taken off
receipt-reason = Reason
receipt-reason-hint = Stands on the new receipt and in the table.
receipt-given-back = { $amount } given back: { $cause }
receipt-changed = Done.
receipt-why-replaced = This receipt was replaced; please work on the one in its place
receipt-why-cancelled = This receipt was cancelled
receipt-why-adjusted = This receipt was adjusted and can only be adjusted again
receipt-why-is-adjustment = This is an adjustment; please work on the receipt that it lowers
receipt-why-reason-missing = Type a reason of at least two words
receipt-why-reason-too-long = Type a reason of at most 500 characters
receipt-why-nothing-off = Type an amount above 0
receipt-why-too-much = Type an amount no larger than what is left of this line
receipt-why-all-of-it = To take all of it off, cancel the receipt instead
receipt-why-same-contents = Change at least one detail of the payer or what was paid for
receipt-why-other-amount = A replacement has the same amount
receipt-why-not-cancelled = This receipt was not cancelled; nothing is missing
receipt-why-given-again = This receipt was issued again already
receipt-why-money-went-back = The money of this receipt was paid back or is on another receipt, so it cannot be issued again
receipt-why-no-certificate = No certificate of the agency is set, or it is not valid today, so no new receipt can be issued. An administrator sets it with MOTCUA_SIGNING_CERTIFICATE
receipt-why-no-number = There are no receipt numbers of this year, or none is left. An administrator adds them under Administration, Receipts
receipt-waiting-title = Payments without a receipt
receipt-waiting-no-certificate = No certificate of the agency is set, or it is not valid today, so no receipt is issued. The payments wait here; once an administrator sets the certificate, they get their receipts.
receipt-waiting-again = Issue again
receipt-waiting-tried = { $count ->
    [one] Receipts of { $count } dossier are being issued again.
   *[other] Receipts of { $count } dossiers are being issued again.
}
receipt-waiting-none = Every payment has its receipt.
receipt-waiting-lead = These payments are booked, and no receipt that holds says so. Each line tells why and what to do. This is a warning: it does not keep a day from being closed.
unreceipted-title = Payments without a receipt that holds
unreceipted-count = { $count ->
    [one] { $count } payment has no receipt that holds
   *[other] { $count } payments have no receipt that holds
}
unreceipted-sum = { $count ->
    [one] { $count } payment, { $amount } ₫
   *[other] { $count } payments, { $amount } ₫
}
unreceipted-only = Reason: { $why }
unreceipted-all = { $count ->
    [one] All reasons ({ $count } payment)
   *[other] All reasons ({ $count } payments)
}
unreceipted-why = Reason
unreceipted-do = What to do
unreceipted-open = Open the receipt
unreceipted-why-collector = The agency has no tax code yet
unreceipted-why-range = No receipt numbers of that year, or none left
unreceipted-why-certificate = No certificate that is valid today
unreceipted-why-waiting = About to be issued
unreceipted-why-cancelled = The receipt was cancelled and not issued again
unreceipted-why-lowered = The receipts say less than the money that is kept
unreceipted-do-collector = Ask an administrator to enter the tax code under Administration, Receipts. The receipt follows at once.
unreceipted-do-range = Ask an administrator to add numbers under Administration, Receipts. The receipt follows at once.
unreceipted-do-certificate = Ask an administrator to set the certificate. The receipt follows within the hour.
unreceipted-do-waiting = It is issued by itself. If it is still here after 15 minutes, press Issue again below, and tell an administrator the dossier code.
unreceipted-do-cancelled = Open the cancelled receipt and press Issue again, or pay the money back.
unreceipted-do-lowered = Pay back what was taken off, from the page of the dossier.
receipt-table-title = Table of receipts
receipt-table-form = Form 01/TH-BLĐT
receipt-table-periods = A receipt belongs to the period in which it was written; cancelling, replacing and adjusting to the one in which it was done.
receipt-table-open = Table of a period
receipt-table-note = { $count ->
    [one] The file has { $count } more line, receipt by receipt.
   *[other] The file has { $count } more lines, receipt by receipt.
}
receipt-from = From
receipt-to = To
receipt-period-wrong = Type the first and the last day in order, at most a year apart
receipt-none-period = There is no receipt of this period.
receipt-series = Series
receipt-before = Issued before
receipt-numbers = Numbers
receipt-issued = Issued in the period
receipt-taken-off = Taken off
receipt-net = Left
receipt-net-all = Left in all: { $amount }
receipt-missing = { $count ->
    [one] { $count } number is missing
   *[other] { $count } numbers are missing
}
receipt-xlsx = Download for Excel (XLSX)
receipt-csv = Download CSV
receipt-admin-title = Receipts
receipt-admin-lead = Receipts are issued by themselves when money is booked. Each collector needs a tax code and the numbers of the year.
receipt-admin-demonstration = The signing certificate was made by the portal: receipts say that they are a demonstration. Name the agency's own with MOTCUA_SIGNING_CERTIFICATE.
receipt-admin-no-certificate = No certificate of the agency is set: receipts are not issued with the demonstration one, and payments wait. Set it with MOTCUA_SIGNING_CERTIFICATE.
receipt-admin-valid-from = valid from { $day }
receipt-admin-valid-until = to { $day }
receipt-admin-not-valid = The signing certificate is not valid today: receipts are not issued and payments wait. Set one that is valid with MOTCUA_SIGNING_CERTIFICATE; what waited is then issued and signed within the hour.
receipt-admin-ends-soon = The signing certificate ends on { $until }. Set the next one with MOTCUA_SIGNING_CERTIFICATE before that day.
receipt-agency = Agency
receipt-not-set = Not set up
receipt-left-charges = Numbers left for charges, { $year }
receipt-left-fees = Numbers left for fees, { $year }
receipt-ranges = Numbers
receipt-ranges-none = There are no numbers yet.
receipt-range-add = Add numbers
receipt-range-lead = Numbers run from the first to the last without a gap. Each year begins again at 1 with the symbol of that year.
receipt-year = Year
receipt-next = Next number
receipt-left = Left
receipt-used-up = Used up
receipt-form = Form symbol
receipt-form-hint = (no printed denomination)
receipt-symbol = Receipt symbol
receipt-symbol-hint = Two digits of the year, a T and two letters, for example 26TAA
receipt-series-taken = Type another symbol: { $agency } uses { $symbol } under the same tax code { $tax }
receipt-series-closed = Cannot be used
receipt-series-with = Under the same tax code this symbol belongs to
receipt-years = Symbols by year: { $years }. A payment takes a number of the year in which it was made.
receipt-ahead-none = { $year } has no numbers for charges or for fees yet. Add them before 1 January, so that the receipts of the new year are issued at once.
receipt-ahead-lacking = { $count ->
    [one] { $count } agency lacks numbers for { $year }. Open it and add them before 1 January.
   *[other] { $count } agencies lack numbers for { $year }. Open each and add them before 1 January.
}
receipt-first = First number
receipt-last = Last number
receipt-public-title = Check a receipt
receipt-public-lead = Type the check code that is printed on the receipt, or scan its QR code.
receipt-public-check = Check
receipt-public-none = No receipt has this code. Please look again at the code beside the QR code.
receipt-public-follower = Other receipt: { $name }
receipt-public-demonstration = This is a demonstration signature; it does not prove a payment.
receipt-link-issued = { $kind ->
    [charge] Receipt for a charge { $number }
   *[other] Receipt for a fee { $number }
}
receipt-link-replaced = { $kind ->
    [charge] Receipt for a charge { $number } (replaced)
   *[other] Receipt for a fee { $number } (replaced)
}
receipt-link-adjusted = { $kind ->
    [charge] Receipt for a charge { $number } (lowered)
   *[other] Receipt for a fee { $number } (lowered)
}
receipt-link-cancelled = { $kind ->
    [charge] Receipt for a charge { $number } (cancelled)
   *[other] Receipt for a fee { $number } (cancelled)
}
field-tax-code = Type the tax code of 10 or 13 digits as on the tax registration certificate
field-receipt-symbol = Type two digits of the year, a T and two letters (without F, I, J, O, W, Z), for example 26TAA
field-receipt-year = Type a symbol of this year, the last one or the next one
field-check-code = Type all 12 letters and digits of the check code, for example K7QX-2M4P-9RTZ
field-numbers-follow = Type { $n }: the numbers of a symbol begin at 1 and follow the range before without a gap
field-series-of-other-kind = Type another symbol: this one is used for the other kind of receipt
receipt-public-number-hint = Type the number too, to compare it with the sheet in your hand, for example 00000012.
