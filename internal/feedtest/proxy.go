package feedtest

import (
	"bytes"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Proxy stands between a client and a server, and can lose what the server
// answers.
type Proxy struct {
	target string
	l      net.Listener

	mu    sync.Mutex
	conns map[net.Conn]bool
	word  []byte        // in a request whose answer gets lost
	left  int           // how often
	lost  chan struct{} // told of each
	from  []byte        // in a request that goes elsewhere
	to    []byte
}

// NewProxy listens on loopback for clients of the server at url.
func NewProxy(t testing.TB, url string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{target: strings.TrimPrefix(url, "nats://"), l: l, conns: map[net.Conn]bool{}}
	t.Cleanup(func() { l.Close(); p.Cut() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return p
}

// URL is where clients connect.
func (p *Proxy) URL() string { return "nats://" + p.l.Addr().String() }

// LoseAnswer makes the proxy pass the next times requests on in which word
// stands, and cut the connection in place of each answer. Each time the channel
// gets a value.
func (p *Proxy) LoseAnswer(word string, times int) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.word, p.left, p.lost = []byte(word), times, make(chan struct{}, times)
	return p.lost
}

// Misdirect makes the proxy write to, which is as long, in place of the next word
// that it sees.
func (p *Proxy) Misdirect(word, to string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.from, p.to = []byte(word), []byte(to)
}

func (p *Proxy) misdirects(request []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := bytes.Index(request, p.from); len(p.from) > 0 && i >= 0 {
		copy(request[i:], p.to)
		p.from = nil
	}
}

// Cut cuts all connections; clients may connect again.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
	}
}

func (p *Proxy) serve(client net.Conn) {
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		client.Close()
		return
	}
	p.mu.Lock()
	p.conns[client], p.conns[server] = true, true
	p.mu.Unlock()
	defer func() {
		client.Close()
		server.Close()
		p.mu.Lock()
		delete(p.conns, client)
		delete(p.conns, server)
		p.mu.Unlock()
	}()
	mute := make(chan struct{})
	go func() {
		_, _ = io.Copy(muted{client, mute}, server)
		client.Close()
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		loses := p.loses(buf[:n])
		p.misdirects(buf[:n])
		if loses {
			close(mute) // before the server can answer
		}
		if _, e := server.Write(buf[:n]); err != nil || e != nil {
			return
		}
		if loses {
			time.Sleep(100 * time.Millisecond) // time to do what was asked for
			p.lost <- struct{}{}
			return
		}
	}
}

func (p *Proxy) loses(request []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left == 0 || !bytes.Contains(request, p.word) {
		return false
	}
	p.left--
	return true
}

// muted writes until it is told to be silent.
type muted struct {
	net.Conn
	mute <-chan struct{}
}

func (m muted) Write(b []byte) (int, error) {
	select {
	case <-m.mute:
		return len(b), nil
	default:
		return m.Conn.Write(b)
	}
}
