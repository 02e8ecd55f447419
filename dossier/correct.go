package dossier

import (
	"context"
	"encoding/json"
	"slices"

	"sanad/access"
	"sanad/act"
	"sanad/fault"
	"sanad/ledger"
	"sanad/programme"
)

// Correction is what the event of a correction holds.
type Correction struct {
	Corrects int64  `json:"corrects"`
	Act      string `json:"act"`
	State    string `json:"state"` // where the dossier is without the corrected act
}

// Standing are the events that count: neither corrected nor corrections.
func Standing(events []act.Event) []act.Event {
	gone := corrected(events)
	var out []act.Event
	for _, ev := range events {
		if ev.Corrects == 0 && !slices.Contains(gone, ev.Seq) {
			out = append(out, ev)
		}
	}
	return out
}

// ranks are the levels from the lowest up.
var ranks = programme.Levels()

// MayCorrect tells whether an actor may take an act back: one who may correct,
// and who acts on dossiers at the act's level or above it. A province does not
// undo what the centre decided.
func MayCorrect(def *programme.Definition, actor access.Actor, target *programme.Act, province string) bool {
	may, reach := false, -1
	for i := range def.Workflow.Acts {
		a := &def.Workflow.Acts[i]
		if !actor.HasAny(a.By, def.ID, province) {
			continue
		}
		may = may || a.Verb == programme.Correct
		reach = max(reach, slices.Index(ranks, a.Level))
	}
	return may && reach >= slices.Index(ranks, target.Level)
}

// correct takes an earlier act back: the ledger posts the exact reversal, and
// the dossier becomes what its other events make it.
//
// Errors: dossier.correct-above when the act was taken at a level above the
// actor's; dossier.nothing-to-correct when the event is not one that counts;
// dossier.correct-later-first when a later act rests on it; dossier.second when
// another dossier of the subject has been opened meanwhile.
func (w *work) correct(ctx context.Context) (any, error) {
	events, err := w.events(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(Standing(events), func(ev act.Event) bool { return ev.Seq == w.r.Corrects })
	if i < 0 {
		return nil, fault.New(fault.Conflict, "dossier.nothing-to-correct", fault.Args{"value": w.r.Corrects})
	}
	target := Standing(events)[i]
	if a, ok := w.def.Workflow.Act(ActOf(target)); !ok || !MayCorrect(w.def, w.r.Actor, a, w.was.Province) {
		return nil, fault.New(fault.Forbidden, "dossier.correct-above", fault.Args{"act": title(a, ActOf(target))})
	}
	w.Corrects(target.Seq)
	self := act.Event{Party: w.r.Party, Stream: w.r.Dossier, Seq: w.Seq, Kind: w.r.act().Kind, On: w.r.On,
		RecordedAt: w.Now(), Actor: w.r.Actor.Account, Corrects: target.Seq}
	is, err := Fold(w.o.Programmes, append(events, self))
	if err != nil {
		return nil, err
	}
	if err := w.undo(ctx, is, target); err != nil {
		return nil, err
	}
	if len(w.def.Workflow.Tracks) > 0 {
		items, err := Items(w.def, append(events, self))
		if err != nil {
			return nil, err
		}
		if err := replaceItems(ctx, w.Step, w.def, is, items); err != nil {
			return nil, err
		}
	}
	return Correction{Corrects: target.Seq, Act: ActOf(target), State: is.State}, w.save(ctx, is)
}

// undo takes back what the corrected act did beside moving the dossier.
func (w *work) undo(ctx context.Context, is Dossier, target act.Event) error {
	var p Payload
	if err := json.Unmarshal(target.Payload, &p); err != nil {
		return err
	}
	if err := w.letGo(ctx, p, target.Seq); err != nil {
		return err
	}
	if len(p.Replaced) > 0 {
		if _, err := w.enterColumns(ctx, p.Replaced); err != nil {
			return err
		}
	}
	if err := dropLinks(ctx, w.Step, target.Seq); err != nil {
		return err
	}
	if err := ledger.Reverse(ctx, w.Step, target.Seq); err != nil {
		return err
	}
	return w.undone(ctx, is, target.Seq)
}
