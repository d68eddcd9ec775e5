//! The two loops. Closed: every connection sends its next operation when the last one is answered; this finds the most the
//! portal can do. Open: operations are due at a fixed rate whether or not the last ones are answered, and their time counts from
//! when they were due; this finds how long people wait.

use std::{
    cell::{Cell, RefCell},
    time::{Duration, Instant},
};

use futures_util::future::try_join_all;

use super::{
    args::Args,
    http::Connection,
    measure::{Meter, Seen},
    mix::Mix,
};

/// Connections of the open loop: enough that no operation waits for one at the usual rates.
const OPEN_CONNECTIONS: u32 = 64;

/// As fast as `connections` get answers.
pub(crate) async fn closed(mix: &mut Mix, args: &Args, meter: &Meter) -> anyhow::Result<Seen> {
    let (begin, end) = span(args);
    let seen = RefCell::new(Seen::from(begin));
    let mix = &*mix;
    let workers = (0..args.connections).map(|_| async {
        let mut connection = Connection::open(mix.address, args.compressed).await?;
        while Instant::now() < end {
            one(mix, &mut connection, Instant::now(), &seen).await;
        }
        anyhow::Ok(())
    });
    watched(meter, begin, &seen, try_join_all(workers)).await
}

/// At a fixed rate, from a schedule.
pub(crate) async fn open(mix: &mut Mix, args: &Args, meter: &Meter) -> anyhow::Result<Seen> {
    let (begin, end) = span(args);
    let start = Instant::now();
    let seen = RefCell::new(Seen::from(begin));
    let mix = &*mix;
    let taken = Cell::new(0_u32);
    let gap = Duration::from_secs(1) / args.rate;
    let workers = (0..OPEN_CONNECTIONS).map(|_| async {
        let mut connection = Connection::open(mix.address, args.compressed).await?;
        loop {
            let due = start + gap * taken.replace(taken.get() + 1);
            if due >= end {
                return anyhow::Ok(());
            }
            tokio::time::sleep_until(due.into()).await;
            one(mix, &mut connection, due, &seen).await;
        }
    });
    watched(meter, begin, &seen, try_join_all(workers)).await
}

fn span(args: &Args) -> (Instant, Instant) {
    let begin = Instant::now() + Duration::from_secs(args.warm_up);
    (begin, begin + Duration::from_secs(args.seconds))
}

async fn one(mix: &Mix, connection: &mut Connection, due: Instant, seen: &RefCell<Seen>) {
    let (kind, op) = mix.next();
    let Some(op) = op else {
        seen.borrow_mut().note(kind, due, Err("nothing left to do it with".to_owned()));
        // Do not spin: there will be nothing next time either.
        tokio::time::sleep(Duration::from_millis(5)).await;
        return;
    };
    let outcome = op.perform(connection).await;
    let went_well = outcome.is_ok();
    seen.borrow_mut().note(kind, due, outcome);
    if went_well {
        mix.done(op);
    }
}

/// Runs the workers and reads the processor time from `begin` until the last answer.
async fn watched<T>(
    meter: &Meter,
    begin: Instant,
    seen: &RefCell<Seen>,
    workers: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<Seen> {
    let at_begin = async {
        tokio::time::sleep_until(begin.into()).await;
        anyhow::Ok((meter.cpu()?, Instant::now()))
    };
    let (_, (before, first)) = tokio::try_join!(workers, at_begin)?;
    let mut seen = seen.replace(Seen::from(begin));
    (seen.cpu, seen.took) = (meter.cpu()?.since(before), first.elapsed());
    Ok(seen)
}
