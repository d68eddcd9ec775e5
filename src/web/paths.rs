//! Every URL of the portal, once: patterns for the route table, and builders for links. Without language prefix.

/// Percent-encodes a query value.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend(
                [byte >> 4, byte & 15]
                    .map(|half| char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase()),
            );
        }
    }
    out
}

/// Home.
pub const HOME: &str = "/";
/// Catalogue and search.
pub const PROCEDURES: &str = "/thu-tuc";
/// One procedure; the part behind the code is for people.
pub const PROCEDURE: &str = "/thu-tuc/{code}";
/// Agencies.
pub const AGENCIES: &str = "/co-quan";
/// One agency.
pub const AGENCY: &str = "/co-quan/{code}";
/// Look-up form.
pub const LOOKUP: &str = "/tra-cuu";
/// Short link of the slip.
pub const SHORT_LINK: &str = "/h/{token}";
/// Every part of a page in every state, for those who build pages.
pub const STORIES: &str = "/_ui";
/// The document that the stories show in a frame.
pub const STORY_DOCUMENT: &str = "/_ui/mau.pdf";
/// How the pages are shown: colours, letters, contrast, rows.
pub const DISPLAY: &str = "/hien-thi";
/// The keys of the queues.
pub const KEYS: &str = "/phim-tat";
/// After signing in again: what was typed when the session had ended.
pub const HELD: &str = "/dang-nhap/tiep-tuc";
/// Help.
pub const HELP: &str = "/tro-giup";
/// How to reach us.
pub const CONTACT: &str = "/lien-he";
/// Accessibility statement.
pub const ACCESSIBILITY: &str = "/tiep-can";
/// What happens to personal data.
pub const PRIVACY: &str = "/quyen-rieng-tu";
/// The doors for programs, described.
pub const API_DOCUMENT: &str = "/api/v1/openapi.json";
/// Procedures as JSON.
pub const API_PROCEDURES: &str = "/api/v1/procedures";
/// One procedure as JSON.
pub const API_PROCEDURE: &str = "/api/v1/procedures/{code}";
/// Look-up as JSON.
pub const API_LOOKUPS: &str = "/api/v1/lookups";
/// How long and how much.
pub const API_QUOTES: &str = "/api/v1/quotes";
/// The process lives.
pub const LIVE: &str = "/health/live";
/// The portal can serve.
pub const READY: &str = "/health/ready";
/// Sign in.
pub const SIGN_IN: &str = "/dang-nhap";
/// Register.
pub const REGISTER: &str = "/dang-ky";
/// Sign out.
pub const SIGN_OUT: &str = "/dang-xuat";
/// Profile.
pub const ACCOUNT: &str = "/tai-khoan";
/// Password.
pub const PASSWORD: &str = "/tai-khoan/mat-khau";
/// Preferences.
pub const PREFERENCES: &str = "/tai-khoan/tuy-chon";
/// Mark notices as read.
pub const MESSAGES_READ: &str = "/thong-bao/da-doc";
/// Notices.
pub const MESSAGES: &str = "/thong-bao";
/// Begin a draft.
pub const BEGIN: &str = "/nop/{code}";
/// A draft: the hub.
pub const DRAFT: &str = "/nhap/{id}";
/// Choose case, one-stop and applicant of a draft again.
pub const DRAFT_CHOICE: &str = "/nhap/{id}/truong-hop";
/// One page of a draft's form.
pub const DRAFT_FORM: &str = "/nhap/{id}/to-khai/{page}";
/// The documents of a draft.
pub const DRAFT_DOCUMENTS: &str = "/nhap/{id}/giay-to";
/// One document of a draft.
pub const DRAFT_DOCUMENT: &str = "/nhap/{id}/giay-to/{key}";
/// Remove one upload.
pub const DRAFT_DOCUMENT_REMOVAL: &str = "/nhap/{id}/giay-to/{key}/{document}/xoa";
/// A document of a draft that is to come in pieces.
pub const DRAFT_PARTIAL: &str = "/nhap/{id}/giay-to/{key}/tung-phan";
/// How the result shall come.
pub const DRAFT_RETURN: &str = "/nhap/{id}/nhan-ket-qua";
/// Check and submit.
pub const DRAFT_CHECK: &str = "/nhap/{id}/kiem-tra";
/// Throw a draft away.
pub const DRAFT_DISCARD: &str = "/nhap/{id}/bo";
/// My dossiers.
pub const MY_DOSSIERS: &str = "/ho-so";
/// One of my dossiers.
pub const MY_DOSSIER: &str = "/ho-so/{code}";
/// What is owed on it, and how to pay.
pub const MY_PAYMENT: &str = "/ho-so/{code}/nop-phi";
/// The code of the transfer as a picture to keep.
pub const MY_PAYMENT_PICTURE: &str = "/ho-so/{code}/nop-phi/ma-qr.png";
/// To pay it through the payment platform.
pub const MY_PLATFORM_PAYMENT: &str = "/ho-so/{code}/nop-phi/cong";
/// Where the payment platform sends the payer back to.
pub const PAYMENT_RETURN: &str = "/thanh-toan/ve/{reference}";
/// The payment platform's own receipt of a payment.
pub const PLATFORM_BILL: &str = "/thanh-toan/bien-lai/{reference}";
/// Where the payment platform says what became of payments.
pub const PLATFORM_HOOK: &str = "/hooks/payments/platform";
/// Where the bank says that money came.
pub const BANK_HOOK: &str = "/hooks/payments/bank";
/// Confirmation after submitting.
pub const CONFIRMATION: &str = "/ho-so/{code}/da-nop";
/// Supplement.
pub const SUPPLEMENT: &str = "/ho-so/{code}/bo-sung";
/// Upload one document of a supplement.
pub const SUPPLEMENT_DOCUMENT: &str = "/ho-so/{code}/bo-sung/{key}";
/// Remove one upload of a supplement.
pub const SUPPLEMENT_DOCUMENT_REMOVAL: &str = "/ho-so/{code}/bo-sung/{key}/{document}/xoa";
/// A document for an item that is to come in pieces.
pub const SUPPLEMENT_PARTIAL: &str = "/ho-so/{code}/bo-sung/{key}/tung-phan";
/// An upload that comes in pieces.
pub const PARTIAL: &str = "/tung-phan/{upload}";
/// Withdraw.
pub const WITHDRAWAL: &str = "/ho-so/{code}/rut";
/// Where money that comes back goes.
pub const MY_PAYEE: &str = "/ho-so/{code}/nhan-hoan";
/// Content of a document.
pub const DOCUMENT: &str = "/giay-to/{id}";
/// The page round a document.
pub const DOCUMENT_VIEW: &str = "/giay-to/{id}/xem";
/// The slip as a page.
pub const SLIP: &str = "/giay-hen/{code}";
/// The slip as PDF.
pub const SLIP_PDF: &str = "/giay-hen/{code}/pdf";
/// Count a printing of the slip.
pub const SLIP_PRINTING: &str = "/giay-hen/{code}/ban-in";
/// The sheet of one supplement request as PDF.
pub const SUPPLEMENT_PDF: &str = "/giay-hen/{code}/bo-sung/{round}/pdf";
/// The refusal sheet as PDF.
pub const REFUSAL_PDF: &str = "/giay-hen/{code}/tu-choi/pdf";

