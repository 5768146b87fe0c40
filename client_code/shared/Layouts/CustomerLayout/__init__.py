"""The shell around the screens of a customer of the business."""

from .. import destinations, navigation
from ._anvil_designer import CustomerLayoutTemplate


class CustomerLayout(CustomerLayoutTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        navigation.show_business(self)
        self.build_navigation()
        navigation.build_person_menu(self)

    def build_navigation(self):
        """Show the destinations this customer may open."""
        self.links = navigation.build_links(self, destinations.CUSTOMER)

    def select(self, destination):
        """Mark the link of the present screen."""
        navigation.mark(self.links, destination)
