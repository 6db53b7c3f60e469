-- one row in all: in how many pieces more than its rows need the table text_documents lies
-- Each load that brings texts leaves one, of 122,880 rows or fewer, in every table that it writes.
select count(distinct row_group_id) - (select count(*) // 122880 + 1 from text_documents) as pieces
from pragma_storage_info('text_documents');
