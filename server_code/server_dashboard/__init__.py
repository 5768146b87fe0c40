"""The start page of staff: what the charts on it show."""
