//! The program: reads the configuration, builds the application, and does what the subcommand says.

use std::{
    io::{IsTerminal as _, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use clap::Parser as _;
use motcua::{
    app::{context::App, demo},
    clock::{Clock as _, SystemClock},
    config::{
        Check, Command, Config, Deadline, Dev, Exit, Explain, MetricsAddress, Sandbox, Serve, Settings,
        Signing, User,
    },
    gateways::{
        files::Store,
        signing::{Certificate, demonstration},
    },
    postgres::{self, Cluster, ClusterError, StartOptions},
    store::{provision, tx::Db},
    web::server::{self, Options},
};
use secrecy::ExposeSecret as _;
use tokio::{net::TcpListener, sync::watch};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const DATABASE: &str = "motcua";

fn main() -> ExitCode {
    let config = Config::parse();
    log(&config.settings);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&anyhow::Error::from(error), Exit::Failed),
    };
    match runtime.block_on(run(&config)) {
        Ok(exit) => exit.into(),
        Err(Stop { exit, error }) => fail(&error, exit),
    }
}

/// Why the program stops early, and with which number.
struct Stop {
    exit: Exit,
    error: anyhow::Error,
}

impl<E: Into<anyhow::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self { exit: Exit::Failed, error: error.into() }
    }
}

fn no_database(error: impl Into<anyhow::Error>) -> Stop {
    Stop { exit: Exit::NoDatabase, error: error.into() }
}

fn fail(error: &anyhow::Error, exit: Exit) -> ExitCode {
    say(&format!("motcua: {error:#}"));
    exit.into()
}

/// A line for the person who started the program.
fn say(line: &str) {
    let written = writeln!(std::io::stderr().lock(), "{line}");
    // Nobody reads: then there is nobody to tell.
    drop(written);
}

fn log(settings: &Settings) {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if settings.log_json {
        lines.json().init();
    } else {
        lines.with_target(false).init();
    }
}

async fn run(config: &Config) -> Result<Exit, Stop> {
    let settings = &config.settings;
    match config.command() {
        Command::Serve(serve) => serve_portal(settings, serve).await,
        Command::Work => work(settings).await,
        Command::Migrate => with(settings, async |_| Ok(commands::migrated())).await,
        Command::Demo(options) => with(settings, async |app| commands::load_demo(app, options).await).await,
        Command::Import(what) => with(settings, async |app| commands::import(app, what).await).await,
        Command::User(User::Add(new)) => with(settings, async |app| commands::add_user(app, new).await).await,
        Command::Check(Check { live: true }) => Ok(probe(settings.own_address()).await),
        Command::Check(Check { live: false }) => with(settings, async |app| commands::check(app).await).await,
        Command::Deadline(Deadline::Explain(options)) => explain(settings, &options).await,
        Command::Calendar(what) => Ok(calendar::tell(&what)?),
        Command::Sandbox(Sandbox::Payments(options)) => sandbox::payments(settings, &options).await,
        Command::Dev(Dev::Prepare(prepare)) => dev::prepare(prepare.check).await,
    }
}

/// Opens the house, does one thing in it, and closes it again.
async fn with(settings: &Settings, task: impl AsyncFnOnce(&App) -> Result<Exit, Stop>) -> Result<Exit, Stop> {
    let mut house = open(settings).await?;
    house.app.demo = demo::is_loaded(&house.app).await?;
    let done = task(&house.app).await;
    house.close().await?;
    done
}

/// A calendar from a file needs no house.
async fn explain(settings: &Settings, options: &Explain) -> Result<Exit, Stop> {
    match deadline::calendar_of_file(options)? {
        Some(calendar) => deadline::explain(options, &calendar),
        None => with(settings, async |app| deadline::explain_by_agency(app, options).await).await,
    }
}

/// The application and, when it is ours, the database cluster under it.
struct House {
    app: App,
    cluster: Option<Cluster>,
}

impl House {
    async fn close(self) -> Result<(), Stop> {
        self.app.db.close().await;
        if let Some(cluster) = self.cluster {
            cluster.stop().await?;
        }
        Ok(())
    }
}

