"""What validation needs beside the rows: computed columns, payloads, counts."""
