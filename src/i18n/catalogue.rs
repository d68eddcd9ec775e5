//! The catalogue of words: Fluent files of one locale, parsed once. A debug build reads `src/i18n/<locale>/*.ftl` from the
//! disk and notices a changed file within a second, so that a word needs no rebuild; a release carries them inside.

use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;

use super::{Locale, number, value::Value};

#[derive(RustEmbed)]
#[folder = "src/i18n/vi"]
struct ViFiles;

#[derive(RustEmbed)]
#[folder = "src/i18n/en"]
struct EnFiles;

type Bundle = FluentBundle<FluentResource>;

struct Catalogue {
    vi: Bundle,
    en: Bundle,
}

impl Catalogue {
    const fn bundle(&self, locale: Locale) -> &Bundle {
        match locale {
            Locale::Vi => &self.vi,
            Locale::En => &self.en,
        }
    }
}

static CURRENT: LazyLock<RwLock<Arc<Catalogue>>> = LazyLock::new(|| RwLock::new(Arc::new(load())));

/// The words for `key` in `locale`, with `args` put in.
///
/// Falls back to Vietnamese, then to the key itself: a page is never lost for a missing word (a test finds it instead).
#[must_use]
pub fn text(locale: Locale, key: &str, args: &[(&str, Value)]) -> String {
    let catalogue = current();
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        match value {
            Value::Number(n) => values.set((*name).to_owned(), FluentValue::from(*n)),
            Value::Text(words) => values.set((*name).to_owned(), FluentValue::from(words.clone())),
        }
    }
    [locale, Locale::Vi]
        .into_iter()
        .find_map(|l| say(catalogue.bundle(l), key, &values))
        .unwrap_or_else(|| key.to_owned())
}

/// Whether `locale` itself has words for `key`.
#[must_use]
pub fn has(locale: Locale, key: &str) -> bool {
    current().bundle(locale).has_message(key)
}

/// Every key of `locale`, sorted.
#[must_use]
pub fn keys(locale: Locale) -> Vec<String> {
    let mut all: Vec<String> = sources(locale)
        .iter()
        .flat_map(|(_, source)| source.lines())
        .filter_map(|line| {
            let (key, _) = line.split_once('=')?;
            let key = key.trim_end();
            let plain = key.starts_with(|c: char| c.is_ascii_lowercase())
                && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            plain.then(|| key.to_owned())
        })
        .collect();
    all.sort();
    all
}

/// Name and content of every file of `locale`, sorted by name.
#[must_use]
pub fn sources(locale: Locale) -> Vec<(String, String)> {
    fn read<F: RustEmbed>() -> Vec<(String, String)> {
        F::iter()
            .filter(|name| name.ends_with(".ftl"))
            .filter_map(|name| {
                let file = F::get(&name)?;
                Some((name.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
            })
            .collect()
    }
    let mut files = match locale {
        Locale::Vi => read::<ViFiles>(),
        Locale::En => read::<EnFiles>(),
    };
    files.sort();
    files
}

fn say(bundle: &Bundle, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let words = bundle.format_pattern(pattern, Some(args), &mut errors);
    if !errors.is_empty() {
        tracing::warn!(key, ?errors, "a message lacks a value");
    }
    Some(words.into_owned())
}

fn load() -> Catalogue {
    Catalogue { vi: bundle(Locale::Vi), en: bundle(Locale::En) }
}

fn bundle(locale: Locale) -> Bundle {
    let language = locale.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    let grouped = match locale {
        Locale::Vi => vietnamese_number,
        Locale::En => english_number,
    };
    bundle.set_formatter(Some(grouped));
    for (name, source) in sources(locale) {
        let resource = match FluentResource::try_new(source) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                tracing::error!(file = %name, ?errors, "a file of words is not well formed");
                resource
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = %name, ?errors, "a key is given twice");
        }
    }
    bundle
}

fn vietnamese_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    shown(Locale::Vi, value)
}

fn english_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    shown(Locale::En, value)
}

fn shown(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    if let FluentValue::Number(number) = value {
        let whole: i64 = number.as_string().parse().ok()?;
        Some(number::num(locale, whole))
    } else {
        None
    }
}

#[cfg(not(debug_assertions))]
fn current() -> Arc<Catalogue> {
    Arc::clone(&CURRENT.read().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(debug_assertions)]
fn current() -> Arc<Catalogue> {
    if disk::changed() {
        *CURRENT.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(load());
    }
    Arc::clone(&CURRENT.read().unwrap_or_else(PoisonError::into_inner))
}

/// Noticing in a debug build that a file of words was saved.
#[cfg(debug_assertions)]
mod disk {
    use std::{
        fs,
        sync::{Mutex, PoisonError},
        time::{Duration, Instant, SystemTime},
    };

    struct Seen {
        looked: Instant,
        newest: Option<SystemTime>,
    }

    static SEEN: Mutex<Option<Seen>> = Mutex::new(None);

    /// Whether a file is newer than at the last look; looks at most once a second.
    pub(super) fn changed() -> bool {
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = seen.as_ref()
            && last.looked.elapsed() < Duration::from_secs(1)
        {
            return false;
        }
        let newest = newest();
        let changed = seen.as_ref().is_some_and(|last| last.newest != newest);
        *seen = Some(Seen { looked: Instant::now(), newest });
        changed
    }

    fn newest() -> Option<SystemTime> {
        ["vi", "en"]
            .iter()
            .filter_map(|l| fs::read_dir(format!("{}/src/i18n/{l}", env!("CARGO_MANIFEST_DIR"))).ok())
            .flatten()
            .filter_map(|entry| entry.ok()?.metadata().ok()?.modified().ok())
            .max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(text(Locale::En, "there-is-no-such-key", &[]), "there-is-no-such-key");
        assert!(!has(Locale::Vi, "there-is-no-such-key"));
    }

    #[test]
    fn numbers_are_grouped_and_choose_the_plural() {
        let say = |l, n: i64| text(l, "form-errors-title", &[("count", Value::Number(n))]);
        assert_eq!(say(Locale::Vi, 1234), "Có 1.234 chỗ cần sửa");
        assert_eq!(say(Locale::En, 1), "There is 1 thing to correct");
        assert_eq!(say(Locale::En, 2), "There are 2 things to correct");
    }
}
