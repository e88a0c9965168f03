//! Appending to the journal.

use super::{command::Appended, rows::Insert, store::Store};
use crate::Delivery;

pub(super) const APPEND: Insert = Insert {
    into: "INSERT INTO journal (id, source, received_at, payload) VALUES",
    columns: 4,
    then: "",
};

pub(super) async fn append<'a>(
    store: &mut Store,
    appended: impl Iterator<Item = &'a Appended>,
) -> Result<(), sqlx::Error> {
    let mut last = store.last_row;
    let rows: Vec<(i64, &Delivery)> = appended
        .flat_map(|appended| &appended.deliveries)
        .map(|delivery| {
            last += 1;
            (last, delivery)
        })
        .collect();
    let written = APPEND.run(&mut store.connection, &rows, |statement, (id, delivery)| {
        statement
            .bind(*id)
            .bind(delivery.source.as_str())
            .bind(delivery.received_at.timestamp_millis())
            .bind(delivery.payload.as_slice())
    });
    written.await?;
    store.last_row = last;
    Ok(())
}
