//! The words that tables use for what happened and how it ended.

use crate::catalogue::{EventKind, Status};

/// A text in lower case, without accents, and with one blank for everything
/// that is neither a letter nor a digit: the form in which words are compared.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if let Some(base) = without_accent(c) {
            out.push_str(base);
        } else if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn without_accent(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ß' => "ss",
        'œ' => "oe",
        // Accents written as characters of their own.
        '\u{300}'..='\u{36F}' => "",
        _ => return None,
    })
}

/// What a word for an event says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Happened {
    /// The item was attempted to its end: an activity, a journey or a programme.
    Ended(Status),
    /// A course or a certification was assigned.
    Assigned,
    /// Exactly this.
    Kind(EventKind),
}

/// What a cell of the event column says: the name of an event kind, or a word
/// for it in English, German, French or Spanish.
pub(super) fn happened(text: &str) -> Option<Happened> {
    let word = plain(text);
    if let Some(kind) = EventKind::ALL.into_iter().find(|kind| same(kind.as_str(), &word)) {
        return Some(Happened::Kind(kind));
    }
    EVENTS.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, what)| *what)
}

/// Whether a name in kebab case and a plain word are the same.
fn same(name: &str, word: &str) -> bool {
    name.len() == word.len()
        && name.bytes().zip(word.bytes()).all(|(a, b)| a == b || (a == b'-' && b == b' '))
}

const EVENTS: &[(&[&str], Happened)] = &[
    (
        &[
            "completed",
            "complete",
            "completion",
            "finished",
            "done",
            "attended",
            "course completed",
            "module completed",
            "quiz completed",
            "abgeschlossen",
            "beendet",
            "erledigt",
            "absolviert",
            "teilgenommen",
            "kurs abgeschlossen",
            "aktivitat abgeschlossen",
            "termine",
            "acheve",
            "complete avec succes",
            "cours termine",
            "activite terminee",
            "completado",
            "completada",
            "finalizado",
            "finalizada",
            "terminado",
            "terminada",
            "curso completado",
            "actividad completada",
            "satisfied",
            "waived",
        ],
        Happened::Ended(Status::Completed),
    ),
    (
        &[
            "passed",
            "pass",
            "activity passed",
            "course passed",
            "quiz passed",
            "bestanden",
            "kurs bestanden",
            "reussi",
            "valide",
            "aprobado",
            "aprobada",
            "superado",
            "superada",
        ],
        Happened::Ended(Status::Passed),
    ),
    (
        &[
            "failed",
            "fail",
            "not passed",
            "activity failed",
            "course failed",
            "quiz failed",
            "nicht bestanden",
            "durchgefallen",
            "echoue",
            "echec",
            "non reussi",
            "suspendido",
            "suspenso",
            "suspensa",
            "no aprobado",
            "no superado",
            "reprobado",
        ],
        Happened::Ended(Status::Failed),
    ),
    (
        &[
            "abandoned",
            "left early",
            "aborted",
            "quit",
            "abgebrochen",
            "abandonne",
            "interrompu",
            "abandonado",
            "abandonada",
            "interrumpido",
        ],
        Happened::Ended(Status::Abandoned),
    ),
    (
        &[
            "section completed",
            "learning path completed",
            "path completed",
            "lernpfad abgeschlossen",
            "abschnitt abgeschlossen",
            "parcours termine",
            "section terminee",
            "itinerario completado",
            "seccion completada",
        ],
        Happened::Kind(EventKind::JourneyCompleted),
    ),
    (
        &[
            "program completed",
            "programm abgeschlossen",
            "programme termine",
            "programa completado",
        ],
        Happened::Kind(EventKind::ProgrammeCompleted),
    ),
    (
        &[
            "ready for grading",
            "submitted",
            "handed in",
            "awaiting grade",
            "needs grading",
            "bereit zur bewertung",
            "eingereicht",
            "abgegeben",
            "a noter",
            "soumis",
            "rendu",
            "por calificar",
            "entregado",
            "enviado",
        ],
        Happened::Kind(EventKind::ActivityReadyForGrading),
    ),
    (
        &[
            "graded",
            "scored",
            "marked",
            "grade given",
            "bewertet",
            "benotet",
            "note",
            "evalue",
            "calificado",
            "calificada",
            "evaluado",
            "puntuado",
        ],
        Happened::Kind(EventKind::ActivityGraded),
    ),
    (
        &[
            "registered",
            "registration",
            "signed up",
            "sign up",
            "joined",
            "user created",
            "account created",
            "user registered",
            "registriert",
            "angemeldet",
            "konto erstellt",
            "inscrit",
            "inscription",
            "compte cree",
            "registrado",
            "registrada",
            "registro",
            "cuenta creada",
        ],
        Happened::Kind(EventKind::LearnerRegistered),
    ),
    (
        &[
            "updated",
            "profile updated",
            "user updated",
            "aktualisiert",
            "profil aktualisiert",
            "profil mis a jour",
            "mis a jour",
            "perfil actualizado",
            "actualizado",
        ],
        Happened::Kind(EventKind::LearnerUpdated),
    ),
    (
        &[
            "deleted",
            "user deleted",
            "account deleted",
            "geloscht",
            "konto geloscht",
            "supprime",
            "compte supprime",
            "eliminado",
            "cuenta eliminada",
            "borrado",
        ],
        Happened::Kind(EventKind::LearnerDeleted),
    ),
    (
        &[
            "joined group",
            "added to group",
            "group joined",
            "gruppe beigetreten",
            "zur gruppe hinzugefugt",
            "a rejoint le groupe",
            "ajoute au groupe",
            "groupe rejoint",
            "anadido al grupo",
            "agregado al grupo",
            "se unio al grupo",
        ],
        Happened::Kind(EventKind::LearnerAddedToGroup),
    ),
    (
        &[
            "left group",
            "removed from group",
            "gruppe verlassen",
            "aus gruppe entfernt",
            "aus der gruppe entfernt",
            "a quitte le groupe",
            "retire du groupe",
            "eliminado del grupo",
            "salio del grupo",
        ],
        Happened::Kind(EventKind::LearnerRemovedFromGroup),
    ),
    (
        &[
            "started",
            "start",
            "opened",
            "launched",
            "attempted",
            "initialized",
            "begun",
            "begonnen",
            "gestartet",
            "geoffnet",
            "commence",
            "demarre",
            "lance",
            "ouvert",
            "iniciado",
            "iniciada",
            "comenzado",
            "empezado",
            "abierto",
        ],
        Happened::Kind(EventKind::ActivityStarted),
    ),
    (
        &[
            "first logged in",
            "erste anmeldung",
            "erster login",
            "premiere connexion",
            "primer acceso",
            "primer inicio de sesion",
            "primera conexion",
        ],
        Happened::Kind(EventKind::FirstLogin),
    ),
    (
        &[
            "assigned",
            "enrolled",
            "enrolment",
            "enrollment",
            "zugewiesen",
            "eingeschrieben",
            "zugeteilt",
            "assigne",
            "attribue",
            "asignado",
            "asignada",
            "matriculado",
            "inscrito",
        ],
        Happened::Assigned,
    ),
    (
        &[
            "revoked",
            "certification withdrawn",
            "widerrufen",
            "entzogen",
            "revoque",
            "retire",
            "revocado",
            "revocada",
        ],
        Happened::Kind(EventKind::CertificationRevoked),
    ),
];