/// Whether a receipt holds.
pub const RECEIPT_CHECK: &str = "/bien-lai";
/// A receipt as PDF.
pub const RECEIPT_PDF: &str = "/bien-lai/{id}/pdf";

/// The counter's day.
pub const COUNTER: &str = "/mot-cua";
/// The counter's queue.
pub const COUNTER_QUEUE: &str = "/mot-cua/hang-doi";
/// Choose a procedure for intake.
pub const INTAKE: &str = "/mot-cua/tiep-nhan";
/// Intake of one procedure.
pub const INTAKE_FORM: &str = "/mot-cua/tiep-nhan/{code}";
/// A dossier at the counter.
pub const COUNTER_DOSSIER: &str = "/mot-cua/ho-so/{code}";

/// Receipts of a day.
pub const RECEIPTS: &str = "/mot-cua/bien-lai";
/// Payments that have no receipt; trying again.
pub const RECEIPTS_WAITING: &str = "/mot-cua/bien-lai/chua-phat-hanh";
/// The table of a period.
pub const RECEIPTS_TABLE: &str = "/mot-cua/bien-lai/tong-hop";
/// The same as a workbook.
pub const RECEIPTS_XLSX: &str = "/mot-cua/bien-lai/tong-hop.xlsx";
/// The same as comma-separated values.
pub const RECEIPTS_CSV: &str = "/mot-cua/bien-lai/tong-hop.csv";
/// One receipt.
pub const RECEIPT: &str = "/mot-cua/bien-lai/{id}";
/// Another receipt in its place.
pub const RECEIPT_REPLACEMENT: &str = "/mot-cua/bien-lai/{id}/thay-the";
/// Another receipt that takes something off.
pub const RECEIPT_ADJUSTMENT: &str = "/mot-cua/bien-lai/{id}/dieu-chinh";
/// The end of a receipt.
pub const RECEIPT_CANCELLATION: &str = "/mot-cua/bien-lai/{id}/huy";
/// Another receipt for the payment of one that was cancelled in error.
pub const RECEIPT_AGAIN: &str = "/mot-cua/bien-lai/{id}/lap-lai";

