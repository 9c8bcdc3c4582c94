package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"cablefeed/internal/cable"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

// alert is on a cable that never was.
func alert(cableID, subject string) watch.Alert {
	return watch.Alert{ID: cableID + "/kcrm", Watch: "kcrm", CableID: cableID, MRN: cableID, Subject: subject, Precedence: cable.Routine, From: "LIMA"}
}

func notice(alerts ...watch.Alert) notify.Notice {
	return notify.Notice{ID: "n/1", Reason: "alert", Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Alerts: alerts}
}

// A post is a mail server: it keeps what it takes, and refuses as it is told.
type post struct {
	mu     sync.Mutex
	got    map[string][]string // mails, by recipient
	refuse map[string]error    // by recipient
	data   error               // to any mail
	hang   chan struct{}       // not nil: recipients wait for it
	logins []string
}

type session struct {
	*post
	to []string
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{post: p}, nil }
func (s *session) AuthMechanisms() []string                 { return []string{sasl.Plain} }
func (s *session) Reset()                                   { s.to = nil }
func (s *session) Logout() error                            { return nil }
func (s *session) Mail(_ string, _ *smtp.MailOptions) error { return nil }
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.logins = append(s.logins, user); password != "very-secret-password" {
			return errors.New("wrong password " + password)
		}
		return nil
	}), nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	hang, err := s.hang, s.refuse[to]
	s.mu.Unlock()
	if hang != nil {
		<-hang
	}
	s.to = append(s.to, to)
	return err
}

func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		err = s.data
	}
	for _, to := range s.to {
		if err == nil {
			s.got[to] = append(s.got[to], string(b))
		}
	}
	return err
}

func (p *post) mails(to string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.got[to])
}

