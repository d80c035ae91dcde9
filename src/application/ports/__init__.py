"""What the core needs of the world; read this folder first."""
