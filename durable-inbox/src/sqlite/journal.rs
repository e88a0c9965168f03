//! Appending to the journal.

use super::{
    command::Appended,
    rows::{Bytes, Script, json},
    store::Store,
};

const APPEND: &str = "INSERT INTO journal (id, source, received_at, payload) \
    SELECT value ->> 0, value ->> 1, value ->> 2, substr(?, value ->> 3, value ->> 4) \
    FROM json_each(?)";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[APPEND];

pub(super) fn append<'a>(
    store: &mut Store,
    script: &mut Script,
    appended: impl Iterator<Item = &'a Appended>,
) {
    let (mut rows, mut bytes) = (Vec::new(), Bytes::new());
    for delivery in appended.flat_map(|appended| &appended.deliveries) {
        store.last_row += 1;
        let received_at = delivery.received_at.timestamp_millis();
        let (begin, length) = bytes.add(&delivery.payload);
        rows.push((store.last_row, &delivery.source, received_at, begin, length));
    }
    if !rows.is_empty() {
        let script = script.add(APPEND);
        script.bind(bytes.into_blob()).bind(json(&rows));
    }
}
