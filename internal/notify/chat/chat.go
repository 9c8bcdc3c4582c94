// Package chat sends notices as text to chat and push services, those that the
// shoutrrr library knows, by the address that it defines for each. It reaches
// public addresses only, unless allowed otherwise.
package chat

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nicholas-fedor/shoutrrr/pkg/router"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"

	"cablefeed/internal/notify"
)

// Config is a chat channel as the channels file has it.
type Config struct {
	// URL is the address in the form of shoutrrr; it holds the secrets of the
	// service: slack://…, telegram://…, matrix://…
	URL     notify.Secret  `json:"url"`
	Limit   int            `json:"limit"`   // characters of a message; 0: 1900, which every service takes
	Timeout notify.Timeout `json:"timeout"` // of one attempt; 0: 30s
	// AllowPrivate permits addresses that are not of the public Internet.
	AllowPrivate bool `json:"allow_private"`
}

// elsewhere are services of the library that are none for chats, with what to
// take instead.
var elsewhere = map[string]string{
	"generic": "take kind webhook, which signs and looks where it posts to",
	"smtp":    "take kind mail, which insists on TLS",
	"logger":  "it tells nobody",
}

// Check reports what is wrong, by field.
func (c Config) Check(report func(field, reason string)) {
	if c.Limit < 0 || c.Limit > 0 && c.Limit < 200 {
		report("limit", "want 200 characters or more")
	}
	if c.URL.Inline() {
		report("url", "write ${env:NAME} or ${file:PATH}: the address holds secrets, which do not stand in the file")
	} else if !c.URL.Given() {
		report("url", "a chat needs an address; services: "+strings.Join(Services(), ", "))
	} else if _, address, err := c.service(); err != nil {
		report("url", err.Error())
	} else if a, err := netip.ParseAddr(address.Hostname()); err == nil && !c.AllowPrivate {
		if err := notify.Public(a); err != nil {
			report("url", err.Error())
		}
	}
}

// login reports whether the library would log in anew for every message.
func login(address *url.URL) bool { return address.Scheme == "matrix" && address.User.Username() != "" }

// Services names the services that addresses may begin with.
func Services() []string {
	all := new(router.ServiceRouter).ListServices()
	all = slices.DeleteFunc(all, func(s string) bool { return elsewhere[s] != "" })
	slices.Sort(all)
	return all
}

// service makes the library's sender, and gives the address. Its errors hold no
// secrets.
func (c Config) service() (types.Service, *url.URL, error) {
	text, err := c.URL.Reveal()
	if err != nil {
		return nil, nil, err
	}
	scheme, _, _ := strings.Cut(text, ":")
	scheme, _, _ = strings.Cut(strings.ToLower(scheme), "+")
	if instead := elsewhere[scheme]; instead != "" {
		return nil, nil, fmt.Errorf("%s is no chat: %s", scheme, instead)
	}
	if !slices.Contains(Services(), scheme) {
		return nil, nil, fmt.Errorf("want an address that begins with one of %s", strings.Join(Services(), ", "))
	}
	address, err := url.Parse(text)
	if err == nil && login(address) {
		return nil, nil, errors.New("matrix: give a token, matrix://:TOKEN@host/…, not a user and a password")
	}
	var s types.Service
	if err == nil {
		s, err = new(router.ServiceRouter).Locate(text)
	}
	if err != nil { // the library quotes the address in its errors
		return nil, nil, fmt.Errorf("no address of %s: see the documentation of shoutrrr for its form", scheme)
	}
	return s, address, nil
}

// A Sender sends to one chat.
type Sender struct {
	config Config
	busy   chan struct{} // one for each attempt that the library is at
}

// New makes a sender of a config that Check finds nothing wrong with.
func New(c Config) *Sender {
	guardDefault()
	return &Sender{config: c, busy: make(chan struct{}, atOnce)}
}

// atOnce is how many attempts the library may be at. One that nobody waits for
// any more goes on in it, and more must not pile up.
const atOnce = 4

// Send gives the notice to the service once. The library does not say whether a
// service will ever take it, so nothing is refused for good.
func (s *Sender) Send(ctx context.Context, n notify.Notice) error {
	timeout := s.config.Timeout.Or(30 * time.Second)
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no answer within %v", timeout))
	defer cancel()
	select {
	case s.busy <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	done := make(chan error, 1)
	go func() {
		defer func() { <-s.busy }()
		done <- s.send(text(n, cmp.Or(s.config.Limit, 1900)))
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (s *Sender) send(text string) (err error) {
	service, address, err := s.config.service()
	if err != nil {
		return err
	}
	if !s.config.AllowPrivate {
		guard(service, address)
	}
	// QUIRK: the library's Zulip panics when it reaches nobody.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: nobody reached", address.Scheme)
		}
	}()
	if err := service.Send(text, &types.Params{}); err != nil {
		return errors.New(notify.Scrub(strings.Join(strings.Fields(err.Error()), " "), s.config.URL))
	}
	return nil
}

// text gives the notice as one message.
func text(n notify.Notice, limit int) string {
	title := n.Title()
	s := []rune(calls.Replace(title + "\n\n" + strings.TrimRight(n.Text(max(1, limit-len(title)-2)), "\n")))
	if len(s) > limit {
		s = append(s[:limit-1], '…')
	}
	return string(s)
}

// calls takes what rings for everybody in a room out of words that somebody
// transmitted.
var calls = strings.NewReplacer("@everyone", "@ everyone", "@here", "@ here", "@channel", "@ channel", "@all", "@ all", "@room", "@ room", "<!", "< !", "<@", "< @")
