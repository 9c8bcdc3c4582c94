package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

const (
	firstKey  = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	secondKey = "whsec_IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
)

// notice is about a cable that never was.
var notice = notify.Notice{
	ID: "n.1", Reason: "alert", Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	Alerts: []watch.Alert{{ID: "06LIMA412/kcrm", Watch: "kcrm", CableID: "06LIMA412", Subject: "HARBOUR STRIKE ENDS"}},
}

// receive starts a receiver on this machine, and gives a config for it.
func receive(t *testing.T, h http.HandlerFunc) Config {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return Config{URL: notify.NewSecret(s.URL + "/hook"), AllowPrivate: true}
}

func TestAReceiverCanVerifyAndReadTheNotice(t *testing.T) {
	t.Setenv("HOOK_KEYS", firstKey+" "+secondKey)
	t.Setenv("HOOK_TOKEN", "very-secret-token")
	for _, how := range []Content{"", Structured, Binary} {
		var body []byte
		var head http.Header
		c := receive(t, func(_ http.ResponseWriter, r *http.Request) {
			body, _ = io.ReadAll(r.Body)
			head = r.Header
		})
		c.Content, c.Secret = how, notify.NewSecret("${env:HOOK_KEYS}")
		c.Headers = map[string]notify.Secret{"authorization": notify.NewSecret("Bearer ${env:HOOK_TOKEN}")}
		c.Check(func(field, reason string) { t.Errorf("%s: %s", field, reason) })
		if err := New(c).Send(t.Context(), notice); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{firstKey, secondKey} {
			verifier, err := standardwebhooks.NewWebhook(key)
			if err != nil {
				t.Fatal(err)
			}
			if err := verifier.Verify(body, head); err != nil {
				t.Errorf("%q: %v", how, err)
			}
		}
		for name, want := range map[string]string{"Idempotency-Key": "n-1", "Webhook-Id": "n-1", "Authorization": "Bearer very-secret-token"} {
			if got := head.Get(name); got != want {
				t.Errorf("%q: %s is %q, want %q", how, name, got, want)
			}
		}
		var event struct {
			SpecVersion, ID, Source, Type, Time, DataContentType string
			Data                                                 json.RawMessage
		}
		if how == Binary {
			event.SpecVersion, event.ID, event.Source, event.Type = head.Get("ce-specversion"), head.Get("ce-id"), head.Get("ce-source"), head.Get("ce-type")
			event.Time, event.DataContentType, event.Data = head.Get("ce-time"), head.Get("Content-Type"), body
		} else if err := json.Unmarshal(body, &event); err != nil || head.Get("Content-Type") != "application/cloudevents+json" {
			t.Fatalf("%v: %s %s", err, head.Get("Content-Type"), body)
		}
		if event.SpecVersion != "1.0" || event.ID != "n.1" || event.Source != "/cablefeed" || event.Type != "notice" || event.Time != "2026-03-01T12:00:00Z" || event.DataContentType != "application/json" {
			t.Errorf("%q: the event is %+v", how, event)
		}
		var got notify.Notice
		if err := json.Unmarshal(event.Data, &got); err != nil || got.ID != "n.1" || len(got.Alerts) != 1 || got.Alerts[0].Subject != "HARBOUR STRIKE ENDS" {
			t.Errorf("%q: got %s, %v", how, event.Data, err)
		}
	}
}

func TestTheAnswerSaysWhetherToTryAgain(t *testing.T) {
	in2h := time.Now().Add(2 * time.Hour).UTC().Format(http.TimeFormat)
	for name, tt := range map[string]struct {
		status  int
		after   string
		refused bool
		wait    time.Duration
	}{
		"gone":                             {410, "", true, 0},
		"a bad request":                    {400, "", true, 0},
		"too large":                        {413, "", true, 0},
		"a timeout":                        {408, "", false, 0},
		"too early":                        {425, "", false, 0},
		"too many, for so long":            {429, "90", false, 90 * time.Second},
		"too many, until then":             {429, in2h, false, 2 * time.Hour},
		"too many, without a time":         {429, "", false, 0},
		"too many, with a time of no kind": {429, "soon", false, 0},
		"unavailable, for so long":         {503, "5", false, 5 * time.Second},
		"a failure":                        {500, "", false, 0},
		"a redirect to nowhere":            {302, "", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c := receive(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.after != "" {
					w.Header().Set("Retry-After", tt.after)
				}
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte("no\nthanks"))
			})
			err := New(c).Send(t.Context(), notice)
			if err == nil || errors.Is(err, notify.ErrRefused) != tt.refused {
				t.Fatalf("got %v; refused: want %v", err, tt.refused)
			}
			var ra *notify.RetryAfter
			if errors.As(err, &ra); (ra != nil) != (tt.wait > 0) || ra != nil && (ra.Wait-tt.wait).Abs() > 2*time.Second {
				t.Errorf("got %v, want a wait of %v", ra, tt.wait)
			}
			if tt.status != 302 && !strings.Contains(err.Error(), `"no thanks"`) {
				t.Errorf("got %v, want what the receiver says", err)
			}
		})
	}
}

