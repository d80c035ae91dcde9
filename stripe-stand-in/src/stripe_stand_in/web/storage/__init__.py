"""What the stand-in keeps on disk."""
