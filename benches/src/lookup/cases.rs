//! Invented cases: three numbers each, of an area that nobody has.

use std::{fmt::Write as _, io::Write as _, path::Path};

use anyhow::Result;

/// How many numbers a case has.
pub(crate) const NUMBERS: usize = 3;

/// The number of this place among all.
pub(crate) fn number(place: usize) -> String {
    format!("+1555{place:07}")
}

/// Writes a file with so many cases, and tells its length.
pub(crate) fn write(rows: usize, path: &Path) -> Result<u64> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    file.write_all(
        b"name,phone,home_phone,cell_phone,email,status,clinic,treatment,disposition,outcome,\
          created_at,follow_up_date\n",
    )?;
    let mut line = String::new();
    for row in 0..rows {
        line.clear();
        write!(line, "Robin Example {row}")?;
        for which in 0..NUMBERS {
            write!(line, ",{}", number(row * NUMBERS + which))?;
        }
        let (minute, second) = (row / 60 % 60, row % 60);
        writeln!(
            line,
            ",robin{row}@example.com,APPUNTAMENTO,North Clinic,SMILE Surgery,SMILE evaluation,\
             Professional athlete,2025-07-08T16:{minute:02}:{second:02}.836704+00:00,2025-07-12"
        )?;
        file.write_all(line.as_bytes())?;
    }
    file.flush()?;
    Ok(file.get_ref().metadata()?.len())
}
