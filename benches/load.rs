//! Speed of the whole portal: the real program with 100,000 dossiers on loopback, and beside it, in the same run, the same SQL
//! under `pgbench`. `cargo bench --bench load -- --help` says what can be set; README.md says how to read what it prints.
//! It measures and asserts nothing about time; it ends by itself and leaves nothing behind.
#![expect(clippy::print_stdout, reason = "a program for a person at a terminal; its report is its output")]
#![expect(
    clippy::disallowed_methods,
    reason = "the yardstick speaks SQL that the store does not have: rows by the hundred thousand, logging, checkpoints"
)]

mod load {
    pub(crate) mod args;
    pub(crate) mod clones;
    pub(crate) mod database;
    pub(crate) mod drive;
    pub(crate) mod http;
    pub(crate) mod measure;
    pub(crate) mod mix;
    pub(crate) mod pgbench;
    pub(crate) mod plan;
    pub(crate) mod record;
    pub(crate) mod report;
    pub(crate) mod seed;
    pub(crate) mod server;
}

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;

use load::{
    args::Args, clones, database::Database, drive, measure::Meter, mix::Mix, pgbench, plan::Plan, record, report, seed,
    server::Server,
};

fn main() -> ExitCode {
    if !std::env::args().any(|a| a == "--bench" || a == "--help") {
        println!("Nothing is measured here: run it with `cargo bench --bench load`.");
        return ExitCode::SUCCESS;
    }
    let args = Args::parse();
    // One thread: the machine's other core is for the portal and its database.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime.context("no runtime").and_then(|runtime| runtime.block_on(run(&args)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: &Args) -> anyhow::Result<()> {
    let plan = Plan::of(args);
    let folder = args.place()?;
    let place = folder.path();
    report::machine(place)?;
    let database = Database::at(place);
    if database.is_seeded(&plan) {
        println!("Data: the {} dossiers of an earlier run.", plan.total());
    } else {
        let cluster = database.open().await?;
        let templates = seed::all(&cluster, place).await?;
        let took = clones::all(&cluster, &plan, &templates).await?;
        cluster.close().await?;
        database.note_seeded(&plan)?;
        report::seeded(&plan, templates.count(), took);
    }
    database.restore().await?;
    let starts = Server::cold_starts(place, args, 3).await?;
    report::cold_starts(&starts);

    let server = Server::start(place, args).await?;
    let pool = database.connect().await?;
    let mut mix = Mix::prepare(&pool, &plan, server.address(), args.only).await?;
    let recorded = record::all(&database, &pool, &mut mix).await?;
    report::recorded(&recorded);

    let meter = Meter::new(server.pid(), &database)?;
    database.settle(&pool).await?;
    let closed = drive::closed(&mut mix, args, &meter).await?;
    report::loops("Closed loop", &closed);
    database.settle(&pool).await?;
    let open = drive::open(&mut mix, args, &meter).await?;
    report::loops("Open loop", &open);
    let memory = meter.server_memory()?;
    database.settle(&pool).await?;
    let yardstick = pgbench::run(&database, place, args, &recorded, &meter);
    report::end(&closed, &open, yardstick, &memory);

    pool.close().await;
    server.stop().await
}
