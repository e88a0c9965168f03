//! What a message must be besides its limits: which parts go together.

use std::{collections::HashSet, mem::discriminant};

use ccaas_http::InvalidRequest;

use super::{
    content::Content,
    header::Header,
    interactive::{
        AddressMessage, Carousel, CarouselCard, CarouselCardAction, Interactive, List, ProductList,
        ReplyButtons,
    },
    message::Message,
    receipt::ReadReceipt,
    template::{
        ButtonSubType, Parameter, ParameterValue, Template, TemplateButton, TemplateCard,
        TemplateComponent,
    },
};

type Checked = Result<(), InvalidRequest>;

fn refuse(field: impl Into<String>, problem: &str) -> Checked {
    Err(InvalidRequest::new(field.into(), problem))
}

pub(super) fn check(message: &Message) -> Checked {
    match &message.content {
        Content::Location(location)
            if !(location.latitude.is_finite() && location.longitude.is_finite()) =>
        {
            refuse("location", "is not a place")
        }
        Content::Reaction(_) if message.reply_to.is_some() => {
            refuse("context", "cannot go with a reaction")
        }
        Content::Interactive(interactive) => check_interactive(interactive),
        Content::Template(template) => check_template(template),
        _ => Ok(()),
    }
}

pub(super) fn check_receipt(receipt: &ReadReceipt) -> Checked {
    match receipt.message_id.as_str() {
        "" => refuse("message_id", "is empty"),
        _ => Ok(()),
    }
}

fn check_interactive(interactive: &Interactive) -> Checked {
    match interactive {
        Interactive::Button(message) => check_buttons(message),
        Interactive::List(message) => check_list(message),
        Interactive::ProductList(message) => check_product_list(message),
        Interactive::Carousel(message) => check_carousel(message),
        Interactive::AddressMessage(message) => check_address(message),
        Interactive::Flow(message) if message.parameters.flow_cta.chars().any(is_emoji) => refuse(
            "interactive.action.parameters.flow_cta",
            "must have no emoji",
        ),
        _ => Ok(()),
    }
}

fn check_buttons(message: &ReplyButtons) -> Checked {
    let buttons = &message.action.buttons;
    let place = |position, field| format!("interactive.action.buttons[{position}].reply.{field}");
    if let Some(position) = repeated(buttons.iter().map(|button| button.id.as_str())) {
        return refuse(place(position, "id"), "is the same as an earlier one");
    }
    if let Some(position) = repeated(buttons.iter().map(|button| button.title.as_str())) {
        return refuse(place(position, "title"), "is the same as an earlier one");
    }
    Ok(())
}

fn check_list(message: &List) -> Checked {
    if message
        .header
        .as_ref()
        .is_some_and(|header| !is_text(header))
    {
        return refuse("interactive.header.type", "must be `text`");
    }
    let sections = &message.action.sections;
    let untitled = |section: &super::interactive::ListSection| section.title.is_none();
    if let (true, Some(position)) = (sections.len() > 1, sections.iter().position(untitled)) {
        return refuse(
            format!("interactive.action.sections[{position}].title"),
            "is needed where there are several sections",
        );
    }
    let mut seen = HashSet::new();
    for (section, rows) in sections.iter().map(|section| &section.rows).enumerate() {
        if let Some(row) = rows.iter().position(|row| !seen.insert(row.id.as_str())) {
            return refuse(
                format!("interactive.action.sections[{section}].rows[{row}].id"),
                "is the same as an earlier one",
            );
        }
    }
    Ok(())
}

fn check_product_list(message: &ProductList) -> Checked {
    if !is_text(&message.header) {
        return refuse("interactive.header.type", "must be `text`");
    }
    let sections = &message.action.sections;
    let untitled = sections.iter().position(|section| section.title.is_none());
    match untitled {
        Some(position) if sections.len() > 1 => refuse(
            format!("interactive.action.sections[{position}].title"),
            "is needed where there are several sections",
        ),
        _ => Ok(()),
    }
}

fn check_carousel(message: &Carousel) -> Checked {
    let cards = &message.action.cards;
    let place = |position, field| format!("interactive.action.cards[{position}].{field}");
    let buttons = |card: &CarouselCard| match &card.action {
        CarouselCardAction::QuickReplies(buttons) => buttons.len(),
        _ => 1,
    };
    for (position, card) in cards.iter().enumerate() {
        match (&card.action, &card.header) {
            (CarouselCardAction::Product(_), _)
            | (_, Some(Header::Image(_) | Header::Video(_))) => {}
            _ => return refuse(place(position, "header"), "must be an image or a video"),
        }
        let first = &cards[0];
        if discriminant(&card.action) != discriminant(&first.action)
            || buttons(card) != buttons(first)
        {
            return refuse(
                place(position, "action"),
                "must have the same kind and number of buttons as the first card",
            );
        }
    }
    Ok(())
}