/// The desk's worklist.
pub const DESK: &str = "/xu-ly";
/// A dossier at the desk.
pub const DESK_DOSSIER: &str = "/xu-ly/ho-so/{code}";

/// Accept several dossiers of the queue.
pub const BULK_ACCEPTANCE: &str = "/mot-cua/hang-doi/tiep-nhan";
/// A code typed or scanned.
pub const SCAN: &str = "/mot-cua/quet";

/// The cash desk: what was taken today, and what waits.
pub const CASH: &str = "/mot-cua/thu-phi";
/// A bank's statement.
pub const STATEMENT: &str = "/mot-cua/thu-phi/sao-ke";
/// What a statement would do.
pub const STATEMENT_PREVIEW: &str = "/mot-cua/thu-phi/sao-ke/xem-truoc";
/// Money of which nobody has said yet what it is for.
pub const INBOX: &str = "/mot-cua/thu-phi/chua-ro";
/// What one such event is for.
pub const FINDING: &str = "/mot-cua/thu-phi/chua-ro/{event}";
/// It is for no dossier.
pub const SETTING_ASIDE: &str = "/mot-cua/thu-phi/chua-ro/{event}/de-rieng";
/// It is money of which another event told before.
pub const STRIKING_OFF: &str = "/mot-cua/thu-phi/chua-ro/{event}/trung";
/// What was found out about money.
pub const FINDINGS: &str = "/mot-cua/thu-phi/da-ro";
/// One event and all that was said about it.
pub const EVENT: &str = "/mot-cua/thu-phi/da-ro/{event}";
/// What was said about it is taken back.
pub const TAKING_BACK: &str = "/mot-cua/thu-phi/da-ro/{event}/rut-lai";

/// The balance of an agency's day.
pub const BALANCE: &str = "/mot-cua/thu-phi/doi-chieu";
/// The day is closed.
pub const BALANCE_CLOSING: &str = "/mot-cua/thu-phi/doi-chieu/khoa";
/// Its rows as a file.
pub const BALANCE_FILE: &str = "/mot-cua/thu-phi/doi-chieu.csv";
/// A cashier's shift.
pub const SHIFT: &str = "/mot-cua/thu-phi/ca";
/// It is closed with a count.
pub const SHIFT_CLOSING: &str = "/mot-cua/thu-phi/ca/dong";
/// What was taken in a period: for the cash desk, for those who settle, for administrators.
pub const FIGURES: [&str; 3] =
    ["/mot-cua/thu-phi/so-lieu", "/xu-ly/so-lieu-thu-phi", "/quan-tri/so-lieu-thu-phi"];
