"""One module per CLI verb: parse, call, exit code."""
