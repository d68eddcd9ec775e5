//! The database says the same as the code.

use std::collections::BTreeSet;

use motcua::domain::{
    command::PayMethod,
    event::Stage,
    procedure::FeeKind,
    receipt::ReceiptForm,
    receipt_chain::{Origin, Step},
    settlement::Source,
    status::{Channel, EnteredBy, ReturnMethod, Status},
};

use crate::support::portal::Portal;

/// The values that a CHECK lets into a column.
async fn allowed(portal: &Portal, table: &str, column: &str) -> BTreeSet<String> {
    let sql = format!(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint
         WHERE contype = 'c' AND conrelid = '{table}'::regclass
           AND pg_get_constraintdef(oid) LIKE 'CHECK (({column} = ANY (%'"
    );
    let found = portal.texts(&sql).await;
    assert_eq!(found.len(), 1, "{table}.{column} has one list of values: {found:?}");
    found[0].split('\'').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

#[tokio::test]
async fn the_values_that_columns_take_are_the_values_of_the_code() {
    let portal = Portal::new().await;
    macro_rules! same {
        ($($table:literal $column:literal $kind:ty),* $(,)?) => { $(
            let coded: BTreeSet<String> = <$kind>::ALL.iter().map(|v| v.key().to_owned()).collect();
            assert_eq!(allowed(&portal, $table, $column).await, coded, "{}.{}", $table, $column);
        )* };
    }
    same!(
        "dossier" "status" Status,
        "dossier" "channel" Channel,
        "dossier" "entered_by" EnteredBy,
        "dossier" "return_method" ReturnMethod,
        "payment" "method" PayMethod,
        "payment" "source" Source,
        "bank_event" "source" Source,
        "supplement_request" "stage" Stage,
        "receipt_range" "form" ReceiptForm,
        "receipt_range" "kind" FeeKind,
        "receipt" "kind" FeeKind,
        "receipt" "origin" Origin,
        "receipt_mark" "step" Step,
    );
    let resumed: BTreeSet<String> = motcua::domain::workflow::TRANSITIONS
        .iter()
        .filter(|t| t.to == motcua::domain::workflow::Next::Resume)
        .flat_map(|t| t.from.iter().flat_map(|from| motcua::domain::workflow::targets(t, *from)))
        .map(|status| status.key().to_owned())
        .collect();
    assert_eq!(allowed(&portal, "dossier", "resumes_to").await, resumed);
}

#[tokio::test]
async fn every_table_says_what_it_is_for() {
    let portal = Portal::new().await;
    let silent = portal
        .texts(
            "SELECT relname::text FROM pg_class
             WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
               AND relname <> '_sqlx_migrations' AND obj_description(oid, 'pg_class') IS NULL",
        )
        .await;
    assert!(silent.is_empty(), "no COMMENT ON TABLE for {silent:?}");
}

#[tokio::test]
async fn what_is_money_or_time_says_its_unit() {
    let portal = Portal::new().await;
    let silent = portal
        .texts(
            "SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
             WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
               AND (a.attname LIKE 'fee%' OR a.attname LIKE '%amount%' OR a.attname LIKE '%minutes%' OR a.attname = 'size')
               AND col_description(c.oid, a.attnum) IS NULL
               AND obj_description(c.oid, 'pg_class') !~ '(đồng|bytes)'
             ORDER BY 1",
        )
        .await;
    assert!(silent.is_empty(), "no unit is said for {silent:?}");
}

#[tokio::test]
async fn moments_are_kept_with_their_zone() {
    let portal = Portal::new().await;
    let zoneless = portal
        .texts(
            "SELECT table_name || '.' || column_name FROM information_schema.columns
             WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'",
        )
        .await;
    assert!(zoneless.is_empty(), "{zoneless:?}");
}

#[tokio::test]
async fn a_reference_to_another_table_has_an_index_or_is_never_searched_by() {
    let portal = Portal::new().await;
    // the ones that pages and jobs search by; what is only ever written is left out on purpose
    for (table, column) in [
        ("history", "dossier_id"),
        ("document", "dossier_id"),
        ("payment", "dossier_id"),
        ("consultation", "dossier_id"),
        ("supplement_request", "dossier_id"),
        ("message", "account_id"),
    ] {
        let found = portal
            .texts(&format!(
                "SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
                 AND a.attnum = i.indkey[0] WHERE i.indrelid = '{table}'::regclass AND a.attname = '{column}'"
            ))
            .await;
        assert!(!found.is_empty(), "{table}.{column} has no index");
    }
}
