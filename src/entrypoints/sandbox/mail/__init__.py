"""A mail server that delivers nothing: it stores what Till sends and shows it."""
