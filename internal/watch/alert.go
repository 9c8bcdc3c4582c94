package watch

import (
	"slices"
	"time"

	"cablefeed/internal/cable"
)

// An Alert says that a cable matches a watch. Its JSON is the payload of
// cables.alert.<watch>.<precedence>.<classification>. It says no more than
// whoever is cleared for that classification may know: see Withheld.
type Alert struct {
	// ID is <cable id>/<watch>: the same for every revision of the cable, so
	// that a later alert takes the place of an earlier one.
	ID             string           `json:"id"`
	Watch          string           `json:"watch"`
	WatchRevision  uint64           `json:"watch_revision"`
	Description    string           `json:"description,omitempty"` // the watch's
	Severity       Severity         `json:"severity"`
	Notify         []string         `json:"notify"`
	CableID        string           `json:"cable_id"`
	MRN            string           `json:"mrn,omitempty"`
	Revision       int              `json:"revision"` // the cable's, from 1
	Thread         string           `json:"thread"`   // what the cable answers: its first reference, else itself
	Subject        string           `json:"subject,omitempty"`
	Precedence     cable.Precedence `json:"precedence,omitempty"`
	Classification cable.Class      `json:"classification,omitempty"`
	Captions       []string         `json:"captions"`
	From           string           `json:"from"` // post, else name as printed
	DateTimeGroup  time.Time        `json:"date_time_group,omitzero"`
	Tags           []string         `json:"tags"`
	Reasons        []Reason         `json:"reasons"`
	// Withheld is the caption for which subject and excerpts are left out.
	Withheld    string `json:"withheld,omitempty"`
	Provisional bool   `json:"provisional"` // more sections of the cable are to come
	// Changed names the fields in which the cable differs from the revision
	// before; empty for the first.
	Changed   []string  `json:"changed,omitempty"`
	Received  time.Time `json:"received,omitzero"`
	Committed time.Time `json:"committed,omitzero"`
}

// An Origin is what an alert says beyond cable and watch.
type Origin struct {
	Revision    int // of the cable, from 1
	Provisional bool
	Changed     []string  // fields in which it differs from the revision before
	Received    time.Time // when the transmission came in
	Committed   time.Time // when the cable was committed; zero: not said
}

// AlertID is the id of the alert that a watch raises on a cable.
func AlertID(watch, cableID string) string { return cableID + "/" + watch }

// NewAlert makes the alert of a hit. Equal arguments give equal alerts.
func NewAlert(h Hit, c *cable.Cable, o Origin) Alert {
	w := h.Watch
	a := Alert{
		ID: AlertID(w.Name, c.ID), Watch: w.Name, WatchRevision: w.Revision, Description: w.Description,
		Severity: w.Severity, Notify: append([]string{}, w.Notify...),
		CableID: c.ID, MRN: c.MRN, Revision: o.Revision, Subject: c.Subject,
		Precedence: c.Precedence, Classification: c.Classification, Captions: append([]string{}, c.Captions...),
		From: c.From.Post, DateTimeGroup: c.DateTimeGroup, Tags: make([]string, len(c.Tags)),
		Reasons: slices.Clone(h.Reasons), Withheld: Restricted(c), Provisional: o.Provisional, Changed: slices.Clone(o.Changed),
		Received: o.Received.UTC(), Committed: o.Committed.UTC(),
	}
	if a.Severity == "" {
		a.Severity = SeverityInfo
	}
	if a.From == "" {
		a.From = c.From.Name
	}
	for i, t := range c.Tags {
		a.Tags[i] = t.Code
	}
	a.Thread = thread(c)
	if a.Reasons == nil {
		a.Reasons = []Reason{}
	}
	if a.Withheld != "" {
		a.Subject = ""
		for i := range a.Reasons {
			a.Reasons[i].Excerpt = ""
		}
	}
	return a
}

// thread names the cable that c answers: the first of its references that is
// one, else c itself. A cable and its answers have one thread.
func thread(c *cable.Cable) string {
	for _, r := range c.References {
		if r.MRN != "" {
			return r.MRN
		}
	}
	return c.ID
}
