package webhook

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"cablefeed/internal/notify"
)

// TestANameThatTurnsInsideIsRefused has a name server that gives a public
// address to whoever looks first, and the address of a service on this machine
// to whoever looks then.
func TestANameThatTurnsInsideIsRefused(t *testing.T) {
	var reached atomic.Bool
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	t.Cleanup(inner.Close)
	_, port, _ := net.SplitHostPort(inner.Listener.Addr().String())
	server := nameServer(t)

	c := Config{URL: notify.NewSecret("http://rebind.example:" + port)}
	s := New(c)
	s.dialer.Resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server)
	}}
	first, err := s.dialer.Resolver.LookupNetIP(t.Context(), "ip4", "rebind.example")
	if err != nil || len(first) != 1 || notify.Public(first[0]) != nil {
		t.Fatalf("the first look-up gives %v, %v", first, err)
	}
	err = s.Send(t.Context(), notice)
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1 is not a public address") || reached.Load() {
		t.Errorf("got %v, reached %v", err, reached.Load())
	}
	// The same name arrives where it is allowed: the test would notice.
	s.check = func(netip.Addr) error { return nil }
	if err := s.Send(t.Context(), notice); err != nil || !reached.Load() {
		t.Errorf("allowed: got %v, reached %v", err, reached.Load())
	}
}

// nameServer answers the first question for an IPv4 address with 203.0.112.7,
// every later one with 127.0.0.1.
func nameServer(t *testing.T) string {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	go func() {
		address := [4]byte{203, 0, 112, 7}
		buf := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			var q dnsmessage.Message
			if q.Unpack(buf[:n]) != nil || len(q.Questions) != 1 {
				continue
			}
			a := dnsmessage.Message{Header: dnsmessage.Header{ID: q.ID, Response: true}, Questions: q.Questions}
			if q.Questions[0].Type == dnsmessage.TypeA {
				a.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Questions[0].Name, Class: dnsmessage.ClassINET},
					Body:   &dnsmessage.AResource{A: address},
				}}
				address = [4]byte{127, 0, 0, 1}
			}
			out, err := a.Pack()
			if err != nil {
				return
			}
			_, _ = pc.WriteTo(out, from)
		}
	}()
	return pc.LocalAddr().String()
}
