package feedtest

import (
	"fmt"
	"net"
	"slices"
	"testing"

	"github.com/nats-io/nats-server/v2/server"

	"cablefeed/internal/natsserver"
)

// A Cluster is three NATS servers in this process, each with its store.
type Cluster struct {
	options []*server.Options
	nodes   []*server.Server
}

// StartCluster starts a cluster and waits until it has a leader.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	c := NewCluster(t)
	for i := range c.options {
		c.Start(t, i)
	}
	Eventually(t, "the cluster has a leader", func() bool {
		return slices.ContainsFunc(c.nodes, (*server.Server).JetStreamIsLeader)
	})
	return c
}

// NewCluster gives a cluster of which no node has started.
func NewCluster(t testing.TB) *Cluster {
	t.Helper()
	ports := make([]int, 6)
	var held []net.Listener
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, l)
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	for _, l := range held {
		l.Close()
	}
	routes := server.RoutesFromStr(fmt.Sprintf("nats://127.0.0.1:%d,nats://127.0.0.1:%d,nats://127.0.0.1:%d", ports[3], ports[4], ports[5]))
	c := &Cluster{nodes: make([]*server.Server, 3)}
	for i := range 3 {
		c.options = append(c.options, &server.Options{
			ServerName: fmt.Sprint("node", i), Host: "127.0.0.1", Port: ports[i], NoSigs: true, NoLog: true,
			JetStream: true, StoreDir: t.TempDir(), MaxPayload: natsserver.MaxPayload,
			Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: ports[3+i]}, Routes: routes,
		})
	}
	t.Cleanup(func() {
		for i := range c.nodes {
			c.Stop(i)
		}
	})
	return c
}

// Start starts a node.
func (c *Cluster) Start(t testing.TB, i int) {
	t.Helper()
	s, err := server.NewServer(c.options[i].Clone())
	if err != nil {
		t.Fatal(err)
	}
	c.nodes[i] = s
	s.Start()
}

// Stop stops a node.
func (c *Cluster) Stop(i int) {
	if s := c.nodes[i]; s != nil {
		s.Shutdown()
		s.WaitForShutdown()
	}
}

// Leads gives the node that leads a stream; -1 when none does.
func (c *Cluster) Leads(stream string) int {
	return slices.IndexFunc(c.nodes, func(s *server.Server) bool { return s.JetStreamIsStreamLeader("$G", stream) })
}

// URL gives the addresses of all nodes, beginning with one of them.
func (c *Cluster) URL(first int) string {
	urls := ""
	for i := range c.options {
		urls += fmt.Sprintf("nats://127.0.0.1:%d,", c.options[(first+i)%len(c.options)].Port)
	}
	return urls[:len(urls)-1]
}
