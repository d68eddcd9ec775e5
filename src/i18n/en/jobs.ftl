### Notices that jobs leave in the portal.

## To the owner of a dossier
message-submitted = We have your application { $code }. The one-stop answers by { $until }.
message-accepted-open = Your application { $code } has been accepted. This procedure has no time limit.
message-accepted = Your application { $code } has been accepted. Result due: { $due }.
message-rejected = Your application { $code } was not accepted. Reason: { $reason }
message-supplement-requested = { $count ->
    [one] Application { $code } needs { $count } more item by { $until }. Open the application to see what it is.
   *[other] Application { $code } needs { $count } more items by { $until }. Open the application to see each of them.
}
message-supplemented = We have what you added to application { $code }.
message-payment-requested = Please pay { $amount } đồng for application { $code }. { $reason }
message-payment-recalled = Application { $code }: the request for payment was taken back. What is still to be paid, if anything, is on the page of the application. Reason: { $reason }
message-paid = We received { $amount } đồng for application { $code }.
message-short = We received { $came } đồng for application { $code }; { $missing } đồng is still missing. Please pay the rest.
message-over = We received { $over } đồng more for application { $code } than was to be paid. The one-stop proposes to pay it back, whoever decides agrees, and the money is returned. Please open the page of the application to say where it shall go, and to follow it.
message-late-money = We received { $came } đồng after application { $code } had ended. The one-stop proposes to pay it back, whoever decides agrees, and the money is returned. Please open the page of the application to say where it shall go, and to follow it.
message-not-theirs = { $amount } đồng that we had kept for application { $code } turned out not to be for it and is no longer kept here. If it was you who paid it, bring or send the proof of the transfer to the one-stop, and it will be looked at again.
message-completed = The result of application { $code } is ready. Please collect it in the way you chose.
message-returned = The result of application { $code } has been handed over to you.
message-stopped = The agency has stopped work on your application { $code }. Reason: { $reason }
message-rescheduled = The agency apologises: application { $code } cannot be returned by { $from }. New date: { $to }. Reason: { $reason }
message-due-moved = The working calendar has changed: the due date of application { $code } moves from { $from } to { $to }. Reason: { $reason }
message-answer-moved = The working calendar has changed: the time to answer application { $code } moves from { $from } to { $to }. Reason: { $reason }
message-due-moved-away = Application { $code } was moved to another agency. By the working calendar of that agency the due date moves from { $from } to { $to }.
message-answer-moved-away = Application { $code } was moved to another agency. By the working calendar of that agency the time to answer moves from { $from } to { $to }.
message-refunded = The agency paid { $amount } ₫ back to you, application { $code }, voucher { $reference }.
message-not-refunded = The { $amount } ₫ received for application { $code } will not be paid back. Reason: { $reason }
message-payee-account = An officer of the one-stop noted where the refund of { $amount } ₫ of application { $code } goes: account …{ $ending } { $bank }. If that is not right, change it on the page of the application.
message-payee-cash = An officer of the one-stop noted how the refund of { $amount } ₫ of application { $code } is paid: in cash at the counter, to “{ $name }”. If that is not right, change it on the page of the application.
message-work-payee-changed = The refund of { $amount } ₫ of dossier { $code } that you approved goes somewhere else now. It has to be approved again.
message-corrected = The agency apologises: the result of application { $code } contained a mistake and is being redone. { $reason }
message-exemption-confirmed = Application { $code }: the agency confirmed that you belong to a group that does not pay the fee.
message-exemption-changed = Application { $code }: the agency corrected the exempt group and counted the fee anew. { $reason }

## To those who work on it
message-work-submitted = New application { $code } waits for intake; answer by { $until }.
message-work-supplemented = { $count ->
    [one] { $count } document was added to application { $code }.
   *[other] { $count } documents were added to application { $code }.
}
message-work-sent-back = Application { $code } was sent back. Reason: { $reason }
message-work-consulted = Application { $code } needs the opinion of your agency by { $until }.
message-work-opinion-given = The consulted agency gave its opinion on application { $code }.
message-work-opinion-moved = The working calendar has changed: application { $code } needs the opinion of your agency by { $until }.
message-work-reassigned = Application { $code } was reassigned.
message-work-withdrawn = Application { $code } was withdrawn.
message-overdue = Application { $code } is past its due date { $due }.
