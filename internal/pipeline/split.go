package pipeline

import (
	"strconv"

	"cablefeed/internal/route"
)

// HdrBatches says on a record in how many batches its cable was published.
const HdrBatches = "Cable-Batches"

// Split cuts a result with more messages than a batch holds. The first piece
// has the record and is committed like any other; each of the others begins
// with a marker that can be stored once only, so that a piece can be committed
// again after a crash without being published twice.
func Split(res Result, limit int) []Result {
	if len(res.Messages) <= limit {
		return []Result{res}
	}
	first := res
	first.Messages = append([]Message(nil), res.Messages[:limit]...)
	rest := res.Messages[limit:]
	pieces := []Result{first}
	for n := 2; len(rest) > 0; n++ {
		size := min(limit-1, len(rest))
		marker := route.More(res.Cable.ID, res.Revision, n)
		pieces = append(pieces, Result{
			Cable: res.Cable, Revision: res.Revision, Decision: res.Decision,
			Messages: append([]Message{{Subject: marker, Expect: &Expect{Filter: marker}}}, rest[:size]...),
		})
		rest = rest[size:]
	}
	record := &pieces[0].Messages[0]
	record.Header = with(record.Header, HdrBatches, strconv.Itoa(len(pieces)))
	return pieces
}
