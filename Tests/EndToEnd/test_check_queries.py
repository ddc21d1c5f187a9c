"""Every query of a check: of an answer and of a message, met and not."""

import hashlib
import re

import pytest

from harness import frames
from harness.checks import names, unmet, unmet_step
from harness.recorder import response

BODY = '{"a": {"b": [1, 2]}, "é": "x"}'
COOKIE = "taste=sweet; Expires=Wed, 21 Oct 2037 07:28:00 GMT; Max-Age=60; Domain=example.org; Path=/a; Secure; HttpOnly"

# The query, an assert that holds, one that does not, what it expects, and what came.
CASES = [
    ("status", "status == 200", "status == 201", "201", "200"),
    ("version", 'version == "1.1"', 'version == "2"', '"2"', '"1.1"'),
    ("url", 'url == "{{base}}/data"', 'url endsWith "/x"', 'ends with "/x"', '"http://HOST/data"'),
    ("header", 'header "x-one" == "1"', 'header "X-One" == "2"', '"2"', '"1"'),
    ("header", 'header "X-Two" nth 1 == "b"', 'header "X-Two" count == 3', "3", "2"),
    ("header", 'header "X-None" not exists', 'header "X-None" exists', "something", "nothing"),
    ("cookie", 'cookie "taste" == "sweet"', 'cookie "taste" == "sour"', '"sour"', '"sweet"'),
    ("cookie", 'cookie "taste[Path]" == "/a"', 'cookie "taste[Path]" == "/"', '"/"', '"/a"'),
    ("cookie", 'cookie "taste[Max-Age]" == 60', 'cookie "taste[Max-Age]" < 60', "less than 60", "60"),
    ("cookie", 'cookie "taste[Secure]" == true', 'cookie "taste[Secure]" == false', "false", "true"),
    ("cookie", 'cookie "taste[HttpOnly]" exists', 'cookie "taste[HttpOnly]" not exists', "nothing", "true"),
    ("cookie", 'cookie "taste[Domain]" == "example.org"', 'cookie "x[Domain]" exists', "something", "nothing"),
    ("cookie", 'cookie "taste[Expires]" isDate', 'cookie "taste[SameSite]" exists', "something", "nothing"),
    ("cookie", 'cookie "taste[Value]" == "sweet"', 'cookie "Taste" exists', "something", "nothing"),
    ("body", 'body contains "é"', 'body startsWith "["', 'starts with "["', f'"{BODY}"'),
    ("bytes", "bytes count == 31", "bytes count == 30", "30", "31"),
    ("jq", 'jq ".a.b[1]" == 2', 'jq ".a | keys | length" == 2', "2", "1"),
    ("jq", 'jq ".a.b[]" count == 2', 'jq ".a.b[]" == 1', "1", "[1, 2], a list"),
    ("jsonpath", "jsonpath \"$.a['b'][0]\" == 1", 'jsonpath "$..b" count == 2', "2", "1"),
    ("jsonpath", 'jsonpath "$.c" not exists', 'jsonpath "$.a.b[*]" count == 3', "3", "2"),
    ("regex", 'regex "b.: .([0-9])" == "1"', r"regex /, (\d)/ == `3`", '"3"', '"2"'),
    ("sha256", f"sha256 == hex,{hashlib.sha256(BODY.encode()).hexdigest()};", "sha256 count == 31", "31", "32"),
    ("md5", f"md5 == hex,{hashlib.md5(BODY.encode()).hexdigest()};", "md5 count == 32", "32", "16"),
    ("variable", 'variable "v" == "w"', 'variable "u" exists', "something", "nothing"),
]

# Of a message: what holds, what does not, and what came of the last message instead.
MESSAGES = [
    ("text", 'text == "{\\"op\\":1}"', 'text contains "2"', 'contains "2"', '"{"op":1}"'),
    ("binary", "binary == hex,00ff;", "binary count == 3", "3", "2"),
    ("body", 'body startsWith "{"', 'body endsWith "]"', 'ends with "]"', '"{"op":1}"'),
    ("bytes", "bytes == hex,00ff;", "bytes count == 3", "3", "2"),
    ("jq", 'jq ".op == 1"', 'jq ".op" == 2', "2", "1"),
    ("jsonpath", 'jsonpath "$.op" == 1', 'jsonpath "$.op" == 2', "2", "1"),
    ("regex", 'regex "op.:(.)" == "1"', 'regex "op.:(.)" == "2"', '"2"', '"1"'),
    ("sha256", f"sha256 == hex,{hashlib.sha256(bytes([0, 255])).hexdigest()};", "sha256 count == 1", "1", "32"),
    ("md5", f"md5 == hex,{hashlib.md5(bytes([0, 255])).hexdigest()};", "md5 count == 1", "1", "16"),
    ("variable", 'variable "v" == "w"', 'variable "v" == "x"', '"x"', '"w"'),
]