/// The payments behind a number of it.
pub const TAKINGS: [&str; 3] = [
    "/mot-cua/thu-phi/so-lieu/giao-dich",
    "/xu-ly/so-lieu-thu-phi/giao-dich",
    "/quan-tri/so-lieu-thu-phi/giao-dich",
];
/// The same as a file.
pub const TAKINGS_FILE: [&str; 3] = [
    "/mot-cua/thu-phi/so-lieu/giao-dich.csv",
    "/xu-ly/so-lieu-thu-phi/giao-dich.csv",
    "/quan-tri/so-lieu-thu-phi/giao-dich.csv",
];
/// Money that goes back.
pub const REFUNDS: &str = "/mot-cua/thu-phi/hoan";
/// One refund.
pub const REFUND: &str = "/mot-cua/thu-phi/hoan/{refund}";
/// Agree to it.
pub const REFUND_APPROVAL: &str = "/mot-cua/thu-phi/hoan/{refund}/phe-duyet";
/// Do not agree to it.
pub const REFUND_REFUSAL: &str = "/mot-cua/thu-phi/hoan/{refund}/tu-choi";
/// The money went out.
pub const REFUND_PAYOUT: &str = "/mot-cua/thu-phi/hoan/{refund}/chi";
/// Where it goes, noted at the one-stop.
pub const REFUND_PAYEE: &str = "/mot-cua/thu-phi/hoan/{refund}/noi-nhan";

