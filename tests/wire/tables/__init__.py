"""What Anvil documents of data tables, asked through the genuine library."""
