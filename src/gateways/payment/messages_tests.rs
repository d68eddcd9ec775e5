//! The codes here were computed with another program over the same text.

use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::*;
use crate::gateways::payment::seal::{holds, seal};

const REFERENCE: &str = "dvcH48101261118000120261126150509";
const ABOUT: &str = "THANH TOAN HO SO H48.101-261118-0001";

fn secret() -> SecretString {
    "bi-mat-0123".into()
}

fn init() -> Init {
    let receipt = Receipt {
        procedure: "1.001193".to_owned(),
        service: "1.001193.01".to_owned(),
        dossier: "H48.101-261118-0001".to_owned(),
        fees: vec![Fee {
            kind: "2".to_owned(),
            number: "LP1".to_owned(),
            name: "Lệ phí".to_owned(),
            amount: "50000".to_owned(),
        }],
        ..Receipt::default()
    };
    Init {
        kind: kinds::INIT.to_owned(),
        version: VERSION.to_owned(),
        partner: "QNG01".to_owned(),
        reference: REFERENCE.to_owned(),
        amount: "50000".to_owned(),
        payment_kind: "01".to_owned(),
        channel: "WEB".to_owned(),
        device: "PC".to_owned(),
        language: "vi".to_owned(),
        currency: CURRENCY.to_owned(),
        bank: String::new(),
        about: ABOUT.to_owned(),
        at: "20261126150509".to_owned(),
        ip: "113.160.1.2".to_owned(),
        receipt,
        return_url: String::new(),
        code: String::new(),
    }
}

fn outcome() -> Outcome {
    Outcome {
        kind: kinds::CALLBACK.to_owned(),
        result: codes::DONE.to_owned(),
        partner: "QNG01".to_owned(),
        reference: REFERENCE.to_owned(),
        amount: "50000".to_owned(),
        currency: CURRENCY.to_owned(),
        transaction: "GD0001".to_owned(),
        bank: "970436".to_owned(),
        at: "20261126150733".to_owned(),
        about: ABOUT.to_owned(),
        code: String::new(),
    }
}

fn question(kind: &str) -> Question {
    Question {
        kind: kind.to_owned(),
        version: VERSION.to_owned(),
        partner: "QNG01".to_owned(),
        reference: REFERENCE.to_owned(),
        at: "20261126150909".to_owned(),
        code: String::new(),
    }
}

#[test]
fn the_codes_are_those_that_another_program_computes() {
    let is = |sealed: &str, code: &str| assert_eq!(sealed, code);
    is(&seal(init(), &secret()).code, "be7579328f7d1b77612ff8afb7a8aa09abbcad680765461e57999f7bfc3025bd");
    is(&seal(outcome(), &secret()).code, "0b288fc61bec7cb663065e680bccd3895f79c5fbe3f9162809309ce5dba29f7e");
    is(
        &seal(question(kinds::QUERY), &secret()).code,
        "482d7f6b2cbac8f9d3c6389036c84503a628c85258140e389f0c95270151826c",
    );
    is(
        &seal(question(kinds::GET_BILL), &secret()).code,
        "9596851e32ade5f25bb59a86062c6d340ae8a328c75834ba1e65ec6054ea71ff",
    );
}

#[test]
fn the_fields_have_the_platforms_names() {
    let Value::Object(sent) = serde_json::to_value(seal(init(), &secret())).unwrap() else {
        panic!("an object")
    };
    let mut names: Vec<&str> = sent.keys().map(String::as_str).collect();
    names.sort_unstable();
    let mut wanted = [
        "LoaiBanTin",
        "PhienBan",
        "MaDoiTac",
        "MaThamChieu",
        "SoTien",
        "LoaiHinhThanhToan",
        "MaKenhThanhToan",
        "MaThietBi",
        "NgonNgu",
        "MaTienTe",
        "MaNganHang",
        "ThongTinGiaoDich",
        "ThoiGianGD",
        "Ip",
        "ThongTinBienLai",
        "UrlTraVe",
        "MaXacThuc",
    ];
    wanted.sort_unstable();
    assert_eq!(names, wanted);
    let receipt = sent.get("ThongTinBienLai").and_then(Value::as_object).unwrap();
    for name in [
        "MaTTHC",
        "TenTTHC",
        "MaDVC",
        "MaDonVi",
        "TenDonVi",
        "MaHoSo",
        "TKThuHuong",
        "TenTKThuHuong",
        "MaNHThuHuong",
        "HoTenNguoiNop",
        "SoCMNDNguoiNop",
        "DiaChiNguoiNop",
        "NoiDungThanhToan",
        "PhiLePhi",
        "DSKhoanNop",
    ] {
        assert!(receipt.contains_key(name), "{name}");
    }
    assert_eq!(receipt.len(), 15);
    assert_eq!(sent.get("SoTien"), Some(&json!("50000")), "an amount is a text of digits");
}

