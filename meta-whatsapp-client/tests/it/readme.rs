//! The README's tables name everything that Meta documents.

const README: &str = include_str!("../../README.md");

#[test]
fn no_link_is_relative_to_a_file() {
    let links = README.split("](").skip(1);
    let relative: Vec<_> = links
        .filter(|link| !link.starts_with("https://") && !link.starts_with('#'))
        .filter_map(|link| link.split(')').next())
        .collect();
    assert!(
        relative.is_empty(),
        "nothing to find on docs.rs: {relative:?}"
    );
}

/// Whether a table has it in its first column, between backticks.
fn is_listed(name: &str) -> bool {
    let cells = README.lines().filter(|line| line.starts_with('|'));
    let mut first = cells.filter_map(|line| line.split('|').nth(1));
    first.any(|cell| {
        let quoted = cell.split('`').skip(1).step_by(2);
        quoted
            .flat_map(|text| text.split(", "))
            .any(|text| text == name)
    })
}

fn expect_listed(names: &str) {
    let missing: Vec<_> = names
        .split_whitespace()
        .filter(|name| !is_listed(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_type_of_message_is_listed() {
    expect_listed(
        "text image video document audio sticker location contacts reaction
         button list cta_url location_request_message flow product product_list catalog_message
         carousel address_message request_contact_info order_details order_status
         call_permission_request voice_call template",
    );
}

#[test]
fn every_template_component_is_listed() {
    expect_listed(
        "currency date_time quick_reply url copy_code flow catalog mpm carousel limited_time_offer",
    );
    expect_listed("QUICK_REPLY URL PHONE_NUMBER COPY_CODE OTP ONE_TAP ZERO_TAP CATALOG MPM FLOW");
}

#[test]
fn every_webhook_field_is_listed() {
    expect_listed(
        "messages message_template_status_update message_template_quality_update
         message_template_components_update template_category_update account_update
         account_alerts account_review_update account_settings_update
         business_capability_update business_username_updates phone_number_name_update
         phone_number_quality_update security user_preferences calls flows history
         smb_app_state_sync smb_message_echoes group_lifecycle_update
         group_participants_update group_settings_update group_status_update
         automatic_events partner_solutions payment_configuration_update standby",
    );
}

#[test]
fn every_received_type_of_message_is_listed() {
    expect_listed(
        "text image video audio document sticker location contacts reaction button interactive
         button_reply list_reply nfm_reply call_permission_reply order system
         user_changed_number user_changed_user_id request_welcome unsupported unknown edit revoke",
    );
}

#[test]
fn every_management_call_is_listed() {
    for path in [
        "/{phone_number_id}/whatsapp_business_profile",
        "/{waba_id}/phone_numbers",
        "/{phone_number_id}/register",
        "/deregister",
        "/{phone_number_id}/request_code",
        "/verify_code",
        "/{waba_id}/message_templates",
        "/{waba_id}/subscribed_apps",
        "/{phone_number_id}/block_users",
        "/{phone_number_id}/message_qrdls",
        "/{waba_id}/flows",
        "/{waba_id}/template_analytics",
        "/{phone_number_id}/groups",
        "/{phone_number_id}/calls",
        "/{phone_number_id}/media",
        "/marketing_messages",
    ] {
        let rows = README.lines().filter(|line| line.starts_with('|'));
        assert!(rows.clone().any(|row| row.contains(path)), "{path}");
    }
}
