"""Who does it, and when: the flows, the adapters that touch the world, settings and the command line."""
