"""Secrets are in no output of a run: not on standard error, in no report."""

import base64
import json
import urllib.parse

import pytest

from harness import frames
from harness.recorder import response

SECRET = 's3cr3t/"&<ž> \\+%7'
URL = urllib.parse.quote(SECRET, safe="")
REPORTS = [
    "--report-junit",
    "r/junit.xml",
    "--report-tap",
    "r/tap",
    "--report-json",
    "r/json",
    "--report-html",
    "r/html",
]
FILES = ["junit.xml", "tap", "json/report.json", "html/index.html"]


def looks_of(secret: str) -> dict[str, bytes]:
    """What a secret looks like on the ways that it takes."""
    raw = secret.encode()
    return {
        "as it is": raw,
        "the start": raw[:6],
        "in a URL": urllib.parse.quote(secret, safe="").encode(),
        "in JSON": json.dumps(secret)[1:-1].encode(),
        "in JSON, unescaped": json.dumps(secret, ensure_ascii=False)[1:-1].encode(),
        "in Base64": base64.b64encode(raw),
        "in Base64 after 5 bytes": base64.b64encode(b"user:" + raw)[8:20],
        "in hexadecimal": raw.hex().encode(),
    }


@pytest.fixture(autouse=True)
def folder(check):
    (check.program.home / "r").mkdir()


def assert_silent(check, result, secret: str = SECRET) -> None:
    outputs = {"standard error": result.err.encode(), "standard output": result.out}
    for name in FILES:
        outputs[name] = (check.program.home / "r" / name).read_bytes()
        assert outputs[name], name
    for name, output in outputs.items():
        for look, wanted in looks_of(secret).items():
            assert wanted not in output, (name, look, output[max(0, output.find(wanted) - 300) :][:600])


@pytest.fixture
def server(recorder):
    """Whatever is asked comes back, in the head and in the body."""

    def answer(head):
        value = head.target.encode() + b" " + head.raw
        fields = [f"X-Target: {head.target}", *(f"X-Back: {each}" for each in head.all("X-There"))]
        return response("200 OK", *fields, body=value)

    recorder.answer = answer
    return recorder