/// Connects (starting the private cluster when no database was named), migrates, and builds the application.
async fn open(settings: &Settings) -> Result<House, Stop> {
    let (options, cluster, folder) = if let Some(url) = &settings.database_url {
        let options = url
            .expose_secret()
            .parse()
            .context("--database-url cannot be read")
            .map_err(|error| Stop { exit: Exit::Usage, error })?;
        (options, None, postgres::data_dir(settings.data_dir.as_deref())?)
    } else {
        let start = StartOptions { data_dir: settings.data_dir.clone(), ephemeral: false };
        let cluster = Cluster::start(start).await.map_err(no_database)?;
        provision::ensure_database(&cluster.connect_options("postgres"), DATABASE)
            .await
            .map_err(no_database)?;
        let folder = data_folder(&cluster, settings)?;
        (cluster.connect_options(DATABASE), Some(cluster), folder)
    };
    let db = Db::connect(options, settings.database_connections)
        .await
        .context("the database cannot be reached; check --database-url and whether it runs")
        .map_err(no_database)?;
    db.migrate()
        .await
        .context("the database could not be brought to the newest schema")
        .map_err(no_database)?;
    let app = App {
        db,
        clock: Arc::new(SystemClock),
        files: Arc::new(uploads(settings, &folder)?),
        payment: None,
        bank_secret: None,
        signing: Arc::new(signing(settings, &folder)?),
        passwords: motcua::app::secrets::Passwords::default(),
        public_url: settings.public_url().into(),
        demo: false,
        cache: Arc::default(),
    };
    Ok(House { app, cluster })
}

fn data_folder(cluster: &Cluster, settings: &Settings) -> Result<PathBuf, ClusterError> {
    match cluster.folder().parent() {
        Some(folder) => Ok(folder.to_owned()),
        None => postgres::data_dir(settings.data_dir.as_deref()),
    }
}

fn uploads(settings: &Settings, folder: &Path) -> anyhow::Result<Store> {
    match settings.uploads.store_url.as_deref() {
        None => Ok(Store::folder(&folder.join("files"))?),
        Some(url) if url.starts_with("file://") => {
            Ok(Store::folder(Path::new(url.trim_start_matches("file://")))?)
        }
        #[cfg(feature = "s3")]
        Some(url) => Ok(Store::bucket(url, &settings.uploads)?),
        #[cfg(not(feature = "s3"))]
        Some(_) => {
            anyhow::bail!("this motcua was built without S3; build it with --features s3 or use file://")
        }
    }
}

/// The certificate that was named; else one of our own, with which papers say that they are a demonstration: where the portal is none,
/// nothing is signed with it and receipts wait.
fn signing(settings: &Settings, folder: &Path) -> anyhow::Result<Certificate> {
    let Signing { certificate, password } = &settings.signing;
    match certificate {
        Some(file) => {
            let password = password.clone().unwrap_or_default();
            Certificate::read(file, &password)
                .with_context(|| format!("the certificate {} cannot be used", file.display()))
        }
        None => Ok(demonstration::certificate(folder, "Cổng dịch vụ công (trình diễn)", SystemClock.now())?),
    }
}

async fn serve_portal(settings: &Settings, serve: Serve) -> Result<Exit, Stop> {
    // The address first: a busy port is known before anything is started.
    let listener = listen(settings.listen).await?;
    let mut house = open(settings).await?;
    let empty = motcua::store::account::is_empty(&house.app.db).await?;
    if empty && !serve.no_demo {
        say("Loading the demo province …");
        demo::load(&house.app).await?;
    }
    house.app.demo = demo::is_loaded(&house.app).await?;
    payments::connect(&mut house.app, &settings.payments)?;
    let (stop, stopping) = watch::channel(false);
    let metrics = metrics(settings.metrics_listen, stopping.clone()).await?;
    let background = start(background(house.app.clone(), !serve.no_jobs, stopping));
    greet(settings, &house.app)?;
    let options = Options { proxies: settings.proxies, https: settings.public_url().starts_with("https://") };
    let service =
        server::portal(house.app.clone(), options).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(asked_to_stop(stop.clone())).await?;
    stop.send_replace(true);
    for task in [Some(background), metrics].into_iter().flatten() {
        if task.await.is_err() {
            tracing::warn!("a background task did not end well");
        }
    }
    house.close().await?;
    say("Stopped.");
    Ok(Exit::Done)
}