func TestAReceiverThatHangsOrFloodsIsLeft(t *testing.T) {
	hang := receive(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees that the sender has left
		<-r.Context().Done()
	})
	hang.Timeout = notify.Timeout(50 * time.Millisecond)
	if err := New(hang).Send(t.Context(), notice); err == nil || err.Error() != "post to 127.0.0.1: no answer within 50ms" {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	hang.Timeout = 0
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := New(hang).Send(ctx, notice); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: got %v", err)
	}
	flood := receive(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(400)
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 32<<10)); err != nil {
				return
			}
		}
	})
	if err := New(flood).Send(t.Context(), notice); !errors.Is(err, notify.ErrRefused) || len(err.Error()) > 1000 {
		t.Errorf("a flood: got %v", err)
	}
	header := receive(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 200<<10)) })
	if err := New(header).Send(t.Context(), notice); err == nil {
		t.Error("a flood of headers was taken for an answer")
	}
}

func TestErrorsHoldNoSecrets(t *testing.T) {
	t.Setenv("HOOK_TOKEN", "very-secret-token")
	t.Setenv("HOOK_KEYS", firstKey)
	c := receive(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(400)
		_, _ = io.WriteString(w, "not authorized: "+r.Header.Get("X-Key")+" at "+r.URL.Path)
	})
	base, _ := c.URL.Reveal()
	c.URL = notify.NewSecret(base + "/${env:HOOK_TOKEN}")
	c.Headers = map[string]notify.Secret{"X-Key": notify.NewSecret("${env:HOOK_TOKEN}")}
	closed := c
	closed.URL = notify.NewSecret("http://127.0.0.1:1/${env:HOOK_TOKEN}")
	odd := c
	odd.URL = notify.NewSecret("http://127.0.0.1:1/\x7f${env:HOOK_TOKEN}")
	for _, c := range []Config{c, closed, odd} {
		err := New(c).Send(t.Context(), notice)
		if err == nil || strings.Contains(err.Error(), "very-secret-token") {
			t.Errorf("got %v", err)
		}
		t.Log(err)
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Setenv("HOOK_KEYS", "not-a-key")
	for name, tt := range map[string]struct {
		config Config
		want   string
	}{
		"no address":              {Config{}, "url"},
		"http to the public":      {Config{URL: notify.NewSecret("http://hooks.example.com")}, "url"},
		"another scheme":          {Config{URL: notify.NewSecret("file:///etc/passwd"), AllowPrivate: true}, "url"},
		"a private address":       {Config{URL: notify.NewSecret("https://10.0.0.1/x")}, "url"},
		"a loopback address":      {Config{URL: notify.NewSecret("https://[::ffff:127.0.0.1]/x")}, "url"},
		"an unset variable":       {Config{URL: notify.NewSecret("https://hooks.example.com/${env:CABLEFEED_TEST_NOT_SET}")}, "url"},
		"a secret in clear":       {Config{URL: notify.NewSecret("https://hooks.example.com"), Secret: notify.NewSecret(firstKey)}, "secret"},
		"a secret of no form":     {Config{URL: notify.NewSecret("https://hooks.example.com"), Secret: notify.NewSecret("${env:HOOK_KEYS}")}, "secret"},
		"a header with line ends": {Config{URL: notify.NewSecret("https://hooks.example.com"), Headers: map[string]notify.Secret{"X-A": notify.NewSecret("a\r\nB: c")}}, "headers.X-A"},
		"a header that is ours":   {Config{URL: notify.NewSecret("https://hooks.example.com"), Headers: map[string]notify.Secret{"webhook-id": notify.NewSecret("a")}}, "headers.webhook-id"},
		"nothing wrong":           {Config{URL: notify.NewSecret("https://hooks.example.com/x?y=z"), Headers: map[string]notify.Secret{"X-A": notify.NewSecret("a")}}, ""},
	} {
		got := ""
		tt.config.Check(func(field, reason string) { got = field; t.Logf("%s: %s: %s", name, field, reason) })
		if got != tt.want {
			t.Errorf("%s: got a fault in %q, want %q", name, got, tt.want)
		}
	}
}

