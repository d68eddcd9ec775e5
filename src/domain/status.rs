//! The closed vocabularies of the dossier: status, action, role, channel. Every value has one stable key, which is its
//! database code, its translation key and its place in a URL. Source: the ten national status codes; `TRANSITIONS` says
//! who may do what from where.

/// Declares an enum whose every value has a stable key, with `ALL`, `key`, `parse`, serde and `Display`.
macro_rules! keyed {
    ($(#[$m:meta])* $name:ident { $($(#[$vm:meta])* $v:ident = $k:literal),* $(,)? }) => {
        $(#[$m])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vm])* #[serde(rename = $k)] $v),* }
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$v),*];
            /// Stable key: database code, translation key, URL part.
            #[must_use]
            pub const fn key(self) -> &'static str { match self { $(Self::$v => $k),* } }
            /// The value with this key, if there is one.
            #[must_use]
            pub fn parse(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|v| v.key() == key) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.key()) }
        }
    };
}
pub(crate) use keyed;

keyed! {
    /// Where a dossier is in its life. Overdue is computed, never a status.
    Status {
        /// Being filled in; local, not a national code.
        Draft = "draft",
        /// 1 Mới đăng ký.
        Submitted = "submitted",
        /// 2 Được tiếp nhận.
        Accepted = "accepted",
        /// 3 Không được tiếp nhận.
        Rejected = "rejected",
        /// 4 Đang xử lý.
        Processing = "processing",
        /// 5 Yêu cầu bổ sung giấy tờ.
        SupplementRequested = "supplement-requested",
        /// 6 Yêu cầu thực hiện nghĩa vụ tài chính.
        PaymentRequested = "payment-requested",
        /// 7 Công dân yêu cầu rút hồ sơ.
        Withdrawn = "withdrawn",
        /// 8 Dừng xử lý.
        Stopped = "stopped",
        /// 9 Đã xử lý xong.
        Completed = "completed",
        /// 10 Đã trả kết quả.
        Returned = "returned",
    }
}

impl Status {
    /// The national code (1–10), or `None` for the local Draft. Source: national portal, field `TrangThaiHoSo`.
    #[must_use]
    pub const fn national_code(self) -> Option<u8> {
        match self {
            Self::Draft => None,
            Self::Submitted => Some(1),
            Self::Accepted => Some(2),
            Self::Rejected => Some(3),
            Self::Processing => Some(4),
            Self::SupplementRequested => Some(5),
            Self::PaymentRequested => Some(6),
            Self::Withdrawn => Some(7),
            Self::Stopped => Some(8),
            Self::Completed => Some(9),
            Self::Returned => Some(10),
        }
    }

    /// Whether nothing more can happen to the dossier.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn | Self::Stopped | Self::Returned)
    }

    /// Whether the dossier ended and no result will come: then no appointment holds.
    #[must_use]
    pub const fn is_without_result(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn | Self::Stopped)
    }
}

keyed! {
    /// What can be done to a dossier; one row (or more, by status) each in `workflow::TRANSITIONS`.
    Action {
        /// Nộp hồ sơ.
        Submit = "submit",
        /// Tiếp nhận.
        Accept = "accept",
        /// Từ chối tiếp nhận.
        Reject = "reject",
        /// Yêu cầu bổ sung.
        RequestSupplement = "request-supplement",
        /// Bổ sung hồ sơ.
        Supplement = "supplement",
        /// Yêu cầu thực hiện nghĩa vụ tài chính.
        RequestPayment = "request-payment",
        /// Thu hồi yêu cầu nộp phí.
        RecallPayment = "recall-payment",
        /// Xác nhận đã thu.
        Pay = "pay",
        /// Chuyển bước xử lý.
        Forward = "forward",
        /// Trả lại bước trước.
        SendBack = "send-back",
        /// Xin ý kiến cơ quan phối hợp.
        Consult = "consult",
        /// Cho ý kiến phối hợp.
        GiveOpinion = "give-opinion",
        /// Phê duyệt.
        Approve = "approve",
        /// Ban hành kết quả (số, ngày).
        Issue = "issue",
        /// Hoàn thành, chuyển kết quả về Một cửa.
        Complete = "complete",
        /// Trả kết quả.
        Return = "return",
        /// Rút hồ sơ.
        Withdraw = "withdraw",
        /// Dừng giải quyết.
        Stop = "stop",
        /// Phân công lại, chuyển cơ quan.
        Reassign = "reassign",
        /// Xin lỗi, hẹn lại ngày trả kết quả.
        Reschedule = "reschedule",
        /// Sửa sai sót của cơ quan trước khi trả.
        Correct = "correct",
        /// Tính lại ngày hẹn theo lịch làm việc mới công bố.
        Recount = "recount",
        /// Hoàn phí, lệ phí.
        Refund = "refund",
        /// Kiểm tra đối tượng miễn, giảm phí.
        CheckExemption = "check-exemption",
    }
}

keyed! {
    /// What a person is in the work of the province. A citizen needs no posting; every other role is held at an agency.
    Role {
        /// Người dân, tổ chức.
        Citizen = "citizen",
        /// Cán bộ tiếp nhận và trả kết quả.
        OneStopOfficer = "one-stop-officer",
        /// Thu phí, lệ phí.
        Cashier = "cashier",
        /// Chuyên viên thụ lý.
        Specialist = "specialist",
        /// Lãnh đạo phê duyệt.
        Leader = "leader",
        /// Văn thư.
        Clerk = "clerk",
        /// Nhân viên bưu chính công ích.
        Postal = "postal",
        /// Quản trị thủ tục (kiểm soát TTHC).
        ProcedureAdmin = "procedure-admin",
        /// Quản trị hệ thống.
        SystemAdmin = "system-admin",
    }
}

keyed! {
    /// How the dossier came in. National codes: direct 1, online 2, postal 3.
    Channel {
        /// Trực tiếp.
        Direct = "direct",
        /// Trực tuyến.
        Online = "online",
        /// Dịch vụ bưu chính.
        Postal = "postal",
    }
}

keyed! {
    /// Who really typed the dossier, apart from its channel.
    EnteredBy {
        /// The owner.
        Citizen = "citizen",
        /// Somebody on the owner's behalf.
        Representative = "representative",
        /// A one-stop officer.
        Officer = "officer",
        /// Postal staff.
        Post = "post",
    }
}

keyed! {
    /// How the person wants the result.
    ReturnMethod {
        /// Tại quầy.
        Counter = "counter",
        /// Bưu chính công ích.
        Postal = "postal",
        /// Bản điện tử.
        Electronic = "electronic",
    }
}
