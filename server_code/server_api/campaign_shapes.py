"""What campaigns are to programs: what they may send, and what they get."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, field

Text = Annotated[str, Meta(max_length=200)]
Ids = Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=50)]
Blocks = Annotated[list[dict[str, Any]], Meta(max_length=200)]


class Audience(Struct, forbid_unknown_fields=True):
    """Everyone who may be written to, or who is in any of ``segments``; but nobody in ``without``.

    Of a mailing ``list`` only those who are on it; or these ``contacts`` and nobody else. An ``important`` mail goes to
    those too who want only what is important.
    """

    everyone: bool = False
    segments: Ids = []
    without: Ids = []
    contacts: Ids = []
    list: Annotated[str, Meta(max_length=20)] = ""
    important: bool = False


class Stats(Struct):
    """How many messages are where."""

    total: int
    waiting: int
    sent: int
    delivered: int
    opened: int
    clicked: int
    bounced: int
    complained: int
    unsubscribed: int
    failed: int
    skipped: int
    cancelled: int
    unknown: int


class Campaign(Struct):
    """A campaign in a list. Times are in UTC."""

    campaign_id: str
    campaign_name: str
    campaign_type: str
    purpose: str
    status: str
    status_reason: str | None
    version: int
    scheduled_at: datetime | None
    started_at: datetime | None
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    audience: dict[str, Any]
    channels: list[str] | None
    created_by: str
    launched_by: str
    stats: Stats


class CampaignDetails(Campaign):
    """A campaign with its words, and what keeps it from going."""

    subject: str
    preview_text: str
    blocks: list[dict[str, Any]]
    wrong: list[str]


class CampaignQuery(Struct):
    """Which campaigns: those in one ``status``, the newest first."""

    status: Annotated[str, Meta(max_length=20)] = ""
    cursor: Annotated[str, Meta(max_length=2000)] = ""
    page_size: Annotated[int, Meta(ge=1, le=200)] = 50


class CampaignPage(Struct):
    """A page of campaigns; ``next_cursor`` is null at the end."""

    campaigns: list[Campaign]
    total: int
    next_cursor: str | None


class NewCampaign(Struct, forbid_unknown_fields=True):
    """What a draft is made of. Nothing is sent before it is launched."""

    campaign_name: Annotated[str, Meta(min_length=1, max_length=120)]
    purpose: Annotated[str, Meta(max_length=20)] = "marketing"
    audience: Audience = field(default_factory=Audience)
    subject: Text = ""
    preview_text: Text = ""
    blocks: Blocks | UnsetType = UNSET


class CampaignChanges(Struct, forbid_unknown_fields=True):
    """What to change; ``version`` is the one that was read, so that nobody's change is lost."""

    version: int | None = None
    campaign_name: Annotated[str, Meta(min_length=1, max_length=120)] | UnsetType = UNSET
    purpose: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    subject: Text | UnsetType = UNSET
    preview_text: Text | UnsetType = UNSET
    blocks: Blocks | UnsetType = UNSET


class Moment(Struct, forbid_unknown_fields=True):
    """When to begin; without a zone it is the business's time."""

    scheduled_at: Annotated[str, Meta(max_length=40)]


class Figures(Struct):
    """What became of a campaign's messages; opens and clicks are of people, machines apart in ``figures``.

    ``rates`` are shares of those delivered, null where nothing was; ``money`` has ``revenue``, ``cost``, ``currency``
    and ``roi``. ``channels``, ``variants``, ``segments`` and ``links`` have figures of their own.
    """

    figures: dict[str, int]
    rates: dict[str, float | None]
    money: dict[str, Any]
    channels: list[dict[str, Any]]
    variants: list[dict[str, Any]]
    segments: list[dict[str, Any]]
    links: list[dict[str, Any]]
    counted_at: datetime | None
    attribution_days: int
    is_stale: bool


class TemplateQuery(Struct):
    """Which templates: those that ``search`` finds, of one ``category``."""

    search: Annotated[str, Meta(max_length=100)] = ""
    category: Annotated[str, Meta(max_length=40)] = ""
    page: Annotated[int, Meta(ge=0, le=10_000)] = 0


class Template(Struct):
    """A template of the library; ``html`` is how it looks."""

    slug: str
    name: str
    template_type: str
    category: str
    subject: str
    preview_text: str
    version: int
    updated_at: datetime
    html: str


class TemplatePage(Struct):
    """A page of templates; ``counts`` is how many each category has."""

    templates: list[Template]
    total: int
    counts: dict[str, int]


class FromTemplate(Struct, forbid_unknown_fields=True):
    """What the draft is called, and whom it is for."""

    campaign_name: Annotated[str, Meta(min_length=1, max_length=120)]
    audience: Audience = field(default_factory=Audience)


class Recommendation(Struct):
    """What would do marketing good, and why."""

    kind: str
    title: str
    reason: str
    action: str


class Recommendations(Struct):
    """The few most useful ones."""

    recommendations: list[Recommendation]
