//! The longest that lists have to bear.

use serde_json::{Value, json};

use crate::support::portal::Portal;

/// How many documents the heaviest procedure asks for.
const DOCUMENTS: usize = 40;

impl Portal {
    /// Gives a procedure the longest name there is and forty documents, some of them with long names too; call it before
    /// anybody opens the procedure.
    pub(crate) async fn burdens(&self, code: &str) {
        let long = motcua::web::public::ui_samples::long_name();
        assert_eq!(long.chars().count(), 1094);
        let found =
            self.texts(&format!("SELECT content::text FROM procedure_version WHERE code = '{code}'")).await;
        let mut content: Value = serde_json::from_str(&found[0]).unwrap();
        content["name"] = json!(long);
        let kept = content["documents"].as_array().unwrap().clone();
        let more = (kept.len()..DOCUMENTS).map(|n| {
            let name = if n % 7 == 0 { long.clone() } else { format!("Giấy tờ thứ {n} theo quy định") };
            json!({ "key": format!("giay-to-{n}"), "name": name, "kind": "submit", "originals": 1, "hint": "Bản chính hoặc bản sao có chứng thực" })
        });
        let documents: Vec<Value> = kept.into_iter().chain(more).collect();
        let wanted: Vec<Value> =
            documents.iter().map(|d| json!({ "doc": d["key"], "required": true })).collect();
        content["documents"] = json!(documents);
        for case in content["cases"].as_array_mut().unwrap() {
            case["documents"] = json!(wanted);
        }
        let json = content.to_string().replace('\'', "''");
        self.sql("ALTER TABLE procedure_version DISABLE TRIGGER ALL").await.unwrap();
        self.sql(&format!("UPDATE procedure SET name = '{long}' WHERE code = '{code}'")).await.unwrap();
        let sql = format!(
            "UPDATE procedure_version SET name = '{long}', content = '{json}'::jsonb WHERE code = '{code}'"
        );
        self.sql(&sql).await.unwrap();
        self.sql("ALTER TABLE procedure_version ENABLE TRIGGER ALL").await.unwrap();
    }
}
