"""What the core needs from the outside; read this folder first."""
