"""How the driver is opened, how its failures are read, and what all stores share."""
