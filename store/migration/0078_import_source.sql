-- +goose Up

-- One list of a source at a time is being written: two at once would each take
-- for new what the other is about to write.
create unique index import_file_running on import_file (source) where state = 'running';
