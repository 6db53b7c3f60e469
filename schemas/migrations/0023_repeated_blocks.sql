-- one row per block of an article version: how often its words are repeated is counted when it is asked
-- Counting it at each load went through all blocks there are with the same words, and wrote to them.
alter table blocks drop column repeated_in;
