"""What surrounds the application: layers of plain ASGI that every answer passes, errors and files included."""
