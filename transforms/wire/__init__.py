"""What acquire needs to know: addresses, robots.txt, payloads, what is due."""
