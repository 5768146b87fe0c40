"""What came of campaigns and sequences: figures, sales, reports, recommendations."""
