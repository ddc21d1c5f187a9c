"""The sections of a request: the exact bytes that they put on the wire."""

import re

import pytest

from harness import scripts
from harness.checks import names
from harness.recorder import response

JSON, XML, URLENCODED = "application/json", "application/xml", "application/x-www-form-urlencoded"

# What stands below the request line, and the body and its type on the wire.
BODIES = [
    ('{"a": {{n}},\n  "b": "{{v}}"}', b'{"a": 17,\n  "b": "x y"}', JSON),
    ("[1, null]", b"[1, null]", JSON),
    ('"text"', b'"text"', JSON),
    # As in hurl there are no variables in it; ```xml has them.
    ("<a b='{{v}}'>\n  <c/>\n</a>", b"<a b='{{v}}'>\n  <c/>\n</a>", XML),
    ("`a {{v}} b`", b"a x y b", None),
    ("```\nTwo\n  {{v}}\n```", b"Two\n  x y\n", None),
    ("```raw\n\\n {{v}}\n```", b"\\n {{v}}\n", None),
    ('```json\n{"any": {{n}}}\n```', b'{"any": 17}\n', JSON),
    ("```xml\n<a>{{v}}</a>\n```", b"<a>x y</a>\n", XML),
    ("```hex\n00 ff\n```", b"\x00\xff", None),
    ("base64,AP8=;", b"\x00\xff", None),
    ("hex,00 ff;", b"\x00\xff", None),
    ("file,{{v}}.bin;", b"\x00of a file\xff", None),
    ("Content-Type: text/x\n`a`", b"a", "text/x"),
    ("[Form]\na: 1\nb[é]: x&y={{v}}/é", b"a=1&b%5B%C3%A9%5D=x%26y%3Dx%20y%2F%C3%A9", URLENCODED),
    ("[FormParams]\na: 1", b"a=1", URLENCODED),
]


@pytest.mark.parametrize("below, body, media_type", BODIES)
@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
def test_bodies(check, recorder, method, below, body, media_type):
    (check.program.home / "x y.bin").write_bytes(b"\x00of a file\xff")
    text = f"{method} {{{{base}}}}/any\n{below}\nHTTP 200\n"
    result = check(recorder, text, "--variable", "n=17", "--variable", "v=x y")
    assert (result.status, result.err) == (0, ""), result
    [(head, sent)] = recorder.take()
    fields = head.decode().split("\r\n")
    assert fields[0] == f"{method} /any HTTP/1.1" and sent == body, (head, sent)
    assert [each for each in fields if each.startswith("Content-Type")] == (
        [f"Content-Type: {media_type}"] if media_type else []
    ), head
    assert f"Content-Length: {len(body)}" in fields and not any(each.startswith("Expect") for each in fields), head


def test_multipart(check, recorder):
    (check.program.home / "page.html").write_text("<p>")
    (check.program.home / "data").write_bytes(b"\x00")
    text = (
        "POST {{base}}/any\n[Multipart]\nname: {{v}}\npage: file,page.html;\ndata: file,data; text/x-{{v}}\nHTTP 200\n"
    )
    result = check(recorder, text, "--variable", "v=x")
    assert (result.status, result.err) == (0, ""), result
    [(head, body)] = recorder.take()
    boundary = re.search(rb"Content-Type: multipart/form-data; boundary=(\S+)", head)[1]
    parts = body.split(b"--" + boundary)
    assert [part.strip(b"\r\n") for part in parts] == [
        b"",
        b'Content-Disposition: form-data; name="name"\r\n\r\nx',
        b'Content-Disposition: form-data; name="page"; filename="page.html"\r\nContent-Type: text/html\r\n\r\n<p>',
        b'Content-Disposition: form-data; name="data"; filename="data"\r\nContent-Type: text/x-x\r\n\r\n\x00',
        b"--",
    ], body


@pytest.mark.parametrize(
    "url, query, target",
    [
        ("/any", "a: 1", "/any?a=1"),
        ("/any", "a: x y\nb&c: {{v}}/é?=&#", "/any?a=x%20y&b%26c=v%20w%2F%C3%A9%3F%3D%26"),
        ("/any?x=1", "a: 2", "/any?x=1&a=2"),
        ("/any?x={{w}}", "", "/any?x=v%20w"),
        ("/any", "a:", "/any?a="),
    ],
)
def test_query(check, recorder, url, query, target):
    text = f"GET {{{{base}}}}{url}\n[Query]\n{query}\nHTTP 200\n"
    result = check(recorder, text, "--variable", "v=v w", "--variable", "w=v%20w")
    assert (result.status, result.err) == (0, ""), result
    [(head, _)] = recorder.take()
    assert head.startswith(f"GET {target} HTTP/1.1\r\n".encode()), head


