"""A name server that answers what a test says, over UDP, as real ones do (RFC 1035)."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@dataclass
class Zone:
    """``records``: (name, kind) to values; ``is_silent``: nothing is answered at all. ``address`` is host:port."""

    address: str = ""
    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    is_silent: bool = False

    def text(self, name: str, *values: str) -> None:
        """Let a name have these TXT records, cut into the 255 bytes that a string of them may have."""
        cut = [" ".join(f'"{value[at : at + 255]}"' for at in range(0, len(value), 255)) for value in values]
        self.records[name, "TXT"] = cut

    def answer(self, wire: bytes) -> bytes | None:
        """What to send back for a question."""
        if self.is_silent:
            return None
        asked = dns.message.from_wire(wire)
        [question] = asked.question
        name, kind = str(question.name).rstrip(".").lower(), dns.rdatatype.to_text(question.rdtype)
        said = dns.message.make_response(asked)
        said.flags |= dns.flags.AA | dns.flags.RA
        values = self.records.get((name, kind))
        if values:
            said.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *values))
        elif not any(known == name for known, _ in self.records):
            said.set_rcode(dns.rcode.NXDOMAIN)
        return said.to_wire()


@contextmanager
def fake_dns() -> Iterator[Zone]:
    """A name server on a port of its own while the block runs."""
    zone = Zone()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, line = self.request
            answer = zone.answer(wire)
            if answer is not None:
                line.sendto(answer, self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        zone.address = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield zone
        finally:
            server.shutdown()
            thread.join()
