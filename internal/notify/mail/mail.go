// Package mail sends notices by SMTP: over TLS, a mail of its own to each
// recipient, with an id that stays the same however often it is sent.
package mail

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"time"

	"github.com/wneessen/go-mail"

	"cablefeed/internal/cable"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// A Sender mails to the recipients of one channel.
type Sender struct {
	config Config
	tls    *tls.Config

	mu sync.Mutex
	// Who has got a notice already that is to be sent again because of others:
	// recipients by its id.
	taken map[string]map[string]bool
}

// New makes a sender of a config that Check finds nothing wrong with.
func New(c Config) *Sender {
	host, _, _ := c.address()
	return &Sender{config: c, tls: &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}, taken: map[string]map[string]bool{}}
}

// has tells who has got a notice; got notes it. Nobody needs to know any more
// once all have.
func (s *Sender) has(id string) map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.taken[id])
}

func (s *Sender) got(id string, taken map[string]bool) (all bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all = len(taken) == len(s.config.To)
	if delete(s.taken, id); len(taken) > 0 && !all {
		if len(s.taken) >= takenLimit { // notices that were given up since
			clear(s.taken)
		}
		s.taken[id] = taken
	}
	return all
}

// takenLimit is of how many notices it is known who has got them.
const takenLimit = 1000

// Send mails the notice to everybody who has not got it. It is refused for good
// if a server says so (5xx) of one recipient or more, and of no other that it
// may work later.
func (s *Sender) Send(ctx context.Context, n notify.Notice) error {
	taken := s.has(n.ID)
	if taken == nil {
		taken = map[string]bool{}
	}
	var messages []*mail.Msg
	var to []string
	for _, r := range s.config.To {
		if taken[r] {
			continue
		}
		m, err := s.message(n, r)
		if err != nil {
			return fmt.Errorf("%w: %w", notify.ErrRefused, err)
		}
		messages, to = append(messages, m), append(to, r)
	}
	err := s.deliver(ctx, messages)
	var faults []string
	refused := 0
	for i, m := range messages {
		if m.IsDelivered() {
			taken[to[i]] = true
		} else if e := m.SendError(); e != nil {
			faults = append(faults, to[i]+": "+e.Error())
			if permanent(e) {
				refused++
			}
		}
	}
	switch {
	case s.got(n.ID, taken):
		return nil // whatever became of the connection then
	case ctx.Err() != nil:
		return ctx.Err()
	case len(faults) == 0:
		return s.fault(fmt.Sprint(err))
	case refused == len(faults):
		return fmt.Errorf("%w: %w", notify.ErrRefused, s.fault(strings.Join(faults, "; ")))
	}
	return s.fault(strings.Join(faults, "; "))
}

// deliver sends all messages over one connection; each knows what became of it.
func (s *Sender) deliver(ctx context.Context, messages []*mail.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, s.config.Timeout.Or(wait))
	defer cancel()
	client, err := s.client(ctx)
	if err != nil {
		return err
	}
	return client.DialAndSendWithContext(ctx, messages...)
}

func (s *Sender) client(ctx context.Context) (*mail.Client, error) {
	host, port, err := s.config.address()
	if err != nil {
		return nil, err
	}
	policy := mail.NoTLS
	if s.config.way() == StartTLS {
		policy = mail.TLSMandatory
	}
	options := []mail.Option{
		mail.WithPort(port), mail.WithTLSPolicy(policy), mail.WithTLSConfig(s.tls), mail.WithTimeout(s.config.Timeout.Or(wait)),
		mail.WithoutNoop(),
		mail.WithDialContextFunc(func(dialing context.Context, network, address string) (net.Conn, error) {
			conn, err := s.dial(dialing, network, address)
			if err == nil { // the library watches ctx only while it dials
				context.AfterFunc(ctx, func() { conn.Close() })
			}
			return conn, err
		}),
	}
	if s.config.Username != "" {
		password, err := s.config.Password.Reveal()
		if err != nil {
			return nil, err
		}
		options = append(options, mail.WithUsername(s.config.Username), mail.WithPassword(password),
			mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthSCRAMSHA1, mail.SMTPAuthPlain, mail.SMTPAuthLogin, mail.SMTPAuthCramMD5))
	}
	return mail.NewClient(host, options...)
}

// dial connects, with TLS from the start where that is the way.
func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if s.config.way() == Implicit {
		secure := tls.Client(conn, s.tls)
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		conn = secure
	}
	return conn, nil
}

// message writes the mail to one recipient.
func (s *Sender) message(n notify.Notice, to string) (*mail.Msg, error) {
	m := mail.NewMsg()
	if err := m.From(s.config.From); err != nil {
		return nil, err
	}
	if err := m.To(to); err != nil {
		return nil, err
	}
	m.Subject(n.Title())
	m.SetDateWithValue(n.Time)
	m.SetMessageIDWithValue(s.messageID("notice", n.ID))
	if id := cableOf(n.Alerts); id != "" {
		// All mail on a cable hangs on an id that no mail has: mail programs
		// show it as one thread.
		thread := "<" + s.messageID("cable", id) + ">"
		m.SetGenHeader(mail.HeaderInReplyTo, thread)
		m.SetGenHeader(mail.HeaderReferences, thread)
	}
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no automatic answers
	if urgent(n.Alerts) {
		m.SetImportance(mail.ImportanceUrgent)
	}
	m.SetBodyString(mail.TypeTextPlain, n.Text(textLimit))
	return m, nil
}

// wait is how long sending may take, where nothing else is set.
const wait = 30 * time.Second

// textLimit is how long a text is at most; servers take some megabytes.
const textLimit = 200_000

// messageID makes an id of any text: ids of cables and notices may hold what an
// id of mail may not.
func (s *Sender) messageID(kind, id string) string {
	sum := sha256.Sum256([]byte(id))
	domain := "cablefeed.invalid"
	if a, err := netmail.ParseAddress(s.config.From); err == nil {
		domain = a.Address[strings.LastIndexByte(a.Address, '@')+1:]
	}
	return kind + "." + hex.EncodeToString(sum[:16]) + "@" + domain
}

// cableOf gives the id of the cable that all the alerts are on, if it is one.
func cableOf(alerts []watch.Alert) string {
	for i := range alerts {
		if alerts[i].CableID != alerts[0].CableID {
			return ""
		}
	}
	if len(alerts) == 0 {
		return ""
	}
	return alerts[0].CableID
}

// urgent reports whether an alert is such that one looks at once.
func urgent(alerts []watch.Alert) bool {
	for i := range alerts {
		if alerts[i].Precedence.Rank() >= cable.Immediate.Rank() || alerts[i].Severity == watch.SeverityCritical {
			return true
		}
	}
	return false
}

// permanent reports whether a server will never take a mail. That it wants
// another login (530 to 538) is the channel's fault, not the mail's.
func permanent(e error) bool {
	var se *mail.SendError
	if !errors.As(e, &se) {
		return false
	}
	code := se.ErrorCode()
	return code/100 == 5 && (code < 530 || code > 538)
}

// fault makes an error without secrets, on one line.
func (s *Sender) fault(text string) error {
	return errors.New("mail by " + s.config.Server + ": " + notify.Scrub(strings.Join(strings.Fields(text), " "), s.config.Password))
}
