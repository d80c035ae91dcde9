"""Taking money that was authorized."""
