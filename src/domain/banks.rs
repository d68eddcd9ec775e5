//! The banks that take transfers by `VietQR`, by their number at NAPAS. Others are shown by their number.

/// Number and name: those with most accounts first.
pub const BANKS: &[(&str, &str)] = &[
    ("970405", "Agribank"),
    ("970415", "VietinBank"),
    ("970418", "BIDV"),
    ("970436", "Vietcombank"),
    ("970422", "MB"),
    ("970407", "Techcombank"),
    ("970403", "Sacombank"),
    ("970416", "ACB"),
    ("970432", "VPBank"),
    ("970423", "TPBank"),
    ("970437", "HDBank"),
    ("970443", "SHB"),
    ("970441", "VIB"),
    ("970426", "MSB"),
    ("970449", "LPBank"),
    ("970440", "SeABank"),
    ("970448", "OCB"),
    ("970431", "Eximbank"),
    ("970428", "Nam A Bank"),
    ("970409", "Bac A Bank"),
    ("970425", "ABBANK"),
    ("970412", "PVcomBank"),
    ("970427", "VietABank"),
    ("970419", "NCB"),
];

/// What the bank with this number is called.
#[must_use]
pub fn name(number: &str) -> Option<&'static str> {
    BANKS.iter().find(|(bank, _)| *bank == number).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_bank_has_a_number_of_its_own_that_a_code_can_carry() {
        let numbers: BTreeSet<&str> = BANKS.iter().map(|(number, _)| *number).collect();
        let names: BTreeSet<&str> = BANKS.iter().map(|(_, name)| *name).collect();
        assert_eq!((numbers.len(), names.len()), (BANKS.len(), BANKS.len()));
        assert!(numbers.iter().all(|number| number.len() == 6 && number.bytes().all(|b| b.is_ascii_digit())));
        assert_eq!(name("970436"), Some("Vietcombank"));
        assert_eq!(name("000000"), None);
    }
}
