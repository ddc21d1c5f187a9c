"""A server of DNS over HTTPS (RFC 8484), which says 127.0.0.1 for the names that it knows."""

from .peer import Gone, Peer
from .recorder import response
from .scripted import Scripted


class DoH(Scripted):
    """`take()` hands over (and forgets) the heads and messages so far, in an order that two at once do not change."""

    def __init__(self, tls, names: tuple[str, ...] = ("named.example",), mute: bool = False):
        self.names, self.mute = names, mute
        self.asked: list[tuple[bytes, bytes]] = []
        super().__init__(self._talk, tls=tls.server(), repeat=True)

    def take(self) -> list[tuple[bytes, bytes]]:
        taken, self.asked = self.asked, []
        return sorted(taken, key=lambda each: each[1])

    def _talk(self, peer: Peer) -> None:
        try:
            while True:
                head = peer.head()
                question = peer.body(head)
                self.asked.append((head.raw, question))
                if self.mute:
                    return peer.stall()
                peer.send(response("200 OK", "Content-Type: application/dns-message", body=self.answer(question)))
        except Gone:
            pass

    def answer(self, message: bytes) -> bytes:
        """RFC 1035 4.1: header, question, and an answer if it is asked for an address of IPv4."""
        end, labels = 12, []
        while message[end]:
            labels.append(message[end + 1 : end + 1 + message[end]].decode())
            end += 1 + message[end]
        kind = int.from_bytes(message[end + 1 : end + 3])
        is_known = ".".join(labels) in self.names
        answers = [b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\x7f\0\0\1"] if is_known and kind == 1 else []
        code = 0 if is_known else 3
        counts = b"\0\1" + len(answers).to_bytes(2) + bytes(4)
        return message[:2] + bytes([0x81, 0x80 | code]) + counts + message[12 : end + 5] + b"".join(answers)