/// One thing done to a dossier, a resource of its own: its address at the counter and at the desk.
pub type Both = [&'static str; 2];

macro_rules! both {
    ($slug:literal) => {
        [concat!("/mot-cua/ho-so/{code}/", $slug), concat!("/xu-ly/ho-so/{code}/", $slug)]
    };
}

/// Accept.
pub const ACCEPTANCE: Both = both!("tiep-nhan");
/// Refuse.
pub const REJECTION: Both = both!("tu-choi");
/// Ask for a supplement.
pub const SUPPLEMENT_REQUEST: Both = both!("yeu-cau-bo-sung");
/// Take a supplement in on paper.
pub const PAPER_SUPPLEMENT: Both = both!("bo-sung");
/// Ask for money.
pub const PAYMENT_REQUEST: Both = both!("yeu-cau-nop-phi");
/// Take that back.
pub const PAYMENT_RECALL: Both = both!("thu-hoi-yeu-cau-nop-phi");
/// Record money.
pub const PAYMENT: Both = both!("thu-phi");
/// Pass on.
pub const HANDOVER: Both = both!("chuyen-buoc");
/// Send back.
pub const SENDING_BACK: Both = both!("tra-lai");
/// Ask another agency.
pub const CONSULTATION: Both = both!("xin-y-kien");
/// Answer as the agency asked.
pub const OPINION: Both = both!("cho-y-kien");
/// Approve.
pub const APPROVAL: Both = both!("phe-duyet");
/// Number and date of the result.
pub const ISSUE: Both = both!("ban-hanh");
/// The result goes to the one-stop.
pub const COMPLETION: Both = both!("hoan-thanh");
/// Hand the result over.
pub const RETURN: Both = both!("tra-ket-qua");
/// Withdraw at the person's wish.
pub const STAFF_WITHDRAWAL: Both = both!("rut");
/// End without a result.
pub const STOP: Both = both!("dung");
/// Into other hands.
pub const ASSIGNMENT: Both = both!("phan-cong");
/// Reopen to mend a mistake.
pub const CORRECTION: Both = both!("dinh-chinh");
/// Say whether the person belongs to the group that is claimed.
pub const EXEMPTION_CHECK: Both = both!("mien-giam");
/// Ask for money to go back.
pub const REFUND_REQUEST: Both = both!("hoan-phi");
/// Apologise and move the appointment.
pub const RESCHEDULING: Both = both!("hen-lai");

/// Administration.
pub const ADMIN: &str = "/quan-tri";
/// Procedures, with drafts.
pub const ADMIN_PROCEDURES: &str = "/quan-tri/thu-tuc";
/// One procedure: published and draft version.
pub const ADMIN_PROCEDURE: &str = "/quan-tri/thu-tuc/{code}";
/// Its facts and channels.
pub const ADMIN_PROCEDURE_FACTS: &str = "/quan-tri/thu-tuc/{code}/thong-tin";
/// Its documents.
pub const ADMIN_PROCEDURE_DOCUMENTS: &str = "/quan-tri/thu-tuc/{code}/giay-to";
/// Its fees.
pub const ADMIN_PROCEDURE_FEES: &str = "/quan-tri/thu-tuc/{code}/phi";
/// Its route.
pub const ADMIN_PROCEDURE_ROUTE: &str = "/quan-tri/thu-tuc/{code}/quy-trinh";
/// Edit the pages of its e-form.
pub const ADMIN_PROCEDURE_FORM: &str = "/quan-tri/thu-tuc/{code}/to-khai";
/// Edit the fields of one of these pages.
pub const ADMIN_PROCEDURE_FORM_PAGE: &str = "/quan-tri/thu-tuc/{code}/to-khai/{page}";
/// One of these pages as citizens get it.
pub const ADMIN_PROCEDURE_PREVIEW: &str = "/quan-tri/thu-tuc/{code}/to-khai/{page}/xem-thu";
/// Publish the draft.
pub const ADMIN_PROCEDURE_PUBLICATION: &str = "/quan-tri/thu-tuc/{code}/cong-bo";
/// Take it out of service.
pub const ADMIN_PROCEDURE_DISCARD: &str = "/quan-tri/thu-tuc/{code}/bo-ban-nhap";
/// Taking a procedure out of service.
pub const ADMIN_PROCEDURE_SUSPENSION: &str = "/quan-tri/thu-tuc/{code}/ngung";
/// The preferences on fees: in force, draft, earlier ones.
pub const ADMIN_PREFERENCES: &str = "/quan-tri/uu-dai";
/// The draft of the preferences.
pub const ADMIN_PREFERENCES_DRAFT: &str = "/quan-tri/uu-dai/ban-nhap";
/// Throw the draft away.
pub const ADMIN_PREFERENCES_DISCARD: &str = "/quan-tri/uu-dai/ban-nhap/bo";
/// Look the draft through and publish it.
pub const ADMIN_PREFERENCES_PUBLISH: &str = "/quan-tri/uu-dai/cong-bo";
/// What a procedure would cost.
pub const ADMIN_TRIAL: &str = "/quan-tri/uu-dai/thu";
/// Agencies.
pub const ADMIN_AGENCIES: &str = "/quan-tri/co-quan";
/// Add an agency.
pub const ADMIN_AGENCY_NEW: &str = "/quan-tri/co-quan/them";
/// One agency.
pub const ADMIN_AGENCY: &str = "/quan-tri/co-quan/{code}";
/// A calendar of its own.
pub const ADMIN_AGENCY_CALENDAR: &str = "/quan-tri/co-quan/{code}/lich";
/// The account to which its fees are transferred.
pub const ADMIN_AGENCY_ACCOUNT: &str = "/quan-tri/co-quan/{code}/tai-khoan";
/// Accounts.
pub const ADMIN_USERS: &str = "/quan-tri/nguoi-dung";
/// Add an account.
pub const ADMIN_USER_NEW: &str = "/quan-tri/nguoi-dung/them";
/// One account.
pub const ADMIN_USER: &str = "/quan-tri/nguoi-dung/{id}";
/// Its roles.
pub const ADMIN_USER_ROLES: &str = "/quan-tri/nguoi-dung/{id}/vai-tro";
/// A new password for it.
pub const ADMIN_USER_PASSWORD: &str = "/quan-tri/nguoi-dung/{id}/mat-khau";
/// Close it.
pub const ADMIN_USER_CLOSURE: &str = "/quan-tri/nguoi-dung/{id}/khoa";
/// Open it again.
pub const ADMIN_USER_REOPENING: &str = "/quan-tri/nguoi-dung/{id}/mo";
/// Working calendars.
pub const ADMIN_CALENDAR: &str = "/quan-tri/lich";
/// The rules of the clock.
pub const ADMIN_CLOCK_RULES: &str = "/quan-tri/quy-tac-thoi-han";
/// The version in force as a file; `?ban=nhap` for the draft.
pub const ADMIN_CALENDAR_FILE: &str = "/quan-tri/lich/{key}/tep.csv";
/// The draft.
pub const ADMIN_CALENDAR_DRAFT: &str = "/quan-tri/lich/{key}/ban-nhap";
/// Begins a draft.
pub const ADMIN_CALENDAR_BEGIN: &str = "/quan-tri/lich/{key}/ban-nhap/tao";
/// Takes a whole calendar in.
pub const ADMIN_CALENDAR_IMPORT: &str = "/quan-tri/lich/{key}/ban-nhap/nhap";
/// The same with a file.
pub const ADMIN_CALENDAR_UPLOAD: &str = "/quan-tri/lich/{key}/ban-nhap/tep";
/// The law's proposal for a year, into its draft.
pub const ADMIN_CALENDAR_PROPOSE: &str = "/quan-tri/lich/{key}/ban-nhap/de-xuat";
/// Throws the draft away.
pub const ADMIN_CALENDAR_DISCARD: &str = "/quan-tri/lich/{key}/ban-nhap/bo";
/// What publishing changes, and publishing.
pub const ADMIN_CALENDAR_PUBLISH: &str = "/quan-tri/lich/{key}/cong-bo";
/// The dossiers that it moves, page by page.
pub const ADMIN_CALENDAR_MOVES: &str = "/quan-tri/lich/{key}/cong-bo/ho-so";
/// The dossiers that it moves, as a file.
pub const ADMIN_CALENDAR_IMPACT: &str = "/quan-tri/lich/{key}/cong-bo/ho-so.csv";
/// How far the receipts of the agencies are set up.
pub const ADMIN_RECEIPTS: &str = "/quan-tri/bien-lai";
/// In whose name an agency gives receipts, and its numbers.
pub const ADMIN_RECEIPT_SETUP: &str = "/quan-tri/bien-lai/{code}";
/// Adds numbers.
pub const ADMIN_RECEIPT_RANGES: &str = "/quan-tri/bien-lai/{code}/day-so";
/// Jobs.
pub const ADMIN_JOBS: &str = "/quan-tri/cong-viec";
/// Try a dead job again.
pub const ADMIN_JOB_RETRY: &str = "/quan-tri/cong-viec/{id}/chay-lai";

/// Sign in, and go to `back` afterwards.
#[must_use]
pub fn sign_in(back: Option<&str>) -> String {
    match back {
        Some(back) if back != "/" => format!("{SIGN_IN}?ve={}", encode(back)),
        _ => SIGN_IN.to_owned(),
    }
}

/// Whether `path` leads to a place of this portal: what a link may ask to come back to after signing in.
#[must_use]
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

/// The page of a procedure, with its name behind the code.
#[must_use]
pub fn procedure(code: &str, name: &str) -> String {
    let slug = slug(name);
    if slug.is_empty() { format!("/thu-tuc/{code}") } else { format!("/thu-tuc/{code}-{slug}") }
}

/// A name as a URL part: no tone marks, words joined by dashes, at most about 60 characters.
#[must_use]
pub fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let plain: String = name
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| match c {
            'đ' | 'Đ' => 'd',
            other => other.to_ascii_lowercase(),
        })
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let mut out = String::new();
    for word in plain.split_whitespace() {
        if out.len() + word.len() > 60 {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(word);
    }
    out
}

