package payment_test

import (
	"context"

	"sanad/access"
	"sanad/dossier"
)

func withStop(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}

func dossierRequest(reason string) dossier.Request { return dossier.Request{Reason: reason} }

func correction(seq int64, reason string) dossier.Request {
	return dossier.Request{Corrects: seq, Reason: reason}
}

// history is the number of a dossier's last event.
func (w *world) history(b beneficiary) int64 {
	w.Helper()
	d, err := dossier.Get(w.Context(), w.db, access.System("a test"), b.party, b.dossier)
	w.must(err)
	return d.Seq
}
