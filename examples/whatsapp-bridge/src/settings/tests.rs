use server_kit::settings::assert_example;

use super::*;

#[test]
fn the_example_file_names_every_setting_and_no_other() {
    assert_example::<Arguments>(include_str!("../../.env.example"));
}
