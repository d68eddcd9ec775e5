//! The banks that take transfers by `VietQR`, by their number at NAPAS. Others are shown by their number.

/// Number and name.
pub const BANKS: &[(&str, &str)] = &[
    ("970405", "Agribank"),
    ("970415", "VietinBank"),
    ("970418", "BIDV"),
    ("970436", "Vietcombank"),
    ("970422", "MB"),
    ("970407", "Techcombank"),
    ("970403", "Sacombank"),
];

/// What the bank with this number is called.
#[must_use]
pub fn name(number: &str) -> Option<&'static str> {
    BANKS.iter().find(|(bank, _)| *bank == number).map(|(_, name)| *name)
}
