"""A mail server that delivers nothing: it keeps what Till sends and shows it."""
