"""All segments, with how many contacts are in each."""

from anvil import handle

from ...shared import app_context, formats, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import segment_texts, texts
from ._anvil_designer import SegmentManagerFormTemplate


class SegmentManagerForm(SegmentManagerFormTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.shortcuts = {"n": self.btn_new_click}
        self.btn_new.visible = app_context.may("customers.manage")

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("segments")
        navigation_helpers.highlight_active_nav(self, "segments")
        self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the segments and their counts."""
        try:
            segments = call("list_segments")["segments"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.rp_segments.items = [as_row(segment) for segment in segments]
        if segments:
            return self.state.show_content()
        title, text, action = segment_texts.EMPTY
        self.state.show_empty(title, text, action if app_context.may("customers.manage") else "")

    @handle("rp_segments", "x-archive")
    def archive(self, segment, **event_args):
        call("archive_segment", segment["segment_id"])
        self.load()
        text = segment_texts.ARCHIVED.format(segment["name"])
        self.layout.offer_undo(text, lambda: self.restore(segment["segment_id"]))

    def restore(self, segment_id):
        call("restore_segment", segment_id)
        self.load()

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("segment-edit")


def as_row(segment):
    """The item of a `SegmentRow`."""
    count = formats.number(segment["count"], app_context.config().get("locale"))
    return dict(
        segment,
        about=segment["description"] if segment["is_sound"] else segment_texts.UNSOUND,
        kind=segment_texts.BY_RULES if segment["is_dynamic"] else segment_texts.BY_HAND,
        count_text=texts.people(segment["count"], count),
    )
