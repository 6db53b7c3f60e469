-- one row in all: the views now there
update commits
set views_sha256 = $views_sha256;
