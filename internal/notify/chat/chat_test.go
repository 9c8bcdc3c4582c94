package chat

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// notice is about a cable that never was.
var notice = notify.Notice{ID: "n-1", Reason: "alert", Alerts: []watch.Alert{{
	ID: "06LIMA412/kcrm", Watch: "kcrm", CableID: "06LIMA412", MRN: "06LIMA412", Precedence: cable.Flash, From: "LIMA",
	Subject: "HARBOUR STRIKE ENDS @everyone <!channel>",
}}}

// room starts a server of ntfy, a service that takes plain text, and gives a
// config for it.
func room(t *testing.T, h http.HandlerFunc) Config {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	t.Setenv("CHAT_URL", "ntfy://desk:very-secret-token@"+strings.TrimPrefix(s.URL, "http://")+"/cables-room?scheme=http&disabletls=yes")
	return Config{URL: notify.NewSecret("${env:CHAT_URL}"), AllowPrivate: true}
}

func TestARoomGetsTheNoticeAsText(t *testing.T) {
	var path, body string
	c := room(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		path, body = r.URL.Path, string(b)
		_, _ = io.WriteString(w, `{"id":"1"}`)
	})
	c.Check(func(field, reason string) { t.Errorf("%s: %s", field, reason) })
	if err := New(c).Send(t.Context(), notice); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"[kcrm] FLASH 06LIMA412: HARBOUR STRIKE ENDS @ everyone < !channel>\n\n", "ALERT kcrm", "id 06LIMA412/kcrm"} {
		if !strings.Contains(body, want) {
			t.Errorf("got %q at %s, want %q", body, path, want)
		}
	}
}

func TestAMessageStaysWithinItsLimit(t *testing.T) {
	long := notify.Notice{}
	for range 100 {
		long.Alerts = append(long.Alerts, notice.Alerts[0])
	}
	if got := text(long, 500); len([]rune(got)) > 500 || !strings.Contains(got, "… and 9") {
		t.Errorf("got %d characters: %s", len([]rune(got)), got)
	}
	long.Alerts = long.Alerts[:1]
	long.Alerts[0].Subject = strings.Repeat("É", 1000)
	if got := text(long, 500); len([]rune(got)) != 500 || !strings.HasSuffix(got, "…") {
		t.Errorf("got %d characters: %s", len([]rune(got)), got)
	}
}

func TestAServiceThatFailsOrHangsIsTriedAgainAndTellsNoSecret(t *testing.T) {
	c := room(t, func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no "+r.URL.String(), http.StatusForbidden)
	})
	err := New(c).Send(t.Context(), notice)
	if err == nil || errors.Is(err, notify.ErrRefused) || strings.Contains(err.Error(), "very-secret-token") || strings.Contains(err.Error(), "cables-room") {
		t.Errorf("got %v", err)
	}
	t.Log(err)

	leave := make(chan struct{})
	var requests atomic.Int32
	c = room(t, func(_ http.ResponseWriter, r *http.Request) { requests.Add(1); <-leave })
	c.Timeout = notify.Timeout(100 * time.Millisecond)
	s := New(c)
	for range atOnce + 1 { // the last does not come on top of the others
		if err := s.Send(t.Context(), notice); err == nil || err.Error() != "no answer within 100ms" {
			t.Errorf("got %v", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Send(ctx, notice); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: got %v", err)
	}
	close(leave)
	for range atOnce { // free once those have ended
		s.busy <- struct{}{}
	}
	if n := requests.Load(); n != atOnce {
		t.Errorf("got %d requests at once, want %d", n, atOnce)
	}
}

func TestCheckSaysWhatIsWrongWithoutTheAddress(t *testing.T) {
	for address, want := range map[string]string{
		"https://hooks.example.com/very-secret-token": "want an address that begins with one of",
		"generic://example.com/very-secret-token":     "take kind webhook",
		"generic+https://example.com":                 "take kind webhook",
		"SMTP://u:very-secret-token@example.com":      "take kind mail",
		"slack://very-secret-token":                   "no address of slack",
		"telegram://very-secret-token@telegram":       "no address of telegram",
		"matrix://u:very-secret-token@example.org":    "give a token",
		"matrix://:very-secret-token@example.org":     "",
		"://":                            "want an address that begins with one of",
		"ntfy://ntfy.example.org/cables": "",
		"ntfy://[::1]:8080/very-secret":  "::1 is not a public address; allow_private permits it",
		"signal://10.0.0.1:80/+1/+2":     "10.0.0.1 is not a public address",
	} {
		t.Setenv("CHAT_URL", address)
		got := ""
		Config{URL: notify.NewSecret("${env:CHAT_URL}")}.Check(func(_, reason string) { got = reason })
		if !strings.Contains(got, want) || (want == "") != (got == "") || strings.Contains(got, "very-secret") {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
	for _, c := range []Config{{}, {URL: notify.NewSecret("ntfy://ntfy.example.org/cables")}, {Limit: 10}} {
		got := 0
		c.Check(func(field, reason string) { got++; t.Logf("%s: %s", field, reason) })
		if got == 0 {
			t.Errorf("%+v: nothing is found wrong", c)
		}
	}
}
