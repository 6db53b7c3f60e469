"""Where sentences, quotations and words begin and end; what kind of word a word is."""
