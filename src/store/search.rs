//! Search over the catalogue: by code, by the words of the name, by keywords, by field and agency; and by likeness when
//! nothing else is found. Everything a page of results needs in one round trip.

use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{error::Error, tx::Db};
use crate::domain::{
    procedure::{Case, ChannelTerms, Fee},
    words::Query,
};

/// How many results a page has.
pub const PAGE: i64 = 50;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The words; empty for the whole catalogue, the most used first.
    pub query: Query,
    /// Key of a level.
    pub level: Option<String>,
    /// A field as written in the catalogue.
    pub field: Option<String>,
    /// Key of an audience.
    pub audience: Option<String>,
    /// Key of an online level.
    pub online: Option<String>,
    /// Code of the settling agency; a commune stands for every procedure that communes settle.
    pub agency: Option<String>,
    /// Whether drafts are found too (administration); the public sees what is published.
    pub drafts: bool,
    /// Behind which result the page begins.
    pub after: Option<After>,
    /// How many at most; at most [`PAGE`].
    pub limit: i64,
}

/// The last result of the page before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// Its score.
    pub score: i32,
    /// Its code.
    pub code: String,
}

impl After {
    /// As it stands in a link: `830~1.001193`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}~{}", self.score, self.code)
    }

    /// Reads it back; anything else is the first page.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let (score, code) = key.split_once('~')?;
        Some(Self { score: score.parse().ok()?, code: code.to_owned() })
    }
}

/// One result.
#[derive(Clone, Debug, Deserialize)]
pub struct Hit {
    /// Procedure code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Field.
    pub field: String,
    /// Keys of the levels.
    pub levels: Vec<String>,
    /// Keys of the audiences.
    pub audiences: Vec<String>,
    /// Key of the online level.
    pub online: String,
    /// Code of the settling agency, where it is one.
    pub agency: Option<String>,
    /// The published version; none for a draft.
    pub published: Option<Uuid>,
    /// How well it fits.
    pub score: i32,
    /// Channels and their time limits.
    pub channels: Vec<ChannelTerms>,
    /// Cases, which name their fees.
    pub cases: Vec<Case>,
    /// Fees.
    pub fees: Vec<Fee>,
}

/// A page of results.
#[derive(Clone, Debug)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// How many there are on all pages.
    pub total: i64,
    /// Behind the last one, when more follow.
    pub next: Option<After>,
    /// Every field of the catalogue that is shown, for the filter.
    pub fields: Vec<String>,
}

struct Row {
    hits: Json<Vec<Hit>>,
    total: i64,
    fields: Json<Vec<String>>,
}

/// The query as arrays, the way the SQL takes it.
struct Arrays {
    phrases: Vec<String>,
    totals: Vec<i32>,
    words: Vec<String>,
    weights: Vec<i32>,
    variants: Vec<i32>,
}

impl Arrays {
    fn of(query: &Query) -> Self {
        let mut arrays = Self {
            phrases: Vec::new(),
            totals: Vec::new(),
            words: Vec::new(),
            weights: Vec::new(),
            variants: Vec::new(),
        };
        for (variant, number) in query.variants.iter().zip(1..) {
            arrays.phrases.push(variant.phrase.clone());
            arrays.totals.push(variant.words.iter().map(|w| w.weight).sum());
            for word in &variant.words {
                arrays.words.push(word.text.clone());
                arrays.weights.push(word.weight);
                arrays.variants.push(number);
            }
        }
        arrays
    }
}

