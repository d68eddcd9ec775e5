//! Abbreviations and everyday speech, as data: what people say, and what the catalogue says for it. All without tone marks.

/// One saying.
#[derive(Clone, Copy, Debug)]
pub struct Saying {
    /// What people type.
    pub said: &'static str,
    /// The words of the catalogue, the likeliest first.
    pub meant: &'static [&'static str],
}

const fn say(said: &'static str, meant: &'static [&'static str]) -> Saying {
    Saying { said, meant }
}

/// The vocabulary. Longer sayings come before the shorter ones they contain.
#[rustfmt::skip]
pub(super) const SAYINGS: &[Saying] = &[
    // what people put in front
    say("thu tuc", &[""]),
    say("ho so", &[""]),
    // abbreviations
    say("gpxd", &["giay phep xay dung"]),
    say("gplx", &["giay phep lai xe"]),
    say("gpkd", &["giay chung nhan dang ky ho kinh doanh", "giay phep kinh doanh"]),
    say("dkkd", &["dang ky ho kinh doanh", "dang ky doanh nghiep"]),
    say("hkd", &["ho kinh doanh"]),
    say("cccd", &["the can cuoc"]),
    say("cmnd", &["the can cuoc"]),
    say("cmt", &["the can cuoc"]),
    say("lltp", &["ly lich tu phap"]),
    say("bhyt", &["bao hiem y te"]),
    say("bhxh", &["bao hiem xa hoi"]),
    say("bhtn", &["bao hiem that nghiep", "tro cap that nghiep"]),
    say("tthc", &["thu tuc hanh chinh"]),
    say("qsdd", &["quyen su dung dat"]),
    say("gcn", &["giay chung nhan"]),
    say("bds", &["bat dong san"]),
    say("ubnd", &["uy ban nhan dan"]),
    say("htx", &["hop tac xa"]),
    say("tnhh", &["trach nhiem huu han"]),
    say("mtv", &["mot thanh vien"]),
    say("mst", &["ma so thue"]),
    say("hc", &["ho chieu"]),
    say("kt3", &["dang ky tam tru"]),
    say("dkkh", &["dang ky ket hon"]),
    say("vneid", &["dinh danh dien tu"]),
    say("nguoi nn", &["nguoi nuoc ngoai"]),
    say("bvtv", &["bao ve thuc vat"]),
    say("pccc", &["phong chay chua chay"]),
    say("antt", &["an ninh trat tu"]),
    say("dtm", &["danh gia tac dong moi truong"]),
    say("attp", &["an toan thuc pham"]),
    say("vsattp", &["an toan thuc pham"]),
    say("cchn", &["chung chi hanh nghe"]),
    // civil status
    say("giay doc than", &["giay xac nhan tinh trang hon nhan"]),
    say("doc than", &["tinh trang hon nhan"]),
    say("giay chung tu", &["khai tu"]),
    say("chung tu nguoi chet", &["khai tu"]),
    say("bao tu", &["khai tu"]),
    say("qua doi", &["khai tu"]),
    say("nguoi than mat", &["khai tu"]),
    say("sai ten", &["cai chinh ho tich", "thay doi ho tich"]),
    say("doi ten dem", &["thay doi ho tich"]),
    say("cuoi", &["ket hon"]),
    say("lay vo", &["ket hon"]),
    say("lay chong", &["ket hon"]),
    say("hon thu", &["ket hon"]),
    say("co con nho", &["khai sinh"]),
    say("moi sinh", &["khai sinh"]),
    say("cho be", &["khai sinh", "cho con"]),
    say("mo coi", &["giam ho"]),
    say("xin con nuoi", &["nuoi con nuoi"]),
    say("con nuoi", &["nuoi con nuoi"]),
    say("nguoi nuoc ngoai", &["co yeu to nuoc ngoai"]),
    say("ly hon", &["ghi chu ly hon"]),
    // certified copies
    say("sao y", &["chung thuc ban sao"]),
    say("cong chung giay to", &["chung thuc ban sao"]),
    say("dich thuat cong chung", &["chung thuc chu ky nguoi dich"]),
    say("cong chung", &["chung thuc", "cong chung"]),
    say("photo", &["chung thuc ban sao"]),
    say("giay uy quyen", &["chung thuc chu ky", "uy quyen"]),
    // residence, papers, vehicles
    say("nhap ho khau", &["dang ky thuong tru"]),
    say("cat ho khau", &["xoa dang ky thuong tru"]),
    say("tach ho khau", &["tach ho"]),
    say("so ho khau", &["dang ky thuong tru", "xac nhan thong tin ve cu tru"]),
    say("ho khau", &["dang ky thuong tru"]),
    say("o tro", &["dang ky tam tru"]),
    say("phong tro", &["dang ky tam tru"]),
    say("can cuoc cong dan", &["the can cuoc"]),
    say("chung minh nhan dan", &["the can cuoc"]),
    say("passport", &["ho chieu"]),
    say("visa", &["thi thuc"]),
    say("giay khong tien an", &["ly lich tu phap"]),
    say("tien an", &["ly lich tu phap"]),
    say("bang lai xe", &["giay phep lai xe"]),
    say("bang lai", &["giay phep lai xe"]),
    say("bien so", &["dang ky xe"]),
    say("ca vet xe", &["dang ky xe"]),
    say("xe may", &["dang ky xe", "xe"]),
    say("mua ban xe", &["dang ky sang ten xe", "chung thuc hop dong"]),
    // land and building
    say("sang ten so do", &["dang ky bien dong quyen su dung dat", "chuyen nhuong quyen su dung dat"]),
    say("mua ban dat", &["chuyen nhuong quyen su dung dat"]),
    say("tach so", &["tach thua"]),
    say("chia dat", &["tach thua"]),
    say("so do", &["giay chung nhan quyen su dung dat", "quyen su dung dat"]),
    say("so hong", &["giay chung nhan quyen su dung dat", "quyen su dung dat"]),
    say("giai chap", &["xoa dang ky bien phap bao dam"]),
    say("the chap", &["dang ky bien phap bao dam"]),
    say("xay nha", &["giay phep xay dung nha o"]),
    say("xin phep xay", &["giay phep xay dung"]),
    say("sua nha", &["sua chua cai tao"]),
    say("tien dat", &["tien su dung dat"]),
    say("len tho cu", &["chuyen muc dich su dung dat"]),
    // business, work, welfare
    say("mo quan", &["dang ky thanh lap ho kinh doanh", "thanh lap ho kinh doanh"]),
    say("mo cua hang", &["dang ky thanh lap ho kinh doanh", "thanh lap ho kinh doanh"]),
    say("mo cong ty", &["dang ky thanh lap doanh nghiep", "thanh lap cong ty"]),
    say("thanh lap cong ty", &["dang ky thanh lap cong ty"]),
    say("dong cua hang", &["cham dut hoat dong ho kinh doanh"]),
    say("nghi ban", &["tam ngung kinh doanh"]),
    say("giay phep kinh doanh", &["dang ky ho kinh doanh"]),
    say("thai san", &["che do thai san"]),
    say("that nghiep", &["tro cap that nghiep"]),
    say("nguoi gia", &["nguoi cao tuoi"]),
    say("tien gia", &["tro cap xa hoi", "huu tri xa hoi"]),
    say("mai tang", &["mai tang phi"]),
    say("di san", &["di san"]),
    say("hanh nghe", &["chung chi hanh nghe"]),
    say("dinh danh muc do 2", &["tai khoan dinh danh dien tu muc do 02", "dinh danh dien tu"]),
    say("dinh danh muc 2", &["tai khoan dinh danh dien tu muc do 02", "dinh danh dien tu"]),
    // spelling that differs
    say("dang ki", &["dang ky"]),
    say("le phi", &["phi", "le phi"]),
    say("huy", &["xoa", "cham dut"]),
    say("mat", &["cap lai"]),
    say("bi mat", &["cap lai"]),
    say("lam lai", &["dang ky lai", "cap lai"]),
];

/// Words that say nothing of what is looked for.
pub(super) const FILLERS: &[&str] = &[
    "cac", "cho", "cua", "duoc", "em", "gi", "la", "lam", "minh", "muon", "nao", "nhieu", "nhu", "o", "oi", "toi",
    "trong", "va", "ve", "voi", "xin",
];

/// Words that stand in hundreds of names: found everywhere, they tell little.
pub(super) const COMMON: &[&str] = &[
    "ban", "cap", "chung", "dang", "doi", "giay", "ho", "ky", "lai", "nhan", "phep", "thay", "theo", "thong", "tin",
    "nguoi", "khi", "dinh", "quyen",
];
