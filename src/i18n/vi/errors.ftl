### When something did not go as asked: whole pages, refusals of the law, and fields to correct. Say what to do; no blame.

## Pages
error-403-title = Trang này cần quyền khác
error-403-text = Tài khoản của ông/bà chưa được giao việc này. Nếu cần, liên hệ người quản trị của cơ quan.
error-404-title = Không tìm thấy trang
error-404-text = Địa chỉ có thể đã đổi hoặc gõ thiếu. Tìm thủ tục theo tên, hoặc tra cứu hồ sơ bằng mã in trên giấy hẹn.
error-409-title = Hồ sơ đã được cập nhật trước đó
error-409-text = Có người đã xử lý hồ sơ này sau khi ông/bà mở trang. Mở lại hồ sơ để xem thay đổi rồi làm tiếp.
error-413-title = Tệp lớn hơn mức cho phép
error-413-text = Chọn tệp nhỏ hơn, hoặc chụp lại ảnh với cỡ vừa. Phần đã khai vẫn còn trong bản nháp.
error-422-title = Chưa thực hiện được
error-422-text = Một số nội dung cần xem lại. Quay lại trang trước, sửa rồi gửi lại.
error-429-title = Xin chờ một lát
error-429-text = Có nhiều lần gửi liên tiếp từ thiết bị này. Thử lại sau ít phút.
error-500-title = Hệ thống đang có lỗi
error-500-text = Bản nháp của ông/bà vẫn còn. Thử lại sau ít phút hoặc gọi tổng đài và đọc mã sự cố.
error-503-title = Hệ thống đang tạm nghỉ
error-503-text = Bản nháp của ông/bà vẫn còn. Thử lại sau ít phút.
error-incident = Mã sự cố:
error-go-home = Về trang chủ

## Refusals of the law
refusal-not-from-here = Việc này không làm được ở trạng thái hiện nay của hồ sơ. Mở lại hồ sơ để xem các việc có thể làm.
refusal-not-permitted = Việc này do người khác phụ trách. Liên hệ người đang giữ hồ sơ.
refusal-calendar-year-missing = Lịch làm việc năm { $year } chưa công bố nên chưa tính được ngày hẹn. Liên hệ quản trị hệ thống.
refusal-calendar-exhausted = Lịch làm việc chưa đủ ngày để tính hạn. Liên hệ quản trị hệ thống.
refusal-no-time-limit = Thủ tục này chưa có thời hạn cho hình thức nộp đã chọn. Chọn hình thức khác hoặc hỏi Bộ phận Một cửa.
refusal-fee-not-set = Khoản “{ $fee }” chưa có mức thu cho ngày nộp. Liên hệ quản trị thủ tục.
refusal-amount-too-large = Số tiền của “{ $fee }” quá lớn. Kiểm tra lại số lượng.
refusal-fee-unpaid = Phí, lệ phí chưa nộp đủ. Nộp phí rồi làm tiếp.
refusal-exemption-unproved = Chưa có gì chứng minh người nộp thuộc đối tượng được miễn phí, lệ phí. Yêu cầu giấy tờ, tra cứu rồi xác nhận, hoặc sửa đối tượng, sau đó tiếp nhận.
refusal-nothing-to-prove = Phí, lệ phí của trường hợp này không miễn cho đối tượng đó, hoặc hồ sơ không đề nghị miễn.
refusal-documents-missing = Còn thiếu { $count } giấy tờ bắt buộc. Bổ sung rồi nộp lại.
refusal-reason-missing = Ghi rõ lý do bằng ít nhất hai từ để người nộp biết.
refusal-nothing-requested = Chọn ít nhất một giấy tờ hoặc thông tin cần bổ sung.
refusal-supplement-round-used = Đã yêu cầu bổ sung một lần ở bước này. Lần nữa cần lãnh đạo đồng ý.
refusal-nothing-supplied = Thêm ít nhất một giấy tờ hoặc thông tin được yêu cầu rồi gửi.
refusal-last-step = Đây là bước cuối. Chọn “Chuyển kết quả về Một cửa”.
refusal-wrong-step = Bước hiện nay cần một việc khác. Xem các nút trên trang hồ sơ.
refusal-result-not-issued = Kết quả chưa có số và ngày. Ban hành kết quả trước.
refusal-result-already-issued = Kết quả đã được ban hành. Muốn sửa, chọn “Đính chính”.
refusal-no-route = Thủ tục này chưa có quy trình xử lý. Liên hệ quản trị thủ tục.
refusal-channel-closed = Thủ tục này không nhận hồ sơ theo hình thức đã chọn. Chọn hình thức khác.
refusal-amount-differs = Số tiền thu khác số phải thu. Kiểm tra lại số tiền.
refusal-consultation-not-possible = Cơ quan này đang giữ hồ sơ hoặc đã được hỏi ý kiến. Chọn cơ quan khác.
refusal-agency-not-competent = Cơ quan này không giải quyết thủ tục đã chọn. Chọn cơ quan có thẩm quyền.
refusal-date-before-filing = Chọn ngày không trước ngày nộp hồ sơ.
refusal-date-in-future = Chọn ngày không sau hôm nay.

