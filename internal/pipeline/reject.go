package pipeline

import (
	"errors"
	"fmt"
	"strconv"

	"cablefeed/internal/acp127"
	"cablefeed/internal/route"
)

// HdrPiece says which piece of how many a message holds: 2/3.
const HdrPiece = "Cable-Piece"

// Reject gives what a transmission publishes that is no cable: its bytes, and
// why.
func Reject(raw []byte, incoming uint64, attempts int, cause error) Result {
	return RejectPieces(raw, incoming, attempts, cause, int64(len(raw)))
}

// RejectPieces is Reject for bytes that a server takes only in pieces of at most
// size bytes; they follow each other on one subject.
func RejectPieces(raw []byte, incoming uint64, attempts int, cause error, size int64) Result {
	subject := route.Rejected(Reason(cause), incoming)
	line := 1
	if pe := (*acp127.ParseError)(nil); errors.As(cause, &pe) {
		line = pe.Line
	}
	total := 1
	if size > 0 && int64(len(raw)) > size {
		total = (len(raw) + int(size) - 1) / int(size)
	}
	res := Result{Decision: Rejected, Incoming: []uint64{incoming}}
	for n := 1; n <= total; n++ {
		m := Message{Subject: subject, Header: map[string][]string{
			HdrReason:      {headerText(cause.Error())},
			HdrLine:        {strconv.Itoa(line)},
			HdrAttempts:    {strconv.Itoa(attempts)},
			HdrIncoming:    {strconv.FormatUint(incoming, 10)},
			HdrContentType: {"text/plain"},
		}}
		if total > 1 {
			m.Header[HdrPiece] = []string{fmt.Sprintf("%d/%d", n, total)}
		}
		end := min(int64(n)*size, int64(len(raw)))
		if n == total {
			end = int64(len(raw))
		}
		m.Data = raw[int64(n-1)*size : end]
		if n == 1 {
			m.Expect = &Expect{Filter: subject}
		}
		res.Messages = append(res.Messages, m)
	}
	return res
}
