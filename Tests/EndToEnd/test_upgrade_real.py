"""Servers that nobody here wrote: what they say to a plain GET of a WebSocket, followed and explained."""

import json

import pytest

HELLO = b"hello\n"


@pytest.mark.parametrize("name", ["deflate_tornado", "deflate_aiohttp"])
def test_a_400_gets_the_hint_and_the_option_works(request, upshift, name):
    server = request.getfixturevalue(name)
    result = upshift(server.url("/"))
    assert result.status == 0 and "try --upgrade websocket" in result.err, result
    result = upshift("--upgrade", "websocket", "--count", 1, server.url("/"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    account = json.loads(upshift("--explain=json", server.url("/")).out)
    (step,) = account["steps"]
    assert step["status"] == 400 and any("this may be a WebSocket endpoint" in note for note in step["notes"])


def test_haproxy_in_front_of_a_426(upshift, haproxy):
    url = haproxy.url("/chat", port=haproxy.ports[1])
    result = upshift("-i", "--count", 1, url, stdin=HELLO)
    assert result.status == 0 and result.out.endswith(b"\r\n\r\n" + HELLO), result
    account = json.loads(upshift("--explain=json", url).out)
    assert [step["status"] for step in account["steps"]] == [426, 101] and account["exit"] == 0
    # "HAProxy keeps both": the 426 is python websockets' own.
    assert account["steps"][0]["offers"] == [{"token": "websocket", "verdict": "chosen"}]


def test_haproxys_own_426(upshift, haproxy):
    url = haproxy.url("/own", port=haproxy.ports[1])
    result = upshift("-i", "--count", 1, url, stdin=HELLO)
    assert result.status == 0 and result.out.endswith(b"\r\n\r\n" + HELLO), result
    account = json.loads(upshift("--explain=json", haproxy.url("/bare", port=haproxy.ports[1])).out)
    assert account["exit"] == 110 and account["steps"][0]["violations"][0]["rfc"] == "RFC 9110 §15.5.22"


@pytest.mark.parametrize("name", ["python_websockets", "guide", "bare", "apache", "nginx"])
def test_what_the_client_says_of_a_server_is_true(request, upshift, name):
    """The heads that are shown are those that went over the wire, and nothing is said to break a rule that does not."""
    server = request.getfixturevalue(name)
    url = {"nginx": lambda: server.url("/chat", port=server.ports[4]), "apache": lambda: server.url("/ws")}.get(
        name, lambda: server.url("/ws/chat")
    )()
    account = json.loads(upshift("--explain=json", url).out)
    verbose = upshift("-v", "--no-upgrade", "-o", "/dev/null", url).err
    first = account["steps"][0]
    sent = [line[2:] for line in verbose.splitlines() if line.startswith("> ")]
    came = [line[2:] for line in verbose.splitlines() if line.startswith("< ")]
    assert first["request"] == [line for line in sent if line]
    assert [line for line in first["response"] if not line.startswith(("Date:", "date:"))] == [
        line for line in came if line and not line.startswith(("Date:", "date:"))
    ]
    lacks = not any(line.lower().startswith("upgrade:") for line in first["response"])
    said = [each["rfc"] for each in first.get("violations", [])]
    assert ("RFC 9110 §15.5.22" in said) == lacks, account
