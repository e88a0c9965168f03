use super::*;

fn read(parts: &[&[u8]]) -> Batch {
    let mut rows = Rows::new(PhoneReader::new("US").unwrap(), 20);
    let mut all = Batch::default();
    for (place, part) in parts.iter().enumerate() {
        let batch = rows.read(part, place + 1 == parts.len()).unwrap();
        all.accepted.extend(batch.accepted);
        all.rejected.extend(batch.rejected);
    }
    all
}

fn names(batch: &Batch) -> Vec<String> {
    let name = |(_, record, _): &Read| record.case(1).patient.name.to_owned();
    batch.accepted.iter().map(name).collect()
}

fn lines(batch: &Batch) -> Vec<u64> {
    batch.rejected.iter().map(|row| row.line).collect()
}

const HEADER: &str = "name,phone\n";

#[test]
fn marks_separators_line_ends_and_letters_do_not_matter() {
    let forms: [&[u8]; 5] = [
        b"name,phone\nZo\xc3\xab,202 555 0147\n",
        b"\xef\xbb\xbfname;phone\r\nZo\xc3\xab;\"202 555 0147\"\r\n",
        b"name\tphone\nZo\xeb\t202 555 0147",
        b"\n\nname,phone\n\nZo\xc3\xab,202 555 0147\n\n",
        b"Phone,First Name,Last Name\n202 555 0147,Zo\xeb,\n",
    ];

    for form in forms {
        let batch = read(&[form]);
        assert_eq!(names(&batch), ["Zoë"]);
        assert!(batch.rejected.is_empty());
    }
}

#[test]
fn where_a_file_is_cut_into_parts_does_not_matter() {
    let file =
        "name,phone\r\n\"Vale, \"\"Robin\"\"\",2025550147\r\n\"two\nlines\",x\r\nKim,2025550148";
    for cut in 0..file.len() {
        let (first, second) = file.as_bytes().split_at(cut);

        let batch = read(&[first, second]);

        assert_eq!(names(&batch), ["Vale, \"Robin\"", "Kim"], "{cut}");
        assert_eq!(lines(&batch), [3, 4], "{cut}");
    }
}

#[test]
fn good_rows_between_bad_ones_are_taken_and_bad_ones_named_by_their_lines() {
    let file = format!(
        "{HEADER}Robin,2025550147\n,2025550148\nKim,none\nAna,2025550149,more\n\nLee,2025550150\n"
    );

    let batch = read(&[file.as_bytes()]);

    assert_eq!(names(&batch), ["Robin", "Lee"]);
    assert_eq!(lines(&batch), [3, 4, 5]);
    let reasons: Vec<_> = batch
        .rejected
        .iter()
        .map(|row| row.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "name is missing",
            "phone is not a phone number",
            "3 fields instead of 2"
        ]
    );
}

#[test]
fn a_missing_quotation_mark_costs_its_own_row_alone() {
    let rows = "Robin,2025550147\n".repeat(10_000);
    let file = format!("{HEADER}\"Kim,2025550148\n{rows}");
    assert_eq!(read(&[file.as_bytes()]).accepted.len(), 10_000);

    let file = format!("{HEADER}\"Kim,2025550148\nRobin,2025550147\n\"Ana\",2025550149\n");
    let batch = read(&[file.as_bytes()]);
    assert_eq!(names(&batch), ["Robin", "Ana"]);
    assert_eq!(lines(&batch), [2]);
}

#[test]
fn ids_and_dates_of_the_file_are_kept() {
    let file = "case_id,name,phone,created_at,follow_up_date\n\
                9,Robin,2025550147,2025-07-08T16:57:06.836704+00:00,2025-07-12\n\
                0,Kim,2025550148,,\n8,Ana,2025550149,soon,\n";

    let batch = read(&[file.as_bytes()]);

    let (id, record, keys) = &batch.accepted[0];
    assert_eq!(*id, Some(9));
    assert_eq!(record.case(9).created_at.timestamp_subsec_micros(), 836_704);
    assert!(record.follow_up_date().is_some() && keys[0].is_some());
    assert_eq!(lines(&batch), [3, 4]);
}

#[test]
fn no_row_takes_the_place_of_one_before_it_that_had_no_id() {
    let file = "case_id,name,phone\n30,First,2025550147\n,New,2025550148\n\
                21,Clash,2025550149\n20,Known,2025550150\n";

    let batch = read(&[file.as_bytes()]);

    assert_eq!(names(&batch), ["First", "New", "Known"]);
    assert_eq!(lines(&batch), [4]);
}

#[test]
fn a_file_without_columns_of_cases_is_no_file_of_cases() {
    let header = |file: &[u8]| {
        let mut rows = Rows::new(PhoneReader::new("US").unwrap(), 20);
        rows.read(file, true).map(drop)
    };

    assert_eq!(header(b""), Err(BadHeader::Columns));
    assert_eq!(header(b"Robin,2025550147\n"), Err(BadHeader::Columns));
    assert_eq!(header(b"\xff\xfen\0a\0"), Err(BadHeader::Utf16));
    assert_eq!(header(&vec![b'x'; 100_000]), Err(BadHeader::Columns));
    assert_eq!(header(HEADER.as_bytes()), Ok(()));
}

#[test]
fn binary_rubbish_is_rejected_and_does_not_end_the_reading() {
    let mut file = HEADER.as_bytes().to_vec();
    file.extend((0..=255_u8).cycle().take(50_000));
    file.extend_from_slice(b"\nRobin,2025550147\n");

    let batch = read(&[&file]);

    assert_eq!(names(&batch).last().map(String::as_str), Some("Robin"));
    assert!(batch.rejected_count == 0 || !batch.rejected.is_empty());
}
