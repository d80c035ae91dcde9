"""What callers send and are sent, as schemas; validated field by field before any use case is asked."""
