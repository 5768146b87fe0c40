"""What happens every night, at the hour the clocks of the business show."""
