"""Values of variables in a request: none breaks out of its place, and what it may be is as narrow as in the file."""

import json

import pytest

from harness.recorder import response

TOKEN = 'a\r\nX-Evil: 1'


@pytest.mark.parametrize(
    "lines",
    [
        "[Cookies]\nsid: {{t}}\n",
        "[Options]\nheader: A: {{t}}\n",
        "[Options]\norigin: {{t}}\n",
        "A: {{t}}\n",
        "[Multipart]\na: file,part.txt; {{t}}\n",
        "[Options]\nupgrade: websocket\nsubprotocol: {{t}}\n",
    ],
)
def test_no_value_of_a_server_ends_a_line(check, recorder, lines):
    recorder.routes["/t"] = response("200 OK", body=json.dumps({"t": TOKEN}).encode())
    (check.program.home / "part.txt").write_text("x")
    method = "POST" if "Multipart" in lines else "GET"
    text = f'GET {{{{base}}}}/t\nHTTP 200\n[Captures]\nt: jq ".t"\n{method} {{{{base}}}}/next\n{lines}'
    result = check(recorder, text)
    assert result.status == 2 and ("line end" in result.err or "is a token" in result.err), result
    assert len(recorder.take()) == 1


def test_a_variable_in_a_string_of_json_is_escaped(check, recorder):
    text = 'POST {{base}}/x\n{"b": "<{{y}}>", "{{y}}": {{n}}, "u": "\\u00e9{{y}}"}\nHTTP 404\n'
    value = 'q"z\\\n\x1bé'
    check(recorder, text, "--variable", f"y={value}", "--variable", "n=123456789012345678")
    ((_, body),) = recorder.take()
    assert json.loads(body) == {"b": f"<{value}>", value: 123456789012345678, "u": f"é{value}"}


def test_a_post_without_a_body_has_no_type(check, recorder):
    check(recorder, "POST {{base}}/x\nHTTP 404\n")
    ((head, body),) = recorder.take()
    assert b"content-type" not in head.lower() and b"Content-Length: 0\r\n" in head and body == b""


def test_a_body_of_text_is_compared_as_text(check, recorder):
    recorder.routes["/t"] = response("200 OK", "Content-Type: text/plain; charset=iso-8859-1", body=b"caf\xe9")
    (check.program.home / "text").write_text("café")
    assert check(recorder, "GET {{base}}/t\nHTTP 200\n`café`\n").status == 0
    # A file is bytes.
    assert check(recorder, "GET {{base}}/t\nHTTP 200\nfile,text;\n").status == 117
    assert check(recorder, "GET {{base}}/t\nHTTP 200\nhex,636166e9;\n").status == 0


def test_the_url_is_the_one_that_was_asked(check, recorder):
    base = recorder.url("/").removeprefix("http://")
    text = f'GET http://u:pw-of-u@{base}\nHTTP 200\n[Captures]\nw: url\n[Asserts]\nurl == "http://u:pw-of-u@{base}"\n'
    text += "GET {{w}}\nHTTP 200\n"
    assert check(recorder, text).status == 0
    assert [b"Authorization: Basic dTpwdy1vZi11\r\n" in head for head, _ in recorder.take()] == [True, True]
    # It is nowhere to be seen.
    result = check(recorder, text.replace('[Asserts]\nurl == "http', '[Asserts]\nurl == "https'), "--report-json", "json")
    assert result.status == 117
    report = (check.program.home / "json/report.json").read_text()
    assert "came: " in result.err and "pw-of-u" not in result.err.split("came: ")[1] + report, result


def test_the_password_of_a_url_that_cannot_be_used(check, recorder):
    result = check(recorder, "GET http://u:hunter22@127.0.0.1:99999/x\n", "--report-json", "json")
    assert result.status == 2 and "the URL 'http://***@127.0.0.1:99999/x' cannot be used" in result.err, result


@pytest.mark.parametrize(
    "option, value, fits",
    [
        ("repeat", "-7", False),
        ("repeat", "2", True),
        ("retry", "x", False),
        ("max-redirs", "-9", False),
        ("upgrade", "banana", False),
        ("delay", "1 ms", False),
        ("delay", "1", True),
        ("location", "yes", False),
        ("location", "true", True),
    ],
)
def test_a_variable_is_held_to_what_the_option_takes(check, recorder, option, value, fits):
    text = f"GET {{{{base}}}}/\n[Options]\n{option}: {{{{v}}}}\nHTTP 200\n"
    result = check(recorder, text, "--variable", f"v={value}")
    assert result.status == (0 if fits else 2), result
    assert fits or f"the option {option} cannot be '{value}'" in result.err, result
