"""The inbox: what people wrote to the business on any channel, who looks after it, and what they were answered."""
