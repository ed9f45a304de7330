"""Values from a CSV: all of them, or every mistake with its row."""

from imroc_audit.pdsa.series import read_series
from tests.plans import TODAY


def read(text: str) -> tuple[list[tuple[str, float]], list[str]]:
    seen, problems = read_series(text, "values.csv", TODAY)
    return [(one.date, one.value) for one in seen], list(problems)


def test_values_are_read_in_either_way_of_writing_dates() -> None:
    assert read("date,value\n2026-05-04,12\n\n11/05/2026, 13.5\n") == (
        [("2026-05-04", 12.0), ("2026-05-11", 13.5)],
        [],
    )
    assert read('Date;Value\r\n"2026-05-04";"-1e1"\r\n') == ([("2026-05-04", -10.0)], [])


def test_every_mistake_is_listed_with_its_row() -> None:
    seen, problems = read(
        "date,value\n2026-05-11,12\n2026-05-11,13\n2026-05-18,abc\n2026-05-25,NaN\n2026-05-04,9\nx,\n"
        "2026-06-01,1,2\n2026-12-01,5\n2026-02-30,1\n2026-06-08,1_0\n2026-06-15,inf\n"
        "2026-06-22\n"
    )
    assert seen == []
    assert problems == [
        "values.csv:3: 11 May 2026 is already given in row 2: Keep one of the two.",
        "values.csv:4: 'abc' is not a number: Write digits, with a point before decimals.",
        "values.csv:5: 'NaN' is not a number: Write digits, with a point before decimals.",
        "values.csv:6: 4 May 2026 stands below 25 May 2026: Sort the rows by date, the earliest first.",
        "values.csv:7: 'x' is not a date: Write it as 2026-05-04.",
        "values.csv:7: '' is not a number: Write digits, with a point before decimals.",
        "values.csv:8: 3 cells where two should be: Write a date and a value.",
        "values.csv:9: 1 December 2026 is still to come: Check the year.",
        "values.csv:10: '2026-02-30' is not a date: Write it as 2026-05-04.",
        "values.csv:11: '1_0' is not a number: Write digits, with a point before decimals.",
        "values.csv:12: 'inf' is not a number: Write digits, with a point before decimals.",
        "values.csv:13: 1 cell where two should be: Write a date and a value.",
    ]


def test_a_file_without_header_or_values_is_refused() -> None:
    assert read("")[1] == read("2026-05-04,1\n")[1]
    assert "the first row is not 'date,value'" in read("")[1][0]
    assert "no values below" in read("date,value\n")[1][0]
