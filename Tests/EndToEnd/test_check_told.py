"""What a failed check tells somebody who has only its output: where two values part, the body, earlier attempts."""

import json
import re

import pytest

from harness import frames, scripts
from harness.checks import plain
from harness.recorder import response

ITEMS = {"items": [{"id": number, "name": f"item {number}"} for number in range(60)]}


def test_where_two_json_bodies_part(check, recorder):
    wanted = json.loads(json.dumps(ITEMS))
    wanted["items"][37]["name"] = "another"
    recorder.routes["/items"] = response("200 OK", body=json.dumps(ITEMS).encode())
    result = check(recorder, f"GET {{{{base}}}}/items\nHTTP 200\n{json.dumps(wanted)}\n")
    assert result.status == 117
    assert '\n  note: .items[37].name: expected "another", came "item 37"\n' in result.err, result


def test_where_two_texts_part(check, recorder):
    recorder.routes["/text"] = response("200 OK", body=b"one\ntwo\nthree\n")
    result = check(recorder, 'GET {{base}}/text\nHTTP 200\n[Asserts]\nbody == "one\\ntow\\nthree\\n"\n')
    note = r"""note: at line 2, character 2: expected "tow\nthree\n", came "two\nthree\n"\n"""
    assert result.status == 117 and note.removesuffix(r"\n") + "\n" in result.err, result


@pytest.mark.parametrize("form", [lambda text: text, lambda text: json.dumps({"k": text})])
def test_a_secret_is_in_no_part_of_a_text(check, recorder, form):
    secret = "s3cret-0123456789abcdefghijklmnopqrstuvwxyz"
    came = "a" * 40 + secret + "b" * 60
    recorder.routes["/text"] = response("200 OK", body=form(came).encode())
    # Where they part before it or behind it, what is shown ends or begins inside of it.
    for place in [*range(22, 40, 3), *range(40 + len(secret), 40 + len(secret) + 40, 3)]:
        check.write(form(came[:place] + "?" + came[place + 1 :]), "wanted")
        result = check(recorder, "GET {{base}}/text\nHTTP 200\nfile,wanted;\n", "--secret", f"x={secret}")
        assert result.status == 117 and "  note: at " in result.err, result
        parts = {secret[cut : cut + 6] for cut in range(len(secret) - 5)}
        assert not [part for part in parts if part in result.err], (place, result)


@pytest.mark.parametrize("option, file", [("--report-junit", "r.xml"), ("--report-tap", "r.tap"), (None, None)])
def test_the_body_of_a_refusal(check, recorder, option, file):
    recorder.routes["/data"] = response("401 Unauthorized", body=b'{"error":"no \x1b[2Jsession"}')
    options = [option, check.program.home / file] if option else []
    result = check(recorder, "GET {{base}}/data\nHTTP 200\n", *options)
    text = (check.program.home / file).read_text().replace("&quot;", '"') if option else result.err
    assert result.status == 117 and '  body: {"error":"no \\e[2Jsession"}' in text, text


def test_a_body_that_was_shown_is_not_shown_again(check, recorder):
    recorder.routes["/data"] = response("200 OK", body=b"what came, in so many words, and no more")
    result = check(recorder, 'GET {{base}}/data\nHTTP 200\n[Asserts]\nbody == "other"\n')
    assert result.status == 117 and result.err.count("in so many words") == 1, result


def flaky(number: int):
    """Refuses so many times with 503, with 502 before that, and then is well."""
    statuses = iter([502] + [503] * (number - 1))

    def script(peer):
        peer.head()
        status = next(statuses, 200)
        peer.answer(f"{status} Whatever", "Connection: close", body=b"x")
        peer.end()

    return script


def test_what_came_of_earlier_attempts(check, serve):
    server = serve(flaky(4), repeat=True)
    options = ["--retry", 3, "--retry-interval", "1ms", "--report-json", "json", "--report-html", "html"]
    result = check(server, "GET {{base}}/\nHTTP 201\n", *options)
    assert result.status == 117
    lines = [
        "  in:   GET http://HOST/ (attempt 4)",
        "        attempt 1: expected HTTP 201, came HTTP 502",
        "        attempts 2 to 3: expected HTTP 201, came HTTP 503",
    ]
    assert "\n".join(lines) in plain(result.err), result
    (entry,) = json.loads((check.program.home / "json/report.json").read_text())[0]["entries"]
    assert [each["attempt"] for each in entry["earlier"]] == [1, 2, 3]
    assert [each["finding"]["actual"] for each in entry["earlier"]] == ["HTTP 502", "HTTP 503", "HTTP 503"]
    assert "attempts 2 to 3: expected HTTP 201, came HTTP 503" in (check.program.home / "html/index.html").read_text()


