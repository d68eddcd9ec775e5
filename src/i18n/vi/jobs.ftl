### Notices that jobs leave in the portal.

## To the owner of a dossier
message-submitted = Đã nhận hồ sơ { $code } ông/bà nộp. Bộ phận Một cửa trả lời trước { $until }.
message-accepted-open = Hồ sơ { $code } của ông/bà đã được tiếp nhận. Thủ tục này không quy định thời hạn giải quyết.
message-accepted = Hồ sơ { $code } của ông/bà đã được tiếp nhận. Ngày hẹn trả kết quả: { $due }.
message-rejected = Hồ sơ { $code } của ông/bà chưa được tiếp nhận. Lý do: { $reason }
message-supplement-requested = Hồ sơ { $code } cần bổ sung { $count } nội dung, hạn đến hết ngày { $until }. Mời ông/bà mở hồ sơ để xem từng nội dung.
message-supplemented = Đã nhận giấy tờ ông/bà bổ sung cho hồ sơ { $code }.
message-payment-requested = Hồ sơ { $code } cần ông/bà nộp { $amount } đồng. { $reason }
message-payment-recalled = Hồ sơ { $code }: cơ quan thu hồi yêu cầu nộp phí. Ông/bà xem số tiền còn phải nộp, nếu có, ở trang hồ sơ. Lý do: { $reason }
message-paid = Đã nhận { $amount } đồng ông/bà nộp cho hồ sơ { $code }.
message-short = Đã nhận { $came } đồng cho hồ sơ { $code }, còn thiếu { $missing } đồng. Ông/bà nộp tiếp phần còn thiếu.
message-over = Số tiền đã nhận cho hồ sơ { $code } nhiều hơn số phải nộp { $over } đồng. Bộ phận Một cửa lập đề nghị hoàn trả phần nộp thừa, người có thẩm quyền duyệt rồi tiền được trả lại. Mời ông/bà mở trang hồ sơ để chọn nơi nhận tiền và theo dõi.
message-late-money = Đã nhận { $came } đồng sau khi hồ sơ { $code } kết thúc. Bộ phận Một cửa lập đề nghị hoàn trả khoản này, người có thẩm quyền duyệt rồi tiền được trả lại. Mời ông/bà mở trang hồ sơ để chọn nơi nhận tiền và theo dõi.
message-not-theirs = Khoản { $amount } đồng trước đây giữ cho hồ sơ { $code } được xác định không phải của hồ sơ này nên không còn giữ ở đây. Nếu ông/bà đã chuyển khoản này, ông/bà đem chứng từ chuyển tiền đến bộ phận Một cửa hoặc gọi đến để được kiểm tra lại.
message-completed = Hồ sơ { $code } đã có kết quả. Mời ông/bà nhận theo cách đã chọn.
message-returned = Đã trả kết quả hồ sơ { $code } cho ông/bà.
message-stopped = Cơ quan đã dừng giải quyết hồ sơ { $code } của ông/bà. Lý do: { $reason }
message-rescheduled = Cơ quan xin lỗi ông/bà vì hồ sơ { $code } không kịp trả lúc { $from }. Ngày trả mới: { $to }. Lý do: { $reason }
message-due-moved = Lịch làm việc thay đổi nên ngày hẹn trả hồ sơ { $code } của ông/bà chuyển từ { $from } sang { $to }. Lý do: { $reason }
message-answer-moved = Lịch làm việc thay đổi nên thời hạn trả lời hồ sơ { $code } của ông/bà chuyển từ { $from } sang { $to }. Lý do: { $reason }
message-due-moved-away = Hồ sơ { $code } của ông/bà được chuyển sang cơ quan khác giải quyết. Theo lịch làm việc của cơ quan đó, ngày hẹn trả chuyển từ { $from } sang { $to }.
message-answer-moved-away = Hồ sơ { $code } của ông/bà được chuyển sang cơ quan khác giải quyết. Theo lịch làm việc của cơ quan đó, thời hạn trả lời chuyển từ { $from } sang { $to }.
message-refunded = Cơ quan đã hoàn { $amount } đồng cho ông/bà, hồ sơ { $code }, chứng từ { $reference }.
message-not-refunded = Cơ quan không hoàn { $amount } đồng đã nhận cho hồ sơ { $code } của ông/bà. Lý do: { $reason }
message-payee-account = Cán bộ một cửa đã ghi nơi nhận { $amount } đồng hoàn của hồ sơ { $code }: tài khoản …{ $ending } { $bank }. Nếu chưa đúng, ông/bà đổi lại trên trang hồ sơ.
message-payee-cash = Cán bộ một cửa đã ghi nơi nhận { $amount } đồng hoàn của hồ sơ { $code }: tiền mặt tại quầy, người nhận “{ $name }”. Nếu chưa đúng, ông/bà đổi lại trên trang hồ sơ.
message-work-payee-changed = Nơi nhận { $amount } đồng hoàn của hồ sơ { $code } đã thay đổi sau khi ông/bà duyệt. Khoản này cần được duyệt lại.
message-corrected = Cơ quan xin lỗi ông/bà: kết quả hồ sơ { $code } chưa đúng và đang được làm lại. { $reason }
message-exemption-confirmed = Hồ sơ { $code }: cơ quan đã xác nhận ông/bà thuộc đối tượng được miễn phí, lệ phí.
message-exemption-changed = Hồ sơ { $code } của ông/bà: cơ quan đã sửa đối tượng miễn phí, lệ phí và tính lại số tiền phải nộp. { $reason }

## To those who work on it
message-work-submitted = Hồ sơ mới { $code } chờ tiếp nhận, trả lời trước { $until }.
message-work-supplemented = Hồ sơ { $code } đã được bổ sung { $count } giấy tờ.
message-work-sent-back = Hồ sơ { $code } được trả lại. Lý do: { $reason }
message-work-consulted = Hồ sơ { $code } cần ý kiến của cơ quan ông/bà trước { $until }.
message-work-opinion-given = Đã có ý kiến của cơ quan phối hợp cho hồ sơ { $code }.
message-work-opinion-moved = Lịch làm việc thay đổi: hồ sơ { $code } cần ý kiến của cơ quan ông/bà trước { $until }.
message-work-reassigned = Hồ sơ { $code } được phân công lại.
message-work-withdrawn = Người nộp đã rút hồ sơ { $code }.
message-overdue = Hồ sơ { $code } đã quá hẹn trả { $due }.