// reaching makes a sender that takes 127.0.0.1 for public, and nothing else of
// this machine.
func reaching(c Config) *Sender {
	s := New(c)
	s.check = func(a netip.Addr) error {
		if a.Unmap() == netip.MustParseAddr("127.0.0.1") {
			return nil
		}
		return notify.Public(a)
	}
	return s
}

func TestRedirectsAreFollowedOnlyAsSafeAsBefore(t *testing.T) {
	var reached *http.Request
	target := func(w http.ResponseWriter, r *http.Request) { reached = r; w.WriteHeader(200) }
	plain := httptest.NewServer(http.HandlerFunc(target))
	t.Cleanup(plain.Close)
	port := plain.Listener.Addr().(interface{ AddrPort() netip.AddrPort }).AddrPort().Port()
	at := func(host string) string {
		return (&url.URL{Scheme: "http", Host: netip.AddrPortFrom(netip.MustParseAddr(host), port).String(), Path: "/t"}).String()
	}

	for name, tt := range map[string]struct {
		status int
		to     string
		fault  string // empty: it arrives
	}{
		"to another server":            {307, plain.URL, ""},
		"for good":                     {308, plain.URL, ""},
		"to a page":                    {302, plain.URL, "drops the notice"},
		"to see another":               {303, plain.URL, "drops the notice"},
		"to a loopback address":        {307, at("127.0.0.2"), "127.0.0.2 is not a public address"},
		"to one written as IPv6":       {307, at("::ffff:127.0.0.2"), "127.0.0.2 is not a public address"},
		"to the unspecified address":   {307, at("0.0.0.0"), "0.0.0.0 is not a public address"},
		"to the metadata of a machine": {307, "http://169.254.169.254/latest", "169.254.169.254 is not a public address"},
		"to itself":                    {307, "/hook", "more than 3 redirects"},
		"to a file":                    {307, "file:///etc/passwd", "redirect from https to file"},
	} {
		t.Run(name, func(t *testing.T) {
			reached = nil
			c := receive(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, tt.to, tt.status) })
			c.Headers = map[string]notify.Secret{"X-Key": notify.NewSecret("key"), "Authorization": notify.NewSecret("Bearer x")}
			err := reaching(c).Send(t.Context(), notice)
			if tt.fault == "" && err != nil || tt.fault != "" && (err == nil || !strings.Contains(err.Error(), tt.fault)) {
				t.Fatalf("got %v, want %q", err, tt.fault)
			}
			if (reached != nil) != (tt.fault == "") {
				t.Fatalf("reached: %v", reached != nil)
			}
			if reached != nil && (reached.Method != "POST" || reached.Header.Get("X-Key")+reached.Header.Get("Authorization")+reached.Header.Get("Referer") != "" || reached.Header.Get("Webhook-Id") != "n-1") {
				t.Errorf("the other server got %v", reached.Header)
			}
		})
	}
}

func TestNoRedirectLeavesTLS(t *testing.T) {
	var reached bool
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(plain.Close)
	secure := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusTemporaryRedirect))
	t.Cleanup(secure.Close)
	s := New(Config{URL: notify.NewSecret(secure.URL), AllowPrivate: true})
	s.client.Transport.(*http.Transport).TLSClientConfig = secure.Client().Transport.(*http.Transport).TLSClientConfig
	if err := s.Send(t.Context(), notice); err == nil || !strings.Contains(err.Error(), "a redirect from https to http") || reached {
		t.Errorf("got %v, reached %v", err, reached)
	}
	// Without trust in its certificate the receiver gets nothing.
	if err := New(Config{URL: notify.NewSecret(secure.URL), AllowPrivate: true}).Send(t.Context(), notice); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v", err)
	}
}
