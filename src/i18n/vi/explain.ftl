### How a due date comes about, and time limits in words.

## Time limits in words
explain-working-days = { $n } ngày làm việc
explain-days = { $n } ngày
explain-months = { $n } tháng
explain-working-hours = { $n } giờ làm việc
explain-hours = { $n } giờ
explain-minutes = { $h } giờ { $m } phút
explain-working-time = { $time } làm việc

## Rows of the table
explain-started = Nhận hồ sơ, bắt đầu tính giờ
explain-started-later = Nhận hồ sơ ({ $why }); tính từ { $start }
explain-moved-before-opening = trước giờ làm việc
explain-moved-lunch = giờ nghỉ trưa
explain-moved-after-closing = sau giờ làm việc
explain-moved-weekend = cuối tuần
explain-restarted = Lần tính trước, nay tính lại từ đầu
explain-limit = Thời hạn theo quy định
explain-shortened = Thời hạn cam kết, ngắn hơn quy định
explain-after-cut-off = Nhận sau 15:00: trả trong ngày làm việc tiếp theo
explain-first-day = Ngày nhận không tính
explain-weekends = Cuối tuần: không tính
explain-holiday = { $name }: không tính
explain-make-up = { $name }: ngày làm bù, có tính
explain-paused = Tạm dừng ({ $why }): cộng thêm { $shift }
explain-paused-now = Đang tạm dừng ({ $why })
explain-wait-supplement = chờ bổ sung giấy tờ
explain-wait-payment = chờ nộp phí, lệ phí
explain-wait-sector-law = theo luật chuyên ngành
explain-extended = Hẹn lại: { $reason }
explain-rolled = Hết hạn vào ngày nghỉ: chuyển sang { $to }
explain-due = Hẹn trả { $at }
explain-waiting = Chưa có ngày hẹn: { $why }

## Days of the strip
explain-day-start = ngày nhận
explain-day-weekend = cuối tuần
explain-day-holiday = ngày lễ
explain-day-make-up = làm bù
explain-day-paused = tạm dừng
explain-day-due = ngày hẹn trả