// start runs a mail server with a certificate of its own, and gives a sender
// that trusts it.
func start(t *testing.T, way TLS) (*post, *Sender) {
	t.Helper()
	web := httptest.NewTLSServer(nil) // for its certificate
	t.Cleanup(web.Close)
	p := &post{got: map[string][]string{}, refuse: map[string]error{}}
	server := smtp.NewServer(p)
	server.Domain = "example.com"
	server.AllowInsecureAuth = way == None
	if way != None {
		server.TLSConfig = &tls.Config{Certificates: web.TLS.Certificates}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if way == Implicit {
		l = tls.NewListener(l, server.TLSConfig)
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	t.Setenv("MAIL_PASSWORD", "very-secret-password")
	s := New(Config{
		Server: address, TLS: way, Username: "cablefeed", Password: notify.NewSecret("${env:MAIL_PASSWORD}"),
		From: "Cable feed <cablefeed@example.com>", To: []string{"desk@example.org"}, Timeout: notify.Timeout(10 * time.Second),
	})
	s.config.Check(func(field, reason string) { t.Errorf("%s: %s", field, reason) })
	s.tls.RootCAs = x509.NewCertPool()
	s.tls.RootCAs.AddCert(web.Certificate())
	return p, s
}

func TestAMailArrivesOverEachKindOfConnection(t *testing.T) {
	for _, way := range []TLS{StartTLS, Implicit, None} {
		t.Run(string(way), func(t *testing.T) {
			p, s := start(t, way)
			if err := s.Send(t.Context(), notice(alert("06LIMA412", "HARBOUR STRIKE ENDS"))); err != nil {
				t.Fatal(err)
			}
			if got := p.mails("desk@example.org"); len(got) != 1 || !slices.Equal(p.logins, []string{"cablefeed"}) {
				t.Errorf("got %q, logins %v", got, p.logins)
			}
		})
	}
}

func TestNothingGoesWithoutTLSOrToAStranger(t *testing.T) {
	p, s := start(t, None)
	s.config.TLS = StartTLS // which the server does not know
	if err := s.Send(t.Context(), notice(alert("06LIMA412", "X"))); err == nil || !strings.Contains(err.Error(), "STARTTLS") || len(p.logins) > 0 {
		t.Errorf("a server without TLS: got %v, logins %v", err, p.logins)
	}
	for _, way := range []TLS{StartTLS, Implicit} {
		p, s = start(t, way)
		s.tls.RootCAs = x509.NewCertPool()
		if err := s.Send(t.Context(), notice(alert("06LIMA412", "X"))); err == nil || !strings.Contains(err.Error(), "certificate") || len(p.logins) > 0 {
			t.Errorf("%s, an unknown certificate: got %v, logins %v", way, err, p.logins)
		}
	}
}

// read parses the one mail that somebody got.
func read(t *testing.T, p *post, to string, n int) (h netmail.Header, body string) {
	t.Helper()
	got := p.mails(to)
	if len(got) != n {
		t.Fatalf("%s got %d mails, want %d", to, len(got), n)
	}
	m, err := netmail.ReadMessage(strings.NewReader(got[n-1]))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return m.Header, string(b)
}

func TestTheMailIsOfOneThreadAndKeepsItsID(t *testing.T) {
	p, s := start(t, StartTLS)
	first := notice(alert("06LIMA412", "HARBOUR STRIKE ENDS"))
	again, update, other, digest := first, first, notice(alert("06LIMA500", "ANOTHER")), notice(alert("06LIMA412", "A"), alert("06LIMA500", "B"))
	again.Reason, update.ID, other.ID, digest.ID = "repeat", "n/2", "n/3", "n/4"
	update.Alerts[0].Precedence = cable.Flash
	var ids, threads []string
	for i, n := range []notify.Notice{first, again, update, other, digest} {
		if err := s.Send(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		h, body := read(t, p, "desk@example.org", i+1)
		ids, threads = append(ids, h.Get("Message-ID")), append(threads, h.Get("In-Reply-To"))
		if h.Get("Auto-Submitted") != "auto-generated" || h.Get("References") != h.Get("In-Reply-To") || h.Get("Date") != "Sun, 01 Mar 2026 12:00:00 +0000" {
			t.Errorf("the header is %v", h)
		}
		if !strings.Contains(body, "ALERT kcrm") || !strings.Contains(body, "id 06LIMA") {
			t.Errorf("the body is %s", body)
		}
	}
	if ids[0] != ids[1] || ids[1] == ids[2] || !strings.HasSuffix(ids[0], "@example.com>") {
		t.Errorf("ids are %v", ids)
	}
	if threads[0] == "" || threads[0] != threads[1] || threads[1] != threads[2] || threads[2] == threads[3] || threads[4] != "" {
		t.Errorf("threads are %v", threads)
	}
}

func TestNothingCanBePutIntoTheHeader(t *testing.T) {
	for _, subject := range []string{
		"A\r\nBcc: x@example.org\r\n\r\nB", "A\nSubject: B", "A\rB", "É\r\nBcc: x@example.org", "\x00\x1b[2J", "=?utf-8?q?=0D=0ABcc:_x@example.org?=",
		strings.Repeat("LONG ", 500), strings.Repeat("É", 500), "\xff\xfe", "A\u2028Bcc: x",
	} {
		p, s := start(t, StartTLS)
		n := notice(alert("06LIMA412", subject))
		n.ID = "n\r\nBcc: y@example.org"
		n.Alerts[0].CableID += "\r\nBcc: z@example.org"
		if err := s.Send(t.Context(), n); err != nil {
			t.Errorf("%q: %v", subject, err)
			continue
		}
		h, _ := read(t, p, "desk@example.org", 1)
		if h.Get("Bcc") != "" || len(h["Subject"]) != 1 || len(h) > 13 {
			t.Errorf("%q: the header is %v", subject, h)
		}
		got, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
		if want := n.Title(); err != nil || !strings.HasPrefix(subject, "=?") && strings.Join(strings.Fields(got), " ") != want {
			t.Errorf("%q: got the subject %q, want %q (%v)", subject, got, want, err)
		}
		for line := range strings.Lines(p.mails("desk@example.org")[0]) {
			if len(line) > 998 {
				t.Errorf("%q: a line of %d bytes", subject, len(line))
			}
		}
	}
}

func TestTheServerSaysWhetherToTryAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		rcpt, data error
		refused    bool
	}{
		"no such user":        {&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}, nil, true},
		"a full box":          {&smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "box is full"}, nil, false},
		"a grey list":         {&smtp.SMTPError{Code: 451, Message: "come later"}, nil, false},
		"a mail refused":      {nil, &smtp.SMTPError{Code: 554, Message: "not wanted"}, true},
		"a mail not now":      {nil, &smtp.SMTPError{Code: 421, Message: "closing"}, false},
		"another login first": {&smtp.SMTPError{Code: 530, Message: "log in"}, nil, false},
	} {
		p, s := start(t, StartTLS)
		p.refuse["desk@example.org"], p.data = tt.rcpt, tt.data
		err := s.Send(t.Context(), notice(alert("06LIMA412", "X")))
		if err == nil || errors.Is(err, notify.ErrRefused) != tt.refused || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v; refused: want %v", name, err, tt.refused)
		}
	}
}

