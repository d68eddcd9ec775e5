//! What people in the demo province write to each other.

/// Why a dossier is not taken in.
pub(super) const REJECTED: &[&str] = &[
    "Thủ tục này thuộc thẩm quyền của Công an cấp xã; ông/bà nộp tại trụ sở Công an phường.",
    "Hồ sơ trùng với hồ sơ ông/bà đã nộp tuần trước và đang được giải quyết.",
    "Người yêu cầu chưa đủ điều kiện theo quy định; bộ phận Một cửa đã giải thích qua điện thoại.",
];
/// What is wrong with a document, and what a good one looks like.
pub(super) const MISSING: &[&str] = &[
    "Ảnh chụp bị mờ, không đọc được số. Ông/bà chụp lại đủ bốn góc, nơi đủ sáng.",
    "Bản gửi lên thiếu trang thứ hai. Ông/bà gửi lại đủ các trang.",
    "Giấy tờ chưa có chữ ký của người khai. Ông/bà ký rồi chụp lại.",
    "Giấy tờ đã hết hạn. Ông/bà gửi bản còn hạn sử dụng.",
];
/// Guidance beside a supplement request.
pub(super) const GUIDANCE: &str =
    "Ông/bà bổ sung một lần đủ các nội dung trên. Cần hỏi thêm, gọi bộ phận Một cửa trong giờ làm việc.";
/// What the tax authority asks for.
pub(super) const OBLIGATION: &str = "Nghĩa vụ tài chính theo thông báo của cơ quan thuế.";
/// Who that is.
pub(super) const TAX_OFFICE: &str = "Thuế tỉnh Quảng Ngãi";
/// Why more of a fee is asked for.
pub(super) const MORE: &str = "Số lượng thực tế nhiều hơn số đã khai, người nộp đề nghị làm đủ.";
/// What the fee is asked for.
pub(super) const FEE: &str = "Phí, lệ phí của thủ tục.";
/// What a specialist notes for the next.
pub(super) const NOTES: &[&str] = &[
    "Hồ sơ đầy đủ, đúng quy định. Đề nghị giải quyết.",
    "Đã đối chiếu cơ sở dữ liệu, thông tin khớp.",
    "Đã kiểm tra thực địa, hiện trạng phù hợp bản vẽ.",
    "",
];
/// Why a dossier goes back a step.
pub(super) const SENT_BACK: &[&str] = &[
    "Dự thảo kết quả ghi nhầm ngày sinh, đề nghị sửa.",
    "Thiếu ý kiến về ranh giới thửa đất, đề nghị bổ sung.",
];
/// What another agency is asked.
pub(super) const QUESTIONS: &[&str] = &[
    "Đề nghị cho ý kiến về sự phù hợp với quy hoạch.",
    "Đề nghị xác nhận thông tin của người nộp trong phạm vi quản lý.",
];
/// What it answers.
pub(super) const OPINIONS: &[&str] =
    &["Nhất trí, không có ý kiến khác.", "Thông tin đúng với hồ sơ lưu tại cơ quan."];
/// Why a dossier is taken back.
pub(super) const WITHDRAWN: &[&str] = &["Tôi muốn sửa lại nội dung rồi nộp sau.", "Tôi không còn nhu cầu."];
/// Why work on a dossier ends without a result.
pub(super) const STOPPED: &[&str] = &[
    "Thửa đất đang có tranh chấp được Tòa án thụ lý; cơ quan dừng giải quyết theo quy định.",
    "Người nộp đã mất; cơ quan dừng giải quyết và gửi thông báo cho gia đình.",
];
/// What was wrong with a result.
pub(super) const CORRECTED: &str = "Kết quả in thiếu chữ đệm trong họ tên.";
