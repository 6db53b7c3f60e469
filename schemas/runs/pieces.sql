-- one row in all: in how many pieces the table text_documents lies, and how many texts there are
-- Each load that brings texts leaves one piece, of 122,880 rows or fewer, in every table that it writes.
select
    count(distinct row_group_id) as pieces,
    (select count(*) from text_documents) as texts
from pragma_storage_info('text_documents');
