//! Puts a signature into a PDF by an incremental update: the file stays as it was, and behind it stand the changed catalogue, the
//! changed first page, a signature field without a picture, and the signature over everything but itself. The field lies beside the
//! page, so that what is archivable and readable aloud stays so (ISO 19005-2, 6.3; ISO 14289-1, 7.18).

use chrono::{DateTime, FixedOffset, Utc};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat, text_string};

use super::port::{Said, failed};
use crate::gateways::error::{Error, Kind};

/// What the field says, and how many bytes the signature may take.
pub(super) struct Field<'a> {
    /// Who signs.
    pub(super) name: &'a str,
    /// When, why, where.
    pub(super) said: &'a Said,
    /// Bytes.
    pub(super) room: usize,
}

/// Stands where the lengths come; as wide as the longest of them.
const HOLD: i64 = 9_999_999_999;
const HOLD_TEXT: &str = "0 9999999999 9999999999 9999999999";

/// The `pdf` with what `sign` makes of the two parts of it that lie before and after the signature.
pub(super) fn sign(
    pdf: Vec<u8>,
    field: &Field<'_>,
    sign: impl FnOnce([&[u8]; 2]) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    let before = pdf.len();
    let mut file = with_field(pdf, field).map_err(failed(Kind::Fail))?;
    let hole =
        hole(&file, before, field.room).ok_or("no place for the signature").map_err(failed(Kind::Fail))?;
    let ranges = ranges(&hole, file.len());
    fill(&mut file, before, &ranges).ok_or("no place for the byte range").map_err(failed(Kind::Fail))?;
    let (Some(head), Some(tail)) = (file.get(..hole.start), file.get(hole.end..)) else {
        return Err(failed(Kind::Fail)("the signature lies outside the file"));
    };
    let signature = sign([head, tail])?;
    if signature.len() > field.room {
        return Err(failed(Kind::Fail)("the signature is larger than its place"));
    }
    let hex: String = signature.iter().map(|byte| format!("{byte:02X}")).collect();
    // What is left of the room stays as zeros, as the format wants it.
    let at = hole.start + 1;
    file.get_mut(at..at + hex.len())
        .ok_or("the signature lies outside the file")
        .map_err(failed(Kind::Fail))?
        .copy_from_slice(hex.as_bytes());
    Ok(file)
}

fn with_field(pdf: Vec<u8>, field: &Field<'_>) -> lopdf::Result<Vec<u8>> {
    let old = Document::load_mem(&pdf)?;
    let catalog = old.trailer.get(b"Root")?.as_reference()?;
    let page = *old.get_pages().get(&1).ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let mut new = IncrementalDocument::create_from(pdf, old);
    let signature = new.new_document.add_object(signature(field));
    let widget = new.new_document.add_object(widget(signature, page));
    new.opt_clone_object_to_new_document(catalog)?;
    let form = Dictionary::from_iter([
        ("Fields", Object::Array(vec![widget.into()])),
        // There are signatures, and the file may only be appended to.
        ("SigFlags", 3.into()),
    ]);
    new.new_document.get_object_mut(catalog)?.as_dict_mut()?.set("AcroForm", form);
    annotate(&mut new, page, widget)?;
    let mut file = Vec::new();
    new.save_to(&mut file)?;
    Ok(file)
}

/// Adds the field to the annotations of the page.
fn annotate(new: &mut IncrementalDocument, page: ObjectId, widget: ObjectId) -> lopdf::Result<()> {
    new.opt_clone_object_to_new_document(page)?;
    let there = match new.new_document.get_object(page)?.as_dict()?.get(b"Annots") {
        Ok(Object::Reference(id)) => new.get_prev_documents().get_object(*id)?.as_array()?.clone(),
        Ok(list) => list.as_array()?.clone(),
        Err(_) => Vec::new(),
    };
    let page = new.new_document.get_object_mut(page)?.as_dict_mut()?;
    page.set("Annots", there.into_iter().chain([widget.into()]).collect::<Vec<Object>>());
    // The reading order of the structure, which a page with annotations has to name.
    page.set("Tabs", "S");
    Ok(())
}

fn signature(Field { name, said, room }: &Field<'_>) -> Dictionary {
    let hold = Object::Integer(HOLD);
    Dictionary::from_iter([
        ("Type", "Sig".into()),
        ("Filter", "Adobe.PPKLite".into()),
        ("SubFilter", "adbe.pkcs7.detached".into()),
        ("ByteRange", Object::Array(vec![0.into(), hold.clone(), hold.clone(), hold])),
        ("Contents", Object::String(vec![0; *room], StringFormat::Hexadecimal)),
        ("Name", text_string(name)),
        ("Reason", text_string(&said.reason)),
        ("Location", text_string(&said.place)),
        ("M", Object::string_literal(date(said.at))),
    ])
}

fn widget(signature: ObjectId, page: ObjectId) -> Dictionary {
    const PRINTED_AND_LOCKED: i64 = 4 + 128;
    let beside = Object::Integer(-1);
    Dictionary::from_iter([
        ("Type", "Annot".into()),
        ("Subtype", "Widget".into()),
        ("FT", "Sig".into()),
        ("T", text_string("ChuKySo")),
        ("TU", text_string("Chữ ký số của đơn vị thu")),
        ("V", signature.into()),
        ("P", page.into()),
        ("Rect", Object::Array(vec![beside.clone(), beside.clone(), beside.clone(), beside])),
        ("F", PRINTED_AND_LOCKED.into()),
    ])
}

/// `D:20261126093100+07'00'`, on the clocks of Vietnam.
fn date(at: DateTime<Utc>) -> String {
    let local =
        FixedOffset::east_opt(7 * 3600).map_or_else(|| at.fixed_offset(), |zone| at.with_timezone(&zone));
    let sign = local.format("%z").to_string();
    let (hours, minutes) = sign.split_at_checked(3).unwrap_or(("+00", "00"));
    format!("D:{}{hours}'{minutes}'", local.format("%Y%m%d%H%M%S"))
}

/// Where the signature goes, its angle brackets included.
fn hole(file: &[u8], before: usize, room: usize) -> Option<std::ops::Range<usize>> {
    let added = file.get(before..)?;
    let empty: Vec<u8> = std::iter::once(b'<')
        .chain(std::iter::repeat_n(b'0', room * 2))
        .chain(std::iter::once(b'>'))
        .collect();
    let start = before + find(added, &empty)?;
    Some(start..start + empty.len())
}

fn ranges(hole: &std::ops::Range<usize>, length: usize) -> String {
    format!("0 {} {} {}", hole.start, hole.end, length.saturating_sub(hole.end))
}

/// Writes the lengths over what holds their place.
fn fill(file: &mut [u8], before: usize, ranges: &str) -> Option<()> {
    let at = before + find(file.get(before..)?, HOLD_TEXT.as_bytes())?;
    let wide = format!("{ranges:<width$}", width = HOLD_TEXT.len());
    file.get_mut(at..at + HOLD_TEXT.len())?.copy_from_slice(wide.get(..HOLD_TEXT.len())?.as_bytes());
    Some(())
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}
