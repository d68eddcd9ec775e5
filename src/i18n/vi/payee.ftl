### Nơi nhận tiền hoàn: người nộp cho biết, cán bộ một cửa ghi lại, lãnh đạo duyệt, cán bộ thu phí chi.

## Người nộp
payee-title = Nơi nhận tiền hoàn
payee-amount = Số tiền hoàn: { $amount }
payee-asked = Có { $amount } chờ hoàn lại. Ông/bà cho biết muốn nhận ở đâu.
payee-say = Cho biết nơi nhận tiền
payee-change = Đổi nơi nhận tiền
payee-saved = Đã ghi nơi nhận tiền hoàn.
payee-nothing = Hồ sơ này không có khoản hoàn nào đang chờ, nên không cần nơi nhận tiền.
payee-agreed-already = Khoản hoàn này đã được duyệt. Nếu ông/bà đổi nơi nhận, khoản này phải được duyệt lại.

## Mẫu khai
payee-way = Cách nhận
payee-way-account = Chuyển vào tài khoản ngân hàng
payee-way-other = Chuyển vào tài khoản khác
payee-way-account-hint = Điền ngân hàng, số tài khoản và tên chủ tài khoản.
payee-way-cash = Tiền mặt tại quầy
payee-way-cash-hint = Người nhận mang theo giấy tờ tùy thân. Chỉ cần điền tên người nhận.
payee-way-back = Chuyển về tài khoản đã nộp tiền, số cuối …{ $ending }
payee-way-back-hint = Chủ tài khoản: { $name }. Chỉ cần chọn ngân hàng.
payee-way-back-nobody = Chọn ngân hàng và điền tên chủ tài khoản.
payee-bank-hint = Khi nhận bằng chuyển khoản
payee-number-hint = Ví dụ 0071 0012 3456 7. Không ghi số in trên thẻ.
payee-name = Tên chủ tài khoản hoặc người nhận tiền mặt
payee-name-hint = Chủ tài khoản: ghi như ngân hàng ghi.
payee-taker = Người nhận
payee-basis = Căn cứ
payee-basis-word = Người nộp nói tại quầy
payee-basis-paper = Giấy đề nghị có chữ ký
payee-check-title = Kiểm tra nơi nhận tiền
payee-check-text = Tiền chỉ được chuyển đến đúng nơi này. Ông/bà so lại từng số.
payee-save = Đúng, ghi lại
payee-edit = Sửa lại

## Cán bộ
payee-title-staff = Ghi nơi nhận tiền hoàn
payee-check-title-staff = Đọc lại cho người nhận
payee-check-text-staff = Đọc lại từng số cho người nhận nghe, hoặc so với giấy đề nghị.
payee-note = Ghi nơi nhận tiền
payee-note-change = Đổi nơi nhận tiền
payee-noted = Đã ghi nơi nhận tiền. Chủ hồ sơ được báo nếu có tài khoản trên cổng.
payee-agreed-already-staff = Khoản hoàn này đã được duyệt. Nếu nơi nhận thay đổi, khoản này phải được duyệt lại.
payee-heading = Nơi nhận tiền
payee-none = Chưa ai cho biết nơi nhận tiền. Chỉ chi được tiền mặt tại quầy cho “{ $name }”.
payee-none-decide = Nếu duyệt bây giờ, khoản này chỉ được chi bằng tiền mặt tại quầy cho “{ $name }”. Có nơi nhận khác thì phải duyệt lại.
payee-undone = Nơi nhận tiền thay đổi sau khi duyệt. Khoản này cần được duyệt lại.
payee-undid = Lần duyệt trước không còn giá trị
payee-source = Do ai ghi
payee-source-owner = { $by }, tự khai trên trang hồ sơ, { $at }
payee-source-word = { $by } ghi theo lời người nộp, { $at }
payee-source-paper = { $by } ghi theo giấy đề nghị có chữ ký, { $at }
payee-said-account = Nơi nhận: tài khoản { $account }
payee-said-cash = Nơi nhận: tiền mặt tại quầy, người nhận “{ $name }”
payee-qr-label = Mã VietQR để chuyển trả khoản hoàn này

## Nơi nhận, như người nộp đọc
payee-would-account = Nếu được duyệt, tiền chuyển về tài khoản { $account }.
payee-will-account = Sẽ chuyển về tài khoản { $account }.
payee-will-cash = Nhận tiền mặt tại quầy, người nhận “{ $name }”.
payee-will-counter = Nhận tiền mặt tại quầy. Mang theo giấy tờ tùy thân.
payee-paid-account = Đã chuyển ngày { $day } về tài khoản { $account }, mã { $reference }.
payee-paid-transfer = Đã chuyển khoản ngày { $day }, mã { $reference }.
payee-paid-cash = Đã chi tiền mặt ngày { $day }, chứng từ { $reference }.