error-413-most = Mỗi tệp tối đa { $most } MB.
error-409-changes = Những việc đã làm từ lúc ông/bà mở trang
error-back = Mở lại trang vừa xem
error-refused-title = Chưa thực hiện được việc này
refusal-calendar-malformed = Lịch làm việc của cơ quan đang có lỗi. Liên hệ người quản trị lịch.
refusal-clock-order = Đồng hồ giải quyết của hồ sơ không ở trạng thái cho phép việc này. Tải lại trang để xem trạng thái hiện tại.
refusal-clock-backwards = Thời điểm này sớm hơn việc đã ghi trước đó. Kiểm tra lại đồng hồ máy chủ.
refusal-apology-late = Thư xin lỗi phải gửi chậm nhất một ngày làm việc trước ngày hẹn. Nếu vẫn gửi, chọn “Thư gửi muộn”.
refusal-already-extended = Hồ sơ đã được hẹn lại một lần; quy định không cho hẹn lại lần nữa.
refusal-extension-unit = Chọn thời gian gia hạn cùng đơn vị với thời hạn giải quyết.
refusal-nothing-to-pay = Hồ sơ không còn khoản nào phải thu.
refusal-fee-not-of-procedure = Thủ tục này không thu khoản đã chọn, hoặc khoản đó không tính theo cách đã chọn. Chọn khoản khác.
refusal-quantity-out-of-range = Nhập số lượng từ 1 đến { $most }.
refusal-nothing-more = “{ $fee }” không phát sinh thêm theo mức thu: khoản thu một lần, đã đến mức tối đa hoặc được miễn.
refusal-notice-incomplete = Ghi đủ số tiền, số, ngày và cơ quan ban hành của văn bản.
refusal-being-matched = Đã nhận được tiền và cán bộ đang đối chiếu với hồ sơ. Không cần nộp lại.
refusal-case-unknown = Chọn lại trường hợp: trường hợp đã chọn không còn trong thủ tục này.
refusal-date-in-past = Chọn ngày sau hôm nay.

