"""The customers' own pages: what a customer of the business sees and changes, all of it their own."""
