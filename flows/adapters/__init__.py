"""Each module touches one thing in the world: the network, the archive, the staging files, the warehouse."""