/// What fits, best first: exact code (1000), beginning of a code (950), the whole name (900), a keyword (800), the phrase in
/// the name (700 and more the larger its part), all words in the name (500 …), in name, keywords and field (400 …), most of the
/// words (up to 300), the agency's name (250); and only when none of these is found, names that look alike (up to 100). Other
/// ways of saying it count a little less than the words as typed, drafts a little less than published procedures.
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(db: &Db, wanted: &Wanted) -> Result<Found, Error> {
    let limit = wanted.limit.clamp(1, PAGE);
    let a = Arrays::of(&wanted.query);
    let row = sqlx::query_as!(
        Row,
        r#"
        WITH variant AS MATERIALIZED (
            SELECT phrase, total, ' ' || phrase || ' ' AS spaced, ord::int AS n
            FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS v (phrase, total, ord)
        ), word AS MATERIALIZED (
            SELECT ' ' || w || ' ' AS spaced, weight, n
            FROM unnest($3::text[], $4::int[], $5::int[]) AS x (w, weight, n)
        ), visible AS MATERIALIZED (
            SELECT p.code, p.name_words, p.all_words, p.agency
            FROM procedure p
            WHERE ($6 OR p.published_version IS NOT NULL)
              AND ($7::text IS NULL OR $7 = ANY(p.levels))
              AND ($8::text IS NULL OR p.field = $8)
              AND ($9::text IS NULL OR $9 = ANY(p.audiences))
              AND ($10::text IS NULL OR p.online = $10)
              AND ($11::text IS NULL
                   OR p.agency = $11
                   OR (p.agency IS NULL
                       AND 'commune' = ANY(p.levels)
                       AND EXISTS (SELECT FROM agency WHERE code = $11 AND level IN ('commune', 'commune-centre'))))
        ), found AS MATERIALIZED (
            -- each word is looked for once, however many ways of saying it share it; strpos is three times as fast as LIKE
            SELECT p.code, w.spaced, strpos(p.name_words, w.spaced) > 0 AS named
            FROM (SELECT DISTINCT spaced FROM word) w
            JOIN visible p ON strpos(p.all_words, w.spaced) > 0
        ), word_hit AS (
            SELECT f.code, w.n, sum(w.weight) AS anywhere,
                   coalesce(sum(w.weight) FILTER (WHERE f.named), 0) AS in_name
            FROM found f
            JOIN word w ON w.spaced = f.spaced
            GROUP BY f.code, w.n
        ), agency_hit AS MATERIALIZED (
            SELECT g.code
            FROM agency g, variant v
            WHERE v.n = 1 AND length(v.phrase) > 5 AND vn_words(g.name) LIKE '%' || v.spaced || '%'
        ), said AS (
            SELECT p.code,
                   CASE
                       WHEN p.name_words IN (v.spaced, ' thu tuc' || v.spaced) THEN 900
                       WHEN p.keyword_words LIKE '%|' || v.spaced || '|%' THEN 800
                       WHEN p.name_words LIKE '%' || v.spaced || '%'
                           THEN 700 + 90 * length(v.phrase) / length(p.name_words)
                       WHEN p.keyword_words LIKE '%' || v.spaced || '%' THEN 600
                       WHEN h.in_name = v.total THEN 500 + 90 * length(v.phrase) / length(p.name_words)
                       WHEN h.anywhere = v.total THEN 400 + 90 * h.in_name / v.total
                       ELSE 250 * h.anywhere / v.total + 40 * h.in_name / v.total
                   END - CASE WHEN v.n = 1 THEN 0 ELSE 15 END AS score
            FROM word_hit h
            JOIN variant v ON v.n = h.n
            JOIN procedure p ON p.code = h.code -- by its key: a plan that does not know the parameters stays fast
            WHERE h.anywhere * 5 >= v.total * 3
            UNION ALL
            SELECT code, CASE WHEN code = $12 THEN 1000 ELSE 950 END
            FROM visible
            WHERE $12 <> '' AND code LIKE $12 || '%'
            UNION ALL
            SELECT p.code, 250
            FROM visible p
            JOIN agency_hit g ON g.code = p.agency
        ), best AS (
            SELECT code, max(score) AS score
            FROM said
            WHERE score > 0
            GROUP BY code
        ), alike AS (
            SELECT p.code, (100 * word_similarity(v.phrase, p.all_words))::int AS score
            FROM variant v
            JOIN procedure p ON v.phrase <% p.all_words -- procedure_all_words finds them
            WHERE v.n = 1 AND NOT EXISTS (SELECT FROM best) AND p.code IN (SELECT code FROM visible)
        ), scored AS (
            SELECT p.code,
                   (b.score + CASE WHEN p.published_version IS NULL THEN 0 ELSE 30 END
                    + least(p.popularity, 20))::int AS score
            FROM (SELECT code, score FROM best
                  UNION ALL
                  SELECT code, score FROM alike
                  UNION ALL
                  SELECT code, 0 FROM visible WHERE cardinality($1::text[]) = 0 AND $12 = '') b
            JOIN procedure p ON p.code = b.code
        ), page AS (
            SELECT code, score
            FROM scored
            WHERE $13::int IS NULL OR (-score, code) > (-$13, $14)
            ORDER BY score DESC, code
            LIMIT $15
        )
        SELECT (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'code', p.code, 'name', p.name, 'field', p.field, 'levels', p.levels,
                           'audiences', p.audiences, 'online', p.online, 'agency', p.agency,
                           'published', p.published_version, 'score', x.score,
                           'channels', v.content -> 'channels', 'cases', v.content -> 'cases',
                           'fees', coalesce(v.content -> 'fees', '[]'))
                           ORDER BY x.score DESC, p.code), '[]')
                FROM page x
                JOIN procedure p ON p.code = x.code
                JOIN procedure_version v ON v.id = coalesce(p.published_version, p.draft_version)
               ) AS "hits!: Json<Vec<Hit>>",
               (SELECT count(*) FROM scored) AS "total!",
               (SELECT coalesce(jsonb_agg(field ORDER BY field), '[]')
                FROM (SELECT DISTINCT field FROM procedure WHERE $6 OR published_version IS NOT NULL) f
               ) AS "fields!: Json<Vec<String>>"
        "#,
        &a.phrases,
        &a.totals,
        &a.words,
        &a.weights,
        &a.variants,
        wanted.drafts,
        wanted.level,
        wanted.field,
        wanted.audience,
        wanted.online,
        wanted.agency,
        wanted.query.code,
        wanted.after.as_ref().map(|x| x.score),
        wanted.after.as_ref().map(|x| x.code.as_str()),
        limit + 1,
    )
    .fetch_one(db.pool())
    .await?;
    Ok(page(row, limit))
}

/// One row more than shown says that a page follows.
fn page(row: Row, limit: i64) -> Found {
    let mut hits = row.hits.0;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = hits.len() > shown;
    hits.truncate(shown);
    let next = hits.last().filter(|_| more).map(|last| After { score: last.score, code: last.code.clone() });
    Found { hits, total: row.total, next, fields: row.fields.0 }
}
