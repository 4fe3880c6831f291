//! Draws templates outside of the browser: to look at what one comes out as.
//!
//! ```sh
//! cargo run --example render -- template.json picture.png [document.pdf] [drawing.svg]
//! ```
//! The file's ending decides the format. Values are the samples of the fields.
//! What there is to say about the template goes to standard error.
#![allow(clippy::print_stderr, reason = "a program for the command line")]

use laureate::api::{Engine, PdfRequest, PngRequest, check_template};
use laureate::field::samples;
use laureate::template::parse;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "render template.json file.png|file.pdf|file.svg …";
    let source = args.next().ok_or(usage)?;
    let template = parse(&std::fs::read_to_string(&source)?).map_err(|e| format!("{e:#?}"))?;
    let values = samples(&template);
    let mut engine = Engine::new();
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/fonts");
    loop {
        let wanted = engine.wanted(&template, &values);
        if wanted.is_empty() {
            break;
        }
        for file in wanted {
            let bytes = std::fs::read(fonts.join(file))?;
            engine.fonts().add_file(file, bytes).map_err(|e| format!("{e}"))?;
        }
    }
    for finding in check_template(&template) {
        eprintln!("{finding}");
    }
    for finding in engine.compose(&template, &values).diagnostics {
        eprintln!("{finding}");
    }
    for to in args {
        let bytes = if to.ends_with(".png") {
            engine.png(&template, &values, PngRequest { dpi: None }).map(|made| made.value)
        } else if to.ends_with(".pdf") {
            engine
                .pdf(&template, std::slice::from_ref(&values), &PdfRequest::default())
                .map(|made| made.value)
        } else {
            engine.svg(&template, &values).map(|made| made.value.into_bytes())
        };
        std::fs::write(&to, bytes.map_err(|e| format!("{e:#?}"))?)?;
    }
    Ok(())
}
