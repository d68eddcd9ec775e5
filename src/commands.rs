//! The subcommands that need the application and then end.

use motcua::{
    app::{context::App, demo},
    config::{Command, Exit},
};

use super::{Stop, say};

/// Does what the subcommand says.
pub(super) async fn run(app: &App, command: Command) -> Result<Exit, Stop> {
    match command {
        Command::Migrate => {
            say("The database has the newest schema.");
            Ok(Exit::Done)
        }
        Command::Demo(_) => {
            demo::load(app).await?;
            say("The demo province is loaded.");
            Ok(Exit::Done)
        }
        _ => Err(anyhow::anyhow!("not built yet").into()),
    }
}
