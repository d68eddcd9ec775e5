use super::*;
use crate::domain::publish::{GapKind, Yardstick, incomplete};

fn record(change: impl FnOnce(&mut serde_json::Value)) -> String {
    let mut value = serde_json::json!({
        "ma": "1.004359", "ten": "Cấp giấy phép khai thác thủy sản", "nhom": "bo-nong-nghiep-mt", "quyet_dinh": "498/QĐ-BNNMT",
        "cap": ["Cấp tỉnh"], "linh_vuc": "Thủy sản", "doi_tuong": ["Công dân Việt Nam", "Tổ chức"],
        "kenh": [
            {"kenh": "truc_tuyen", "so": 3, "don_vi": "ngay_lam_viec", "phi_vnd": 40000, "ghi_chu": "Không có thông tin"},
            {"kenh": "truc_tiep", "so": 3, "don_vi": "ngay_lam_viec", "phi_vnd": 40000, "ghi_chu": null}
        ],
        "giay_to": [{"ten": "Đơn đề nghị", "ban_chinh": 1, "ban_sao": 0, "la_ghi_chu": false}],
        "trinh_tu": "Bước 1", "yeu_cau": "Không có thông tin", "ket_qua": "Giấy phép", "nguon": "https://example.vn/1"
    });
    change(&mut value);
    value.to_string()
}

fn gaps(procedure: &Procedure) -> Vec<GapKind> {
    incomplete(procedure, Yardstick::on(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()))
        .into_iter()
        .map(|g| g.kind)
        .collect()
}

#[test]
fn a_whole_record_becomes_a_draft_that_only_lacks_what_the_file_never_says() {
    let p = read(&record(|_| {})).unwrap();
    assert_eq!(p.code.as_str(), "1.004359");
    assert_eq!((p.levels.as_slice(), p.settler), ([Level::Province].as_slice(), Settler::Agency));
    assert_eq!(p.audiences, [Audience::Citizen, Audience::Organisation]);
    assert_eq!(p.requirements, None);
    assert_eq!(p.channels.len(), 2);
    assert_eq!(p.channels[0].limit, Some(TimeLimit::whole(LimitUnit::WorkingDay, 3)));
    assert!(p.channels.iter().all(|c| c.note.is_none()));
    assert_eq!(p.fees[0].rules.len(), 2);
    assert_eq!(
        gaps(&p),
        [
            GapKind::PartialWithoutReason,
            GapKind::NoRoute,
            GapKind::SettlerWithoutAgency,
            GapKind::NoLegalBasis
        ]
    );
}

#[test]
fn a_number_without_a_unit_is_no_time_limit() {
    for row in [
        serde_json::json!({"kenh": "truc_tiep", "so": 1, "don_vi": null, "phi_vnd": 0, "ghi_chu": "Miễn phí"}),
        serde_json::json!({"kenh": "truc_tiep", "so": null, "don_vi": null, "phi_vnd": 0, "ghi_chu": ""}),
        serde_json::json!({"kenh": "truc_tiep", "so": 0, "don_vi": "ngay", "phi_vnd": 0, "ghi_chu": ""}),
    ] {
        let p = read(&record(|r| r["kenh"] = serde_json::json!([row]))).unwrap();
        assert_eq!(p.channels[0].limit, None);
        assert!(gaps(&p).contains(&GapKind::ChannelWithoutLimit));
        assert_eq!(p.online, OnlineLevel::Information);
    }
}

#[test]
fn the_first_readable_row_of_a_channel_counts_and_every_note_is_kept() {
    let p = read(&record(|r| {
        r["kenh"] = serde_json::json!([
            {"kenh": "truc_tiep", "so": 5, "don_vi": null, "phi_vnd": 0, "ghi_chu": "Trường hợp A"},
            {"kenh": "truc_tiep", "so": 2.5, "don_vi": "ngay_lam_viec", "phi_vnd": 0, "ghi_chu": "Trường hợp B"},
            {"kenh": "fax", "so": 1, "don_vi": "ngay", "phi_vnd": 0, "ghi_chu": ""}
        ]);
    }))
    .unwrap();
    assert_eq!(p.channels.len(), 1);
    assert_eq!(p.channels[0].limit, TimeLimit::new(LimitUnit::WorkingDay, 250).ok());
    assert_eq!(p.channels[0].note.as_deref(), Some("Trường hợp A\nTrường hợp B"));
}

#[test]
fn an_amount_that_lost_its_thousands_is_not_believed() {
    let p = read(&record(|r| {
        r["kenh"][0]["phi_vnd"] = 40.into();
        r["kenh"][1]["phi_vnd"] = serde_json::Value::Null;
    }))
    .unwrap();
    assert!(p.fees[0].rules.is_empty());
    assert!(gaps(&p).contains(&GapKind::FeeWithoutRule));
    let free = read(&record(|r| {
        r["kenh"][0]["phi_vnd"] = 0.into();
        r["kenh"][1]["phi_vnd"] = 0.into();
    }))
    .unwrap();
    assert!(free.fees.is_empty());
}

