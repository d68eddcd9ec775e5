### Words of every page: frame, buttons, and the vocabularies of the domain. Prefix of an area's own words: its name.

## Frame
site-name = Cổng dịch vụ công tỉnh Quảng Ngãi
site-owner = Ủy ban nhân dân tỉnh Quảng Ngãi
site-demo = Bản chạy thử: dữ liệu mẫu, không phải hồ sơ thật.
skip-to-content = Đến nội dung chính
language-other = English
language-switch = Read this page in English
data-in-vietnamese = Nội dung thủ tục chỉ có tiếng Việt.
header-unread = { $count } thông báo
nav-label = Danh mục chính
nav-areas = Khu vực làm việc
nav-home = Trang chủ
nav-procedures = Thủ tục hành chính
nav-lookup = Tra cứu hồ sơ
nav-agencies = Cơ quan
nav-my-dossiers = Hồ sơ của tôi
nav-counter = Một cửa
nav-queue = Hàng đợi
nav-intake = Tiếp nhận tại quầy
nav-desk-queue = Việc được giao
nav-admin = Quản trị
nav-admin-procedures = Thủ tục
nav-admin-agencies = Cơ quan
nav-admin-users = Người dùng
nav-admin-calendar = Lịch làm việc
nav-admin-clock-rules = Quy tắc tính hạn
nav-admin-jobs = Công việc nền
area-citizen = Người dân
area-counter = Một cửa
area-desk = Xử lý
area-admin = Quản trị
help-title = Cần giúp đỡ
help-line = Gọi tổng đài { $phone } trong giờ làm việc, hoặc đến Bộ phận Một cửa gần nhất.
help-hours = Thứ Hai đến thứ Sáu: 7:00 – 11:30 và 13:30 – 17:00
footer-help = Trợ giúp
footer-contact = Liên hệ
footer-accessibility = Hỗ trợ tiếp cận
footer-privacy = Quyền riêng tư
error-prefix = Lỗi:
flash-label = Thông báo
offline-notice = Đang mất mạng. Ông/bà vẫn đọc được trang này; những gì nhập sẽ gửi khi có mạng lại.

## How the pages are shown
display-open = Cỡ chữ, màu
display-title = Cỡ chữ và màu sắc
display-lead = Chọn cách hiển thị dễ đọc nhất với ông/bà. Lựa chọn được nhớ cho những lần sau.
display-letters = Cỡ chữ
display-letters-normal = Vừa
display-letters-large = To
display-letters-larger = Rất to
display-theme = Màu nền
display-theme-auto = Theo máy
display-theme-light = Nền sáng
display-theme-dark = Nền tối
display-contrast = Độ tương phản
display-contrast-auto = Theo máy
display-contrast-more = Cao
display-density = Khoảng cách dòng
display-density-comfortable = Thoáng
display-density-compact = Gọn
display-apply = Áp dụng
display-kept = Đã nhớ cách hiển thị.

## A session that ended
held-sign-in = Phiên làm việc đã hết. Đăng nhập lại để tiếp tục; những gì ông/bà vừa nhập vẫn còn.
held-title = Tiếp tục việc đang làm
held-text = Những gì ông/bà nhập trước khi phiên làm việc hết vẫn còn nguyên. Bấm Tiếp tục để gửi và trở lại trang đó.
held-note = Nếu không muốn gửi, ông/bà chỉ cần rời trang này. Nội dung giữ lại sẽ được xóa sau một giờ.
held-nothing = Ông/bà đã đăng nhập.

## Buttons
button-submit-dossier = Nộp hồ sơ
button-apply-online = Nộp hồ sơ trực tuyến
button-save = Lưu
button-save-draft = Lưu nháp
button-continue = Tiếp tục
button-back = Quay lại
button-check = Kiểm tra lại
button-change = Sửa
button-delete = Xóa
button-cancel = Thôi
button-confirm = Xác nhận
button-search = Tìm
button-filter = Lọc
button-filter-clear = Bỏ lọc
button-sign-in = Đăng nhập
button-sign-out = Đăng xuất
button-register = Đăng ký
button-upload = Tải lên
button-choose-file = Chọn tệp
button-take-photo = Chụp ảnh
button-download = Tải về
button-print = In
button-print-slip = In giấy hẹn
button-pay = Thanh toán
button-withdraw = Rút hồ sơ
button-supplement = Bổ sung hồ sơ
button-lookup = Tra cứu
button-copy = Sao chép
button-retry = Thử lại
button-view = Xem
button-open = Mở
button-send = Gửi
button-add = Thêm
button-close = Đóng

