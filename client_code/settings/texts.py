"""What the settings screens say."""

NOTHING_TO_SET = "Settings are for those who run the business"
