"""Every predicate of a check: met, and what is said when it is not."""

import json

import pytest

from harness.checks import names, unmet
from harness.recorder import response

DATA = {
    "n": 17,
    "f": 1.5,
    "text": "straight on",
    "list": ["a", "b"],
    "empty": [],
    "object": {"a": 1},
    "yes": True,
    "null": None,
    "date": "2026-11-23T02:36:38Z",
    "four": "127.0.0.1",
    "six": "2001:db8::1",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
}

# The predicate, an assert that holds, one that does not, what it expects, and what came.
CASES = [
    ("==", ".n ==", "17", "18", "18", "17"),
    ("!=", ".n !=", "18", "17", "anything but 17", "17"),
    (">", ".n >", "16", "17", "more than 17", "17"),
    (">=", ".n >=", "17", "18", "18 or more", "17"),
    ("<", ".n <", "18", "17", "less than 17", "17"),
    ("<=", ".n <=", "17", "16", "16 or less", "17"),
    ("contains", ".text contains", '"straight"', '"bent"', 'contains "bent"', '"straight on"'),
    ("contains", ".list contains", '"b"', '"c"', 'contains "c"', '["a", "b"]'),
    ("startsWith", ".text startsWith", '"straight "', '"on"', 'starts with "on"', '"straight on"'),
    ("endsWith", ".text endsWith", '" on"', '"straight"', 'ends with "straight"', '"straight on"'),
    ("matches", ".text matches", r"/a.g\w+ o/", '"^on"', "matches /^on/", '"straight on"'),
    # jq says null of what is not there; what a JSONPath does not find is nothing.
    ("exists", "exists", "$.n", "$.m", "something", "nothing"),
    ("isBoolean", "isBoolean", ".yes", ".n", "a boolean", "17"),
    ("isNumber", "isNumber", ".f", ".yes", "a number", "true"),
    ("isInteger", "isInteger", ".n", ".f", "an integer", "1.5"),
    ("isFloat", "isFloat", ".f", ".n", "a float", "17"),
    ("isString", "isString", ".text", ".null", "a string", "null"),
    ("isCollection", "isCollection", ".object", ".text", "a list, an object or bytes", '"straight on"'),
    ("isEmpty", "isEmpty", ".empty", ".list", "empty", '["a", "b"]'),
    ("isDate", "isDate", ".date", ".text", "a date", '"straight on"'),
    ("isIpv4", "isIpv4", ".four", ".six", "an IPv4 address", '"2001:db8::1"'),
    ("isIpv6", "isIpv6", ".six", ".four", "an IPv6 address", '"127.0.0.1"'),
    ("isUuid", "isUuid", ".uuid", ".text", "a UUID", '"straight on"'),
]


def written(rest: str, value: str) -> str:
    if value.startswith("$"):
        return f'jsonpath "{value}" {rest}'
    if value.startswith("."):
        return f'jq "{value}" {rest}'
    path, predicate = rest.split(" ", 1)
    return f'jq "{path}" {predicate} {value}'


def negated(assertion: str) -> str:
    query, path, rest = assertion.split(" ", 2)
    return f"{query} {path} not {rest}"


def check_of(*asserts: str) -> str:
    return "GET {{base}}/data\nHTTP 200\n[Asserts]\n" + "\n".join(asserts) + "\n"


@pytest.fixture
def server(recorder):
    recorder.routes["/data"] = response("200 OK", body=json.dumps(DATA).encode())
    return recorder


def test_all_are_here():
    assert {case[0] for case in CASES} == names("Predicates")


@pytest.mark.parametrize("name, rest, good, bad, expected, came", CASES)
def test_a_predicate(check, server, name, rest, good, bad, expected, came):
    met, missed = written(rest, good), written(rest, bad)
    result = check(server, check_of(met, negated(missed)))
    assert (result.status, result.out, result.err) == (0, b"", ""), result
    result = check(server, check_of(missed))
    assert (result.status, result.said) == (117, unmet(missed, f"expected {expected}", came)), result


@pytest.mark.parametrize(
    "line, expected, came",
    [
        ('jq ".n" not == 17', "anything but 17", "17"),
        ('jq ".n" not > 16', "not more than 16", "17"),
        ('jq ".text" not contains "on"', 'does not contain "on"', '"straight on"'),
        ('jq ".text" not startsWith "s"', 'does not start with "s"', '"straight on"'),
        ('jq ".text" not endsWith "n"', 'does not end with "n"', '"straight on"'),
        ('jq ".text" not matches "s"', "does not match /s/", '"straight on"'),
        ('jsonpath "$.n" not exists', "nothing", "17"),
        ('jq ".n" not isNumber', "not a number", "17"),
        ('jq ".empty" not isEmpty', "not empty", "[]"),
    ],
)
def test_not(check, server, line, expected, came):
    result = check(server, check_of(line))
    assert (result.status, result.said) == (117, unmet(line, f"expected {expected}", came)), result


@pytest.mark.parametrize(
    "line, expected, came",
    [
        ('jq ".n" == "17"', '"17"', "17, a number"),
        ('jq ".text" > 5', "more than 5", '"straight on", a string'),
        ('jq ".n" contains "1"', 'contains "1"', "17, a number"),
        ('jq ".n" matches "1"', "matches /1/", "17, a number"),
        ('jq ".n" isEmpty', "empty", "17, a number"),
        ('jq ".n" not isEmpty', "not empty", "17, a number"),
        ('jq ".yes" == null', "null", "true, a boolean"),
    ],
)
def test_what_does_not_go_together_names_the_kind(check, server, line, expected, came):
    result = check(server, check_of(line))
    assert (result.status, result.said) == (117, unmet(line, f"expected {expected}", came)), result


def test_values_of_all_kinds(check, server):
    (check.program.home / "text").write_text("straight on")
    result = check(
        server,
        check_of(
            'jq ".f" == 1.50',
            'jq ".n" == 17.0',
            'jq ".yes" == true',
            'jq ".null" == null',
            'jq ".n" == {{n}}',
            'jq ".text" == `straight on`',
            'jq ".text" == "{{a}} on"',
            "jq \".text\" base64Encode == \"c3RyYWlnaHQgb24=\"",
            "bytes startsWith hex,7b22;",
            "bytes endsWith base64,fQ==;",
            'jq ".text" base64Encode base64Decode == file,text;',
        ),
        "--variable", "n=17", "--variable", "a=straight",
    )  # fmt: skip
    assert (result.status, result.err) == (0, ""), result
