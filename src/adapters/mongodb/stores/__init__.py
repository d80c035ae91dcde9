"""One file for each store, each behind one port."""
