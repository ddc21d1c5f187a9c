"""Whatever a credential is made of, however the server spells it when it tells it back: it is not in what is recorded."""

import base64
import html
import json
import random
import re
import urllib.parse

import pytest

from harness import frames

HOSTILE = "aZ9 +%&=\"'\\/<>#;@:é‹😀!()*~-_.$,?{}`"


def quoted(kept: str, blank: str = "%20", lower: bool = False):
    def spell(text: str) -> str:
        spelled = "".join(
            each if each.isascii() and each.isalnum() or each in kept else "".join(f"%{byte:02X}" for byte in each.encode())
            for each in text
        )
        if lower:
            spelled = re.sub("%..", lambda found: found[0].lower(), spelled)
        return spelled.replace("%20", blank)

    return spell


def capitals(text: str) -> str:
    """JSON with escapes in capital digits."""
    units = text.encode("utf-16-be")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04X}" for at in range(0, len(units), 2))


SPELLINGS = {
    "raw": lambda text: text,
    "quote": quoted("-._~"),
    "lower": quoted("-._~/", lower=True),
    "quote_plus": quoted("-._~", "+"),
    "form": quoted("*-._", "+", lower=True),
    "component": quoted("-._~!*'()"),
    "uri": quoted("-._~!*'();,/?:@&=+$#"),
    "json": lambda text: json.dumps(text)[1:-1],
    "json raw": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "json slashed": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "json Go": lambda text: json.dumps(text, ensure_ascii=False)[1:-1].replace("&", "\\u0026").replace("<", "\\u003c"),
    "json twice": lambda text: json.dumps(json.dumps(text))[3:-3],
    "capitals": capitals,
    "html": html.escape,
    "html Go": lambda text: html.escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;"),
    "hex": lambda text: text.encode().hex(),
    "HEX": lambda text: text.encode().hex().upper(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64url": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "json in a form": lambda text: urllib.parse.quote_plus(json.dumps(text)[1:-1]),
}


def credential(numbers: random.Random, without: str = "") -> str:
    signs = [sign for sign in HOSTILE if sign not in without]
    # With letters that are nowhere else, so that what is left of it is seen.
    return "".join(numbers.choices(signs, k=6)) + "".join(numbers.choices("qxzjk", k=6)) + numbers.choice("a9Z@+/!")


@pytest.mark.parametrize("seed", range(12))
def test_no_credential_is_recorded(upshift, serve, seed):
    numbers = random.Random(seed)
    cookie = credential(numbers, " \"'\\;,é‹😀")
    bearer = credential(numbers, " \"'\\é‹😀")
    login, form, member = (credential(numbers, without) for without in (":`", "", ""))
    words = numbers.choice([["-u", f"ada:{login}"], ["-H", f"Authorization: Bearer {bearer}"]])
    told = [cookie, login if words[0] == "-u" else bearer]
    if numbers.random() < 0.5:
        spelled = numbers.choice([quoted("-._~", "+"), quoted("*-._", "%20", lower=True)])(form)
        words += ["-d", f"user=a&password={spelled}"]
        told.append(form)
    else:
        words += ["--json", json.dumps({"user": "a", "password": member}, ensure_ascii=numbers.random() < 0.5)]
        told.append(member)
    words += ["-b", f"sid={cookie}"]

    echoes = [SPELLINGS[name](text) for text in told for name in numbers.sample(sorted(SPELLINGS), 4)]
    numbers.shuffle(echoes)
    half = len(echoes) // 2

    def answer(peer):
        head = peer.head()
        peer.body(head)
        peer.answer("200 OK", "Connection: close", body=" | ".join(echoes[:half]).encode())
        peer.end()

    def talk(peer):
        peer.websocket()
        # What was not sent is no credential of the session's.
        assert json.loads(peer.message().payload)["password"] == told[2]
        for echo in echoes[half:]:
            peer.text(f"<{echo}>")
        peer.send(frames.encode(frames.BINARY, " ".join(echoes).encode()))
        peer.closing()

    upshift("--record", "one.check", *words, serve(answer).url("/login"))
    upshift(
        *("--record", "two.check", "-b", f"sid={cookie}", "-u", f"ada:{told[1]}"),
        *("--send", json.dumps({"password": told[2]}), "--count", half + 1, serve(talk).ws("/")),
    )
    for name, hidden in [("one.check", told), ("two.check", told)]:
        text = (upshift.home / name).read_text()
        assert "HTTP " in text
        for secret in hidden:
            for spelling, spell in SPELLINGS.items():
                assert spell(secret) not in text, (name, spelling, secret, text)
        # Nor any of it: those letters come in no other word.
        for secret in hidden:
            assert secret[6:12] not in text, (name, secret, text)
