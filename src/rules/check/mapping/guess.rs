//! The source that a field's name speaks of.

use super::types::fits;
use crate::catalogue::SourceKind;
use crate::rules::similar::closest;
use crate::template::Field;

/// Names that people give to fields, in small letters without blanks.
const NAMES: &[(SourceKind, &[&str])] = {
    use SourceKind as S;
    &[
        (
            S::FullName,
            &[
                "recipientname",
                "recipient",
                "fullname",
                "name",
                "learner",
                "learnername",
                "student",
                "studentname",
                "participant",
                "participantname",
                "username",
                "awardedto",
                "holder",
                "employee",
                "employeename",
            ],
        ),
        (S::FirstName, &["firstname", "givenname", "forename"]),
        (S::LastName, &["lastname", "familyname", "surname"]),
        (S::Email, &["email", "mail", "emailaddress"]),
        (S::Language, &["language", "locale"]),
        (S::UserId, &["userid", "learnerid", "studentid", "participantid", "employeeid"]),
        (
            S::ActivityTitle,
            &[
                "title",
                "course",
                "coursetitle",
                "coursename",
                "activity",
                "activitytitle",
                "activityname",
                "module",
                "moduletitle",
                "training",
                "trainingtitle",
            ],
        ),
        (S::ActivityId, &["courseid", "activityid", "coursecode"]),
        (S::JourneyTitle, &["journey", "journeytitle", "journeyname", "section", "sectiontitle"]),
        (
            S::ProgrammeTitle,
            &[
                "programme",
                "program",
                "programmetitle",
                "programtitle",
                "programmename",
                "programname",
            ],
        ),
        (S::SessionTitle, &["session", "sessiontitle", "sessionname"]),
        (S::SessionStart, &["sessionstart", "startdate", "start", "startedat"]),
        (S::SessionEnd, &["sessionend", "enddate", "end"]),
        (
            S::CompletedAt,
            &[
                "completedat",
                "completed",
                "completedon",
                "completion",
                "completiondate",
                "datecompleted",
                "date",
                "finishedat",
                "achievedat",
            ],
        ),
        (S::Score, &["score", "grade", "result", "points", "percent", "percentage", "mark"]),
        (S::Status, &["status", "outcome"]),
        (
            S::GrantedAt,
            &[
                "grantedat",
                "granted",
                "issuedat",
                "issuedon",
                "issued",
                "issuedate",
                "dateissued",
                "awardedat",
            ],
        ),
        (S::CertificateTitle, &["certificate", "certificatetitle", "certificatename"]),
        (
            S::CertificateNumber,
            &[
                "certificatenumber",
                "certificateno",
                "certificateid",
                "number",
                "serial",
                "serialnumber",
            ],
        ),
    ]
};

/// The source for a field, by its name, else by its label; only one whose values
/// are of the field's type.
pub fn guess(field: &Field) -> Option<SourceKind> {
    let fitting = || NAMES.iter().filter(|(kind, _)| fits(field.kind, Some(kind.field_type())));
    let by_name = |name: &str| {
        let name: String =
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let near = closest(&name, fitting().flat_map(|(_, names)| names.iter().copied()))?;
        fitting().find(|(_, names)| names.contains(&near)).map(|(kind, _)| *kind)
    };
    by_name(&field.name).or_else(|| by_name(&field.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::FieldType;

    #[test]
    fn names_say_where_values_come_from() {
        use FieldType as T;
        use SourceKind as S;
        for (name, kind, source) in [
            ("recipient_name", T::Text, Some(S::FullName)),
            ("Recipient-Name", T::Text, Some(S::FullName)),
            ("completed_at", T::Date, Some(S::CompletedAt)),
            ("certificate_number", T::Text, Some(S::CertificateNumber)),
            ("title", T::Text, Some(S::ActivityTitle)),
            ("course", T::Text, Some(S::ActivityTitle)),
            ("score", T::Number, Some(S::Score)),
            // A number is no text of the same name.
            ("number", T::Number, None),
            ("recipient_name", T::Date, None),
            ("verify_url", T::Url, None),
            ("signature", T::Text, None),
        ] {
            let field: Field = serde_json::from_value(
                serde_json::json!({"name": name, "type": kind, "label": ""}),
            )
            .unwrap();
            assert_eq!(guess(&field), source, "{name}");
        }
    }

    #[test]
    fn every_name_leads_to_its_own_source() {
        for (kind, names) in NAMES {
            for name in *names {
                let json = serde_json::json!({"name": name, "type": kind.field_type()});
                let field: Field = serde_json::from_value(json).unwrap();
                assert_eq!(guess(&field), Some(*kind), "{name}");
            }
        }
    }
}