def test_the_page_tells_of_attempts_that_led_to_success(check, serve):
    server = serve(flaky(2), repeat=True)
    options = ["--retry", 3, "--retry-interval", "1ms", "--report-html", "html"]
    assert check(server, "GET {{base}}/\nHTTP 200\n", *options).status == 0
    page = (check.program.home / "html/index.html").read_text()
    assert "attempt 1: expected HTTP 200, came HTTP 502" in page


def test_equal_failures_are_told_once(check, recorder):
    for number in range(30):
        check.write("GET {{base}}/missing\nHTTP 200\n", f"f/{number:02}.check")
    check.write("GET {{base}}/broken\nHTTP 200\n", "f/other.check")
    result = check.run(*check.words(recorder, "--report-html", "html", "f"))
    assert result.status == 117
    page = (check.program.home / "html/index.html").read_text()
    listed = page[page.index("What did not pass") : page.index("<h2>Details")]
    assert listed.count("came HTTP 404") == 1 and listed.count("came HTTP 500") == 1
    assert "<b>30 checks</b>" in listed and len(re.findall(r'href="#c\d+"', listed)) == 31
    # What was asked stands as the file has it.
    assert '<span class="asked">HTTP 200</span>' in listed


def test_a_capture_of_what_is_not_there(check, recorder):
    recorder.routes["/data"] = response("200 OK", body=b'{"token":"x"}')
    result = check(recorder, 'GET {{base}}/data\nHTTP 200\n[Captures]\nt: jq ".tokne" redact\n')
    assert result.status == 117 and "x.check:4:4: nothing to capture as t\n" in result.err, result


@pytest.mark.parametrize("last", ['expect text == "hello"', 'never text == "x" for 10s'])
def test_a_close_that_nobody_asked_for(check, serve, last):
    text = f"GET {{{{ws}}}}/\nHTTP 101\n[WebSocket]\n{last}\n"
    result = check(serve(scripts.say("hello", code=4001, reason="go")), text)
    assert result.status == 116 and "error (116): the server closed with 4001 \"go\"" in result.err, result
    for code in (1000, 1001, None):
        result = check(serve(scripts.say("hello", code=code)), text)
        assert (result.status, result.err) == (0, ""), result
    for step in ("expect close", "expect close 4001"):
        result = check(serve(scripts.say("hello", code=4001)), text + step + "\n")
        assert (result.status, result.err) == (0, ""), result


def test_verbose_shows_the_course(check, serve):
    result = check(serve(*scripts.after_426(scripts.echo())), "GET {{base}}/\nHTTP 101\n[WebSocket]\nsend hi\nping\n", "-v")
    assert result.status == 0
    said = plain(result.err)
    place = 0
    for line in [
        "* x.check",
        "> GET / HTTP/1.1",
        "< HTTP/1.1 426 Upgrade Required",
        "< HTTP/1.1 101 Switching Protocols",
        "  * open ws://HOST/",
        "  > text hi",
        "  > ping",
        "  > close 1000",
    ]:
        assert (place := said.find(line, place)) >= 0, (line, said)


def test_a_message_that_is_no_filter_is_found_before_anything_is_sent(check, recorder):
    text = 'GET {{base}}/\nHTTP 101\n[WebSocket]\nexpect any { jq ".a" } { jq ".b ==" }\n'
    result = check(recorder, text)
    assert (result.status, recorder.take()) == (2, []), result
    assert result.err.startswith("x.check:4:29: this is no jq filter: syntax error"), result
    assert result.err.splitlines()[2] == " " * 30 + "^"


def test_reports_on_standard_output(check, recorder):
    result = check(recorder, "GET {{base}}/\nHTTP 200\n", "--report-json", "-")
    assert result.status == 0 and json.loads(result.out)[0]["outcome"] == "passed", result
    result = check(recorder, "GET {{base}}/\nHTTP 200\n", "--report-json", "-", "--report-tap", "-")
    assert result.status == 2 and "only one report fits on standard output" in result.err, result


def test_reports_make_their_folders(check, recorder):
    options = ["--report-junit", "a/b/j.xml", "--report-tap", "a/c/t.tap"]
    assert check(recorder, "GET {{base}}/\nHTTP 200\n", *options).status == 0
    assert (check.program.home / "a/b/j.xml").exists() and (check.program.home / "a/c/t.tap").exists()


def test_a_recording_on_standard_output(upshift, serve):
    done = upshift("--record", "-", "-o", "/dev/null", "--send", "hi", "--count", "1", serve(scripts.echo()).ws())
    assert done.status == 0 and "[WebSocket]\nsend `hi`\n" in done.text, done
