"""Middleware: layers of plain ASGI around every request and answer, including errors and files."""
