package main

import (
	"context"
	"log/slog"
	"time"

	"sanad/calendar"
	"sanad/registry"
	"sanad/store"
)

// matchCommand compares the register with itself, as the server does at night.
type matchCommand struct {
	Whole bool `help:"Compare the whole register, and train the model again."`
}

// Run writes the queue of pairs that somebody should look at.
//
// Errors: sanad.no-database; those of registry.MatchNew.
func (c *matchCommand) Run(s *session) error {
	db, err := s.open()
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := s.unlock(db)
	if err != nil {
		return err
	}
	match := registry.MatchNew
	if c.Whole {
		match = registry.MatchAll
	}
	pass, err := match(s, db, keys)
	if err == nil {
		s.tell("sanad.matched", "records", pass.Records, "pairs", pass.Pairs)
	}
	return err
}

// The hours of the night in which the server compares the register with itself.
const nightBegins, nightEnds = 1, 5

// enough is what lies between two passes at least.
const enough = calendar.Instant(20 * time.Hour / time.Microsecond)

// nightly compares the register with itself, once a night.
func nightly(ctx context.Context, db *store.DB, keys *registry.Keys, log *slog.Logger) {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hourly.C:
		}
		last, err := registry.LastPass(ctx, db)
		hour := db.Now().Time().Hour()
		if err == nil && (hour < nightBegins || hour >= nightEnds || db.Now()-last.On < enough) {
			continue
		}
		pass := registry.Pass{}
		if err == nil {
			pass, err = registry.MatchNew(ctx, db, keys)
		}
		if err != nil {
			log.Error("matching", "error", err)
			continue
		}
		log.Info("matched", "records", pass.Records, "pairs", pass.Pairs)
	}
}
