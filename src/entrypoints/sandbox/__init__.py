"""The whole system on one machine, without an account and without the internet."""
