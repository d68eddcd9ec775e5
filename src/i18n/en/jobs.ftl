### Notices that jobs leave in the portal.

## To the owner of a dossier
message-submitted = We have your dossier { $code }. The one-stop answers by { $until }.
message-accepted-open = Dossier { $code } has been accepted. This procedure has no time limit.
message-accepted = Dossier { $code } has been accepted. Result due: { $due }.
message-rejected = Dossier { $code } was not accepted. Reason: { $reason }
message-supplement-requested = { $count ->
    [one] Dossier { $code } needs { $count } more item by { $until }. Open the dossier to see what it is.
   *[other] Dossier { $code } needs { $count } more items by { $until }. Open the dossier to see each of them.
}
message-supplemented = We have what you added to dossier { $code }.
message-payment-requested = Please pay { $amount } đồng for dossier { $code }. { $reason }
message-paid = We received { $amount } đồng for dossier { $code }.
message-completed = The result of dossier { $code } is ready. Please collect it in the way you chose.
message-returned = The result of dossier { $code } has been handed over.
message-stopped = The agency has stopped work on dossier { $code }. Reason: { $reason }
message-rescheduled = The agency apologises: dossier { $code } cannot be returned by { $from }. New date: { $to }. Reason: { $reason }
message-corrected = The agency apologises: the result of dossier { $code } contained a mistake and is being redone. { $reason }

## To those who work on it
message-work-submitted = New dossier { $code } waits for intake; answer by { $until }.
message-work-supplemented = { $count ->
    [one] { $count } document was added to dossier { $code }.
   *[other] { $count } documents were added to dossier { $code }.
}
message-work-sent-back = Dossier { $code } was sent back. Reason: { $reason }
message-work-consulted = Dossier { $code } needs the opinion of your agency by { $until }.
message-work-opinion-given = The consulted agency gave its opinion on dossier { $code }.
message-work-reassigned = Dossier { $code } was reassigned.
message-work-withdrawn = Dossier { $code } was withdrawn.
message-overdue = Dossier { $code } is past its due date { $due }.
