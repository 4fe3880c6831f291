//! Putting what is in a file here: design by design, and the project.

use super::contents::DesignIn;
use super::plan::Choice;
use crate::diagnostic::Diagnostic;
use crate::storage::aside::set_aside;
use crate::storage::{Library, SaveFault, Store, free_name, load, save_dated};
use crate::template::{parse, write};
use std::collections::BTreeMap;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// Names of the designs that are here now.
    pub imported: Vec<String>,
    /// Ids of those among them that took the place of another.
    pub replaced: Vec<String>,
    /// Ids under which they are here, in the same order as `imported`.
    pub ids: Vec<String>,
    /// Which ids of the file became which here.
    pub renamed: BTreeMap<String, String>,
    /// Names of those that were wanted and are not here, where it had to stop.
    pub missing: Vec<String>,
    /// Why it had to stop.
    pub fault: Option<Diagnostic>,
}

/// Puts designs into the library, each as was chosen; stops at the first that
/// cannot be stored. What is replaced goes to what was deleted last.
pub fn apply<'a>(
    library: &Library,
    store: &mut dyn Store,
    designs: impl IntoIterator<Item = (&'a DesignIn, Choice)>,
    now: u64,
) -> Done {
    let mut done = Done::default();
    let mut names: Vec<String> = library
        .list(store)
        .unwrap_or_default()
        .iter()
        .filter_map(|listed| library.read(store, &listed.id).ok())
        .map(|content| content.name().to_owned())
        .collect();
    for (design, choice) in designs {
        if choice == Choice::Skip {
            continue;
        }
        if done.fault.is_some() {
            done.missing.push(design.name.clone());
            continue;
        }
        match put(library, store, design, choice, &names, now) {
            Ok((id, name)) => {
                match &design.id {
                    Some(old) if *old != id => {
                        done.renamed.insert(old.clone(), id.clone());
                    }
                    Some(_) if choice == Choice::Replace => done.replaced.push(id.clone()),
                    _ => {}
                }
                names.push(name.clone());
                done.imported.push(name);
                done.ids.push(id);
            }
            Err(fault) => {
                done.missing.push(design.name.clone());
                done.fault = Some(fault.diagnostic());
            }
        }
    }
    done
}

fn put(
    library: &Library,
    store: &mut dyn Store,
    design: &DesignIn,
    choice: Choice,
    names: &[String],
    now: u64,
) -> Result<(String, String), SaveFault> {
    let modified = design.modified.unwrap_or(now);
    let own = design.id.as_deref().filter(|id| library.can_hold(id));
    if let Some(id) = own {
        let taken = library.is_stored(store, id)?;
        if !taken || choice == Choice::Replace {
            library.replace(store, id, &design.text, modified, now)?;
            return Ok((id.to_owned(), design.name.clone()));
        }
    }
    // Beside another: a name of its own, so that the two can be told apart.
    let id = library.free_id(store, now)?;
    let name = free_name(names.iter().map(String::as_str), &design.name);
    let text = match parse(&design.text) {
        Ok(mut template) if name != design.name => {
            template.name.clone_from(&name);
            write(&template).to_string()
        }
        _ => design.text.clone(),
    };
    library.save(store, &id, &text, None, modified)?;
    Ok((id, name))
}

/// Puts a project where the rehearsal room looks for it, when no room is there to
/// be asked. The one that is there becomes the one before.
///
/// # Errors
/// Why it was not; what was there still is then.
pub fn put_project(
    store: &mut dyn Store,
    key: &str,
    text: &str,
    now: u64,
) -> Result<(), SaveFault> {
    let found = load(store, key)?;
    if found.missing {
        // What is there can't be read now, and so can't become the one before.
        return Err(SaveFault::NotVerified);
    }
    if let Some((_, document)) = found.document {
        store.set(&format!("{key}.previous"), &document)?;
    }
    for text in &found.damaged {
        set_aside(store, key, text, now)?;
    }
    save_dated(store, key, text, None, Some(now)).map(drop)
}