## Fields; $n is the number of the rule
field-required = Điền mục này
field-reason = Ghi rõ lý do bằng ít nhất hai từ, ví dụ: Ảnh mờ, không đọc được số
field-name = Nhập đủ họ và tên, ít nhất hai chữ cái, không có chữ số
field-personal-number = Số định danh có 12 chữ số; ông/bà đã nhập { $n }
field-phone = Nhập số điện thoại 10 chữ số, ví dụ 0905 123 456
field-email = Nhập địa chỉ thư điện tử, ví dụ ten@example.vn
field-date = Nhập đủ ngày, tháng, năm, ví dụ 31 12 1985
field-future-date = Chọn ngày không sau hôm nay
field-coming-date = Chọn ngày sau hôm nay
field-number = Nhập một số, chỉ dùng chữ số
field-choice = Chọn một mục trong danh sách
field-too-long = Rút gọn còn tối đa { $n } ký tự
field-dossier-code = Nhập mã hồ sơ, ví dụ H48.05-261123-0007
field-agency-code = Mã cơ quan gồm một chữ, hai chữ số và các nhóm số ngăn bằng dấu chấm, ví dụ H48.12
field-code-taken = Mã này đã có cơ quan khác dùng. Nhập mã khác, hoặc mở cơ quan đó để sửa
field-secret = Mã tra cứu gồm 4 chữ hoặc số in trên giấy hẹn
field-password = Đặt mật khẩu dài ít nhất 8 ký tự
field-mismatch = Nhập hai lần giống nhau
field-taken = Đã có tài khoản dùng số này. Đăng nhập, hoặc dùng số khác
field-tick = Đánh dấu ô này để tiếp tục
field-account-number = Nhập số tài khoản, ví dụ 0071 0012 3456 7: 4 đến 19 chữ số hoặc chữ cái
field-card-number = Đây là số in trên thẻ. Nhập số tài khoản, xem trong ứng dụng ngân hàng

## Uploads; $most in MB
upload-empty = Tệp không có nội dung. Chọn tệp khác
upload-too-large = Chọn tệp không quá { $most } MB, hoặc chụp lại với cỡ ảnh vừa
upload-text-too-large = Chọn tệp không quá { $most } MB
upload-heic = Ảnh HEIC chưa mở được trên mọi máy. Chọn ảnh JPG, hoặc chụp bằng nút Chụp ảnh
upload-wrong-type = Chọn tệp PDF, JPG hoặc PNG
upload-damaged = Tệp nhận được khác tệp đã chọn. Chọn lại tệp để gửi
upload-locked = Tệp có mật khẩu nên không mở được. Chọn tệp không đặt mật khẩu
field-tracking = Nhập số hiệu bưu gửi có 8 đến 20 chữ và số, như trên phiếu gửi
field-time = Nhập giờ và phút, ví dụ 14:30

## For programs
api-403-title = Cần quyền khác
api-403-detail = Đăng nhập hoặc dùng tài khoản được giao việc này.
api-404-title = Không tìm thấy
api-404-detail = Kiểm tra lại địa chỉ, mã và trường hợp; danh mục đã công bố ở /api/v1/procedures.
api-409-title = Dữ liệu đã được cập nhật trước đó
api-409-detail = Đọc lại dữ liệu rồi gửi lại.
api-413-title = Nội dung lớn hơn mức cho phép
api-413-detail = Gửi nội dung ngắn hơn.
api-422-title = Chưa đọc được yêu cầu
api-422-detail = Gửi nội dung JSON (Content-Type: application/json) đúng mô tả ở /api/v1/openapi.json.
api-429-title = Xin chờ một lát
api-429-detail = Gửi lại sau số giây ghi ở Retry-After.
api-500-title = Hệ thống đang có lỗi
api-500-detail = Gửi lại sau ít phút; khi liên hệ, cho biết mã ở instance.
api-503-title = Hệ thống đang tạm nghỉ
api-503-detail = Gửi lại sau số giây ghi ở Retry-After.
api-field-channel = Ghi channel là một trong: online, direct, postal.
api-field-at = Ghi at là một thời điểm, ví dụ 2026-11-23T09:00 hoặc 2026-11-23T09:00:00+07:00.
api-field-agency = Ghi agency là mã cơ quan giải quyết, ví dụ H48.101: thủ tục này không chỉ định cơ quan.
api-field-exempt = Ghi exempt là một trong: child, poor-household, elderly, disabled, merit, ethnic-minority.