WAYS = {
    "the URL": "GET {{base}}/{{url}}\nHTTP 404\n",
    "the query": "GET {{base}}/any\n[Query]\na: {{secret}}\nHTTP 404\n",
    "a field": "GET {{base}}/any\nX-There: {{url}}\nHTTP 200\n[Asserts]\nheader \"X-Back\" == \"x\"\n",
    "Authorization": "GET {{base}}/any\nAuthorization: Bearer {{url}}\nHTTP 200\n[Asserts]\nbody == \"x\"\n",
    "Basic": "GET {{base}}/any\n[BasicAuth]\nuser: {{secret}}\nHTTP 200\n[Asserts]\nbody == \"x\"\n",
    "a cookie": "GET {{base}}/any\n[Cookies]\na: {{url}}\nHTTP 200\n[Asserts]\nbody == \"x\"\n",
    "the body": "POST {{base}}/any\n`{{secret}}`\nHTTP 404\n",
    "an expectation": "GET {{base}}/any\nHTTP 200\n[Asserts]\nbody == \"{{secret}}\"\n",
    "a pattern": "GET {{base}}/any\nHTTP 200\n[Asserts]\nbody matches \"{{url}}\"\n",
    "a field that must come": "GET {{base}}/any\nHTTP 200\nX-One: {{secret}}\n",
    "bytes": "GET {{base}}/any\nX-There: {{url}}\nHTTP 200\n[Asserts]\nbytes == hex,00;\nvariable \"secret\" base64Encode == \"\"\n",
    "a capture": "GET {{base}}/any\nX-There: {{url}}\nHTTP 200\n[Captures]\nc: header \"X-Back\"\n[Asserts]\nstatus == 1\n",
    "a variable": "GET {{base}}/any\n[Options]\nvariable: v=<{{secret}}>\nHTTP 200\n[Asserts]\nvariable \"v\" == \"x\"\n",
    "a host": "GET http://{{url}}.invalid/\nHTTP 200\n",
    "user info": "GET http://user:{{url}}@127.0.0.1:1/\nHTTP 200\n",
    "a file": "POST {{base}}/any\nfile,{{secret}};\nHTTP 200\n",
    "a choice": "GET {{base}}/any\n[Options]\nskip: {{secret}}\nHTTP 200\n",
    "bytes of it in hexadecimal": "GET {{base}}/any\nHTTP 200\n[Asserts]\nvariable \"secret\" base64Encode base64Decode == hex,00;\n",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_in(check, server, way):
    options = ["--secret", f"secret={SECRET}", "--secret", f"url={URL}", "--test", *REPORTS]
    result = check(server, WAYS[way], *options)
    assert result.status not in (0, 1), result
    assert_silent(check, result)


def test_it_was_sent(check, server):
    """Or all this would say nothing."""
    result = check(server, WAYS["the query"], "--secret", f"secret={SECRET}", *REPORTS)
    assert URL.encode() in server.requests[0][0] and "***" in result.err, result


def test_from_the_environment(check, server):
    result = check(server, WAYS["the query"], "--test", *REPORTS, env={"UPSHIFT_SECRET_secret": SECRET})
    assert result.status == 117, result
    assert_silent(check, result)


def test_a_capture_that_is_redacted(check, recorder):
    """From the beginning: it is known only when it has been shown already."""
    body = json.dumps({"token": SECRET, "n": 1})
    recorder.routes["/data"] = response("200 OK", body=body.encode())
    recorder.routes["/back"] = response("200 OK", f"X-Back: {URL}", body=body.encode())
    text = (
        'GET {{base}}/data\nHTTP 200\n[Captures]\ntoken: jq ".token" redact\n[Asserts]\njq ".n" == 1\n'
        'GET {{base}}/back\n[Query]\nt: {{token}}\nHTTP 200\n[Asserts]\nbody == ""\nheader "X-Back" == "{{token}}"\n'
    )
    result = check(recorder, text, "--test", *REPORTS)
    assert result.status == 117 and URL.encode() in recorder.requests[1][0], result
    assert_silent(check, result)


def test_in_messages(check, serve):
    def script(peer):
        peer.websocket()
        peer.send(frames.text(f"before {SECRET} after") + frames.encode(frames.BINARY, b"\xff" + SECRET.encode()))
        peer.send(frames.encode(frames.PING, SECRET.encode()))
        assert peer.message().payload.decode() == f"mine {SECRET}"
        peer.close(4000, SECRET)

    text = (
        "GET {{ws}}/data\nHTTP 101\n[WebSocket]\nsend mine {{secret}}\nexpect text\ncapture all text\n"
        "expect binary == hex,00; within 2s\n"
    )
    result = check(serve(script), text, "--secret", f"secret={SECRET}", "--test", *REPORTS)
    assert result.status == 117 and "before *** after" in result.err and "mine ***" in result.err, result
    assert_silent(check, result)


@pytest.mark.parametrize("before", [190, 194, 197, 199, 200, 4090, 4094])
def test_where_a_text_is_cut(check, recorder, before):
    """A value is cut at 200 characters, a body at 4 KiB: no start of a secret is left over."""
    recorder.routes["/data"] = response("200 OK", body=b"-" * before + SECRET.encode() + b"-" * 5000)
    text = 'GET {{base}}/data\nHTTP 200\n[Captures]\nb: body\n[Asserts]\nbody == ""\nbytes == hex,00;\n'
    result = check(recorder, text, "--secret", f"secret={SECRET}", *REPORTS)
    assert result.status == 117, result
    assert_silent(check, result)
    for name in FILES:
        output = (check.program.home / "r" / name).read_bytes()
        assert b"-s3c" not in output and b"-s3" not in output, (name, output[output.find(b"-s3") - 50 :][:200])


def test_a_short_secret_and_one_within_another(check, server):
    text = 'GET {{base}}/{{a}}/{{b}}\nHTTP 200\n[Asserts]\nbody == ""\n'
    result = check(server, text, "--secret", "a=pin1", "--secret", "b=xpin1x", "--test", *REPORTS)
    assert result.status == 117 and "/***/***" in result.err and "pin1" not in result.err, result


@pytest.mark.parametrize("option", ["max-redirs", "skip", "retry", "delay"])
def test_one_that_no_option_can_be(check, server, option):
    """It is too long to be shown whole: neither is its start."""
    secret = "".join(f"{number:02}sekrit" for number in range(12))
    text = f"GET {{{{base}}}}/\n[Options]\n{option}: {{{{s}}}}\nHTTP 200\n"
    result = check(server, text, "--secret", f"s={secret}", *REPORTS)
    assert result.status == 2 and "cannot be '***" in result.err, result
    assert_silent(check, result, secret)
    assert "sekrit" not in result.err, result


def test_one_without_a_name(check, server):
    result = check(server, "GET {{base}}/\n", "--secret", "sekritonly")
    assert result.status == 2 and "--secret takes NAME=VALUE\n" in result.err, result
    assert "sekritonly" not in result.err, result


def test_parts_of_a_value_that_is_redacted(check, recorder):
    """What is in it comes again by itself, as the name of a field too."""
    recorder.routes["/data"] = response("200 OK", body=b'{"all":{"token":"sekrit-token-1","n":1}}')
    recorder.routes["/back"] = response("200 OK", "X-sekrit-token-1: a", body=b"sekrit-token-1")
    for capture in ('jq ".all" redact', "bytes redact", 'jq ".all.token" redact'):
        text = (
            f"GET {{{{base}}}}/data\nHTTP 200\n[Captures]\nt: {capture}\n"
            'GET {{base}}/back\nHTTP 200\n[Asserts]\nbody == "x"\n'
        )
        if capture.startswith("bytes"):
            recorder.routes["/data"] = response("200 OK", body=b"sekrit-token-1")
        if capture.endswith('token" redact'):
            recorder.routes["/data"] = response("200 OK", body=b'{"all":{"token":"sekrit-token-1"}}')
        result = check(recorder, text, *REPORTS)
        assert result.status == 117, result
        for name in FILES[:3]:
            output = (check.program.home / "r" / name).read_text()
            assert "sekrit-token-1" not in output[output.find("/back") :], (capture, name, output)
        assert "sekrit-token-1" not in result.err, result
