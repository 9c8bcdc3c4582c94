package app

import (
	"context"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"cablefeed/internal/config"
	"cablefeed/internal/feedtest"
)

// Two workers start with the first node of an empty cluster. They wait for the
// others, and both make what is missing.
func TestWorkersThatStartBeforeTheirClusterWait(t *testing.T) {
	c := feedtest.NewCluster(t)
	c.Start(t, 0)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var log feedtest.Log
	ready, done := make(chan string, 2), make(chan error, 2)
	for range 2 {
		cfg, err := config.Load(map[string]string{"NATS_URL": c.URL(0), "DATA_DIR": t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		cfg.Feed.Replicas = 3
		s := Serve{Config: cfg, Log: zerolog.New(&log), Ready: func(server string) { ready <- server }}
		go func() { done <- s.Run(ctx) }()
	}
	feedtest.Eventually(t, "both say that they wait", func() bool { return strings.Count(log.String(), "server not answering") == 2 })
	c.Start(t, 1)
	c.Start(t, 2)
	for range 2 {
		select {
		case <-ready:
		case err := <-done:
			t.Fatalf("a worker ended: %v", err)
		}
	}
	stop()
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