func TestOneRecipientKeepsNoOtherWaitingAndNobodyGetsItTwice(t *testing.T) {
	p, s := start(t, StartTLS)
	s.config.To = []string{"gone@example.org", "full@example.org", "Desk <desk@example.org>"}
	p.refuse["gone@example.org"] = &smtp.SMTPError{Code: 550, Message: "no such user"}
	p.refuse["full@example.org"] = &smtp.SMTPError{Code: 452, Message: "box is full"}
	n := notice(alert("06LIMA412", "X"))
	for range 2 {
		err := s.Send(t.Context(), n)
		if err == nil || errors.Is(err, notify.ErrRefused) || !strings.Contains(err.Error(), "no such user") || !strings.Contains(err.Error(), "box is full") {
			t.Errorf("got %v, want to try again", err)
		}
	}
	p.mu.Lock()
	delete(p.refuse, "full@example.org")
	p.mu.Unlock()
	if err := s.Send(t.Context(), n); !errors.Is(err, notify.ErrRefused) || strings.Contains(err.Error(), "full@") {
		t.Errorf("got %v, want a refusal of one alone", err)
	}
	if a, b := len(p.mails("desk@example.org")), len(p.mails("full@example.org")); a != 1 || b != 1 {
		t.Errorf("got %d and %d mails, want one each", a, b)
	}
	n.ID = "n/2"
	_ = s.Send(t.Context(), n)
	if a := len(p.mails("desk@example.org")); a != 2 {
		t.Errorf("of another notice: got %d mails, want 2", a)
	}
}

func TestSeveralMailsMayBeUnderWayAtOnce(t *testing.T) {
	p, s := start(t, StartTLS)
	p.refuse["full@example.org"] = &smtp.SMTPError{Code: 452, Message: "box is full"}
	s.config.To = append(s.config.To, "full@example.org")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			n := notice(alert("06LIMA412", "X"))
			n.ID = strconv.Itoa(i)
			for range 2 {
				if err := s.Send(t.Context(), n); err == nil || !strings.Contains(err.Error(), "box is full") {
					t.Errorf("got %v", err)
				}
			}
		})
	}
	wg.Wait()
	if got := len(p.mails("desk@example.org")); got != 8 {
		t.Errorf("got %d mails, want one of each notice", got)
	}
}

func TestAServerThatHangsIsLeft(t *testing.T) {
	p, s := start(t, StartTLS)
	p.hang = make(chan struct{})
	defer close(p.hang)
	s.config.Timeout = notify.Timeout(300 * time.Millisecond)
	began := time.Now()
	if err := s.Send(t.Context(), notice(alert("06LIMA412", "X"))); err == nil || errors.Is(err, notify.ErrRefused) || time.Since(began) > 5*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
	s.config.Timeout = 0
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	began = time.Now()
	if err := s.Send(ctx, notice(alert("06LIMA412", "X"))); !errors.Is(err, context.Canceled) || time.Since(began) > 5*time.Second {
		t.Errorf("stopped: got %v after %v", err, time.Since(began))
	}
}

func TestErrorsHoldNoPassword(t *testing.T) {
	_, s := start(t, StartTLS)
	t.Setenv("MAIL_PASSWORD", "another-password")
	err := s.Send(t.Context(), notice(alert("06LIMA412", "X")))
	if err == nil || errors.Is(err, notify.ErrRefused) || strings.Contains(err.Error(), "another-password") {
		t.Errorf("got %v", err)
	}
	t.Log(err)
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Setenv("MAIL_PASSWORD", "x")
	good := Config{Server: "smtp.example.org", From: "a@example.org", To: []string{"Desk <b@example.org>"}}
	for name, tt := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"nothing wrong":            {func(*Config) {}, ""},
		"no server":                {func(c *Config) { c.Server = "" }, "server"},
		"no port":                  {func(c *Config) { c.Server = "smtp.example.org:mail" }, "server"},
		"an address of the web":    {func(c *Config) { c.Server = "smtp://smtp.example.org" }, "server"},
		"no TLS over the net":      {func(c *Config) { c.TLS = None }, "tls"},
		"no TLS on this machine":   {func(c *Config) { c.TLS, c.Server = None, "[::1]:25" }, ""},
		"a user without password":  {func(c *Config) { c.Username = "u" }, "username"},
		"a password in clear":      {func(c *Config) { c.Username, c.Password = "u", notify.NewSecret("x") }, "password"},
		"a sender of no form":      {func(c *Config) { c.From = "cablefeed" }, "from"},
		"nobody to go to":          {func(c *Config) { c.To = nil }, "to"},
		"a recipient with a break": {func(c *Config) { c.To = []string{"b@example.org\r\nRCPT TO:<c@example.org>"} }, "to[0]"},
	} {
		c, got := good, ""
		tt.change(&c)
		c.Check(func(field, reason string) { got = field; t.Logf("%s: %s: %s", name, field, reason) })
		if got != tt.want {
			t.Errorf("%s: got a fault in %q, want %q", name, got, tt.want)
		}
	}
}
