"""The checks that ship as an example, Tests/Checks, against a real server; and what they say of one that is broken."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from harness.processes import SERVERS, fill, need, start, start_announcing
from harness.program import ROOT
from harness.servers import NGINX_USER

FOLDER = ROOT / "Tests/Checks"
TOPICS = sorted(path.name for path in FOLDER.glob("*.check"))


def serving(place, broken: str = ""):
    return start_announcing([sys.executable, str(SERVERS / "news.py")], place, {"BROKEN": broken})


@pytest.fixture(scope="module")
def news(place):
    server = serving(place)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def behind_nginx(place, news):
    program = need("nginx")

    def command(ports, folder):
        (folder / "nginx.conf").write_text(fill("front.conf", user=NGINX_USER, port=ports[0], behind=news.port))
        return [program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]

    server = start("nginx", 1, command, place)
    yield server
    server.stop()


def run(check, server, *options: object, jobs: int = 4):
    more = ("--test", "--jobs", jobs, "--secret", "password=open sesame", *options)
    return check.run(*check.words(server, *more, FOLDER), timeout=40)


@pytest.mark.parametrize("name", ["news", "behind_nginx"])
def test_they_pass(check, request, name):
    reports = ["--report-junit", "junit.xml", "--report-tap", "tap", "--report-json", "json", "--report-html", "html"]
    result = run(check, request.getfixturevalue(name), *reports)
    assert result.status == 0, result
    assert f"Checks:    {len(TOPICS)} ({len(TOPICS)} ok)\n" in result.said, result
    home = check.program.home
    subprocess.run(["xmllint", "--noout", "--schema", ROOT / "Tests/Schemas/junit.xsd", home / "junit.xml"], check=True)
    subprocess.run(["prove", "-e", "cat", home / "tap"], check=True)
    assert all(each["success"] for each in json.loads((home / "json/report.json").read_text()))
    ElementTree.fromstring((home / "html/index.html").read_text().split("\n", 1)[1])
    for report in ("junit.xml", "tap", "json/report.json", "html/index.html"):
        assert "sesame" not in (home / report).read_text(), report


@pytest.mark.parametrize(
    "broken, file, line, expected, came",
    [
        ("roles", "login.check", 'jq ".roles" contains', 'contains "reader"', "[]"),
        ("subscribe", "news.check", "expect jq", '"subscribed", within 5 s', '"refused"'),
    ],
)
def test_a_server_that_is_broken(check, serve_broken, broken, file, line, expected, came):
    result = run(check, serve_broken(broken))
    assert result.status == 117, result
    place = f"{FOLDER}/{file}:{number(file, line, expected)}:1"
    assert f"{place}: expected {expected}\n" in result.said, result
    assert f"  came: {came}\n" in result.said, result
    assert f"Checks:    {len(TOPICS)} ({len(TOPICS) - 1} ok, 1 failed)\n" in result.said, result


def number(file: str, *parts: str) -> int:
    """Of the line in a check that holds all these, up to a comma."""
    lines = (FOLDER / file).read_text().splitlines()
    [found] = [n for n, line in enumerate(lines, 1) if all(part.split(",")[0] in line for part in parts)]
    return found


@pytest.fixture
def serve_broken(place):
    servers = []

    def begin(broken: str):
        servers.append(serving(place, broken))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()


def test_no_server(check, news):
    class Nobody:
        def url(self, path):
            return f"http://127.0.0.1:1{path}"

    result = run(check, Nobody())
    assert result.status == 7, result
    assert f"Checks:    {len(TOPICS)} ({len(TOPICS)} errors)\n" in result.said, result
    assert result.said.count("error (7)") >= len(TOPICS), result
