-- +goose Up

-- Sums are made in memory: the widest index of the largest table served nothing
-- else, and its leaves were written in no order.
drop index posting_cell;
