"""What segments can ask about, as the server told it."""

from ..shared.server_calls import call


class KnownFields:
    """`list` of fields in order, `fields` by name, `operators` by kind."""

    def __init__(self, answer):
        self.list = answer["fields"]
        self.fields = {field["name"]: field for field in self.list}
        self.operators = answer["operators"]

    @classmethod
    def ask(cls):
        """Those of this business."""
        return cls(call("get_segment_fields"))
