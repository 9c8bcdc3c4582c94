package chat

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/nicholas-fedor/shoutrrr/pkg/types"

	"cablefeed/internal/notify"
)

// addresses has an invented address of every service that the library knows.
var addresses = map[string]string{
	"bark":       "bark://:key@bark.example.org/",
	"discord":    "discord://token@693853386302554172",
	"gotify":     "gotify://gotify.example.org/AAAAAAAAAAAAAAA",
	"googlechat": "googlechat://chat.example.org/v1/spaces/FOO/messages?key=bar&token=baz",
	"hangouts":   "hangouts://chat.example.org/v1/spaces/FOO/messages?key=bar&token=baz",
	"ifttt":      "ifttt://key?events=event",
	"join":       "join://:apikey@join/?devices=device",
	"lark":       "lark://open.larksuite.com/abc123",
	"matrix":     "matrix://:token@B\u00fccher.example.org/?rooms=!room:example.org",
	"mattermost": "mattermost://user@mattermost.example.org/token",
	"notifiarr":  "notifiarr://key?channel=123456789012345678",
	"ntfy":       "ntfy://NTFY.example.org/cables",
	"opsgenie":   "opsgenie://opsgenie.example.org/token",
	"pagerduty":  "pagerduty://pagerduty.example.org/0123456789abcdef0123456789abcdef",
	"pushbullet": "pushbullet://tokentokentokentokentokentokentoke",
	"pushover":   "pushover://:token@user/?devices=device",
	"rocketchat": "rocketchat://rocketchat.example.org:8443/token/channel",
	"signal":     "signal://signal.example.org:8080/+1234567890/+1234567891",
	"slack":      "slack://AAAAAAAAA/BBBBBBBBB/123456789123456789123456",
	"teams": "teams://11111111-4444-4444-8444-cccccccccccc@22222222-4444-4444-8444-cccccccccccc/33333333012222222222333333333344/" +
		"44444444-4444-4444-8444-cccccccccccc/V2ESyij_gAljSoUQHvZoZYzlpAoAXExyOl26dlf1xHEx05?host=test.webhook.office.com",
	"telegram": "telegram://000000000:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA@telegram?channels=1",
	"wecom":    "wecom://693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa",
	"zulip":    "zulip://mail:key@zulip.example.org/?stream=foo&topic=bar",
}

// TestEveryServiceIsGuarded fails when a new version of the library has a
// service that speaks to a host, or by a client, that the guard does not know.
func TestEveryServiceIsGuarded(t *testing.T) {
	guardDefault()
	var reached, open atomic.Int32
	had := *dialer
	t.Cleanup(func() { *dialer = had })
	dialer.Resolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		reached.Add(1)
		return nil, errors.New("no names in tests")
	}}
	transport := http.DefaultTransport.(*http.Transport)
	hook := transport.DialContext
	t.Cleanup(func() { transport.DialContext = hook })
	for _, name := range Services() {
		t.Setenv("CHAT_URL", addresses[name])
		// Those with clients of their own reach the guarded dialer, the others
		// the default transport with a host that it guards.
		reached.Store(0)
		open.Store(0)
		transport.DialContext = func(_ context.Context, _, address string) (net.Conn, error) {
			if host, _, _ := net.SplitHostPort(address); guarded.has(host) {
				reached.Add(1)
			} else {
				open.Add(1)
				t.Errorf("%s: %s is not guarded", name, host)
			}
			return nil, errors.New("stopped")
		}
		err := New(Config{URL: notify.NewSecret("${env:CHAT_URL}")}).Send(t.Context(), notice)
		if err == nil || reached.Load() == 0 || open.Load() > 0 {
			t.Errorf("%s: %d dialled guarded, %d not, %v; an address of each service is needed here", name, reached.Load(), open.Load(), err)
		}
	}
}

// answers are what services may get instead of what they want.
type answers struct{ status int }

func (a answers) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: a.status, Status: http.StatusText(a.status), Request: req, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("<p>No</p>")),
	}, nil
}

