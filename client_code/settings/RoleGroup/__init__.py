"""The people of one role and its places. Passes what is asked of a person on to its panel."""

from anvil import handle

from ._anvil_designer import RoleGroupTemplate


class RoleGroup(RoleGroupTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("rp_people", "x-role")
    @handle("rp_people", "x-status")
    @handle("rp_people", "x-permissions")
    @handle("rp_people", "x-hand-over")
    def pass_on(self, event_name, sender, **event_args):
        self.parent.raise_event(event_name, **event_args)
