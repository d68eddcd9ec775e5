//! The platform's receipt: one page of PDF with a few plain letters.

use crate::domain::money::Vnd;

/// The receipt. It says that it is not a real one.
#[must_use]
pub fn pdf(reference: &str, number: &str, amount: Vnd) -> Vec<u8> {
    let lines = [
        "BIEN LAI THU PHI, LE PHI (MOI TRUONG THU NGHIEM)".to_owned(),
        format!("Ma tham chieu: {reference}"),
        format!("So giao dich: {number}"),
        format!("So tien: {} dong", amount.dong()),
    ];
    let shown = lines.map(|line| format!("({}) Tj T*", escaped(&line))).join(" ");
    let page = format!("BT /F1 11 Tf 40 540 Td 18 TL {shown} ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
    ];
    let head = "%PDF-1.4\n";
    let numbered = |(at, object): (usize, &String)| format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    let objects: Vec<String> = objects.iter().enumerate().map(numbered).collect();
    let place = |before: usize| head.len() + objects.iter().take(before).map(String::len).sum::<usize>();
    let places: Vec<String> = (0..objects.len()).map(|at| format!("{:010} 00000 n \n", place(at))).collect();
    let (count, start) = (objects.len() + 1, place(objects.len()));
    let table = format!("xref\n0 {count}\n0000000000 65535 f \n{}", places.concat());
    let tail = format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    [head, &objects.concat(), &table, &tail].concat().into_bytes()
}

/// Plain letters only, and what PDF takes for something else behind a backslash.
fn escaped(text: &str) -> String {
    let plain = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
    plain.fold(String::new(), |mut out, c| {
        if matches!(c, '(' | ')' | '\\') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_table_names_where_each_object_begins() {
        let file = String::from_utf8(pdf("dvc(1)", "GD000001", Vnd::new(50_000).unwrap())).unwrap();
        assert!(file.contains("50000 dong") && file.contains(r"dvc\(1\)"));
        let (_, table) = file.split_once("65535 f \n").unwrap();
        for (at, line) in table.lines().take(4).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(file[place..].starts_with(&format!("{} 0 obj", at + 1)), "{line}");
        }
        let start: usize =
            file.rsplit_once("startxref\n").unwrap().1.lines().next().unwrap().parse().unwrap();
        assert!(file[start..].starts_with("xref"));
    }
}
