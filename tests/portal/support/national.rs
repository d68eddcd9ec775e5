//! The national file of procedures. It is not part of the repository: it lies beside it, or `NATIONAL_FILE` names it.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::PathBuf,
};

use motcua::app::{context::App, import};

/// The real file.
pub(crate) fn national_file() -> PathBuf {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/procedures/national.jsonl.gz");
    let beside = std::env::var("NATIONAL_FILE").map_or(path, PathBuf::from);
    assert!(
        beside.is_file(),
        "{} is missing: put the national file there or name it in NATIONAL_FILE",
        beside.display()
    );
    beside
}

/// Imports the records with these codes as the command does.
pub(crate) async fn import_records(app: &App, codes: &[&str]) -> import::Report {
    let file = flate2::read::GzDecoder::new(File::open(national_file()).unwrap());
    let of = |line: &String| codes.iter().any(|code| line.contains(&format!("\"{code}\"")));
    let lines: Vec<String> = BufReader::new(file).lines().map(Result::unwrap).filter(of).collect();
    import::procedures(app, lines.join("\n").as_bytes(), |_| ()).await.unwrap()
}
