//! A study's CSV files as Parquet, for programs that read many at once: each column of one kind (number, day,
//! true or false, text), an empty field is null. The same file gives the same bytes.
//!
//! Numbers are always doubles, whole or not, and so is a column without a figure: the same file of another run then
//! has the same kinds, and readers can put them together.

use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::brief::Brief;
use super::csv::field::{Field, as_text};

/// The day that Parquet counts from.
const EPOCH: Date = date(1970, 1, 1);

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ParquetError {
    /// It is no table with a header.
    #[error("it is no table: {0}")]
    Table(#[from] ::csv::Error),
    /// The library refused.
    #[error("it cannot be written as Parquet: {0}")]
    Written(#[from] parquet::errors::ParquetError),
}

/// The name of a table's file in this form: `runs.parquet` of `runs.csv`.
pub fn name(table: &str) -> String {
    format!("{}.parquet", table.strip_suffix(".csv").unwrap_or(table))
}

/// A CSV file, with what it was made of as the file's own metadata.
///
/// # Errors
/// Where it is no table with a header, or the library refuses.
pub fn of_csv(bytes: &[u8], brief: &Brief) -> Result<Vec<u8>, ParquetError> {
    let mut reader = ::csv::Reader::from_reader(bytes);
    let header: Vec<String> = reader.headers()?.iter().map(as_text).collect();
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); header.len()];
    for record in reader.records() {
        for (column, field) in columns.iter_mut().zip(&record?) {
            column.push(field.to_owned());
        }
    }
    let columns: Vec<Column> = columns.iter().map(|fields| Column::of(fields)).collect();
    let fields: Result<Vec<TypePtr>, _> =
        header.iter().zip(&columns).map(|(name, column)| column.described(name)).collect();
    let schema = Arc::new(Type::group_type_builder("table").with_fields(fields?).build()?);
    let mut out = SerializedFileWriter::new(Vec::new(), schema, Arc::new(made_of(brief)))?;
    if columns.iter().any(|column| column.rows() > 0) {
        let mut group = out.next_row_group()?;
        for column in &columns {
            column.write(&mut group)?;
        }
        group.close()?;
    }
    Ok(out.into_inner()?)
}

/// What a reader finds beside the rows: study, title, and version, seed and fingerprint by their names.
fn made_of(brief: &Brief) -> WriterProperties {
    let told = [("study", &brief.study), ("title", &brief.title)].map(|(key, value)| (key, value.clone()));
    let made = brief.made_of.iter().map(|(key, value)| (key.as_str(), value.clone()));
    let pairs =
        told.into_iter().chain(made).map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect();
    WriterProperties::builder()
        .set_created_by(format!("wardflow version {}", brief.wardflow))
        .set_key_value_metadata(Some(pairs))
        .set_compression(Compression::SNAPPY)
        .build()
}

/// A column's rows, of the one kind that all of them are.
enum Column {
    Numbers(Vec<Option<f64>>),
    Days(Vec<Option<i32>>),
    Truths(Vec<Option<bool>>),
    Texts(Vec<Option<ByteArray>>),
}

impl Column {
    fn of(fields: &[String]) -> Self {
        let read: Vec<Field> = fields.iter().map(|field| Field::of(field)).collect();
        let all = |kind: fn(&Field) -> bool| read.iter().all(|field| *field == Field::Nothing || kind(field));
        if all(|field| matches!(field, Field::Number(_))) {
            let number = |field: &Field| if let Field::Number(x) = field { Some(*x) } else { None };
            return Self::Numbers(read.iter().map(number).collect());
        }
        if all(|field| matches!(field, Field::Day(_))) {
            let since = |day: &Date| day.duration_since(EPOCH).as_hours() / 24;
            let day = |field: &Field| {
                if let Field::Day(day) = field { i32::try_from(since(day)).ok() } else { None }
            };
            return Self::Days(read.iter().map(day).collect());
        }
        let truth = |field: &Field| if let Field::Text(text) = field { text.parse().ok() } else { None };
        if all(|field| matches!(field, Field::Text(text) if text.parse::<bool>().is_ok())) {
            return Self::Truths(read.iter().map(truth).collect());
        }
        let text = |field: &String| (!field.is_empty()).then(|| as_text(field).into_bytes().into());
        Self::Texts(fields.iter().map(text).collect())
    }

