-- one row per row of the views that count through everything, kept until the next write
-- Nothing is kept while it is made, so the views count: what they give then is what they will give from the tables.
update kept_answers
set commit_number = null;

delete from kept_outlet_speakers;
delete from kept_topics;
delete from kept_disagreements;

insert into kept_outlet_speakers by name
select * from outlet_speakers
order by speaker_id, outlet_id;

insert into kept_topics by name
select * from topics
order by statements desc, entity_id asc;

insert into kept_disagreements by name
select * from disagreements
order by cluster_id, speaker_id;

-- this transaction is one write more, counted when it ends
update kept_answers
set commit_number = (select commits.commit_number + 1 from commits);
