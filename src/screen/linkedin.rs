//! “Add to LinkedIn profile”: the address that fills LinkedIn's form for a licence
//! or certification, as LinkedIn documents it
//! (<https://addtoprofile.linkedin.com/>).

use crate::locale::mark;

/// What LinkedIn's form asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credential {
    /// The certificate's title.
    pub name: String,
    /// Who issued it; may be empty.
    pub organisation: String,
    /// Year and month of issue.
    pub issued: Option<(i16, i8)>,
    /// Year and month of expiry; none for one that doesn't expire.
    pub expires: Option<(i16, i8)>,
    /// The certificate's number; may be empty.
    pub number: String,
    /// Where it can be verified; may be empty.
    pub url: String,
}

impl Credential {
    /// The address.
    pub fn link(&self) -> String {
        let mut out =
            "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME".to_owned();
        let mut add = |key: &str, value: &str| {
            if !value.is_empty() {
                out.push_str(&format!("&{key}={}", encode(value)));
            }
        };
        add("name", &self.name);
        add("organizationName", &self.organisation);
        if let Some((year, month)) = self.issued {
            add("issueYear", &year.to_string());
            add("issueMonth", &month.to_string());
        }
        if let Some((year, month)) = self.expires {
            add("expirationYear", &year.to_string());
            add("expirationMonth", &month.to_string());
        }
        add("certUrl", &self.url);
        add("certId", &self.number);
        out
    }

    /// The same fields by LinkedIn's names, to copy.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let date =
            |at: Option<(i16, i8)>| at.map(|(y, m)| format!("{y}-{m:02}")).unwrap_or_default();
        vec![
            (mark!("Name"), self.name.clone()),
            (mark!("Issuing organisation"), self.organisation.clone()),
            (mark!("Issue date"), date(self.issued)),
            (mark!("Expiration date"), date(self.expires)),
            (mark!("Credential ID"), self.number.clone()),
            (mark!("Credential URL"), self.url.clone()),
        ]
    }
}

/// Percent-encodes all but unreserved characters (RFC 3986, section 2.3).
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Year and month of an instant or a day in RFC 3339.
pub fn month(text: &str) -> Option<(i16, i8)> {
    let (year, rest) = text.split_once('-')?;
    let month = rest.get(..2)?.parse().ok().filter(|m| (1..=12).contains(m))?;
    Some((year.parse().ok()?, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_encoded_and_empty_ones_are_left_out() {
        let credential = Credential {
            name: "Été & Söhne".into(),
            issued: month("2026-03-15T10:00:00+01:00"),
            number: "42/7".into(),
            ..Credential::default()
        };
        assert_eq!(
            credential.link(),
            "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME\
             &name=%C3%89t%C3%A9%20%26%20S%C3%B6hne&issueYear=2026&issueMonth=3&certId=42%2F7"
        );
        assert_eq!(credential.fields().len(), 6);
    }

    #[test]
    fn what_is_no_month_is_none() {
        assert_eq!(month("2026-13-01"), None);
        assert_eq!(month("soon"), None);
        assert_eq!(month(""), None);
    }
}
