### Where a refund goes: the payer says so, the one-stop notes it, a leader approves it, a cashier pays it out.

## The payer
payee-title = Where to send your refund
payee-amount = Refund: { $amount }
payee-asked = { $amount } is to be refunded. Say where you want to receive it.
payee-say = Say where to send it
payee-change = Change where it goes
payee-saved = Your choice is saved.
payee-nothing = No refund of this application is open, so nothing needs to be said about where it goes.
payee-agreed-already = This refund is approved. If you change where it goes, it has to be approved again.

## The form
payee-way = How it is received
payee-way-account = To a bank account
payee-way-other = To another account
payee-way-account-hint = Fill in the bank, the account number and the name of its holder.
payee-way-cash = In cash at the counter
payee-way-cash-hint = Whoever takes it shows an identity document. Only the name is needed.
payee-way-back = Back to the account that paid, ending …{ $ending }
payee-way-back-hint = Holder: { $name }. Only the bank has to be chosen.
payee-way-back-nobody = Choose the bank and fill in the name of the holder.
payee-bank-hint = For a transfer
payee-number-hint = For example 0071 0012 3456 7. Not the number printed on a card.
payee-name = Name of the holder, or of who takes the cash
payee-name-hint = For an account: as the bank writes it.
payee-taker = Recipient
payee-basis = Basis
payee-basis-word = The payer said so at the counter
payee-basis-paper = A signed request on paper
payee-check-title = Check where the refund goes
payee-check-text = The money goes to exactly this place. Compare every digit.
payee-save = Correct, save it
payee-edit = Change it

## Officers
payee-title-staff = Note where the refund goes
payee-check-title-staff = Read it back to the payee
payee-check-text-staff = Read every digit back to the payee, or compare it with the signed request.
payee-note = Note where it goes
payee-note-change = Change where it goes
payee-noted = Saved. The applicant is told if they have an account on this portal.
payee-agreed-already-staff = This refund is approved. If it goes somewhere else, it has to be approved again.
payee-heading = Where it goes
payee-none = Nobody has said where the money goes. It can only be paid out in cash at the counter, to “{ $name }”.
payee-none-decide = If you approve it now, it can only be paid out in cash at the counter, to “{ $name }”. Going anywhere else needs another approval.
payee-undone = Where the money goes was changed after the approval. It has to be approved again.
payee-undid = The approval before it does not count any more
payee-source = Noted by
payee-source-owner = “{ $by }”, on their own page, { $at }
payee-source-word = “{ $by }”, on the payer’s word, { $at }
payee-source-paper = “{ $by }”, from a signed request, { $at }
payee-said-account = It goes to account { $account }
payee-said-cash = It goes in cash at the counter to “{ $name }”
payee-qr-label = VietQR code to transfer this refund

## Where it goes, as the payer reads it
payee-would-account = If it is approved, it is sent to account { $account }.
payee-will-account = It will be sent to account { $account }.
payee-will-cash = In cash at the counter, to “{ $name }”.
payee-will-counter = In cash at the counter. Bring an identity document.
payee-paid-account = Sent on { $day } to account { $account }, reference { $reference }.
payee-paid-transfer = Sent by transfer on { $day }, reference { $reference }.
payee-paid-cash = Paid in cash on { $day }, voucher { $reference }.
