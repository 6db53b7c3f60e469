"""What the data is: records, errors, ids, SQL, expectations and knowledge. Standard library only, no I/O."""
