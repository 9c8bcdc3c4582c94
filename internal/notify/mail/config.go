package mail

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"strconv"
	"strings"

	"cablefeed/internal/notify"
)

// Config is a mail channel as the channels file has it.
type Config struct {
	Server   string         `json:"server"` // host, or host:port
	TLS      TLS            `json:"tls"`    // empty: implicit on port 465, else starttls
	Username string         `json:"username"`
	Password notify.Secret  `json:"password"`
	From     string         `json:"from"`    // address, or Name <address>
	To       []string       `json:"to"`      // each gets a mail of its own
	Timeout  notify.Timeout `json:"timeout"` // of one attempt; 0: 30s
}

// TLS is how the connection to the server is made safe.
type TLS string

// The ways. There is no way that falls back to another.
const (
	StartTLS TLS = "starttls" // a plain connection that must turn to TLS
	Implicit TLS = "implicit" // TLS from the start
	None     TLS = "none"     // only to a server on this machine
)

// UnmarshalText reads a way.
func (t *TLS) UnmarshalText(b []byte) error {
	if *t = TLS(b); *t != StartTLS && *t != Implicit && *t != None {
		return fmt.Errorf("%q is none of starttls, implicit, none", b)
	}
	return nil
}

// Check reports what is wrong, by field.
func (c Config) Check(report func(field, reason string)) {
	host, _, err := c.address()
	if err != nil {
		report("server", err.Error())
	} else if c.TLS == None && !loopback(host) {
		report("tls", "none is for a server on this machine, such as localhost")
	}
	if (c.Username == "") != !c.Password.Given() {
		report("username", "a user name and a password go together")
	}
	if c.Password.Inline() {
		report("password", "write ${env:NAME} or ${file:PATH}: a secret does not stand in the file")
	} else if _, err := c.Password.Reveal(); err != nil {
		report("password", err.Error())
	}
	checkAddress(report, "from", c.From)
	if len(c.To) == 0 {
		report("to", "a mail needs somebody to go to")
	}
	for i, to := range c.To {
		checkAddress(report, fmt.Sprintf("to[%d]", i), to)
	}
}

func checkAddress(report func(field, reason string), field, s string) {
	if _, err := mail.ParseAddress(s); err != nil {
		report(field, fmt.Sprintf("%q is no mail address: want desk@example.org or Desk <desk@example.org>", s))
	}
}

// way is how TLS comes about, with the default.
func (c Config) way() TLS {
	if c.TLS == "" && strings.HasSuffix(c.Server, ":465") {
		return Implicit
	}
	if c.TLS == "" {
		return StartTLS
	}
	return c.TLS
}

// address gives host and port of the server.
func (c Config) address() (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(c.Server)
	if err != nil { // no port
		host, digits = strings.Trim(c.Server, "[]"), map[TLS]string{StartTLS: "587", Implicit: "465", None: "25"}[c.way()]
	}
	port, err = strconv.Atoi(digits)
	if err != nil || port < 1 || port > 65535 || host == "" || strings.ContainsAny(host, "/ \t\r\n") {
		return "", 0, fmt.Errorf("%q is no server: want host or host:port, such as smtp.example.org:587", c.Server)
	}
	return host, port, nil
}

func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.Unmap().IsLoopback()
}