/// `pattern` with its `{parts}` filled in order, encoded.
#[must_use]
pub fn fill(pattern: &str, parts: &[&str]) -> String {
    let mut out = String::new();
    let mut values = parts.iter();
    for piece in pattern.split('/') {
        if piece.is_empty() {
            continue;
        }
        out.push('/');
        if piece.starts_with('{') {
            out.push_str(&encode(values.next().copied().unwrap_or_default()));
        } else {
            out.push_str(piece);
        }
    }
    if out.is_empty() { "/".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_lose_tone_marks() {
        assert_eq!(slug("Đăng ký khai sinh"), "dang-ky-khai-sinh");
        assert_eq!(procedure("1.001193", "Đăng ký khai sinh"), "/thu-tuc/1.001193-dang-ky-khai-sinh");
        assert!(slug(&"rất dài ".repeat(100)).len() <= 60);
    }

    #[test]
    fn only_places_of_this_portal_are_local() {
        for path in ["/", "/ho-so", "/nop/1.001193?a=b%20c"] {
            assert!(is_local(path), "{path}");
        }
        for path in
            ["", "ho-so", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/a b"]
        {
            assert!(!is_local(path), "{path}");
        }
    }

    #[test]
    fn patterns_are_filled_and_encoded() {
        assert_eq!(fill(DRAFT_DOCUMENT, &["7", "a b"]), "/nhap/7/giay-to/a%20b");
        assert_eq!(fill(HOME, &[]), "/");
    }
}
