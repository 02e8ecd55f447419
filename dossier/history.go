package dossier

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/act"
	"sanad/programme"
	"sanad/store"
)

// Moment is an event of a dossier as a reader follows it.
type Moment struct {
	act.Event
	Payload     Payload
	CorrectedBy int64 // the event that took it back, 0 while it stands
}

// History reads the events of a dossier that the caller found within its scope,
// the oldest first.
func History(ctx context.Context, q store.Q, d Dossier) ([]Moment, error) {
	events, err := act.Events(ctx, q, d.Party, d.ID)
	if err != nil {
		return nil, err
	}
	out := make([]Moment, len(events))
	for i, ev := range events {
		out[i].Event = ev
		if ev.Corrects != 0 {
			out[ev.Corrects-1].CorrectedBy = ev.Seq
			continue
		}
		if err := json.Unmarshal(ev.Payload, &out[i].Payload); err != nil {
			return nil, fmt.Errorf("event %d of dossier %s: %w", ev.Seq, d.ID, err)
		}
	}
	return out, nil
}

// Answers are those in force of a dossier that the caller found within its scope.
func Answers(ctx context.Context, q store.Q, d Dossier) (programme.Answers, error) {
	return answersAt(ctx, q, d)
}
