//! What the run says.

use std::{collections::BTreeMap, path::Path, time::Duration};

use super::{
    measure::{Memory, Seen},
    mix::Kind,
    pgbench::Yardstick,
    plan::Plan,
    record::Recipe,
};

fn ms(time: Option<Duration>) -> String {
    time.map_or_else(|| "–".to_owned(), |t| format!("{:.2}", t.as_secs_f64() * 1000.0))
}

/// On what it runs.
pub(crate) fn machine(place: &Path) -> anyhow::Result<()> {
    let cores = std::thread::available_parallelism()?;
    let model = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model.lines().find_map(|l| l.strip_prefix("model name")).unwrap_or("");
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    let kind = std::process::Command::new("stat").args(["-f", "-c", "%T"]).arg(place).output()?;
    println!(
        "Machine: {cores} cores ({}), load before {load}; data on {} ({}); {} build.",
        model.trim_start_matches(['\t', ':', ' ']),
        place.display(),
        String::from_utf8_lossy(&kind.stdout).trim(),
        if cfg!(debug_assertions) { "DEBUG (its numbers say nothing)" } else { "release" },
    );
    Ok(())
}

/// What is in the database.
pub(crate) fn seeded(plan: &Plan, real: usize, took: Duration) {
    println!(
        "Data: {real} dossiers went through the use cases; SQL made {} copies of them with documents, history and \
         messages, and {} drafts ({:.0} s).",
        plan.total(),
        plan.drafts(),
        took.as_secs_f64(),
    );
}

pub(crate) fn cold_starts(starts: &[Duration]) {
    let starts: Vec<String> = starts.iter().map(|t| format!("{:.2} s", t.as_secs_f64())).collect();
    println!("Cold start, process to first page, own database included: {}", starts.join(", "));
}

/// Which statements an operation takes.
pub(crate) fn recorded(recipes: &[Recipe]) {
    println!("Statements for one operation, as the database saw them (pgbench gets the same):");
    for recipe in recipes {
        let mut count: BTreeMap<&str, u32> = BTreeMap::new();
        for statement in &recipe.statements {
            let verb = statement.sql.split_whitespace().next().unwrap_or("?");
            *count.entry(verb).or_default() += 1;
        }
        let words: Vec<String> = count.iter().map(|(verb, n)| format!("{n} {verb}")).collect();
        println!("  {:<16} {:>2}  ({})", recipe.name, recipe.statements.len(), words.join(", "));
    }
}

/// What one loop saw.
pub(crate) fn loops(title: &str, seen: &Seen) {
    println!("{title}: {:.0} operations/s in {:.0} s", seen.rate(), seen.took.as_secs_f64());
    println!("  {:<12} {:>7} {:>9} {:>9} {:>9}   ms", "", "count", "p50", "p99", "max");
    let all = seen.all();
    let rows =
        Kind::ALL.iter().filter_map(|kind| Some((kind.name(), seen.times.get(kind)?))).chain([("all", &all)]);
    for (name, times) in rows {
        let at = |percent| ms(times.percentile(percent));
        println!("  {name:<12} {:>7} {:>9} {:>9} {:>9}", times.count(), at(50), at(99), at(100));
    }
    for (error, count) in &seen.errors {
        println!("  ERROR {count} × {error}");
    }
    let count = u32::try_from(all.count()).unwrap_or(u32::MAX).max(1);
    let each = |time: Duration| ms(Some(time / count));
    println!(
        "  CPU for one operation: portal {} ms, database {} ms (this program {} ms)",
        each(seen.cpu.server),
        each(seen.cpu.database),
        each(seen.cpu.client),
    );
}

/// The yardstick and the sum of it all.
pub(crate) fn end(closed: &Seen, open: &Seen, yardstick: anyhow::Result<Yardstick>, memory: &Memory) {
    let ratio = match yardstick {
        Ok(y) => {
            println!(
                "pgbench, same statements, same cluster: {:.0} operations/s, database {} ms CPU for one, {} failed; at \
                 the fixed rate p50 {} ms, p99 {} ms",
                y.rate,
                ms(Some(y.database)),
                y.failed,
                ms(y.fixed.percentile(50)),
                ms(y.fixed.percentile(99)),
            );
            format!("{:.2}", closed.rate() / y.rate)
        }
        Err(error) => {
            println!("NO YARDSTICK: {error:#}");
            "unknown".to_owned()
        }
    };
    println!("Memory of the portal: {} now, {} at most", memory.now, memory.peak);
    println!(
        "Sum: {:.0}/s, ratio to pgbench {ratio}, p99 {} ms at a fixed rate, {} errors",
        closed.rate(),
        ms(open.all().percentile(99)),
        closed.errors() + open.errors(),
    );
}
