//! The control API of both ends.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    response::Response,
    routing::{get, post},
};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Chat,
    desk::{self, Written as DeskWritten},
    file,
    phone::{Ticks, Written},
    picture, trial,
};
use crate::{
    api::{ApiError, parse},
    demo::Demo,
};

/// A picture of 5 MB as Base64, and some more.
const BODY_LIMIT: usize = 8 * 1024 * 1024;
const LONGEST_TEXT: usize = 4096;
const SECONDS: std::ops::RangeInclusive<u64> = 1..=600;

type Answer = Result<Json<Value>, ApiError>;

/// Who writes from a phone.
#[derive(Clone)]
pub(super) struct Customer {
    /// The number in digits alone.
    pub(super) wa_id: String,
    /// The profile's name.
    pub(super) name: String,
}

/// The routes of the chat.
pub(crate) fn router() -> Router<Arc<Demo>> {
    Router::new()
        .route("/api/demo/whatsapp/messages", post(write))
        .route("/api/demo/whatsapp/{wa_id}", get(phone))
        .route("/api/demo/whatsapp/{wa_id}/read", post(read))
        .route("/api/demo/whatsapp/media/{id}", get(media))
        .route("/api/demo/genesys/messages", post(answer))
        .route("/api/demo/genesys/typing", post(typing))
        .route("/api/demo/genesys/conversations", get(conversations))
        .route("/api/demo/file", get(elsewhere))
        .route("/api/demo/clock", post(clock))
        .route("/api/demo/trials", get(outcome).post(try_it))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// `{"from","name","text"}`, or `image` in place of `text`, or both; or `reply`, the button or
/// row of a message that is pressed.
async fn write(State(demo): State<Arc<Demo>>, body: Bytes) -> Answer {
    let body = parse(&body)?;
    let customer = customer(&demo.chat, &body)?;
    let text = body["text"].as_str().filter(|text| !text.trim().is_empty());
    let id = match (text, body["image"].as_str(), body["reply"].as_object()) {
        (None, None, Some(_)) => demo.chat.write_reply(&customer, &body["reply"])?,
        (caption, Some(image), None) => {
            let picture = picture::read(image).map_err(bad_request)?;
            demo.chat.write_picture(&customer, picture, caption)
        }
        (Some(text), None, None) if text.chars().count() <= LONGEST_TEXT => {
            demo.chat.write_text(&customer, text)
        }
        _ => {
            let text = r#"say what is written, such as {"from":"12025550147","name":"Robin Example","text":"Hello"}; a text has up to 4096 characters"#;
            return Err(bad_request(text));
        }
    };
    Ok(Json(json!({ "id": id, "waId": customer.wa_id })))
}

async fn phone(State(demo): State<Arc<Demo>>, Path(wa_id): Path<String>) -> Answer {
    let wa_id = digits(&wa_id)?;
    let chat = &demo.chat;
    let view = chat.phones().view(&chat.whatsapp, &wa_id);
    Ok(Json(view))
}

async fn read(State(demo): State<Arc<Demo>>, Path(wa_id): Path<String>) -> Answer {
    let wa_id = digits(&wa_id)?;
    let chat = &demo.chat;
    let read = chat.phones().read(&chat.whatsapp, &wa_id);
    let count = read.len();
    if count > 0 {
        chat.courier.report(read);
        chat.changed();
    }
    Ok(Json(json!({ "read": count })))
}

async fn media(
    State(demo): State<Arc<Demo>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    file::of_whatsapp(&demo.chat, &id)
}

#[derive(Deserialize)]
struct Elsewhere {
    url: String,
}

async fn elsewhere(
    State(demo): State<Arc<Demo>>,
    Query(asked): Query<Elsewhere>,
) -> Result<Response, ApiError> {
    file::of_service(&demo, &asked.url).await
}

/// `{"conversationId","text"}`, or `quickReplies` beside the text, or `image`.
async fn answer(State(demo): State<Arc<Demo>>, body: Bytes) -> Answer {
    let body = parse(&body)?;
    let text = body["text"].as_str().filter(|text| !text.trim().is_empty());
    let replies = body["quickReplies"].as_array();
    let written = match (text, replies, body["image"].as_str()) {
        (text, Some(replies), None) => {
            DeskWritten::QuickReplies(text.unwrap_or("Please choose:"), quick_replies(replies)?)
        }
        (text, None, Some(image)) => {
            let picture = picture::read(image).map_err(bad_request)?;
            DeskWritten::File {
                bytes: picture.bytes,
                mime: picture.mime,
                text,
            }
        }
        (Some(text), None, None) => DeskWritten::Text(text),
        _ => {
            let text = r#"say what is written, such as {"conversationId":"…","text":"Hello"} or {"conversationId":"…","text":"Which?","quickReplies":["Yes","No"]}"#;
            return Err(bad_request(text));
        }
    };
    let id = send(&demo.chat, &body, written)?;
    Ok(Json(json!({ "id": id })))
}

async fn typing(State(demo): State<Arc<Demo>>, body: Bytes) -> Answer {
    let body = parse(&body)?;
    let id = send(&demo.chat, &body, DeskWritten::Typing)?;
    Ok(Json(json!({ "id": id })))
}

fn send(chat: &Chat, body: &Value, written: DeskWritten<'_>) -> Result<String, ApiError> {
    let id = body["conversationId"].as_str().unwrap_or_default();
    let sent = desk::write(&chat.genesys, id, written);
    let sent = sent.ok_or_else(|| {
        let text = "there is no such conversation; see api/demo/genesys/conversations";
        ApiError::new(StatusCode::NOT_FOUND, text)
    })?;
    chat.changed();
    Ok(sent)
}

async fn conversations(State(demo): State<Arc<Demo>>) -> Json<Value> {
    Json(desk::view(&demo.chat.genesys))
}

async fn clock(State(demo): State<Arc<Demo>>, body: Bytes) -> Answer {
    let body = parse(&body)?;
    let seconds = body["advance_seconds"].as_u64();
    // A year at a time keeps every calendar within its bounds.
    let seconds = seconds.filter(|seconds| *seconds <= 366 * 24 * 3600);
    let seconds = seconds.ok_or_else(|| {
        bad_request(r#"say by how much, up to a year, such as {"advance_seconds":90000}"#)
    })?;
    let moved = demo.advance_clocks(Duration::from_secs(seconds)).await;
    demo.chat.changed();
    Ok(Json(json!(moved)))
}

async fn outcome(State(demo): State<Arc<Demo>>) -> Json<Value> {
    Json(json!({ "trial": *demo.chat.trial() }))
}

async fn try_it(State(demo): State<Arc<Demo>>, body: Bytes) -> Answer {
    let body = parse(&body)?;
    let kind = body["kind"].as_str().and_then(trial::Kind::parse);
    let kind = kind.ok_or_else(|| bad_request("kind must be kill, outage or window"))?;
    let seconds = body["seconds"].as_u64().unwrap_or(60);
    if !SECONDS.contains(&seconds) {
        return Err(bad_request("seconds must be from 1 to 600"));
    }
    let customer = customer(&demo.chat, &body)?;
    trial::start(&demo, kind, customer, Duration::from_secs(seconds))?;
    Ok(Json(json!({ "trial": *demo.chat.trial() })))
}

/// The customer that a request names by `from`, and maybe `name`.
fn customer(chat: &Chat, body: &Value) -> Result<Customer, ApiError> {
    let wa_id = digits(body["from"].as_str().unwrap_or_default())?;
    let name = match body["name"].as_str().map(str::trim) {
        Some(name) if !name.is_empty() && name.chars().count() <= 100 => name.to_owned(),
        _ => chat
            .phones()
            .name(&wa_id)
            .unwrap_or("Robin Example")
            .to_owned(),
    };
    Ok(Customer { wa_id, name })
}

fn digits(number: &str) -> Result<String, ApiError> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        7..=15 => Ok(digits),
        _ => Err(bad_request(
            "from must be a phone number such as +1 202 555 0147",
        )),
    }
}

