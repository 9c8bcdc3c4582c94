package dispatch

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// Why a notice comes.
const (
	reasonAlert      = "alert"
	reasonUpdate     = "update"
	reasonDigest     = "digest"
	reasonRepeat     = "repeat"
	reasonEscalation = "escalation"
)

// notice makes the notice of alerts. Its id depends on what it says alone, so
// that it is the same when it is made again.
func notice(reason string, alerts ...watch.Alert) notify.Notice {
	n := notify.Notice{Reason: reason, Alerts: alerts}
	var says strings.Builder
	for i := range alerts {
		a := &alerts[i]
		fmt.Fprintf(&says, "%s.%d.%t ", a.ID, a.Revision, a.Provisional)
		if n.Time.IsZero() || a.Committed.Before(n.Time) {
			n.Time = a.Committed
		}
	}
	n.ID = noticeID(reason, says.String())
	return n
}

// noticeID is the id of a notice that says something. An alert, its update and
// a digest do not differ in why they come. It has no dot: Standard Webhooks
// joins with those.
func noticeID(reason, says string) string {
	if reason != reasonRepeat && reason != reasonEscalation {
		reason = reasonAlert
	}
	return noteKey(reason+"-", says)
}

// TestNotice gives a notice that says of itself that it is a test.
func TestNotice(channel string, now time.Time) notify.Notice {
	id := "test-" + strings.ToLower(rand.Text())
	return notify.Notice{ID: id, Test: true, Reason: reasonAlert, Time: now.UTC(), Alerts: []watch.Alert{{
		ID: id, Watch: "test", Severity: watch.SeverityInfo, Notify: []string{channel}, CableID: "TEST",
		Subject: "TEST OF CHANNEL " + strings.ToUpper(channel), Precedence: cable.Routine, Classification: cable.Unclassified,
		Captions: []string{}, Tags: []string{}, Reasons: []watch.Reason{}, Committed: now.UTC(),
	}}}
}

// order tells which of two alerts of one id is the later: the revision, and
// before it the provisional one.
func order(a *watch.Alert) int {
	if a.Provisional {
		return 2 * a.Revision
	}
	return 2*a.Revision + 1
}

// noteKey makes a key of the store of any text.
func noteKey(prefix, text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%s%x", prefix, sum[:12])
}

// stamp writes a time as it is read back from the store.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
