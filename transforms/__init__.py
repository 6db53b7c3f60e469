"""What happens to the data: bytes and records in, records out. No network, files, clock or randomness."""
