"""Till's stores in MongoDB, driven through Motor; no other folder imports the driver."""
