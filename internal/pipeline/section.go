package pipeline

import (
	"strconv"
	"time"

	"cablefeed/internal/route"
	"cablefeed/internal/watch"
)

// Headers of a waiting section.
const (
	HdrFingerprint = "Cable-Fingerprint"
	HdrTotal       = "Cable-Total"
	HdrReceived    = "Cable-Received"
	HdrLane        = "Cable-Lane"
)

// Hold gives what a section publishes that still waits for others: its raw
// bytes under its id and number and, from section 1, provisional alerts. The
// check on all sections of the id makes sure that whoever stores the last one
// has seen all others; the guard makes sure that there is no record yet.
func (c *Core) Hold(p *Part, s *State, now time.Time) Result {
	k := p.Cable
	res := Result{Cable: k, Decision: Section, Incoming: []uint64{p.Incoming}}
	h := header(p, res)
	held := Message{
		Subject: route.Section(k.ID, p.Number()), Data: p.Raw,
		Expect: &Expect{Filter: route.SectionsOf(k.ID), Seq: s.PartsSeq},
	}
	held.Header = with(h, HdrFingerprint, p.Fingerprint, HdrTotal, strconv.Itoa(p.Total()), HdrLane, p.Lane,
		HdrReceived, p.Received.UTC().Format(time.RFC3339Nano), HdrContentType, "text/plain")
	guard := Message{Subject: route.Guard(k.ID), Header: brief(), Expect: &Expect{Filter: route.RecordOf(k.ID)}}
	res.Messages = append(res.Messages, held, guard)
	if p.Number() == 1 {
		var messages []Message
		res.Alerts, messages = c.alerts(p, h, watch.Origin{Committed: now, Provisional: true})
		res.Messages = append(res.Messages, messages...)
	}
	return res
}

// brief lets a message vanish by itself: it guards against what is under way,
// which takes seconds.
func brief() map[string][]string { return map[string][]string{"Nats-TTL": {"10m"}} }

// IsGuard tells whether a message among the waiting sections is a guard.
func IsGuard(header map[string][]string) bool { return len(header[HdrID]) == 0 }

// Seal gives the message that a record of joined sections is committed with: no
// other section may have come meanwhile, nor can one be held afterwards by
// somebody who has not seen the record.
func Seal(s *State, id string) Message {
	return Message{Subject: route.Guard(id), Header: brief(), Expect: &Expect{Filter: route.SectionsOf(id), Seq: s.PartsSeq}}
}

// Held reads back a section that Hold published.
func (c *Core) Held(raw []byte, header map[string][]string) (*Part, error) {
	get := func(key string) string {
		if v := header[key]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	p, err := c.Read(raw)
	if err != nil {
		return nil, err
	}
	p.Incoming, _ = strconv.ParseUint(get(HdrIncoming), 10, 64)
	p.Received, _ = time.Parse(time.RFC3339Nano, get(HdrReceived))
	p.Lane = get(HdrLane)
	return p, nil
}

// Keep gives what an operator's service message publishes: itself, apart from
// the cables.
func (c *Core) Keep(p *Part, s *State) Result {
	res := Result{Cable: p.Cable, Decision: Service, Incoming: []uint64{p.Incoming}}
	subject := route.Service(p.Cable.ID)
	res.Messages = []Message{{
		Subject: subject, Data: p.Cable.AppendJSON(nil), Header: with(header(p, res), HdrTexts, Texts{0: p.Fingerprint}.String()),
		Expect: &Expect{Filter: subject, Seq: s.Seq},
	}}
	return res
}
