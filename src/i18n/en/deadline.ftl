### Time limits, and how a due date came about.

limit-none = no time limit
limit-same-day = the same day
limit-working-minute = { $n ->
    [one] { $n } working minute
   *[other] { $n } working minutes
}
limit-working-hour = { $n ->
    [one] { $n } working hour
   *[other] { $n } working hours
}
limit-hour = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
limit-working-day = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
limit-calendar-day = { $n ->
    [one] { $n } calendar day
   *[other] { $n } calendar days
}
limit-month = { $n ->
    [one] { $n } month
   *[other] { $n } months
}

explain-started = Counted from
explain-started-moved = { $at } (received { $received }: { $why })
explain-moved-early = before opening time
explain-moved-lunch = in the lunch break
explain-moved-late = after closing time
explain-moved-weekend = weekly day off
explain-restarted = Counted anew
explain-restarted-text = After the supplement; the earlier count began { $at }
explain-limit = Time limit
explain-shortened-text = { $limit }, shortened from { $statutory }
explain-cut-off = Received after the hour for same-day results
explain-cut-off-text = due the next working day
explain-first-day = Day of receipt not counted
explain-weekends = Weekly days off not counted
explain-holiday = Day off not counted
explain-make-up = Make-up working day counted
explain-days-off = Days off not counted
explain-days-off-text = { $weekends } days of weekends, { $holidays } public holidays
explain-days-off-worked = make-up days counted: { $count }
explain-counted = Time that counts
explain-counted-text = { $amount }, from { $from }
explain-amount-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
explain-amount-time = { $hours ->
    [0] { $minutes } min of working time
   *[other] { $minutes ->
        [0] { $hours ->
            [one] { $hours } working hour
           *[other] { $hours } working hours
        }
       *[other] { $hours } h { $minutes } min of working time
    }
}
explain-paused = Paused
explain-paused-text = { $why }, from { $from } to { $to }. { $shift }
explain-paused-open = { $why }, since { $from }
explain-shift-working = The date moved by { $time }.
explain-shift-days = { $count ->
    [one] The date moved by { $count } day.
   *[other] The date moved by { $count } days.
}
explain-shift-minutes = The date moved by { $count } min.
explain-extended = New date, later by
explain-rolled = Ended on a day off
explain-rolled-text = { $from }, moved to { $to }
explain-due = Result due
explain-wait-supplement = Waiting for documents
explain-wait-payment = Waiting for payment
explain-wait-sector-law = Paused under a sector law
explain-day-start = counted from here
explain-day-weekend = weekly day off
explain-day-holiday = day off
explain-day-make-up = make-up day
explain-day-paused = paused
explain-day-due = result due