/// The demo dossiers first, where they are wanted: what follows from them, jobs would otherwise say too early. Then jobs.
async fn background(app: App, jobs: bool, stopping: watch::Receiver<bool>) {
    if app.demo {
        demo::history(app.clone(), stopping.clone()).await;
    }
    if jobs {
        motcua::jobs::run(app, stopping).await;
    }
}

/// Jobs only, until asked to stop.
async fn work(settings: &Settings) -> Result<Exit, Stop> {
    let mut house = open(settings).await?;
    house.app.demo = demo::is_loaded(&house.app).await?;
    payments::connect(&mut house.app, &settings.payments)?;
    let (stop, stopping) = watch::channel(false);
    let jobs = start(motcua::jobs::worker::run(house.app.clone(), stopping));
    say("Doing jobs (Ctrl-C stops).");
    asked_to_stop(stop).await;
    jobs.await?;
    house.close().await?;
    say("Stopped.");
    Ok(Exit::Done)
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Stop> {
    TcpListener::bind(address).await.map_err(|error| {
        let busy = error.kind() == std::io::ErrorKind::AddrInUse;
        let text = if busy {
            format!("{address} is already in use; stop what runs there, or choose another with --listen")
        } else {
            format!("cannot listen on {address}: {error}")
        };
        Stop { exit: if busy { Exit::AddressInUse } else { Exit::Usage }, error: anyhow::anyhow!(text) }
    })
}

#[expect(clippy::disallowed_methods, reason = "long-lived tasks are started here and waited for at the end")]
fn start<F>(task: F) -> tokio::task::JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(task)
}

/// `/metrics` on a listener of its own. A busy default address only costs the metrics, not the portal.
async fn metrics(
    address: MetricsAddress,
    mut stopping: watch::Receiver<bool>,
) -> Result<Option<tokio::task::JoinHandle<()>>, Stop> {
    let MetricsAddress::At(address) = address else {
        return Ok(None);
    };
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder()?;
    let listener = match TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) => {
            say(&format!(
                "No metrics: cannot listen on {address} ({error}). Choose another with --metrics-listen."
            ));
            return Ok(None);
        }
    };
    let router = axum::Router::new().route(
        "/metrics",
        axum::routing::get(move || {
            let text = recorder.render();
            async move { text }
        }),
    );
    Ok(Some(start(async move {
        let until = async move {
            // An error means the sender is gone: stop as well.
            drop(stopping.wait_for(|stop| *stop).await);
        };
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until).await {
            tracing::error!(%error, "metrics");
        }
    })))
}

fn greet(settings: &Settings, app: &App) -> anyhow::Result<()> {
    say(&format!("\nMột Cửa answers on http://{}  (Ctrl-C stops it)", settings.listen));
    if app.demo {
        say(&format!("\nDemo province. Everybody's password: {}", demo::DEMO_PASSWORD));
        for login in demo::logins()? {
            say(&format!("  {}  {:<22} {}", login.phone, login.role.key(), login.name));
        }
        say("");
        if payments::is_sandbox(&settings.payments) {
            say(
                "Paying online and by transfer goes to the sandbox: start it beside this with `cargo run -- sandbox payments`.\n",
            );
        }
    }
    Ok(())
}

async fn asked_to_stop(stop: watch::Sender<bool>) {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
    stop.send_replace(true);
    say("\nStopping …");
}

/// Whether the portal on `address` says that it lives: for container health checks.
async fn probe(address: SocketAddr) -> Exit {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let ask = async {
        let mut socket = tokio::net::TcpStream::connect(address).await?;
        socket.write_all(b"GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n").await?;
        let mut head = [0_u8; 12];
        socket.read_exact(&mut head).await?;
        std::io::Result::Ok(head == *b"HTTP/1.0 200" || head == *b"HTTP/1.1 200")
    };
    match tokio::time::timeout(std::time::Duration::from_secs(3), ask).await {
        Ok(Ok(true)) => Exit::Done,
        Ok(Ok(false) | Err(_)) | Err(_) => Exit::NeedsAttention,
    }
}

mod calendar;
mod commands;
mod deadline;
mod dev;
mod payments;
mod sandbox;
