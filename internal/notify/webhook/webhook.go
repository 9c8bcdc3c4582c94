// Package webhook posts notices over HTTP: a CloudEvent, signed as Standard
// Webhooks has it. It reaches public addresses only, unless allowed otherwise,
// and uses no proxy.
package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cablefeed/internal/notify"
)

// A Sender posts to one address.
type Sender struct {
	config Config
	client *http.Client
	dialer *net.Dialer
	check  func(netip.Addr) error
}

// New makes a sender of a config that Check finds nothing wrong with.
func New(c Config) *Sender {
	s := &Sender{config: c, check: notify.Public}
	if c.AllowPrivate {
		s.check = func(netip.Addr) error { return nil }
	}
	s.dialer = &net.Dialer{Control: notify.Control(func(a netip.Addr) error { return s.check(a) })}
	s.client = &http.Client{
		Transport: &http.Transport{
			DialContext:            s.dialer.DialContext,
			TLSHandshakeTimeout:    c.Timeout.Or(wait),
			MaxResponseHeaderBytes: bodyLimit,
			IdleConnTimeout:        time.Minute,
			MaxIdleConns:           2,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: s.redirect,
	}
	return s
}

// wait is for how long an answer is awaited, where nothing else is set.
const wait = 10 * time.Second

// bodyLimit is how much of an answer is read.
const bodyLimit = 64 << 10

// Send posts the notice once. The receiver has taken it if it answers 2xx. That
// it never will, it says by any 4xx but 408, 425 and 429.
func (s *Sender) Send(ctx context.Context, n notify.Notice) error {
	limited, cancel := context.WithTimeout(ctx, s.config.Timeout.Or(wait))
	defer cancel()
	req, err := s.request(limited, n)
	if err != nil {
		return err
	}
	resp, err := s.client.Do(req)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil && limited.Err() != nil:
		return fmt.Errorf("post to %s: no answer within %v", req.URL.Hostname(), s.config.Timeout.Or(wait))
	case err != nil:
		var ue *url.Error
		if errors.As(err, &ue) { // its text has the address, which may hold a secret
			err = ue.Err
		}
		return s.fault("post to "+req.URL.Hostname(), err.Error())
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, bodyLimit))
	return s.answer(resp, body)
}

// request makes the request: the same body and id for every attempt.
func (s *Sender) request(ctx context.Context, n notify.Notice) (*http.Request, error) {
	to, err := s.config.target()
	if err != nil {
		return nil, err
	}
	body, header, err := content(n, s.config.Content)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", notify.ErrRefused, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(body))
	if err != nil {
		return nil, s.fault("request", err.Error())
	}
	req.Header = header
	if err := s.config.setHeaders(req.Header); err != nil {
		return nil, err
	}
	keys, err := s.config.keys()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	// What is signed is id.timestamp.body: a dot in the id could be taken for
	// the end of it.
	id := strings.ReplaceAll(n.ID, ".", "-")
	signatures := make([]string, len(keys))
	for i, k := range keys {
		if signatures[i], err = k.Sign(id, now, body); err != nil {
			return nil, err
		}
	}
	req.Header.Set("User-Agent", "cablefeed")
	req.Header.Set("Idempotency-Key", id)
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(now.Unix(), 10))
	if len(keys) > 0 {
		req.Header.Set("Webhook-Signature", strings.Join(signatures, " "))
	}
	return req, nil
}

// content gives a notice as a CloudEvent.
func content(n notify.Notice, how Content) (body []byte, h http.Header, err error) {
	h = http.Header{}
	at := n.Time.UTC().Format(time.RFC3339Nano)
	if how == Binary {
		h.Set("Content-Type", "application/json")
		h.Set("ce-specversion", "1.0")
		h.Set("ce-id", n.ID)
		h.Set("ce-source", "/cablefeed")
		h.Set("ce-type", "notice")
		h.Set("ce-time", at)
		body, err = json.Marshal(n)
		return body, h, err
	}
	h.Set("Content-Type", "application/cloudevents+json")
	body, err = json.Marshal(struct {
		SpecVersion string        `json:"specversion"`
		ID          string        `json:"id"`
		Source      string        `json:"source"`
		Type        string        `json:"type"`
		Time        string        `json:"time"`
		ContentType string        `json:"datacontenttype"`
		Data        notify.Notice `json:"data"`
	}{"1.0", n.ID, "/cablefeed", "notice", at, "application/json", n})
	return body, h, err
}

// redirect decides whether to follow: only where the request stays what it is
// and as safe as it was. The new address is checked when it is dialled.
func (s *Sender) redirect(req *http.Request, via []*http.Request) error {
	last := via[len(via)-1]
	switch {
	case len(via) > 3:
		return errors.New("more than 3 redirects")
	case req.Method != http.MethodPost: // 301, 302 and 303 would fetch a page instead
		return errors.New("a redirect that drops the notice; only 307 and 308 are followed")
	case req.URL.Scheme != last.URL.Scheme && req.URL.Scheme != "https":
		return errors.New("a redirect from https to " + req.URL.Scheme)
	}
	// The address of before may hold a secret, and what is meant for one
	// receiver is not for another.
	req.Header.Del("Referer")
	if first := via[0].URL; req.URL.Host != first.Host || req.URL.Scheme != first.Scheme {
		req.Header.Del("Authorization")
		req.Header.Del("Cookie")
		for name := range s.config.Headers {
			req.Header.Del(name)
		}
	}
	return nil
}

// answer says what the receiver made of the notice.
func (s *Sender) answer(resp *http.Response, body []byte) error {
	status := resp.StatusCode
	if status/100 == 2 {
		return nil
	}
	err := s.fault("answer of "+resp.Request.URL.Hostname(), strings.TrimSpace(strconv.Itoa(status)+" "+excerpt(body)))
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if wait := retryAfter(resp.Header.Get("Retry-After"), time.Now()); wait > 0 {
			return &notify.RetryAfter{Wait: wait, Err: err}
		}
		return err
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return err
	}
	if status/100 == 4 {
		return fmt.Errorf("%w: %w", notify.ErrRefused, err)
	}
	return err
}

// retryAfter reads the header of that name: seconds, or a date. 0: neither.
func retryAfter(v string, now time.Time) time.Duration {
	if n, err := strconv.ParseUint(v, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}

// excerpt gives the beginning of what a receiver says, on one line.
func excerpt(body []byte) string {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(string(body), "\uFFFD")), " ")
	if r := []rune(s); len(r) > 120 {
		s = string(r[:120]) + "…"
	}
	if s == "" {
		return ""
	}
	return strconv.Quote(s)
}

// fault makes an error without secrets.
func (s *Sender) fault(what, reason string) error {
	return errors.New(notify.Scrub(what+": "+reason, s.config.secrets()...))
}
