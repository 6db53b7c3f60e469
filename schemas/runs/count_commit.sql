-- one row in all: this transaction is one more
update commits
set commit_number = commit_number + 1
returning commit_number;
