"""The routes: each handler turns a body into a command, calls one use case, and turns its result into a body."""
