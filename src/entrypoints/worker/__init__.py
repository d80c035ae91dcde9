"""Background work, which finishes what a request, a crash or a lost answer left unfinished."""
