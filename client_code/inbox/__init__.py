"""The inbox: what people wrote, and answering them."""
