"""Every filter of a check: what it makes, what is said when that is something else, and of what it cannot take."""

import json

import pytest

from harness.checks import names, unmet
from harness.recorder import response

DATA = {
    "n": 17,
    "f": 2.9,
    "yes": True,
    "text": "a b&c/é",
    "markup": "<a href='x'>&</a>",
    "entities": "&lt;&amp;&#233;&euro;",
    "percent": "a%20b%C3%A9",
    "list": [1, 2, 3],
    "base64": "aGk/",
    "url64": "aGk_",
    "latin": "6Q==",
    "digits": "42",
    "json": '{"a":[1,2]}',
}

# The filter, what it is given and how it is written, the value that comes, and how that is shown.
CASES = [
    ("base64Decode", ".base64 base64Decode", "hex,68693f;", "bytes 68693f (3)"),
    ("base64Encode", ".digits base64Encode", '"NDI="', '"NDI="'),
    ("base64UrlSafeDecode", ".url64 base64UrlSafeDecode", "hex,68693f;", "bytes 68693f (3)"),
    ("base64UrlSafeEncode", ".base64 base64Decode base64UrlSafeEncode", '"aGk_"', '"aGk_"'),
    ("count", ".list count", "3", "3"),
    ("decode", '.latin base64Decode decode "iso-8859-1"', '"é"', '"é"'),
    ("first", ".list first", "1", "1"),
    ("htmlEscape", ".markup htmlEscape", '"&lt;a href=&#x27;x&#x27;&gt;&amp;&lt;/a&gt;"', None),
    ("htmlUnescape", ".entities htmlUnescape", '"<&é€"', '"<&é€"'),
    ("jq", '.json jq ".a[1]"', "2", "2"),
    ("jsonpath", '.json jsonpath "$.a[0]"', "1", "1"),
    ("last", ".list last", "3", "3"),
    ("nth", ".list nth 1", "2", "2"),
    ("nth", ".list nth -1", "3", "3"),
    ("regex", r".text regex /b&(\w)/", '"c"', '"c"'),
    ("replace", '.text replace " b" "-"', '"a-&c/é"', '"a-&c/é"'),
    ("replaceRegex", '.text replaceRegex /[a-c]/ "x"', '"x x&x/é"', '"x x&x/é"'),
    ("split", '.text split "&"', "", '["a b", "c/é"]'),
    ("toFloat", ".digits toFloat", "42.0", "42.0"),
    ("toInt", ".f toInt", "2", "2"),
    ("toString", ".n toString", '"17"', '"17"'),
    ("urlDecode", ".percent urlDecode", '"a bé"', '"a bé"'),
    ("urlEncode", ".text urlEncode", '"a%20b%26c/%C3%A9"', '"a%20b%26c/%C3%A9"'),
]

# The filter, what it is given, and why it does not take that.
WRONG = [
    ("base64Decode", ".text base64Decode", '"a b&c/é" is no base64'),
    ("base64Encode", ".n base64Encode", "it takes bytes or a string, not 17, a number"),
    ("base64UrlSafeDecode", ".base64 base64UrlSafeDecode", '"aGk/" is no base64'),
    ("base64UrlSafeEncode", ".yes base64UrlSafeEncode", "it takes bytes or a string, not true, a boolean"),
    ("count", ".text count", 'it takes a list or bytes, not "a b&c/é", a string'),
    ("decode", '.latin base64Decode decode "utf-8"', "bytes e9 (1) is no text in utf-8"),
    ("first", ".n first", "it takes a list, not 17, a number"),
    ("htmlEscape", ".list htmlEscape", "it takes a string, not [1, 2, 3], a list"),
    ("htmlUnescape", ".n htmlUnescape", "it takes a string, not 17, a number"),
    ("last", ".n last", "it takes a list, not 17, a number"),
    ("nth 3", ".list nth 3", "the list has 3 elements"),
    ("regex", ".n regex /./", "it takes a string, not 17, a number"),
    ("replace", '.n replace "1" "2"', "it takes a string, not 17, a number"),
    ("replaceRegex", '.n replaceRegex /1/ "2"', "it takes a string, not 17, a number"),
    ("split", '.n split "1"', "it takes a string, not 17, a number"),
    ("toFloat", ".text toFloat", '"a b&c/é" is no number'),
    ("toInt", ".text toInt", '"a b&c/é" is no number'),
    ("toString", ".base64 base64Decode toString", "it takes anything but bytes, not bytes 68693f (3)"),
    ("urlDecode", ".text urlDecode urlDecode regex /%../ urlDecode", "there is nothing before it"),
    ("urlDecode", ".n urlDecode", "it takes a string, not 17, a number"),
    ("urlEncode", ".list urlEncode", "it takes a string, not [1, 2, 3], a list"),
]


def check_of(line: str) -> str:
    return f"GET {{{{base}}}}/data\nHTTP 200\n[Asserts]\n{line}\n"


def query(text: str) -> str:
    path, filters = text.split(" ", 1)
    return f'jq "{path}" {filters}'


@pytest.fixture
def server(recorder):
    recorder.routes["/data"] = response("200 OK", body=json.dumps(DATA).encode())
    return recorder


def test_all_are_here():
    assert {case[0] for case in CASES} == names("Filters")
    # jq and JSONPath have more to say than these tables hold: see below.
    assert {case[0].split(" ")[0] for case in WRONG} == names("Filters") - {"jq", "jsonpath"}


@pytest.mark.parametrize("name, text, value, shown", CASES)
def test_a_filter(check, server, name, text, value, shown):
    result = check(server, check_of(query(text) + (f" == {value}" if value else " count == 2")))
    assert (result.status, result.err) == (0, ""), result
    line = query(text) + " isEmpty" if value[:1] == '"' else query(text) + " == false"
    result = check(server, check_of(line))
    kind = "" if value[:1] == '"' or shown.startswith("bytes") else ", a list" if not value else ", a number"
    expected = "empty" if line.endswith("isEmpty") else "false"
    assert (result.status, result.said) == (117, unmet(line, f"expected {expected}", (shown or value) + kind)), result


@pytest.mark.parametrize("name, text, why", WRONG)
def test_what_a_filter_does_not_take(check, server, name, text, why):
    line = query(text) + " exists"
    result = check(server, check_of(line))
    assert (result.status, result.said) == (117, unmet(line, f"filter {name}: {why}")), result


@pytest.mark.parametrize(
    "line, message",
    [
        ('jq ".text" jq "."', "what filter jq is given is not JSON"),
        ('jq ".text" jsonpath "$"', "what filter jsonpath is given is not JSON"),
        ('jq ".n" jq ".a"', 'jq: Cannot index number with "a"'),
    ],
)
def test_json_in_a_text(check, server, line, message):
    result = check(server, check_of(line + " exists"))
    assert (result.status, result.said) == (117, unmet(line + " exists", message)), result


def test_a_filter_that_jq_does_not_compile_is_an_error(check, server):
    line = 'jq ".a | nothing" exists'
    result = check(server, check_of(line))
    assert result.status == 2 and result.said == (
        f"x.check:4:4: this is no jq filter: nothing/0 is not defined\n  {line}\n     ^\n"
    ), result
    assert server.take() == []


def test_a_filter_made_of_a_variable_is_known_late(check, server):
    result = check(server, check_of('jq ".a | {{f}}" exists'), "--variable", "f=nothing")
    assert result.status == 2 and 'x.check:4:1: error (2): jq ".a | nothing": ' in result.said, result
    assert result.said.endswith("  ! line 4 error\n"), result
