//! Making a database on a server that has none yet: the private cluster, or a template for tests.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

/// Makes database `name` unless it is there. `server` must lead to an existing database of the same server, as an account that
/// may create databases. Safe when two processes do it at once.
/// # Errors
/// Whatever the connection or the server says.
pub async fn ensure_database(server: &PgConnectOptions, name: &str) -> Result<(), sqlx::Error> {
    let mut connection = server.connect().await?;
    let quoted = name.replace('"', "\"\"");
    let made = sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE \"{quoted}\""))).execute(&mut connection).await;
    connection.close().await?;
    match made {
        Err(error) if !says_it_exists(&error) => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// `duplicate_database`, or, when two make it at the same moment, `unique_violation` of the catalogue.
fn says_it_exists(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| matches!(code.as_ref(), "42P04" | "23505"))
}
