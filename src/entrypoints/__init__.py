"""How the outside reaches Till: HTTP, the worker, the command line, the sandbox."""
