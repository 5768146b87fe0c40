"""Tags in their colours, to be read. `tags` is a list of items `name, role`, as of `tag_view.shown`."""

from m3.components import Text

from ._anvil_designer import TagListTemplate


class TagList(TagListTemplate):
    def __init__(self, **properties):
        self._tags = []
        super().__init__(**properties)

    @property
    def tags(self):
        """What is shown."""
        return self._tags

    @tags.setter
    def tags(self, items):
        self._tags = items or []
        self.flow_tags.clear()
        for item in self._tags:
            self.flow_tags.add_component(Text(text=item["name"], role=item["role"]))
        self.visible = bool(self._tags)
