//! Importing: procedures of the national file, and the units of a province. Both can be repeated: what has not changed is not
//! written again, and a line that cannot be read is reported with its number while the others go in.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
};

use flate2::bufread::MultiGzDecoder;

use super::{context::App, error::Error, secrets};
use crate::{
    domain::{
        decide::local_date,
        ids::ProcedureVersionId,
        national,
        procedure::Procedure,
        publish::{self, Gap, GapKind, Yardstick},
    },
    store::{
        self,
        procedure::{Imported, NewVersion},
        tx::Tx,
    },
};

const BATCH: usize = 100;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Were not there before.
    pub new: usize,
    /// Were there and changed.
    pub changed: usize,
    /// Say the same as at the last import.
    pub unchanged: usize,
    /// Were configured here before they were ever imported: noted, not touched.
    pub kept: usize,
    /// Of the new and changed ones, how many cannot be published as they are.
    pub incomplete: usize,
    /// Why: how many procedures have which gap.
    pub gaps: BTreeMap<GapKind, usize>,
    /// Lines that could not be read: number (from 1) and why.
    pub broken: Vec<(usize, String)>,
}

impl Report {
    /// How many lines were understood.
    #[must_use]
    pub const fn read(&self) -> usize {
        self.new + self.changed + self.unchanged + self.kept
    }

    fn note_gaps(&mut self, gaps: &[Gap]) {
        self.incomplete += usize::from(!gaps.is_empty());
        let kinds: std::collections::BTreeSet<GapKind> = gaps.iter().map(|g| g.kind).collect();
        for kind in kinds {
            *self.gaps.entry(kind).or_default() += 1;
        }
    }
}

/// Imports the file of national procedures, one JSON object a line, plain or gzip. One transaction for each hundred lines.
///
/// A procedure is known by its code and its facts by the hash of the last import: new → a draft; changed → a new draft version
/// beside whatever is published, which stays in force; unchanged → nothing. What was configured here meanwhile (limits, papers, fees,
/// form, route) stays in the draft; only the facts of the catalogue are renewed. A procedure that was configured here before its
/// first import is left as it is. `progress` is told after each batch.
/// # Errors
/// [`Error::Store`]; [`Error::Internal`] when the source cannot be read on. Batches before that are in; repeat the import.
pub async fn procedures(
    app: &App,
    source: impl Read + Send,
    mut progress: impl FnMut(&Report) + Send,
) -> Result<Report, Error> {
    let mut source = plain(source)?;
    let mut report = Report::default();
    let mut number = 0;
    loop {
        let lines = next_lines(&mut source, &mut number)?;
        if lines.is_empty() {
            return Ok(report);
        }
        let mut batch = Vec::new();
        for (number, line) in lines {
            let read = std::str::from_utf8(&line)
                .map_err(|e| e.to_string())
                .and_then(|text| national::read(text).map_err(|e| e.to_string()));
            match read {
                Ok(procedure) => batch.push(procedure),
                Err(why) => report.broken.push((number, why)),
            }
        }
        put_batch(app, &batch, &mut report).await?;
        progress(&report);
    }
}

/// The text behind a source that may be packed.
fn plain<'a>(source: impl Read + Send + 'a) -> Result<Box<dyn BufRead + Send + 'a>, Error> {
    let mut source = BufReader::new(source);
    let packed = source.fill_buf().map_err(|e| unreadable(&e))?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(BufReader::new(MultiGzDecoder::new(source))) } else { Box::new(source) })
}

fn unreadable(error: &std::io::Error) -> Error {
    Error::Internal(format!("the file cannot be read on: {error}"))
}

/// Up to a hundred lines with their numbers; none at the end. Empty lines count but are passed over.
fn next_lines(source: &mut dyn BufRead, number: &mut usize) -> Result<Vec<(usize, Vec<u8>)>, Error> {
    let mut lines = Vec::new();
    while lines.len() < BATCH {
        let mut line = Vec::new();
        if source.read_until(b'\n', &mut line).map_err(|e| unreadable(&e))? == 0 {
            break;
        }
        *number += 1;
        let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if !text.is_empty() {
            lines.push((*number, text.to_vec()));
        }
    }
    Ok(lines)
}

async fn put_batch(app: &App, batch: &[Procedure], report: &mut Report) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    for procedure in batch {
        put(app, &mut tx, procedure, report).await?;
    }
    Ok(tx.commit().await?)
}

async fn put(app: &App, tx: &mut Tx, procedure: &Procedure, report: &mut Report) -> Result<(), Error> {
    let hash = content_hash(procedure)?;
    let known = store::procedure::imported(tx, &procedure.code).await?;
    match &known {
        Some(Imported { hash: Some(last), .. }) if *last == hash => {
            report.unchanged += 1;
            return Ok(());
        }
        Some(Imported { hash: None, .. }) => {
            report.kept += 1;
            return Ok(store::procedure::note_import(tx, &procedure.code, &hash).await?);
        }
        Some(_) => report.changed += 1,
        None => report.new += 1,
    }
    let now = app.clock.now();
    let configured = store::procedure::configured(tx, &procedure.code).await?;
    let renewed = configured.map(|local| national::renewed(&local, procedure));
    let procedure = renewed.as_ref().unwrap_or(procedure);
    let gaps = publish::incomplete(procedure, Yardstick::on(local_date(now)));
    report.note_gaps(&gaps);
    let version = NewVersion {
        id: ProcedureVersionId::new(secrets::new_id(now)),
        number: known.map_or(0, |k| k.number) + 1,
        procedure,
        hash: &content_hash(procedure)?,
        gaps: &serde_json::to_value(&gaps).map_err(|e| Error::Internal(e.to_string()))?,
        by: None,
    };
    store::procedure::put_draft(tx, &version, now).await?;
    Ok(store::procedure::note_import(tx, &procedure.code, &hash).await?)
}

/// SHA-256 of the canonical JSON: fields in the order of the type, maps in the order of their keys.
/// # Errors
/// [`Error::Internal`] never happens: a procedure is always JSON.
pub fn content_hash(procedure: &Procedure) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_string(procedure).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(secrets::digest(&json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_and_plain_sources_give_the_same_lines() {
        use std::io::Write as _;
        let text = "\u{feff}one\n\n  \r\ntwo\nthree";
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        for source in [text.as_bytes(), &packed] {
            let mut number = 0;
            let lines = next_lines(&mut plain(source).unwrap(), &mut number).unwrap();
            let lines: Vec<(usize, String)> =
                lines.into_iter().map(|(n, l)| (n, String::from_utf8(l).unwrap())).collect();
            assert_eq!(lines, [(1, "one".to_owned()), (4, "two".to_owned()), (5, "three".to_owned())]);
        }
    }

    #[test]
    fn a_batch_is_a_hundred_lines() {
        let text = "x\n".repeat(250);
        let mut source = plain(text.as_bytes()).unwrap();
        let mut number = 0;
        let sizes: Vec<usize> = (0..4).map(|_| next_lines(&mut source, &mut number).unwrap().len()).collect();
        assert_eq!(sizes, [100, 100, 50, 0]);
    }

    #[test]
    fn a_truncated_archive_is_said_and_not_taken_for_the_end() {
        use std::io::Write as _;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        packer.write_all("line\n".repeat(500).as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        let mut source = plain(&packed[..packed.len() / 2]).unwrap();
        let mut number = 0;
        let ends = (0..10).find_map(|_| next_lines(&mut source, &mut number).err());
        assert!(matches!(ends, Some(Error::Internal(_))));
    }
}
