//! The desk in Chromium. The flows are in `browser/desk.test.mjs`, `browser/edit.test.mjs` and `browser/keys.test.mjs`, where a browser can be driven;
//! this file gives them the built command and a ledger, and says plainly when there is no browser to drive.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::Newsroom;

const STORY: &str = "Bridge closed\n\nMayor Anna Pichler said on Monday that two bridges were closed. \
    “They may open soon,” she added.\n";
const HOSTILE: &str = "\"><script>window.pwned=1</script>\n\nMayor <img src=x onerror=\"window.pwned=2\"> Pichler said \
    that “<script>window.pwned=3</script>” & \"><svg onload=alert(4)> had come to <b>two</b> bridges.\n";

/// The program of one of these names, found on the search path.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

/// The paths of the desk that answer to GET, as its router lists them.
fn routes() -> Vec<String> {
    let router = include_str!("../src/web/mod.rs");
    let route = |rest: &str| {
        let (path, handlers) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        handlers.trim_start_matches([',', ' ', '\n']).starts_with("get(").then(|| path.to_owned())
    };
    router.split(".route(").skip(1).filter_map(route).collect()
}

/// Says that nothing was tested, which on the machine that decides is a failure.
fn skipped(why: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "the browser tests must run here: {why}");
    eprintln!("SKIPPED: {why}");
}

#[test]
fn what_the_scripts_say_of_their_types_is_so() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let Some(node) = program(&["node", "nodejs"]) else { return skipped("there is no node: install Debian's nodejs") };
    let compiler = folder.join("node_modules/typescript/bin/tsc");
    if !compiler.is_file() {
        return skipped("run `npm ci --ignore-scripts` in crates/onrecord/tests/browser");
    }
    for project in ["tsconfig.json", "tsconfig.correct.json"] {
        let checked =
            Command::new(&node).arg(&compiler).arg("-p").arg(folder.join(project)).output().expect("node runs");
        assert!(checked.status.success(), "{project}: {}", String::from_utf8_lossy(&checked.stdout));
    }
    let known = std::fs::read_to_string(folder.join("tsconfig.json")).expect("a file")
        + &std::fs::read_to_string(folder.join("tsconfig.correct.json")).expect("a file");
    for script in std::fs::read_dir(folder.join("../../src/web/assets")).expect("a folder") {
        let name = script.expect("a file").file_name().to_string_lossy().into_owned();
        assert!(!name.ends_with(".js") || known.contains(&format!("/{name}\"")), "{name} is checked by nobody");
    }
}

#[test]
fn the_desk_in_a_real_browser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let Some(chromium) = program(&["chromium", "chromium-browser", "google-chrome"]) else {
        return skipped("there is no chromium: install Debian's package");
    };
    let Some(node) = program(&["node", "nodejs"]) else { return skipped("there is no node: install Debian's nodejs") };
    if !folder.join("node_modules/playwright-core").is_dir() || !folder.join("node_modules/axe-core").is_dir() {
        return skipped("run `npm ci --ignore-scripts` in crates/onrecord/tests/browser");
    }
    // A file without a test in it passes as well, so each says how many flows it has at least.
    for (file, flows) in [("desk.test.mjs", 22), ("edit.test.mjs", 10), ("keys.test.mjs", 8)] {
        let room = Newsroom::new();
        room.write("story.txt", STORY);
        room.write("hostile \"><script>.txt", HOSTILE);
        let tests = Command::new(&node)
            .args(["--test", "--test-reporter=spec"])
            .arg(folder.join(file))
            .current_dir(room.path("."))
            .env("ONRECORD", env!("CARGO_BIN_EXE_onrecord"))
            .env("ONRECORD_RULES_ONLY", "yes")
            .env("CHROMIUM", &chromium)
            .env("LEDGER", room.path("desk.db"))
            .env("ROUTES", format!("{:?}", routes()))
            .env("STORY", room.path("story.txt"))
            .env("HOSTILE", room.path("hostile \"><script>.txt"))
            .stdin(Stdio::null())
            .output()
            .expect("node runs");
        let said = String::from_utf8_lossy(&tests.stdout);
        println!("{said}{}", String::from_utf8_lossy(&tests.stderr));
        assert!(tests.status.success(), "a flow of {file} failed in the browser; its name stands above");
        let passed = said.lines().find_map(|line| line.split_once("pass ")?.1.trim().parse::<usize>().ok());
        assert!(passed.is_some_and(|passed| passed >= flows), "too few flows of {file} were run: {passed:?}");
    }
}
