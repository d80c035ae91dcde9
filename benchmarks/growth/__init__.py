"""What the number of stored orders costs: a database is filled to one size after the other, and measured at each."""