fn check_address(message: &AddressMessage) -> Checked {
    let parameters = &message.parameters;
    let saved = parameters.saved_addresses.iter().flatten().count();
    let errors = parameters.validation_errors.iter().flatten().count();
    if saved > 0 && errors > 0 {
        return refuse(
            "interactive.action.parameters.saved_addresses",
            "cannot go with `validation_errors`",
        );
    }
    Ok(())
}

fn check_template(template: &Template) -> Checked {
    match &template.components {
        Some(components) => check_components(components, "template.components"),
        None => Ok(()),
    }
}

fn check_components(components: &[TemplateComponent], place: &str) -> Checked {
    let mut indexes = HashSet::new();
    for (position, component) in components.iter().enumerate() {
        let place = format!("{place}[{position}]");
        check_component(component, &place)?;
        if let TemplateComponent::Button(button) = component
            && !indexes.insert(button.index)
        {
            return refuse(format!("{place}.index"), "is the same as an earlier one");
        }
    }
    Ok(())
}

fn check_cards(cards: &[TemplateCard], place: &str) -> Checked {
    let mut indexes = HashSet::new();
    for (position, card) in cards.iter().enumerate() {
        let place = format!("{place}.cards[{position}]");
        if !indexes.insert(card.card_index) {
            let field = format!("{place}.card_index");
            return refuse(field, "is the same as an earlier one");
        }
        check_components(&card.components, &format!("{place}.components"))?;
    }
    Ok(())
}

fn check_component(component: &TemplateComponent, place: &str) -> Checked {
    match component {
        TemplateComponent::Header(parameters) => check_parameters(parameters, place, |value| {
            !matches!(
                value,
                ParameterValue::Payload(_)
                    | ParameterValue::CouponCode(_)
                    | ParameterValue::Action(_)
                    | ParameterValue::LimitedTimeOffer(_)
            )
        }),
        TemplateComponent::Body(parameters) => check_parameters(parameters, place, |value| {
            matches!(
                value,
                ParameterValue::Text(_) | ParameterValue::Currency(_) | ParameterValue::DateTime(_)
            )
        }),
        TemplateComponent::Button(button) => check_button(button, place),
        TemplateComponent::LimitedTimeOffer(parameters) => {
            check_parameters(parameters, place, |value| {
                matches!(value, ParameterValue::LimitedTimeOffer(_))
            })
        }
        TemplateComponent::Carousel(cards) => check_cards(cards, place),
    }
}

fn check_button(button: &TemplateButton, place: &str) -> Checked {
    let sub_type = button.sub_type.canonical();
    check_parameters(&button.parameters, place, |value| match sub_type {
        // Meta's own examples also answer with a text.
        ButtonSubType::QuickReply => {
            matches!(value, ParameterValue::Payload(_) | ParameterValue::Text(_))
        }
        ButtonSubType::Url => matches!(value, ParameterValue::Text(_)),
        ButtonSubType::CopyCode => matches!(value, ParameterValue::CouponCode(_)),
        ButtonSubType::Flow
        | ButtonSubType::Catalog
        | ButtonSubType::Mpm
        | ButtonSubType::OrderDetails => matches!(value, ParameterValue::Action(_)),
        ButtonSubType::VoiceCall | ButtonSubType::Unknown(_) => true,
    })
}

/// Names are given to all parameters or to none.
fn check_parameters(
    parameters: &Option<Vec<Parameter>>,
    place: &str,
    fits: impl Fn(&ParameterValue) -> bool,
) -> Checked {
    let parameters = parameters.as_deref().unwrap_or_default();
    let named = |parameter: &Parameter| parameter.parameter_name.is_some();
    for (position, parameter) in parameters.iter().enumerate() {
        let place = format!("{place}.parameters[{position}]");
        if !fits(&parameter.value) {
            return refuse(format!("{place}.type"), "does not belong to this component");
        }
        if named(parameter) != named(&parameters[0]) {
            return refuse(
                format!("{place}.parameter_name"),
                "must be given to all parameters or to none",
            );
        }
    }
    Ok(())
}

/// Pictographs and symbols that are shown as such.
fn is_emoji(char: char) -> bool {
    matches!(
        char,
        '\u{2300}'..='\u{23ff}'
            | '\u{2600}'..='\u{27bf}'
            | '\u{2b00}'..='\u{2bff}'
            | '\u{fe0f}'
            | '\u{1f000}'..='\u{1faff}'
    )
}

fn is_text(header: &Header) -> bool {
    matches!(header, Header::Text { .. })
}

/// The first item that was there before.
fn repeated<'a>(items: impl Iterator<Item = &'a str>) -> Option<usize> {
    let mut seen = HashSet::new();
    let mut items = items;
    items.position(|item| !seen.insert(item))
}

#[cfg(test)]
mod tests;