    fn rows(&self) -> usize {
        match self {
            Self::Numbers(rows) => rows.len(),
            Self::Days(rows) => rows.len(),
            Self::Truths(rows) => rows.len(),
            Self::Texts(rows) => rows.len(),
        }
    }

    fn described(&self, name: &str) -> Result<TypePtr, ParquetError> {
        let (physical, logical) = match self {
            Self::Numbers(_) => (Physical::DOUBLE, None),
            Self::Days(_) => (Physical::INT32, Some(LogicalType::Date)),
            Self::Truths(_) => (Physical::BOOLEAN, None),
            Self::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let described = Type::primitive_type_builder(name, physical).with_logical_type(logical);
        Ok(Arc::new(described.with_repetition(Repetition::OPTIONAL).build()?))
    }

    fn write(&self, group: &mut SerializedRowGroupWriter<'_, Vec<u8>>) -> Result<(), ParquetError> {
        match self {
            Self::Numbers(rows) => write::<DoubleType>(group, rows),
            Self::Days(rows) => write::<Int32Type>(group, rows),
            Self::Truths(rows) => write::<BoolType>(group, rows),
            Self::Texts(rows) => write::<ByteArrayType>(group, rows),
        }
    }
}

fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    rows: &[Option<T::T>],
) -> Result<(), ParquetError> {
    let there: Vec<i16> = rows.iter().map(|row| i16::from(row.is_some())).collect();
    let values: Vec<T::T> = rows.iter().flatten().cloned().collect();
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(&values, Some(&there), None)?;
        column.close()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field as Read;

    const TABLE: &[u8] = b"date,run,name,clear,nctr,never\n2024-10-01,1,'=sum,true,94.5,\n2024-10-02,2,,,,\n";

    fn opened(bytes: &[u8]) -> SerializedFileReader<std::fs::File> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        SerializedFileReader::new(file).unwrap()
    }

    fn rows(bytes: &[u8]) -> Vec<Vec<(String, Read)>> {
        let file = opened(bytes);
        let rows = file.get_row_iter(None).unwrap();
        rows.map(|row| {
            row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect()
        })
        .collect()
    }

    #[test]
    fn a_column_is_of_one_kind_and_an_empty_field_is_null() {
        let read = rows(&of_csv(TABLE, &Brief::default()).unwrap());
        let named = |row: [(&str, Read); 6]| row.map(|(name, field)| (name.to_owned(), field)).to_vec();
        let days = |day: Date| Read::Date(i32::try_from(day.duration_since(EPOCH).as_hours() / 24).unwrap());
        assert_eq!(
            read,
            [
                named([
                    ("date", days(date(2024, 10, 1))),
                    ("run", Read::Double(1.0)),
                    ("name", Read::Str("=sum".to_owned())),
                    ("clear", Read::Bool(true)),
                    ("nctr", Read::Double(94.5)),
                    ("never", Read::Null),
                ]),
                named([
                    ("date", days(date(2024, 10, 2))),
                    ("run", Read::Double(2.0)),
                    ("name", Read::Null),
                    ("clear", Read::Null),
                    ("nctr", Read::Null),
                    ("never", Read::Null),
                ]),
            ]
        );
    }

    #[test]
    fn a_table_without_rows_keeps_its_columns() {
        let file = opened(&of_csv(b"a,b\n", &Brief::default()).unwrap());
        let about = file.metadata().file_metadata();
        assert_eq!((about.num_rows(), about.schema_descr().num_columns()), (0, 2));
    }

    #[test]
    fn the_same_table_gives_the_same_bytes_and_says_what_made_it() {
        let brief = Brief {
            study: "run".to_owned(),
            made_of: vec![("seed".to_owned(), "7".to_owned())],
            ..Brief::default()
        };
        let bytes = of_csv(TABLE, &brief).unwrap();
        assert_eq!(bytes, of_csv(TABLE, &brief).unwrap());
        let file = opened(&bytes);
        let told = file.metadata().file_metadata().key_value_metadata().unwrap();
        let said = |key: &str| told.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone());
        assert_eq!((said("study").as_deref(), said("seed").as_deref()), (Some("run"), Some("7")));
    }
}
