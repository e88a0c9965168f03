use super::call_state_diagram;

const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/video-reception.md");
const BEGIN: &str = "<!-- call states: begin -->\n```mermaid\n";
const END: &str = "```\n<!-- call states: end -->";

#[test]
fn the_diagram_shows_every_state() {
    let diagram = call_state_diagram();

    for state in super::CallState::ALL {
        assert!(diagram.contains(&format!("--> {state:?}")), "{state:?}");
    }
    assert!(!diagram.contains("Ended --> W"));
}

#[test]
fn the_diagram_in_the_guide_is_drawn_from_the_function() {
    // A copy of this crate alone has no guide.
    let Ok(guide) = std::fs::read_to_string(GUIDE) else {
        return;
    };
    let (before, rest) = guide.split_once(BEGIN).expect("the guide has a diagram");
    let (_, after) = rest.split_once(END).expect("the diagram has an end");

    let wanted = format!("{before}{BEGIN}{}{END}{after}", call_state_diagram());

    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(GUIDE, &wanted).expect("the guide can be written");
    } else {
        assert!(guide == wanted, "run the test with UPDATE_DOCS=1");
    }
}
