"""Variables of checks: where they come from, which wins, of what kind they are; captures."""

import json

import pytest

from harness import scripts
from harness.checks import unmet
from harness.recorder import response


def holds(name: str, value: str) -> str:
    return f'GET {{{{base}}}}/any\nHTTP 200\n[Asserts]\nvariable "{name}" == {value}\n'


@pytest.mark.parametrize(
    "text, value",
    [
        ("17", "17"),
        ("-1.5e3", "-1500"),
        ("123456789012345678901", "123456789012345678901"),
        ("true", "true"),
        ("null", "null"),
        ('"17"', '"17"'),
        ("word", '"word"'),
        ("a=b", '"a=b"'),
        ("", '""'),
        ("017", '"017"'),
    ],
)
def test_kinds(check, recorder, text, value):
    assert check(recorder, holds("v", value), "--variable", f"v={text}").status == 0
    assert check(recorder, holds("v", value), env={"UPSHIFT_VARIABLE_v": text}).status == 0
    (check.program.home / "variables").write_text(f"# a comment\n\n  v={text}\nw=x\n")
    assert check(recorder, holds("v", value), "--variables-file", "variables").status == 0


def test_what_is_typed_wins_over_the_environment(check, recorder):
    (check.program.home / "variables").write_text("v=file\n")
    env = {"UPSHIFT_VARIABLE_v": "environment"}
    file, option = ["--variables-file", "variables"], ["--variable", "v=option"]
    for options, value in (
        (file, "file"),
        (option, "option"),
        ([*file, *option], "option"),
        ([*option, *file], "file"),
    ):
        assert check(recorder, holds("v", f'"{value}"'), *options, env=env).status == 0, (options, value)


def test_what_is_set_in_the_file_wins(check, recorder):
    text = holds("v", "2").replace("HTTP 200", "[Options]\nvariable: v=2\nHTTP 200")
    assert check(recorder, text, "--variable", "v=1").status == 0


@pytest.mark.parametrize(
    "options, env, message",
    [
        (["--variable", "v"], {}, "--variable takes NAME=VALUE, not 'v'"),
        (["--variable", "=v"], {}, "--variable takes NAME=VALUE, not '=v'"),
        (["--secret", "v="], {}, "--secret v: an empty text is no secret"),
        (["--variables-file", "nothing"], {}, "nothing"),
    ],
)
def test_what_is_no_variable(check, recorder, options, env, message):
    result = check(recorder, holds("v", "1"), *options, env=env)
    assert result.status in (2, 26) and message in result.err and recorder.take() == [], result


def test_a_name_that_is_not_there(check, recorder):
    result = check(recorder, "GET {{base}}/{{near}}\nHTTP 200\n", "--variable", "nearer=1")
    assert result.status == 2 and result.said.startswith("x.check:1:16: error (2): "), result
    assert "near" in result.said and recorder.take() == [], result


CAPTURES = [
    ("status", "200", "200"),
    ('jq ".id"', "123456789012345678", "123456789012345678"),
    ('jsonpath "$.name"', '"é x"', "é x"),
    ('header "X-One"', '"one"', "one"),
    ('cookie "taste"', '"sweet"', "sweet"),
    ('regex "id.: ([0-9]+)"', '"123456789012345678"', "123456789012345678"),
    ('jq ".list" count', "2", "2"),
    ('body split "," count', "5", "5"),
    ('jq ".float"', "1.0", "1.0"),
]


@pytest.mark.parametrize("question, value, text", CAPTURES)
def test_a_capture(check, recorder, question, value, text):
    body = '{"id": 123456789012345678, "name": "\\u00e9 x", "list": [1, 2], "float": 1.0}'
    recorder.routes["/data"] = response("200 OK", "X-One: one", "Set-Cookie: taste=sweet", body=body.encode())
    result = check(
        recorder,
        f'GET {{{{base}}}}/data\nHTTP 200\n[Captures]\nv: {question}\n[Asserts]\nvariable "v" == {value}\n'
        "POST {{base}}/any\n`<{{v}}>`\nHTTP 200\n",
    )
    assert (result.status, result.err) == (0, ""), result
    assert recorder.take()[1][1].decode() == f"<{text}>"


def test_nothing_to_capture(check, recorder):
    recorder.routes["/data"] = response("200 OK", body=b"{}")
    line = 'v: header "X-One"'
    result = check(recorder, f"GET {{{{base}}}}/data\nHTTP 200\n[Captures]\n{line}\nGET {{{{base}}}}/any\n")
    assert (result.status, result.said) == (117, unmet(line, "nothing to capture as v", column=4)), result
    assert len(recorder.take()) == 1


def test_of_another_answer_nothing_is_captured(check, recorder):
    recorder.routes["/data"] = response("500 Internal Server Error", body=b"{}")
    result = check(recorder, 'GET {{base}}/data\nHTTP 200\n[Captures]\nv: jq ".a.b"\n[Asserts]\nbody == ""\n')
    assert (result.status, result.said) == (
        117,
        unmet("HTTP 200", "expected HTTP 200", "HTTP 500", at=2, status=500),
    ), result


def test_a_captured_name_may_be_made_of_variables(check, recorder):
    recorder.routes["/data"] = response("200 OK", body=json.dumps({"a": 1}).encode())
    text = 'GET {{base}}/data\nHTTP 200\n[Captures]\n{{x}}_id: jq ".a"\n[Asserts]\nvariable "my_id" == 1\n'
    assert check(recorder, text, "--variable", "x=my").status == 0


def test_captures_of_a_message_go_to_the_next_request(check, serve):
    last = []

    def script(peer):
        last.append(peer.head().target)
        peer.answer("200 OK", "Connection: close")
        peer.end()

    text = (
        'GET {{ws}}/data\nHTTP 101\n[WebSocket]\nexpect jq ".id"\ncapture id jq ".id"\n'
        "GET {{base}}/items/{{id}}\nHTTP 200\n"
    )
    result = check(serve(scripts.say('{"id": "x1"}'), script), text)
    assert (result.status, result.err, last) == (0, "", ["/items/x1"]), result