/// What a cell of the status column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The attempt ended so.
    So(Status),
    /// It is under way.
    NotYet,
    /// It was not begun.
    NotBegun,
}

/// What a cell of the status column says, in the same languages.
pub(super) fn ended(text: &str) -> Option<Ended> {
    let word = plain(text);
    if UNDER_WAY.contains(&word.as_str()) {
        return Some(Ended::NotYet);
    }
    if NOT_BEGUN.contains(&word.as_str()) {
        return Some(Ended::NotBegun);
    }
    EVENTS.iter().find(|(words, _)| words.contains(&word.as_str())).and_then(|(_, what)| match what
    {
        Happened::Ended(status) => Some(Ended::So(*status)),
        Happened::Kind(EventKind::ActivityStarted) => Some(Ended::NotYet),
        _ => None,
    })
}

const UNDER_WAY: &[&str] = &[
    "in progress",
    "incomplete",
    "not completed",
    "not complete",
    "ongoing",
    "in bearbeitung",
    "in arbeit",
    "lauft",
    "unvollstandig",
    "nicht abgeschlossen",
    "en cours",
    "incomplet",
    "non termine",
    "en curso",
    "en progreso",
    "incompleto",
    "no completado",
];

const NOT_BEGUN: &[&str] = &[
    "not started",
    "not attempted",
    "not begun",
    "nicht begonnen",
    "nicht gestartet",
    "offen",
    "non commence",
    "pas commence",
    "no iniciado",
    "sin iniciar",
    "no empezado",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_in_their_plain_form() {
        assert_eq!(plain("  Prüfungs-Ergebnis (Œuvre)! "), "prufungs ergebnis oeuvre");
        assert_eq!(plain("re\u{301}ussi"), "reussi");
        // Every word of the tables is in that form, or it could never be found.
        let words = EVENTS.iter().flat_map(|(words, _)| words.iter());
        for word in words.chain(UNDER_WAY).chain(NOT_BEGUN) {
            assert_eq!(plain(word), *word);
        }
    }

    #[test]
    fn no_word_has_two_meanings() {
        let mut all: Vec<&str> =
            EVENTS.iter().flat_map(|(words, _)| words.iter().copied()).collect();
        all.extend(UNDER_WAY.iter().chain(NOT_BEGUN));
        all.sort_unstable();
        let twice: Vec<_> = all.windows(2).filter(|w| w[0] == w[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn names_and_words_of_events() {
        for kind in EventKind::ALL {
            assert_eq!(happened(kind.as_str()), Some(Happened::Kind(kind)));
            assert_eq!(
                happened(&kind.as_str().replace('-', " ").to_uppercase()),
                Some(Happened::Kind(kind))
            );
        }
        assert_eq!(happened("Nicht bestanden"), Some(Happened::Ended(Status::Failed)));
        assert_eq!(happened("Réussi"), Some(Happened::Ended(Status::Passed)));
        assert_eq!(happened("Joined group"), Some(Happened::Kind(EventKind::LearnerAddedToGroup)));
        assert_eq!(happened("sneezed"), None);
        assert_eq!(happened(""), None);
    }

    #[test]
    fn words_of_status() {
        assert_eq!(ended("PASSED"), Some(Ended::So(Status::Passed)));
        assert_eq!(ended("In progress"), Some(Ended::NotYet));
        assert_eq!(ended("nicht begonnen"), Some(Ended::NotBegun));
        assert_eq!(ended("registered"), None);
    }
}