#[test]
fn what_is_sent_is_read_again_and_what_is_unknown_is_let_pass() {
    let mut sent = serde_json::to_value(seal(outcome(), &secret())).unwrap();
    sent.as_object_mut().unwrap().insert("TruongMoi".to_owned(), json!({ "x": [1] }));
    let read: Outcome = serde_json::from_value(sent.clone()).unwrap();
    assert!(holds(&read, &secret()));
    assert_eq!(read, seal(outcome(), &secret()));
    sent.as_object_mut().unwrap().insert("SoTien".to_owned(), json!(50_000));
    let read: Outcome = serde_json::from_value(sent.clone()).unwrap();
    assert!(holds(&read, &secret()), "a whole number is the same as its digits");
    sent.as_object_mut().unwrap().insert("SoTien".to_owned(), json!(50_000.5));
    assert!(serde_json::from_value::<Outcome>(sent).is_err());
    let init: Init = serde_json::from_value(serde_json::to_value(seal(init(), &secret())).unwrap()).unwrap();
    assert!(holds(&init, &secret()));
}

#[test]
fn another_secret_a_missing_code_and_a_parted_field_are_refused() {
    let sealed = seal(outcome(), &secret());
    assert!(holds(&sealed, &secret()));
    assert!(!holds(&sealed, &"bi-mat-0124".into()));
    let loud = Outcome { code: sealed.code.to_ascii_uppercase(), ..sealed.clone() };
    assert!(holds(&loud, &secret()), "hex is hex");
    for code in [String::new(), "0".repeat(64), sealed.code.chars().take(63).collect()] {
        assert!(!holds(&Outcome { code, ..sealed.clone() }, &secret()));
    }
    let moved = Outcome { bank: "970436|1".to_owned(), ..outcome() };
    assert!(!holds(&seal(moved, &secret()), &secret()), "a | could move from one field into the next");
}

proptest! {
    #[test]
    fn a_message_with_one_field_changed_is_refused(which in 0_usize..10, new in "[ -~à-ỹ]{0,24}") {
        let mut sealed = serde_json::to_value(seal(outcome(), &secret())).unwrap();
        let names = [
            "LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich", "MaNganHang",
            "ThoiGianGD", "ThongTinGiaoDich",
        ];
        let field = sealed.get_mut(names[which]).unwrap();
        prop_assume!(*field != json!(new));
        *field = json!(new);
        let changed: Outcome = serde_json::from_value(sealed).unwrap();
        prop_assert!(!holds(&changed, &secret()));
    }

    #[test]
    fn a_request_with_one_field_changed_is_refused(which in 0_usize..14, new in "[ -~]{0,24}") {
        let mut sealed = serde_json::to_value(seal(init(), &secret())).unwrap();
        let names = [
            "LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan", "MaKenhThanhToan",
            "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich", "ThoiGianGD", "Ip",
        ];
        let field = sealed.get_mut(names[which]).unwrap();
        prop_assume!(*field != json!(new));
        *field = json!(new);
        let changed: Init = serde_json::from_value(sealed).unwrap();
        prop_assert!(!holds(&changed, &secret()));
    }

    #[test]
    fn two_neighbours_swapped_are_refused(which in 0_usize..9) {
        let sealed = seal(outcome(), &secret());
        let mut texts: Vec<String> = sealed.covered().into_iter().map(str::to_owned).collect();
        texts.swap(which, which + 1);
        let [kind, result, partner, reference, amount, currency, transaction, bank, at, about] = texts.try_into().unwrap();
        let code = sealed.code;
        let swapped = Outcome { kind, result, partner, reference, amount, currency, transaction, bank, at, about, code };
        prop_assert!(!holds(&swapped, &secret()));
    }

    #[test]
    fn no_body_makes_reading_fall_over(body in prop::collection::vec(any::<u8>(), 0..200)) {
        drop(serde_json::from_slice::<Outcome>(&body));
    }
}