## Status, for officers
status-draft = Bản nháp
status-submitted = Chờ tiếp nhận
status-accepted = Đã tiếp nhận
status-rejected = Không tiếp nhận
status-processing = Đang xử lý
status-supplement-requested = Chờ bổ sung
status-payment-requested = Chờ nộp phí
status-withdrawn = Đã rút
status-stopped = Dừng giải quyết
status-completed = Đã có kết quả
status-returned = Đã trả kết quả

## Status, for citizens
status-citizen-draft = Bản nháp
status-citizen-submitted = Đã nộp, chờ tiếp nhận
status-citizen-accepted = Đang xử lý
status-citizen-rejected = Không tiếp nhận
status-citizen-processing = Đang xử lý
status-citizen-supplement-requested = Cần ông/bà bổ sung
status-citizen-payment-requested = Cần ông/bà nộp phí
status-citizen-withdrawn = Đã rút
status-citizen-stopped = Đã dừng giải quyết
status-citizen-completed = Đã có kết quả
status-citizen-returned = Đã trả kết quả

## Actions
action-submit = Nộp hồ sơ
action-accept = Tiếp nhận
action-reject = Từ chối tiếp nhận
action-request-supplement = Yêu cầu bổ sung
action-supplement = Bổ sung hồ sơ
action-request-payment = Yêu cầu nộp phí
action-pay = Xác nhận đã thu
action-forward = Chuyển bước
action-send-back = Trả lại bước trước
action-consult = Xin ý kiến phối hợp
action-give-opinion = Cho ý kiến
action-approve = Phê duyệt
action-issue = Ban hành kết quả
action-complete = Chuyển kết quả về Một cửa
action-return = Trả kết quả
action-withdraw = Rút hồ sơ
action-stop = Dừng giải quyết
action-reassign = Phân công lại
action-reschedule = Xin lỗi, hẹn lại
action-correct = Đính chính
action-recount = Tính lại theo lịch mới

## Actions, once they are done
past-submit = Đã nộp hồ sơ
past-accept = Đã tiếp nhận
past-reject = Đã từ chối tiếp nhận
past-request-supplement = Đã yêu cầu bổ sung
past-supplement = Đã bổ sung hồ sơ
past-request-payment = Đã yêu cầu nộp phí
past-pay = Đã xác nhận thu tiền
past-forward = Đã chuyển bước
past-send-back = Đã trả lại bước trước
past-consult = Đã xin ý kiến phối hợp
past-give-opinion = Đã cho ý kiến
past-approve = Đã phê duyệt
past-issue = Đã ban hành kết quả
past-complete = Đã chuyển kết quả về Một cửa
past-return = Đã trả kết quả
past-withdraw = Đã rút hồ sơ
past-stop = Đã dừng giải quyết
past-reassign = Đã phân công lại
past-reschedule = Đã xin lỗi, hẹn lại
past-correct = Đã đính chính
past-recount = Đã tính lại theo lịch mới

## Roles
role-citizen = Người dân, tổ chức
role-one-stop-officer = Cán bộ Một cửa
role-cashier = Thu phí, lệ phí
role-specialist = Chuyên viên thụ lý
role-leader = Lãnh đạo phê duyệt
role-clerk = Văn thư
role-postal = Nhân viên bưu chính
role-procedure-admin = Quản trị thủ tục
role-system-admin = Quản trị hệ thống

## Vocabularies
channel-direct = Trực tiếp
channel-online = Trực tuyến
channel-postal = Bưu chính
entered-by-citizen = Người nộp tự khai
entered-by-representative = Người được ủy quyền khai
entered-by-officer = Cán bộ Một cửa nhập
entered-by-post = Nhân viên bưu chính nhập
return-method-counter = Nhận tại quầy
return-method-postal = Nhận qua bưu chính công ích
return-method-electronic = Nhận bản điện tử
level-province = Cấp tỉnh
level-commune = Cấp xã
online-level-full = Toàn trình
online-level-partial = Một phần
online-level-information = Chỉ cung cấp thông tin
audience-citizen = Công dân
audience-enterprise = Doanh nghiệp
audience-organisation = Tổ chức
limit-unit-working-minute = phút làm việc
limit-unit-working-hour = giờ làm việc
limit-unit-hour = giờ
limit-unit-working-day = ngày làm việc
limit-unit-calendar-day = ngày
limit-unit-month = tháng
limit-unit-none = không quy định thời hạn
limit-unit-same-day = trong ngày
step-unit-settling = Cơ quan giải quyết
step-unit-receiving = Nơi tiếp nhận
step-unit-agency = Cơ quan khác
doc-kind-submit = Giấy tờ phải nộp
doc-kind-present = Giấy tờ xuất trình
doc-kind-note = Ghi chú
doc-kind-form = Tờ khai điện tử
fee-kind-charge = Phí
fee-kind-fee = Lệ phí
exempt-group-child = Trẻ em
exempt-group-poor-household = Hộ nghèo
exempt-group-elderly = Người cao tuổi
exempt-group-disabled = Người khuyết tật
exempt-group-merit = Người có công với cách mạng
exempt-group-ethnic-minority = Đồng bào dân tộc thiểu số ở xã đặc biệt khó khăn
weekday-1 = thứ Hai
weekday-2 = thứ Ba
weekday-3 = thứ Tư
weekday-4 = thứ Năm
weekday-5 = thứ Sáu
weekday-6 = thứ Bảy
weekday-7 = Chủ nhật
day-mark-1 = T2
day-mark-2 = T3
day-mark-3 = T4
day-mark-4 = T5
day-mark-5 = T6
day-mark-6 = T7
day-mark-7 = CN

