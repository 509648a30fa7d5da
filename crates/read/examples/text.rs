//! Prints what reading makes of files: `cargo run -p read --example text -- FILE…`.

use std::path::PathBuf;

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (inputs, problems) = read::inputs(&paths);
    for problem in problems {
        eprintln!("{problem}");
    }
    for input in inputs {
        match read::load(&input) {
            Err(error) => eprintln!("{error}"),
            Ok(bytes) => {
                let document = read::document(&bytes, input.path().as_deref(), &claims::Given::default());
                let offsets = claims::Offsets::new(&document.text);
                println!("== {}", input.path().unwrap_or_default());
                for block in &document.blocks {
                    println!("{:?}\t{}", block.kind, offsets.words(block.span));
                }
                for related in &document.related {
                    println!("-> {related:?}");
                }
                println!(
                    "title {:?}\nauthors {:?}\noutlet {:?}\npublished {:?}\nmodified {:?}\nurl {:?}\nlanguage {:?}\nfound {:?}\nproblems {:?}",
                    document.title,
                    document.authors,
                    document.outlet,
                    document.published,
                    document.modified,
                    document.url,
                    document.language,
                    document.found,
                    document.problems
                );
            }
        }
    }
}
