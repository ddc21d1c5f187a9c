"""Files that do not parse: where, the line, a caret, and status 2 before anything is sent."""

import pytest

# What stands after `GET {{base}}/any` (¶ ends a line); line and column; the message; the line and where its caret is.
BROKEN = [
    ("HTTP 20", (2, 6), "expected a status from 100 to 599, or *"),
    ("HTTP 200 OK", (2, 10), "expected '->', or the end of the line; a status is written without its phrase"),
    ("HTTP/1.2 200", (2, 6), "expected HTTP/1.0, HTTP/1.1, HTTP/2, HTTP/3 or HTTP/*"),
    ("Accept */*", (2, 1), "expected name: value, [Section], a body, HTTP or the next request; a body of text stands in `backquotes`"),
    ("[Assert]", (2, 2), "expected a section: Options, Query, Form, Multipart, Cookies, BasicAuth, Captures, Asserts, WebSocket; did you mean 'Asserts'?"),
    ("[Asserts]", (2, 1), "[Asserts] stands after an HTTP line"),
    ("[Options]¶retries: 3", (3, 1), "expected an option"),
    ("[Options]¶locaton: true", (3, 1), "expected an option; did you mean 'location'?"),
    ("[Options]¶retry: many", (3, 8), "expected an integer of -1 or more"),
    ("HTTP 200¶[Asserts]¶statuss == 200", (4, 1), "expected a query such as status or jq; did you mean 'status'?"),
    ("HTTP 200¶[Asserts]¶status = 200", (4, 8), "expected a predicate; did you mean '=='?"),
    ("HTTP 200¶[Asserts]¶body contian \"x\"", (4, 6), "expected a filter or a predicate; did you mean 'contains'?"),
    ("HTTP 200¶[Asserts]¶header \"X == 1", (4, 8), "this '\"' is not closed on its line"),
    ("HTTP 200¶[Asserts]¶xpath \"//a\" exists", (4, 1), "xpath is not supported"),
    ("HTTP 200¶[Asserts]¶body matches /(/", (4, 14), "'(' is not a regular expression: expected ')'"),
    ("HTTP 200¶[Asserts]¶jsonpath \"$.a[?(@.b)].c()\" exists", (4, 24), "functions are not supported in a path"),
    ("HTTP 200¶[Captures]¶id", (4, 1), None),
    ("{\"a\": }", (2, 7), None),
    ("HTTP 101¶[WebSocket]¶sned hi", (4, 1), "expected send, expect, never, capture, ping or close; did you mean 'send'?"),
    ("HTTP 101¶[WebSocket]¶expect text == \"a\" within 5", (4, 27), "expected a time such as 500ms, 2s or 1m"),
    ("HTTP 101¶[WebSocket]¶never text", (4, 11), "expected for and a time, such as for 500ms"),
    ("HTTP 101¶[WebSocket]¶expect status == 101", (4, 8), "status asks about an answer: its place is [Asserts]"),
    ("HTTP 101¶[WebSocket]¶close 1005", (4, 7), "expected a close code that may be sent: 1000 to 1003, 1007 to 1014, 3000 to 4999"),
    ("HTTP 200¶žluťoučký 🐎", (3, 1), None),
    ("X: {{a b}}", (2, 8), "expected '}}'"),
]  # fmt: skip


@pytest.mark.parametrize("text, place, message", BROKEN)
def test_a_broken_file(check, recorder, text, place, message):
    lines = ["GET {{base}}/any", *text.split("¶")]
    result = check(recorder, "\n".join(lines) + "\n", name="folder/x.check")
    first, quoted, caret = result.err.splitlines()
    assert result.status == 2 and result.out == b"" and recorder.peers == [], result
    line, column = place
    assert first.startswith(f"folder/x.check:{line}:{column}: {message or 'expected'}"), result
    assert not message or first.endswith(f": {message}"), result
    assert quoted == f"  {lines[line - 1]}" and caret == " " * (column + 1) + "^", result


def test_lines_end_in_any_way(check, recorder):
    (check.program.home / "x.check").write_bytes(b"\xef\xbb\xbfGET {{base}}/any\r\nHTTP 2\r\n")
    result = check.run(*check.words(recorder, "x.check"))
    assert (result.status, result.err) == (
        2,
        "x.check:2:6: expected a status from 100 to 599, or *\n  HTTP 2\n       ^\n",
    )


def test_from_standard_input(check, recorder):
    result = check.run(*check.words(recorder, "-"), stdin=b"GET\n")
    assert (result.status, result.err) == (
        2,
        "(standard input):1:4: expected a blank and a URL\n  GET\n     ^\n",
    )


def test_a_long_line_is_cut_around_the_place(check, recorder):
    result = check(recorder, f"GET {{{{base}}}}/any\nX: {'a' * 5000}\\q{'b' * 5000}\n")
    first, quoted, caret = result.err.splitlines()
    assert first.startswith("x.check:2:5004: expected an escape") and len(quoted) < 120, result
    assert quoted[len(caret) - 1] == "\\", result
