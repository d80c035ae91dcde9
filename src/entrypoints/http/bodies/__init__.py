"""The bodies of requests and answers; requests are validated field by field before a use case is called."""
