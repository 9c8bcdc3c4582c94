package chat

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nicholas-fedor/shoutrrr/pkg/services/push/ntfy"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"
	"github.com/nicholas-fedor/shoutrrr/pkg/util/jsonclient"
	"golang.org/x/net/idna"

	"cablefeed/internal/notify"
)

// fixed are the hosts that services of the library speak to whatever their
// address says.
var fixed = []string{
	"api.pushbullet.com", "api.pushover.net", "api.telegram.org", "discord.com", "hooks.slack.com", "joinjoaomgcd.appspot.com",
	"maker.ifttt.com", "notifiarr.com", "qyapi.weixin.qq.com", "slack.com",
}

// hosts gives all that a service may speak to, as they are dialled.
func hosts(address *url.URL) []string {
	all := slices.Clone(fixed)
	for _, h := range []string{address.Hostname(), address.Query().Get("host")} {
		if ascii, err := idna.Lookup.ToASCII(h); err == nil {
			h = ascii
		}
		all = append(all, strings.ToLower(h))
	}
	return all
}

// dialer reaches public addresses only.
var dialer = &net.Dialer{Timeout: 30 * time.Second, Control: notify.Control(notify.Public)}

// guard keeps a service from addresses that are not of the public Internet. Some
// have a client of their own; what the others send goes through the default
// transport, which looks at the host.
func guard(s types.Service, address *url.URL) {
	switch s := s.(type) {
	case *ntfy.Service:
		s.SetHTTPClient(&http.Client{Timeout: time.Minute, CheckRedirect: checkRedirect, Transport: &http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true,
			TLSClientConfig: &tls.Config{InsecureSkipVerify: s.Config.DisableTLSVerification}, // as its address asks for
		}})
	case interface{ GetHTTPClient() *http.Client }:
		c := s.GetHTTPClient()
		c.CheckRedirect = checkRedirect
		if t, ok := c.Transport.(*http.Transport); ok {
			t.DialContext, t.DisableKeepAlives = dialer.DialContext, true
		}
	}
	guarded.add(hosts(address)...)
}

func checkRedirect(req *http.Request, _ []*http.Request) error {
	last := req.Response.Request.URL
	if req.URL.Hostname() != last.Hostname() || req.URL.Scheme != last.Scheme && req.URL.Scheme != "https" {
		return errors.New("a redirect to another host, or from https to http")
	}
	return nil
}

// guarded are the hosts that the default transport guards.
var guarded hostSet

// A hostSet is a set of hosts; several goroutines may use it.
type hostSet struct {
	mu    sync.Mutex
	hosts []string
}

func (s *hostSet) add(hosts ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hosts = append(s.hosts, hosts...)
	slices.Sort(s.hosts)
	s.hosts = slices.Compact(s.hosts)
}

func (s *hostSet) has(host string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := slices.BinarySearch(s.hosts, strings.ToLower(host))
	return ok
}

// guardDefault makes the default transport and client of the process do for the
// library what it does not: it takes neither a client nor a context. Requests to
// hosts that are no chat's stay as they are. A proxy that the environment names
// is used, and then decides itself where it connects to.
var guardDefault = sync.OnceFunc(func() {
	jsonclient.DefaultClient = truthful{jsonclient.DefaultClient}
	http.DefaultClient.Timeout = time.Minute
	t := http.DefaultTransport.(*http.Transport)
	dial, proxy := t.DialContext, t.Proxy
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, _, err := net.SplitHostPort(address); err == nil && guarded.has(host) {
			return dialer.DialContext(ctx, network, address)
		}
		return dial(ctx, network, address)
	}
	t.Proxy = func(req *http.Request) (*url.URL, error) {
		if req.Response != nil && guarded.has(req.Response.Request.URL.Hostname()) {
			if err := checkRedirect(req, nil); err != nil {
				return nil, err
			}
		}
		return proxy(req)
	}
})
