### Thời hạn và cách tính hạn.

limit-none = không quy định thời hạn
limit-same-day = trong ngày
limit-working-minute = { $n } phút làm việc
limit-working-hour = { $n } giờ làm việc
limit-hour = { $n } giờ
limit-working-day = { $n } ngày làm việc
limit-calendar-day = { $n } ngày
limit-month = { $n } tháng

explain-started = Bắt đầu tính
explain-started-moved = { $at } (nhận lúc { $received }: { $why })
explain-moved-early = trước giờ mở cửa
explain-moved-lunch = trong giờ nghỉ trưa
explain-moved-late = sau giờ đóng cửa
explain-moved-weekend = ngày nghỉ hằng tuần
explain-restarted = Tính lại từ đầu
explain-restarted-text = Sau khi bổ sung; lần trước tính từ { $at }
explain-limit = Thời hạn
explain-shortened-text = { $limit }, rút ngắn từ { $statutory }
explain-cut-off = Nhận sau giờ nhận trong ngày
explain-cut-off-text = trả vào ngày làm việc tiếp theo
explain-first-day = Không tính ngày nhận
explain-weekends = Không tính ngày nghỉ hằng tuần
explain-holiday = Không tính ngày nghỉ
explain-make-up = Có tính ngày làm bù
explain-days-off = Không tính ngày nghỉ
explain-days-off-text = { $weekends } ngày nghỉ hằng tuần, { $holidays } ngày nghỉ lễ
explain-days-off-worked = có tính { $count } ngày làm bù
explain-counted = Thời gian được tính
explain-counted-text = { $amount }, kể từ { $from }
explain-amount-days = { $days } ngày làm việc
explain-amount-time = { $hours ->
    [0] { $minutes } phút làm việc
   *[other] { $minutes ->
        [0] { $hours } giờ làm việc
       *[other] { $hours } giờ { $minutes } phút làm việc
    }
}
explain-paused = Tạm dừng
explain-paused-text = { $why }, từ { $from } đến { $to }. { $shift }
explain-paused-open = { $why }, từ { $from } đến nay
explain-shift-working = Ngày hẹn lùi { $time }.
explain-shift-days = Ngày hẹn lùi { $count } ngày.
explain-shift-minutes = Ngày hẹn lùi { $count } phút.
explain-extended = Hẹn lại, thêm
explain-rolled = Hết hạn vào ngày nghỉ
explain-rolled-text = { $from }, chuyển sang { $to }
explain-due = Hẹn trả
explain-wait-supplement = Chờ bổ sung hồ sơ
explain-wait-payment = Chờ nộp phí
explain-wait-sector-law = Tạm dừng theo luật chuyên ngành
explain-day-start = bắt đầu tính
explain-day-weekend = ngày nghỉ hằng tuần
explain-day-holiday = ngày nghỉ
explain-day-make-up = làm bù
explain-day-paused = tạm dừng
explain-day-due = hẹn trả
