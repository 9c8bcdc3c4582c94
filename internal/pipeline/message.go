package pipeline

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/change"
	"cablefeed/internal/route"
	"cablefeed/internal/watch"
)

// A Message is one message to be published.
type Message struct {
	Subject string
	Header  map[string][]string
	Data    []byte
	// Expect, when set, is the condition under which the message, and the batch
	// that it is in, may be stored.
	Expect *Expect
}

// An Expect demands that the last message on the subjects of Filter has
// sequence Seq; 0: that there is none.
type Expect struct {
	Filter string
	Seq    uint64
}

// Headers of what is published. A consumer can filter and list by them alone.
const (
	HdrID             = "Cable-Id"
	HdrRevision       = "Cable-Revision"
	HdrPrecedence     = "Cable-Precedence"
	HdrClassification = "Cable-Classification"
	HdrTags           = "Cable-Tags"    // feed tokens, with commas, in the cable's order
	HdrSubject        = "Cable-Subject" // the subject line
	HdrIncoming       = "Cable-Incoming"
	HdrSHA256         = "Cable-Sha256"
	HdrTexts          = "Cable-Texts"         // fingerprints, see Texts
	HdrEarlier        = "Cable-Texts-Earlier" // of the revisions before, latest first
	HdrComplete       = "Cable-Complete"      // false where sections are missing
	HdrDecision       = "Cable-Decision"
	HdrReason         = "Cable-Reason" // of a reject
	HdrLine           = "Cable-Line"   // of a reject: the line that failed
	HdrAttempts       = "Cable-Attempts"
	HdrContentType    = "Content-Type"
	HdrReference      = "Cable-Record" // of a copy without payload: the record's subject
)

// largeRecord is the size above which feed copies carry a reference to the
// record in place of the cable.
const largeRecord = 256 << 10

// A Result is what one cable publishes. Messages[0] is the record.
type Result struct {
	Cable    *cable.Cable
	Revision int
	Decision Decision
	Texts    Texts
	Earlier  []string // texts of the revisions before
	Incoming []uint64
	Feeds    []string
	Alerts   []watch.Alert
	Messages []Message
}

// Publish gives everything that revision rev of a cable publishes: its record,
// a copy for each of its feeds, an alert for each watch that it matches.
func (c *Core) Publish(p *Part, parts []*Part, s *State, d Decision, now time.Time) Result {
	k := p.Cable
	res := Result{Cable: k, Revision: s.Revision + 1, Decision: d, Texts: Texts{}}
	if len(parts) == 0 {
		parts = []*Part{p}
	}
	for _, q := range parts {
		res.Texts[q.Number()] = q.text()
		res.Incoming = append(res.Incoming, q.Incoming)
	}
	data := k.AppendJSON(nil)
	restricted := route.Restriction(k)
	res.Feeds = route.Feeds(k)
	h := header(p, res)

	record := Message{Subject: route.Record(k), Data: data, Expect: &Expect{Filter: route.RecordOf(k.ID), Seq: s.Seq}}
	record.Header = with(h, HdrTexts, res.Texts.String(), HdrComplete, strconv.FormatBool(k.Complete), HdrDecision, string(d))
	res.Earlier = s.history()
	if len(res.Earlier) > 0 {
		record.Header[HdrEarlier] = []string{strings.Join(res.Earlier, ";")}
	}
	res.Messages = append(res.Messages, record)

	copied := data
	if len(data) > largeRecord {
		copied = nil
		h = with(h, HdrReference, record.Subject)
	}
	for _, token := range res.Feeds {
		res.Messages = append(res.Messages, Message{Subject: route.Tag(token, k), Header: with(h), Data: copied})
	}
	if restricted != "" {
		res.Messages = append(res.Messages, Message{Subject: route.Restricted(restricted, k), Header: with(h), Data: copied})
	}
	var messages []Message
	res.Alerts, messages = c.alerts(p, h, watch.Origin{Revision: res.Revision, Committed: now, Changed: changed(s.Before, k)})
	res.Messages = append(res.Messages, messages...)
	return res
}

// alerts gives the alerts that p raises and the messages that carry them.
func (c *Core) alerts(p *Part, h map[string][]string, o watch.Origin) (alerts []watch.Alert, messages []Message) {
	o.Received = p.Received
	for _, hit := range c.Watches.Match(p.Cable, o.Committed) {
		a := watch.NewAlert(hit, p.Cable, o)
		data, err := json.Marshal(a)
		if err != nil { // an Alert holds nothing that JSON cannot
			panic(err)
		}
		alerts = append(alerts, a)
		mh := with(h)
		if a.Withheld != "" {
			delete(mh, HdrSubject)
		}
		messages = append(messages, Message{Subject: route.Alert(a.Watch, p.Cable), Header: mh, Data: data})
	}
	return alerts, messages
}

// changed names the fields in which a cable differs from the revision before.
func changed(before, after *cable.Cable) []string {
	if before == nil {
		return nil
	}
	return change.Fields(before, after)
}

// header gives the headers that all messages of a cable share.
func header(p *Part, res Result) map[string][]string {
	k := p.Cable
	h := make(map[string][]string, 20)
	h[HdrID] = []string{k.ID}
	h[HdrRevision] = []string{strconv.Itoa(res.Revision)}
	h[HdrPrecedence] = []string{k.Precedence.Token()}
	h[HdrClassification] = []string{k.Classification.Token()}
	h[HdrTags] = []string{strings.Join(res.Feeds, ",")}
	if k.Subject != "" {
		h[HdrSubject] = []string{headerText(k.Subject)}
	}
	h[HdrIncoming] = []string{sequences(res.Incoming)}
	h[HdrSHA256] = []string{k.RawSHA256}
	h[HdrContentType] = []string{"application/json"}
	// CloudEvents 1.0, binary mode.
	h["ce-specversion"] = []string{"1.0"}
	h["ce-type"] = []string{"cable"}
	h["ce-source"] = []string{"/cablefeed"}
	h["ce-id"] = []string{k.ID + "." + strconv.Itoa(res.Revision)}
	if !p.Received.IsZero() {
		h["ce-time"] = []string{p.Received.UTC().Format(time.RFC3339Nano)}
	}
	return h
}

// with copies h and adds pairs of names and values.
func with(h map[string][]string, pairs ...string) map[string][]string {
	out := make(map[string][]string, len(h)+len(pairs)/2+3)
	for k, v := range h {
		out[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = []string{pairs[i+1]}
	}
	return out
}

func sequences(seqs []uint64) string {
	var b []byte
	for i, s := range seqs {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, s, 10)
	}
	return string(b)
}

// headerText makes s fit into a header: one line, no control characters.
func headerText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}