@pytest.fixture
def server(recorder):
    fields = ["X-One: 1", "X-Two: a", "X-Two: b", "Set-Cookie: other=1", f"Set-Cookie: {COOKIE}"]
    recorder.routes["/data"] = response("200 OK", *fields, body=BODY.encode())
    recorder.routes["/latin"] = response("200 OK", "Content-Type: text/plain; charset=ISO-8859-1", body=b"caf\xe9")
    recorder.routes["/bytes"] = response("200 OK", body=b"\xff\xfe")
    return recorder


def check_of(line: str, path: str = "/data") -> str:
    return f"GET {{{{base}}}}{path}\nHTTP 200\n[Asserts]\n{line}\n"


def test_all_are_here():
    assert {case[0] for case in CASES + MESSAGES} | {"duration", "certificate"} == names("Queries")


@pytest.mark.parametrize("name, good, bad, expected, came", CASES)
def test_a_query_of_an_answer(check, server, name, good, bad, expected, came):
    result = check(server, check_of(good), "--variable", "v=w")
    assert (result.status, result.err) == (0, ""), result
    result = check(server, check_of(bad))
    assert (result.status, result.said) == (117, unmet(bad, f"expected {expected}", came)), result


def test_duration_is_in_milliseconds(check, server):
    result = check(server, check_of("duration >= 0") + "duration isInteger\nduration < 10000\n")
    assert (result.status, result.err) == (0, ""), result
    result = check(server, check_of("duration < 0"))
    assert result.status == 117 and re.search(r"expected less than 0\n.*\n.*\n  came: \d+\n", result.err), result


def test_certificate(check, serve, tls):
    def script(peer):
        peer.head()
        peer.answer("200 OK", "Connection: close")
        peer.end()

    lines = [
        'certificate "Subject" == "CN = localhost"',
        'certificate "Issuer" contains "End-to-end tests"',
        'certificate "Start-Date" isDate',
        'certificate "Expire-Date" > "2026-01-01T00:00:00Z"',
        'certificate "Serial-Number" matches "^[0-9a-f:]+$"',
    ]
    server = serve(script, script, secure=True)
    result = check(server, check_of("\n".join(lines)), "--cacert", tls.ca)
    assert (result.status, result.err) == (0, ""), result
    line = 'certificate "Subject" contains "example.org"'
    result = check(server, check_of(line), "--cacert", tls.ca)
    said = unmet(line, 'expected contains "example.org"', '"CN = localhost"').replace("http:", "https:")
    assert (result.status, result.said) == (117, said), result


def test_there_is_no_certificate_without_tls(check, server):
    line = 'certificate "Subject" exists'
    result = check(server, check_of(line))
    assert (result.status, result.said) == (117, unmet(line, "expected something", "nothing")), result


def test_the_charset_of_the_body(check, server):
    result = check(server, check_of('body == "café"', "/latin"))
    assert (result.status, result.err) == (0, ""), result
    result = check(server, check_of('body == "x"', "/bytes"))
    said = unmet('body == "x"', "the body is not text in utf-8", path="/bytes")
    assert (result.status, result.said) == (117, said), result


@pytest.mark.parametrize("name, good, bad, expected, came", MESSAGES)
def test_a_query_of_a_message(check, serve, name, good, bad, expected, came):
    is_binary = came in ("2", "32", "16") or name == "binary"
    message = b"\x00\xff" if is_binary else b'{"op":1}'
    shown = "binary 2 bytes 00ff" if is_binary else 'text {"op":1}'

    def script(peer):
        peer.websocket(then=frames.encode(2 if is_binary else 1, message))
        peer.echo()
        peer.end()

    def text(line):
        return f"GET {{{{ws}}}}/data\nHTTP 101\n[WebSocket]\nexpect {line} within 100ms\n"

    server = serve(script, script)
    result = check(server, text(good), "--variable", "v=w")
    assert (result.status, result.err) == (0, ""), result
    result = check(server, text(bad), "--variable", "v=w")
    said = unmet_step(f"expect {bad} within 100ms", f"expected {expected}, within 100 ms", came, f"< {shown}")
    assert (result.status, result.said) == (117, said), result
