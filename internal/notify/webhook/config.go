package webhook

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/netip"
	"net/textproto"
	"net/url"
	"strings"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"golang.org/x/net/http/httpguts"

	"cablefeed/internal/notify"
)

// Config is a webhook as the channels file has it.
type Config struct {
	URL     notify.Secret            `json:"url"`
	Secret  notify.Secret            `json:"secret"`  // whsec_…; several, between blanks, while one is changed
	Headers map[string]notify.Secret `json:"headers"` // sent besides
	Content Content                  `json:"content"`
	Timeout notify.Timeout           `json:"timeout"` // of one attempt; 0: 10s
	// AllowPrivate permits addresses that are not of the public Internet.
	AllowPrivate bool `json:"allow_private"`
}

// Content is how CloudEvents puts a notice into a request.
type Content string

// The contents.
const (
	Structured Content = "structured" // the whole event is the body
	Binary     Content = "binary"     // the notice is the body, the rest is in ce- headers
)

// UnmarshalText reads a content.
func (c *Content) UnmarshalText(b []byte) error {
	if *c = Content(b); *c != Structured && *c != Binary {
		return fmt.Errorf("%q is none of structured, binary", b)
	}
	return nil
}

// reserved are the headers that a webhook sets itself.
var reserved = []string{"Content-Type", "Content-Length", "Host", "Idempotency-Key", "User-Agent", "Connection", "Transfer-Encoding", "Trailer"}

// Check reports what is wrong, by field.
func (c Config) Check(report func(field, reason string)) {
	switch u, err := c.target(); {
	case err != nil:
		report("url", err.Error())
	case !c.AllowPrivate && u.Scheme != "https":
		report("url", "want https; http is for private addresses, with allow_private")
	case !c.AllowPrivate:
		if a, err := netip.ParseAddr(u.Hostname()); err == nil {
			if err := notify.Public(a); err != nil {
				report("url", err.Error())
			}
		}
	}
	if c.Secret.Inline() {
		report("secret", "write ${env:NAME} or ${file:PATH}: a secret does not stand in the file")
	} else if _, err := c.keys(); err != nil {
		report("secret", err.Error())
	}
	for name, value := range c.Headers {
		at := "headers." + name
		if v, err := value.Reveal(); err != nil {
			report(at, err.Error())
		} else if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(v) {
			report(at, "no header of HTTP can be so")
		}
		canonical := textproto.CanonicalMIMEHeaderKey(name)
		for _, r := range reserved {
			if canonical == r {
				report(at, "set by the webhook itself")
			}
		}
		if strings.HasPrefix(canonical, "Webhook-") || strings.HasPrefix(canonical, "Ce-") {
			report(at, "set by the webhook itself")
		}
	}
}

// target gives the address. Its errors do not quote it.
func (c Config) target() (*url.URL, error) {
	if !c.URL.Given() {
		return nil, fmt.Errorf("a webhook needs an address")
	}
	s, err := c.URL.Reveal()
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("want an address such as https://hooks.example.com/cables")
	}
	return u, nil
}

// keys gives what signs.
func (c Config) keys() ([]*standardwebhooks.Webhook, error) {
	if !c.Secret.Given() {
		return nil, nil
	}
	text, err := c.Secret.Reveal()
	if err != nil {
		return nil, err
	}
	var keys []*standardwebhooks.Webhook
	for _, s := range strings.Fields(text) {
		encoded, ok := strings.CutPrefix(s, "whsec_")
		raw, err := base64.StdEncoding.DecodeString(encoded)
		if !ok || err != nil || len(raw) < 24 || len(raw) > 64 {
			return nil, fmt.Errorf("want whsec_ and 24 to 64 bytes in base64, such as: echo whsec_$(openssl rand -base64 32)")
		}
		key, err := standardwebhooks.NewWebhookRaw(raw)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// secrets are all that must not be told.
func (c Config) secrets() []notify.Secret {
	all := []notify.Secret{c.URL, c.Secret}
	for _, h := range c.Headers {
		all = append(all, h)
	}
	return all
}

// setHeaders sets what the channels file adds.
func (c Config) setHeaders(h http.Header) error {
	for name, value := range c.Headers {
		v, err := value.Reveal()
		if err != nil {
			return err
		}
		h.Set(name, v)
	}
	return nil
}
