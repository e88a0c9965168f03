//! Times as the browser's zone has them.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::Browser;

impl Browser {
    /// Tomorrow at this local time, as a field for date and time has it.
    pub(crate) async fn tomorrow(&self, time: &str) -> String {
        let script = "const now = new Date();
            const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
            const two = (number) => String(number).padStart(2, '0');
            const date = [day.getFullYear(), two(day.getMonth() + 1), two(day.getDate())];
            return `${date.join('-')}T${arguments[0]}`;";
        self.run(script, &[json!(time)]).await
    }

    /// The instant of a local time.
    pub(crate) async fn instant(&self, local: &str) -> DateTime<Utc> {
        let script = "return new Date(arguments[0]).toISOString()";
        let instant: String = self.run(script, &[json!(local)]).await;
        instant.parse().expect("an instant")
    }
}