## Time left
due-in-days = Còn { $days } ngày làm việc
due-today = Hạn hôm nay
due-overdue = Quá hạn { $days } ngày làm việc
due-paused = Tạm dừng tính hạn
due-early = Trước hạn
due-on-time = Đúng hạn
due-late = Trễ hạn

## Forms
form-optional = (không bắt buộc)
form-day = Ngày
form-month = Tháng
form-year = Năm
form-choose = Chọn
form-search-label = Từ khóa
form-errors-title = Có { $count } chỗ cần sửa
form-prefilled = Lấy từ hồ sơ của ông/bà – sửa nếu sai
form-error-label = Lỗi:
form-characters = Tối đa { $max } chữ
form-file-limits = Tệp PDF, ảnh JPG hoặc PNG, mỗi tệp tối đa { $size }
form-step = Bước { $step } trên { $count }
draft-saving = Đang lưu nháp…
draft-saved = Đã lưu nháp lúc { $time }
draft-not-saved = Chưa lưu được. Bấm Lưu nháp để thử lại.
draft-offline = Mất mạng – bản nháp giữ trên máy này, sẽ gửi khi có mạng.
draft-ended = Phiên làm việc đã hết. Bấm Lưu nháp để đăng nhập lại; những gì đã nhập vẫn còn.
draft-kept = Có bản chưa gửi trên máy này, nhập lúc mất mạng.
draft-kept-use = Dùng bản này
draft-kept-drop = Bỏ bản này
upload-progress = Đang tải lên…
upload-done = Đã nhận tệp
upload-failed = Chưa tải lên được. Thử lại hoặc bấm Tải lên.
upload-again = Mất mạng giữa chừng – sẽ tự gửi lại…
upload-partial = “{ $name }” mới gửi được { $percent } %. Chọn lại tệp này để gửi tiếp phần còn lại.
upload-stop = Dừng gửi
copy-done = Đã sao chép
yes = Có
no = Không

## Tasks
task-done = Đã xong
task-todo = Chưa làm
task-fix = Cần sửa
task-blocked = Chưa làm được

## Lists
page-previous = Trang trước
page-next = Trang sau
page-label = Chuyển trang
breadcrumb-label = Đường dẫn
tabs-label = Các phần
list-count = { $count } kết quả
list-empty = Không có mục nào.
filter-count = { $count } mục đang lọc
bulk-count = { $count } dòng đã chọn

## Figures
figure-table = Xem số liệu dạng bảng
figure-target = Chỉ tiêu: { $target }

## Papers, the hall
receipt-title = Biên lai điện tử
receipt-number = Số
receipt-payer = Người nộp
receipt-paid-at = Nộp lúc
receipt-method = Hình thức
receipt-in-words = Số tiền bằng chữ
receipt-check = Mã xác thực biên lai: { $code }
signature-done = Đã ký lúc { $at }
signature-space = Ký, ghi rõ họ tên
viewer-pages = Trang tài liệu
viewer-page = Trang { $page } trên { $pages }
viewer-zoom = Cỡ xem
viewer-frame = Nội dung tài liệu “{ $name }”
viewer-frame-none = Nếu máy của ông/bà không hiện tài liệu ở đây:
viewer-none = Tài liệu này không xem được ngay trên trang.
viewer-image = Ảnh chụp trang { $page } của tài liệu
ticket-title = Số thứ tự
ticket-counter = Quầy { $counter }
ticket-ahead = Còn { $count } người trước ông/bà
rating-good = Rất hài lòng
rating-fair = Hài lòng
rating-poor = Không hài lòng
timeline-label = Quá trình giải quyết
deadline-label = Từng ngày trong thời hạn
deadline-counted = có tính
deadline-uncounted = không tính
fee-name = Khoản thu
fee-amount = Số tiền
fee-basis = Căn cứ
fee-total = Tổng cộng
fee-none = Không thu phí, lệ phí
code-label = Mã hồ sơ

sex-male = Nam
sex-female = Nữ
answer-none = (để trống)
