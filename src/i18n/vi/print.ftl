# Links above a paper that is to be printed. The papers themselves are legal forms: Vietnamese in every language.
print-links = Liên kết của trang in
print-back = Quay lại hồ sơ
print-pdf = Tải bản PDF
print-hint = Để in, nhấn Ctrl + P (trên máy Mac: Cmd + P) và chọn khổ giấy A5.
print-count = In bản giấy (ghi số lần in)
