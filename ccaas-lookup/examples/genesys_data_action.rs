//! Writes the data action to import into Genesys Cloud.
//!
//! ```sh
//! cargo run -p ccaas-lookup --example genesys_data_action -- https://crm.example.com \
//!     > screen-pop.custom.json
//! ```

use std::{
    env,
    error::Error,
    io::{self, Write},
};

use ccaas_lookup::genesys::DataAction;

fn main() -> Result<(), Box<dyn Error>> {
    let base = env::args().nth(1).ok_or("name the address of the lookup")?;
    writeln!(io::stdout(), "{}", DataAction::new(base.parse()?))?;
    Ok(())
}
