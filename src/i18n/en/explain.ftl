### How a due date comes about, and time limits in words.

## Time limits in words
explain-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
explain-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
explain-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
explain-working-hours = { $n ->
    [one] { $n } working hour
   *[other] { $n } working hours
}
explain-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
explain-minutes = { $h } h { $m } min
explain-working-time = { $time } of working time

## Rows of the table
explain-started = Received, the clock starts
explain-started-later = Received ({ $why }); counts from { $start }
explain-moved-before-opening = before opening
explain-moved-lunch = lunch break
explain-moved-after-closing = after closing
explain-moved-weekend = weekend
explain-restarted = The earlier count; now counted anew
explain-limit = Time limit by law
explain-shortened = Promised time, shorter than the law's
explain-after-cut-off = Received after 15:00: the next working day
explain-first-day = The day of receipt does not count
explain-weekends = Weekend: not counted
explain-holiday = { $name }: not counted
explain-make-up = { $name }: make-up day, counted
explain-paused = Paused ({ $why }): { $shift } added
explain-paused-now = Paused now ({ $why })
explain-wait-supplement = waiting for documents
explain-wait-payment = waiting for payment
explain-wait-sector-law = under sector law
explain-extended = New appointment: { $reason }
explain-rolled = Ends on a day off: moved to { $to }
explain-due = Due { $at }
explain-waiting = No date for now: { $why }

## Days of the strip
explain-day-start = day of receipt
explain-day-weekend = weekend
explain-day-holiday = holiday
explain-day-make-up = make-up day
explain-day-paused = paused
explain-day-due = due day
