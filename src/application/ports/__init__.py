"""What the core needs of the world, in its own words; read this folder first."""