fn quick_replies(replies: &[Value]) -> Result<Vec<(String, String)>, ApiError> {
    let reply = |reply: &Value| {
        let text = reply.as_str().or(reply["text"].as_str())?;
        let payload = reply["payload"].as_str().unwrap_or(text);
        Some((text.to_owned(), payload.to_owned()))
    };
    let replies: Option<Vec<_>> = replies.iter().map(reply).collect();
    replies
        .filter(|replies| (1..=13).contains(&replies.len()))
        .ok_or_else(|| bad_request("quickReplies must be 1 to 13 texts"))
}

fn bad_request(text: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, text)
}

impl Chat {
    /// The customer writes a text; gives its id.
    pub(super) fn write_text(&self, customer: &Customer, text: &str) -> String {
        let update = self.customer(&customer.wa_id, &customer.name).text(text);
        self.write(customer, update, json!({ "kind": "text", "text": text }))
    }

    fn write_picture(
        &self,
        customer: &Customer,
        picture: picture::Picture,
        caption: Option<&str>,
    ) -> String {
        let sender = self.customer(&customer.wa_id, &customer.name);
        let update = sender.media("image", picture.mime, picture.bytes, caption);
        let id = update.value()["messages"][0]["image"]["id"].clone();
        let content = json!({ "kind": "image", "text": caption, "file": { "id": id } });
        self.write(customer, update, content)
    }

    fn write_reply(&self, customer: &Customer, reply: &Value) -> Result<String, ApiError> {
        let field = |name: &str| {
            reply[name].as_str().ok_or_else(|| {
                bad_request("reply needs messageId, id and title, and kind button or list")
            })
        };
        let (about, id, title) = (field("messageId")?, field("id")?, field("title")?);
        let sender = self.customer(&customer.wa_id, &customer.name);
        let update = match reply["kind"].as_str() {
            Some("list") => sender.list_reply(about, id, title),
            _ => sender.button_reply(about, id, title),
        };
        let content = json!({ "kind": "text", "text": title, "replyTo": about });
        Ok(self.write(customer, update, content))
    }

    fn write(
        &self,
        customer: &Customer,
        update: meta_whatsapp_client::fake::FakeUpdate,
        content: Value,
    ) -> String {
        let id = update.id().unwrap_or_default().to_owned();
        let written = Written {
            id: id.clone(),
            at: self.whatsapp.host().now(),
            content,
            ticks: Ticks::Sent,
        };
        self.phones()
            .write(&customer.wa_id, &customer.name, written);
        self.courier.send(update);
        self.changed();
        id
    }
}
