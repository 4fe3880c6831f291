//! Changing JSON as JSON: bytes changed at random hardly ever leave a document
//! that is still read.

use crate::words::WORDS;
use libfuzzer_sys::fuzzer_mutate;
use serde_json::{Value, json};

/// Numbers at which something turns.
const NUMBERS: &[f64] = &[
    0.0,
    1.0,
    -1.0,
    0.5,
    12.0,
    50.0,
    79.999_999_999_999_99,
    80.0,
    100.0,
    100.5,
    1000.0,
    1200.0,
    4_294_967_295.0,
    1e300,
];

/// One to three changes to a document, or now and then to its bytes.
pub fn json(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed));
    let document = data.get(..size).and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
    let Some(mut document) = document.filter(|_| random.below(8) != 0) else {
        return fuzzer_mutate(data, size, max_size);
    };
    for _ in 0..=random.below(3) {
        change(&mut document, &mut random);
    }
    let text = document.to_string();
    match data.get_mut(..text.len()) {
        Some(place) if text.len() <= max_size => {
            place.copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
}

fn change(document: &mut Value, random: &mut Random) {
    let mut places = Vec::new();
    collect(document, String::new(), &mut places);
    let Some(place) = random.pick(&places).cloned() else { return };
    let Some(value) = document.pointer(&place) else { return };
    let like = |other: &&String| {
        let other = document.pointer(other);
        other.is_some_and(|other| std::mem::discriminant(other) == std::mem::discriminant(value))
    };
    let new = match random.below(12) {
        // Something like it from elsewhere in the document, which fits most often.
        0..=3 => {
            let others: Vec<&String> = places.iter().filter(like).collect();
            random.pick(&others).and_then(|other| document.pointer(other)).cloned()
        }
        4 => random.pick(&places).and_then(|other| document.pointer(other)).cloned(),
        5 => random.pick(NUMBERS).map(|number| number_value(*number)),
        6 => random.pick(&WORDS).map(|word| json!(word)),
        7 => Some(match random.below(6) {
            0 => json!([value]),
            1 => json!({ "and": [value] }),
            2 => json!({ "or": [value, value] }),
            3 => json!({ "not": value }),
            4 => json!(null),
            _ => json!(random.below(2) == 0),
        }),
        _ => None,
    };
    match new {
        Some(new) => {
            if let Some(value) = document.pointer_mut(&place) {
                *value = new;
            }
        }
        None => rearrange(document, &place, random),
    }
}

/// Takes an entry out of what holds it, says it twice, or adds one beside it.
fn rearrange(document: &mut Value, place: &str, random: &mut Random) {
    let Some((parent, key)) = place.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Array(list)) => {
            let Some(at) = key.parse().ok().filter(|at| *at < list.len()) else { return };
            match random.below(3) {
                0 => drop(list.remove(at)),
                1 => {
                    let entry = list[at].clone();
                    list.insert(random.below(list.len() + 1), entry);
                }
                _ => {
                    let other = random.below(list.len());
                    list.swap(at, other);
                }
            }
        }
        Some(Value::Object(map)) => {
            let key = key.replace("~1", "/").replace("~0", "~");
            let value =
                if random.below(2) == 0 { map.remove(&key) } else { map.get(&key).cloned() };
            // Under another name, half the time.
            if let (Some(value), Some(word), 0) = (value, random.pick(&WORDS), random.below(2)) {
                map.insert(word.clone(), value);
            }
        }
        _ => {}
    }
}

fn number_value(number: f64) -> Value {
    // Whole numbers as such: counts don't take 12.0.
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(number as i64) } else { json!(number) }
}

/// The places of everything in a document, as JSON pointers.
fn collect(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{at}/{key}"), places);
            }
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(i, value)| collect(value, format!("{at}/{i}"), places));
        }
        _ => {}
    }
    if !at.is_empty() {
        places.push(at);
    }
}

/// A sequence of numbers from a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }
}