// TestNoServiceTakesAFailureForSuccess fails when a service of the library
// swallows one: that would be an alert that nobody gets.
func TestNoServiceTakesAFailureForSuccess(t *testing.T) {
	guardDefault()
	had := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = had })
	for _, name := range Services() {
		t.Setenv("CHAT_URL", addresses[name])
		for _, status := range []int{http.StatusForbidden, http.StatusNotFound, http.StatusBadRequest} {
			http.DefaultTransport = answers{status}
			service, _, err := Config{URL: notify.NewSecret("${env:CHAT_URL}")}.service()
			switch s := service.(type) {
			case nil:
				t.Fatalf("%s: %v", name, err)
			case interface{ SetHTTPClient(*http.Client) }:
				s.SetHTTPClient(&http.Client{Transport: answers{status}})
			case interface{ GetHTTPClient() *http.Client }:
				s.GetHTTPClient().Transport = answers{status}
			}
			if err := service.Send("HARBOUR STRIKE ENDS", &types.Params{}); err == nil {
				t.Errorf("%s takes %d for success", name, status)
			}
		}
	}
}

// places are rooms by a service with a client of its own, and by one that sends
// through the default transport.
var places = map[string]string{"own client": "ntfy://HOST/room?scheme=http&disabletls=yes", "default transport": "signal://HOST/+1234567890/+1234567891?disabletls=yes"}

func TestAServiceOnThisMachineIsNotReachedUnlessAllowed(t *testing.T) {
	for name, place := range places {
		for _, host := range []string{"127.0.0.1", "localhost"} {
			var reached atomic.Int32
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				reached.Add(1)
				_, _ = w.Write([]byte("{}"))
			}))
			t.Cleanup(s.Close)
			_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
			t.Setenv("CHAT_URL", strings.ReplaceAll(place, "HOST", host+":"+port))
			c := Config{URL: notify.NewSecret("${env:CHAT_URL}"), AllowPrivate: true}
			if err := New(c).Send(t.Context(), notice); err != nil || reached.Load() != 1 {
				t.Errorf("%s, %s, allowed: got %v, reached %d", name, host, err, reached.Load())
			}
			http.DefaultClient.CloseIdleConnections()
			c.AllowPrivate = false
			err := New(c).Send(t.Context(), notice)
			if err == nil || !strings.Contains(err.Error(), "is not a public address; allow_private permits it") || reached.Load() != 1 {
				t.Errorf("%s, %s: got %v, reached %d", name, host, err, reached.Load())
			}
			guarded = hostSet{}
		}
	}
	// What is no chat's is as it was.
	s := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	if resp, err := http.Get(s.URL); err != nil {
		t.Error(err)
	} else {
		_ = resp.Body.Close()
	}
}

func TestARedirectToAnotherHostIsNotFollowed(t *testing.T) {
	had := *dialer
	t.Cleanup(func() { *dialer, guarded = had, hostSet{} })
	dialer.Control = notify.Control(func(netip.Addr) error { return nil })
	for name, place := range places {
		var reached atomic.Int32
		to := "/there"
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/there" {
				reached.Add(1)
				_, _ = w.Write([]byte("{}"))
				return
			}
			http.Redirect(w, r, to, http.StatusTemporaryRedirect)
		}))
		t.Cleanup(s.Close)
		t.Setenv("CHAT_URL", strings.ReplaceAll(place, "HOST", s.Listener.Addr().String()))
		c := Config{URL: notify.NewSecret("${env:CHAT_URL}")}
		if err := New(c).Send(t.Context(), notice); err != nil || reached.Load() != 1 {
			t.Errorf("%s, to the same host: got %v, reached %d", name, err, reached.Load())
		}
		to = strings.Replace(s.URL, "127.0.0.1", "localhost", 1) + "/there"
		err := New(c).Send(t.Context(), notice)
		if err == nil || !strings.Contains(err.Error(), "a redirect to another host") || reached.Load() != 1 {
			t.Errorf("%s, to another: got %v, reached %d", name, err, reached.Load())
		}
	}
}