def test_fields_cookies_and_basic_auth(check, recorder):
    text = (
        "GET {{base}}/any\nX-One: {{v}}\nx-two: a # comment\nX-Empty:\n"
        "[Cookies]\na: 1\nb: {{v}}\n[BasicAuth]\nuser: {{v}}:x\nHTTP 200\n"
    )
    result = check(recorder, text, "--variable", "v=w")
    assert (result.status, result.err) == (0, ""), result
    [(head, _)] = recorder.take()
    fields = head.decode().split("\r\n")
    for wanted in ("X-One: w", "x-two: a", "X-Empty:", "Cookie: a=1; b=w", "Authorization: Basic dXNlcjp3Ong="):
        assert wanted in fields, (wanted, fields)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FIND-IT"])
def test_methods(check, recorder, method):
    result = check(recorder, f"{method} {{{{base}}}}/any\nHTTP 200\n")
    assert (result.status, result.err) == (0, ""), result
    [(head, body)] = recorder.take()
    assert head.startswith(f"{method} /any HTTP/1.1\r\n".encode()) and body == b"", head
    assert (b"Content-Length: 0\r\n" in head) == (method == "POST"), head


# Where a variable that is not there stands in each section, by line and column.
SECTIONS = {
    "Options": ("[Options]\nuser: {{no}}", 3, 9),
    "Query": ("[Query]\na: {{no}}", 3, 6),
    "Form": ("[Form]\na: {{no}}", 3, 6),
    "Multipart": ("[Multipart]\na: {{no}}", 3, 6),
    "Cookies": ("[Cookies]\na: {{no}}", 3, 6),
    "BasicAuth": ("[BasicAuth]\na: {{no}}", 3, 6),
    "Captures": ('HTTP 200\n[Captures]\n{{no}}: jq "."', 4, 3),
    "Asserts": ('HTTP 200\n[Asserts]\nbody == "{{no}}"', 4, 12),
    "WebSocket": ("HTTP 101\n[WebSocket]\nsend {{no}}", 4, 8),
}


def test_all_sections_are_here():
    assert set(SECTIONS) == names("Sections")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_variable_that_is_not_there(check, recorder, serve, section):
    below, line, column = SECTIONS[section]
    recorder.routes["/data"] = response("200 OK", body=b"{}")
    if section == "WebSocket":
        recorder = serve(scripts.echo())
    scheme = "ws" if section == "WebSocket" else "base"
    result = check(recorder, f"GET {{{{{scheme}}}}}/data\n{below}\n")
    assert result.status == 2, result
    first, quoted, caret = result.said.splitlines()[:3]
    assert first.startswith(f"x.check:{line}:{column}: error (2): ") and "no" in first, result
    assert quoted == f"  {line} | {below.splitlines()[-1]}" and caret == f"    | {' ' * (column - 1)}^", result


def test_a_body_that_must_come(check, recorder):
    recorder.routes["/data"] = response("200 OK", body=b'{"a": [1, 2.50], "b": "\\u00e9"}')
    text = "GET {{base}}/data\nHTTP 200\n"
    assert check(recorder, text + '{"b": "é", "a": [1,\n  2.5]}\n').status == 0
    assert check(recorder, text + '`{"a": [1, 2.50], "b": "\\\\u00e9"}`\n').status == 0
    (check.program.home / "wanted").write_bytes(b'{"a": [1, 2.50], "b": "\\u00e9"}')
    assert check(recorder, text + "file,wanted;\n").status == 0
    result = check(recorder, text + "`other`\n")
    assert result.status == 117, result
    assert result.said.startswith(
        'x.check:3:1: expected "other"\n  3 | `other`\n    | ^\n  came: "{"a": [1, 2.50], "b": "\\\\u00e9"}"\n'
    ), result
    result = check(recorder, text + '{"a": [1, 2], "b": "é"}\n')
    assert result.status == 117 and "x.check:3:1: expected " in result.said, result


@pytest.mark.parametrize(
    "status, came, met",
    [
        ("HTTP 200", None, True),
        ("HTTP *", None, True),
        ("HTTP/1.1 200", None, True),
        ("HTTP/* 200", None, True),
        ("HTTP/2 200", "HTTP/1.1", False),
        ("HTTP 404", "HTTP 200", False),
        ("HTTP 426 -> 200", "HTTP 200", False),
    ],
)
def test_the_status(check, recorder, status, came, met):
    result = check(recorder, f"GET {{{{base}}}}/any\n{status}\n")
    if met:
        assert (result.status, result.err) == (0, ""), result
    else:
        expected = status if status != "HTTP/2 200" else "HTTP/2"
        assert result.status == 117, result
        assert result.said.startswith(f"x.check:2:1: expected {expected}\n  2 | {status}\n    | ^\n  came: {came}\n"), (
            result
        )
