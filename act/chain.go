package act

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"

	"sanad/store"
)

// chain is the event's hash: SHA-256 over the hash of the event before it in
// the stream and everything this one says, each part with its length first so
// that no two events can read the same.
func (e Event) chain(before []byte) []byte {
	b := make([]byte, 0, 256+len(e.Payload))
	part := func(p []byte) {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	part(before)
	part(e.Party[:])
	part(e.Stream[:])
	b = binary.AppendVarint(b, e.Seq)
	part([]byte(e.Kind))
	b = binary.AppendVarint(b, int64(e.On))
	b = binary.AppendVarint(b, int64(e.RecordedAt))
	part(e.Actor[:])
	part([]byte(e.Reason))
	part(e.Payload)
	b = binary.AppendVarint(b, e.Corrects)
	part(e.Key[:])
	part(e.request)
	sum := sha256.Sum256(b)
	return sum[:]
}

// Break is a place where the chain does not hold.
type Break struct {
	Event Event
	What  string // "gap": a number is missing; "hash": the event is not what was recorded
}

// Verify walks every stream and reports each break. It returns how many events
// it read and one hash over the heads of all streams: two databases with the
// same history give the same, and noted down elsewhere it shows later whether
// a whole stream, or the end of one, was taken away.
func Verify(ctx context.Context, q store.Q, report func(Break)) (events int, heads []byte, err error) {
	rows, err := q.Query(ctx, "select "+columns+" from event order by party_id, stream_id, seq")
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	all := sha256.New()
	var last Event
	for rows.Next() {
		ev, err := scan(rows)
		if err != nil {
			return events, nil, err
		}
		if ev.Party != last.Party || ev.Stream != last.Stream {
			all.Write(last.Hash)
			last = Event{}
		}
		if what := ev.follows(last); what != "" {
			report(Break{Event: ev, What: what})
		}
		last = ev
		events++
	}
	all.Write(last.Hash)
	return events, all.Sum(nil), rows.Err()
}

func (e Event) follows(last Event) string {
	switch {
	case e.Seq != last.Seq+1:
		return "gap"
	case !bytes.Equal(e.Hash, e.chain(last.Hash)):
		return "hash"
	}
	return ""
}
