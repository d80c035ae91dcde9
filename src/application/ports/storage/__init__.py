"""Where orders, users, events and notifications are stored."""
