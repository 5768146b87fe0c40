"""Programs that fetch pages and mails by themselves, by what they call themselves. Pure."""

from __future__ import annotations

import re

PROGRAMS = re.compile(
    r"bot\b|crawl|spider|scan|safelinks|proofpoint|mimecast|barracuda|fireeye|trendmicro|symantec|sophos|cisco|ironport"
    r"|forcepoint|urldefense|preview|curl/|wget/|python-|java/|go-http|okhttp|httpclient|libwww|headless|phantomjs",
    re.IGNORECASE,
)


def is_program(agent: str) -> bool:
    """Whether nobody sits before it: it says so, or says nothing at all."""
    return not agent.strip() or PROGRAMS.search(agent) is not None
