### How a due date came about.

deadline-limit-same-day = the same day
deadline-limit-working-hour = { $n ->
    [one] 1 working hour
   *[other] { $n } working hours
}
deadline-limit-hour = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
deadline-limit-working-day = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
deadline-limit-calendar-day = { $n ->
    [one] 1 day
   *[other] { $n } days
}
deadline-limit-month = { $n ->
    [one] 1 month
   *[other] { $n } months
}
deadline-day-start = first day
deadline-day-weekend = weekly day off
deadline-day-paused = clock paused
deadline-day-due = result due
deadline-row-started = Counted from { $at }.
deadline-row-started-later = Received at { $received } ({ $why }), so counted from { $at }.
deadline-row-restarted = The count that began at { $at } no longer holds; the time limit is counted anew.
deadline-row-limit = Time limit: { $limit }.
deadline-row-shortened = The law allows { $statutory }; the province promises { $limit }.
deadline-row-after-cut-off = Received after 15:00, so due on the next working day.
deadline-row-first-day = The day of receipt, { $date }, is not counted.
deadline-row-weekends = Weekly days off are not counted: { $days }.
deadline-row-holiday = { $name } ({ $days }) is not counted. { $basis }
deadline-row-make-up = { $date } is a make-up working day ({ $name }) and is counted. { $basis }
deadline-row-paused = Paused to { $why }: from { $from } to { $to }. { $shift }
deadline-row-paused-still = Paused to { $why }, since { $from }.
deadline-row-extended = A new date was set, { $limit } later. Reason: { $reason }
deadline-row-rolled = { $from } is a day off, so the date moves to { $to }.
deadline-row-due = Result due: { $at }.
deadline-row-waiting = No date yet while waiting to { $why }.
deadline-moved-before-opening = before opening time
deadline-moved-lunch = in the lunch break
deadline-moved-after-closing = after closing time
deadline-moved-weekend = weekly day off
deadline-shift-working-minutes = The date moved by { $n } working minutes.
deadline-shift-days = The date moved by { $n } days.
deadline-shift-minutes = The date moved by { $n } minutes.
deadline-pause-supplement = wait for a supplement
deadline-pause-payment = wait for a payment
deadline-pause-sector-law = wait as the law of the field requires
