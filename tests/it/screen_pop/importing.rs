//! Cases from CSV.

use std::{fmt::Write, sync::Arc};

use reqwest::{Body, Method, Request};
use serde_json::Value;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use super::harness::{Answer, Server};
use crate::in_process::until;

async fn import(server: &Server, file: impl Into<Body>) -> Answer {
    let request = server.admin(Method::POST, "/api/cases/import").await;
    Answer::to(request.header("content-type", "text/csv").body(file)).await
}

async fn report(server: &Server, imported: &Answer) -> Value {
    let id = imported.json()["id"].as_str().unwrap().to_owned();
    let request = server
        .admin(Method::GET, &format!("/api/cases/imports/{id}"))
        .await;
    Answer::to(request).await.json()
}

#[tokio::test]
async fn a_file_of_a_spreadsheet_is_taken_whatever_it_looks_like() {
    let server = Server::start().await;
    let latin = b"name;phone;clinic\r\nZo\xeb Vale;+1 202 555 0120;North\r\n";
    let utf8 = "\u{feff}name;phone\r\nNoé Hill;+1 202 555 0121\r\n";

    assert_eq!(import(&server, latin.to_vec()).await.status, 202);
    assert_eq!(import(&server, utf8).await.status, 202);

    let first = server.look_up("+12025550120").await.json();
    assert_eq!(first["patient"]["name"], "Zoë Vale");
    assert_eq!(first["case"]["clinic"], "North");
    let second = server.look_up("+12025550121").await.json();
    assert_eq!(second["patient"]["name"], "Noé Hill");
}

#[tokio::test]
async fn of_many_rows_the_good_ones_are_in_and_the_bad_ones_named() {
    let server = Server::start().await;
    let mut file = "name,phone,email\n".to_owned();
    for row in 0..30_000 {
        let name = if row % 10_000 == 5 { "" } else { "Robin Vale" };
        writeln!(file, "{name},+1303{row:07},robin{row}@example.com").unwrap();
    }
    let before = server.state.cases.count().0;

    let imported = import(&server, file).await;

    let report = report(&server, &imported).await;
    assert_eq!(
        (&report["rows"], &report["accepted"]),
        (&30_000.into(), &29_997.into())
    );
    assert_eq!(
        (&report["done"], &report["state"]),
        (&true.into(), &"done".into())
    );
    let rejected = report["rejected"].as_array().unwrap();
    let lines: Vec<_> = rejected
        .iter()
        .map(|row| row["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [7, 10_007, 20_007]);
    assert_eq!(rejected[0]["reason"], "name is missing");
    assert_eq!(server.state.cases.count().0, before + 29_997);
    assert_eq!(server.look_up("+13030029999").await.status, 200);
}

#[tokio::test]
async fn a_report_is_bounded_and_counts_all() {
    let server = Server::start().await;
    let file = format!("name,phone\n{}", "Robin,none\n".repeat(3000));

    let imported = import(&server, file).await;

    let report = report(&server, &imported).await;
    assert_eq!(report["rejected_count"], 3000);
    assert_eq!(report["rejected"].as_array().unwrap().len(), 1000);
}

#[tokio::test]
async fn a_row_with_an_id_takes_the_place_of_that_case() {
    let server = Server::start().await;
    let file = "case_id,name,phone\n9,Robin Vale,+1 202 555 0122\n";

    import(&server, file).await;

    assert_eq!(server.look_up("+12025550122").await.json()["case_id"], "9");
    assert_eq!(server.look_up("+39 06 2222 4444").await.status, 404);
}

#[tokio::test]
async fn a_file_that_is_none_is_refused_and_one_that_breaks_off_keeps_its_beginning() {
    let server = Server::start().await;

    let refused = import(&server, "colour,size\nred,7\n").await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.details()[0].contains("first line"),
        "{}",
        refused.text
    );

    let request = server.admin(Method::POST, "/api/cases/import").await;
    break_off(
        &request.build().unwrap(),
        "name,phone\nRobin Vale,+1 202 555 0123\nKim",
    )
    .await;

    let state = Arc::clone(&server.state);
    // The server learns that the client has gone when it reads on.
    until("the beginning", || {
        let key = state.reader.read("+12025550123").unwrap().key().unwrap();
        !state.cases.of_number(key).is_empty()
    })
    .await;
}

/// Sends the beginning of a body, and hangs up.
async fn break_off(request: &Request, beginning: &str) {
    let address = request.url().socket_addrs(|| None).unwrap();
    let mut line = TcpStream::connect(&address[..]).await.unwrap();
    let mut sent = format!("POST {} HTTP/1.1\r\nhost: x\r\n", request.url().path());
    for (name, value) in request.headers() {
        write!(sent, "{name}: {}\r\n", value.to_str().unwrap()).unwrap();
    }
    let length = beginning.len();
    write!(
        sent,
        "transfer-encoding: chunked\r\n\r\n{length:x}\r\n{beginning}\r\n"
    )
    .unwrap();
    line.write_all(sent.as_bytes()).await.unwrap();
}

#[tokio::test]
async fn what_is_exported_can_be_imported_again() {
    let server = Server::start().await;
    let export = server.admin(Method::GET, "/api/cases/export").await;
    let file = Answer::to(export).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let other = Server::with(&[("--seed", "false")]).await;
    assert_eq!(other.state.cases.count(), (0, 0));

    let imported = import(&other, file.text.clone()).await;

    assert_eq!(report(&other, &imported).await["rejected_count"], 0);
    assert_eq!(other.state.cases.count(), server.state.cases.count());
    let here = server.look_up("+39 06 2222 4444").await;
    let there = other.look_up("+39 06 2222 4444").await;
    assert_eq!(here.json(), there.json());
}
