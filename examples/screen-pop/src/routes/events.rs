//! `GET /api/events` and `POST /api/pops`

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Request, State},
    response::Response,
};
use futures_util::StreamExt as _;
use http::HeaderMap;
use server_kit::{events, problem::Problem, router::read_json, sign_in::accounts::desk::SignedIn};
use serde_json::{Value, json};

use crate::state::AppState;
