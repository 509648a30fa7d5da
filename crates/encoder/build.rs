//! Tells the compiler whether the weights are here: without them everything works by rules.

use std::path::Path;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(weights)");
    println!("cargo::rerun-if-changed=data");
    let data = Path::new("data");
    if ["card.json", "vocab.txt", "reader.safetensors"].iter().all(|f| data.join(f).is_file()) {
        println!("cargo::rustc-cfg=weights");
    }
}
