"""The completions, in the shells that they are for."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START = {
    "bash": "bash --norc --noprofile -i; exit",
    "zsh": "zsh -f -i; exit",
    "fish": "fish --no-config --private; exit",
}
SETUP = {
    "bash": "PS1='$ '; . /usr/share/bash-completion/bash_completion; . {folder}/upshift.bash",
    "zsh": "PS1='$ '; fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; setopt auto_list no_list_beep",
    "fish": "function fish_prompt; echo '$ '; end; source {folder}/upshift.fish; function fish_greeting; end",
}


@pytest.fixture(params=START)
def shell(request: pytest.FixtureRequest, terminal, upshift):
    """A shell in a folder with files of several kinds; types what one asks, and gives the rows that come of it."""
    name = request.param
    if not shutil.which(name):
        pytest.skip(f"there is no {name}")
    if name == "bash" and not Path("/usr/share/bash-completion/bash_completion").exists():
        pytest.skip("there is no bash-completion")
    folder = upshift.home / "place"
    (folder / "folder").mkdir(parents=True)
    for file in ["a.check", "b.hurl", "c.txt", "folder/d.check"]:
        (folder / file).write_text("")
    screen = terminal(100, 24)
    screen.line(f"cd {folder}; {START[name]}")
    screen.line(SETUP[name].format(folder=ROOT / "completions"))
    screen.line("clear; echo rea''dy")
    screen.until("ready")

    def complete(text: str, *wanted: str, then: str = "") -> list[str]:
        screen.type(text)
        screen.key("Tab")
        screen.type(then)
        return screen.until(lambda rows: all(word in "\n".join(rows) for word in wanted))

    return complete


def test_the_first_word_may_be_check(shell):
    shell("upshift ch", "upshift check")


def test_checks_are_files_of_two_kinds_and_folders(shell):
    rows = shell("upshift check ", "a.check", "b.hurl", "folder/", then="\t")
    assert not any("c.txt" in row for row in rows)


def test_checks_in_a_folder(shell):
    shell("upshift check a.check folder/", "folder/d.check")


def test_options_of_checks_go_with_checks(shell):
    shell("upshift check --report-ju", "--report-junit")


def test_options_of_requests_do_not_go_with_checks(shell):
    shell("upshift check --liste", "upshift check --liste|", then="|")


def test_options_of_requests(shell):
    shell("upshift --liste", "upshift --listen")


def test_options_of_checks_do_not_go_with_requests(shell):
    shell("upshift --report-ju", "upshift --report-ju|", then="|")


def test_the_first_word_may_be_help(shell):
    shell("upshift he", "upshift help")


def test_help_has_topics(shell):
    shell("upshift help thr", "upshift help threats")


@pytest.mark.parametrize(
    "typed, completed",
    [
        ("--upgrade webs", "--upgrade websocket"),
        ("--ws-format nd", "--ws-format ndjson"),
        ("--tls-upgrade in", "--tls-upgrade in-place"),
        ("--output c.t", "--output c.txt"),
        ("-o fol", "-o folder/"),
        ("-d @c.t", "-d @c.txt"),
        ("--help web", "--help websocket"),
    ],
)
def test_values_are_completed_too(shell, typed, completed):
    shell(f"upshift {typed}", f"upshift {completed}")


def test_fish_reads_it_without_a_word():
    fish = shutil.which("fish") or pytest.skip("there is no fish")
    file = ROOT / "completions" / "upshift.fish"
    lists = subprocess.run(
        [fish, "--no-config", "--private", "-c", f"source {file}; complete -C 'upshift --progress-b'"],
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert lists.stderr == "" and lists.stdout.startswith("--progress-bar\t"), lists