#[test]
fn notes_among_the_documents_are_never_asked_for() {
    let p = read(&record(|r| {
        r["giay_to"] = serde_json::json!([
            {"ten": "Lưu ý: bản chụp phải rõ", "ban_chinh": 1, "ban_sao": 0, "la_ghi_chu": false},
            {"ten": "Giấy tờ phải xuất trình", "ban_chinh": 1, "ban_sao": 0, "la_ghi_chu": false},
            {"ten": "Trường hợp nộp trực tuyến", "ban_chinh": 0, "ban_sao": 0, "la_ghi_chu": true},
            {"ten": "Giấy ủy quyền (nếu có)", "ban_chinh": 1, "ban_sao": null, "la_ghi_chu": false},
            {"ten": "- Tờ khai", "ban_chinh": 181, "ban_sao": 0, "la_ghi_chu": false},
            {"ten": "Tờ khai", "ban_chinh": 1, "ban_sao": 2, "la_ghi_chu": false},
            {"ten": "  ", "ban_chinh": 1, "ban_sao": 2, "la_ghi_chu": false}
        ]);
    }))
    .unwrap();
    let kinds: Vec<DocKind> = p.documents.iter().map(|d| d.kind).collect();
    use DocKind::{Note, Submit};
    assert_eq!(kinds, [Note, Note, Note, Submit, Submit, Submit]);
    let keys: Vec<&str> = p.documents.iter().skip(4).map(|d| d.key.as_str()).collect();
    assert_eq!(keys, ["to-khai", "to-khai-2"]);
    assert_eq!((p.documents[4].originals, p.documents[5].copies), (1, 2));
    let required: Vec<bool> = p.cases[0].documents.iter().map(|d| d.required).collect();
    assert_eq!(required, [false, false, false, false, true, true]);
}

#[test]
fn the_name_of_an_attached_file_is_cut_off() {
    for (written, document, file) in [
        (
            "Văn bản đề nghị hủy tài khoản điện tử (NA20).Mau NA20-BCA.docx",
            "Văn bản đề nghị hủy tài khoản điện tử (NA20).",
            Some("Mau NA20-BCA.docx"),
        ),
        (
            "Phiếu khai báo tạm trú cho người nước ngoài (mẫu NA17)101-Mau A17 tam tru.doc",
            "Phiếu khai báo tạm trú cho người nước ngoài (mẫu NA17)",
            Some("101-Mau A17 tam tru.doc"),
        ),
        ("Bản sao quyết định", "Bản sao quyết định", None),
        ("don de nghi.docx", "don de nghi.docx", None),
    ] {
        assert_eq!(without_file_name(written), (document.to_owned(), file.map(str::to_owned)));
    }
}

#[test]
fn long_names_and_names_that_are_not_nfc_come_in_whole() {
    let long = "Đăng ký ".repeat(140);
    let p = read(&record(|r| r["ten"] = long.clone().into())).unwrap();
    assert_eq!(p.name, long.trim());
    let decomposed = "Cấp giấy\nphép\u{0}  mới".chars().flat_map(|c| {
        use unicode_normalization::UnicodeNormalization as _;
        std::iter::once(c).nfd()
    });
    let p = read(&record(|r| r["ten"] = decomposed.collect::<String>().into())).unwrap();
    assert_eq!(p.name, "Cấp giấy phép mới");
}

#[test]
fn ministries_have_no_floor_in_a_province_and_communes_settle_their_own() {
    let of = |levels: serde_json::Value| read(&record(|r| r["cap"] = levels)).unwrap();
    assert!(of(serde_json::json!(["Cấp bộ", "Cơ quan khác"])).levels.is_empty());
    assert_eq!(of(serde_json::json!(["Cấp xã", "Cấp bộ"])).settler, Settler::Commune);
    assert_eq!(of(serde_json::json!(["Cấp xã", "Cấp tỉnh"])).settler, Settler::Agency);
}

#[test]
fn what_is_no_procedure_is_broken() {
    assert!(matches!(read("{"), Err(Broken::NotARecord(_))));
    assert!(matches!(read("{}"), Err(Broken::NotARecord(_))));
    assert!(matches!(read(&record(|r| r["ma"] = "A.1".into())), Err(Broken::Code(_))));
    assert!(matches!(read(&record(|r| r["ten"] = " \n".into())), Err(Broken::NoName(_))));
}

#[test]
fn the_same_line_gives_the_same_procedure() {
    assert_eq!(read(&record(|_| {})).unwrap(), read(&record(|_| {})).unwrap());
}
