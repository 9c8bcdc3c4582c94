package processor

import (
	"slices"
	"testing"

	"cablefeed/internal/feed"
	"cablefeed/internal/feedtest"
	"cablefeed/internal/pipeline"
)

// connect gives a feed whose streams have three copies.
func connect(t testing.TB, c *feedtest.Cluster, first int) *feed.Feed {
	t.Helper()
	cfg := feedtest.Config()
	cfg.Replicas = 3
	f := feedtest.Client(t, c.URL(first), cfg)
	feedtest.Eventually(t, "the streams are made", func() bool { return f.Create(t.Context()) == nil })
	return f
}

// Two workers on different nodes of a cluster share what comes in. The node that
// leads CABLES goes away in the middle of it, then the one that leads INCOMING.
func TestClusterThatLosesItsLeadersCommitsEachCableOnce(t *testing.T) {
	t.Parallel()
	c := feedtest.StartCluster(t)
	one, two := connect(t, c, 0), connect(t, c, 1)
	const n, more = 300, 20
	raws := cables(t, n+more)
	var last uint64
	send := func(some []feed.Raw) {
		feedtest.Eventually(t, "the journal takes them", func() bool {
			seqs, err := one.Append(t.Context(), some)
			if err == nil {
				last = slices.Max(seqs)
			}
			return err == nil // else once more: the second copy is a duplicate
		})
	}
	a, stop := start(t, one, nil)
	send(raws[:1])
	a.wait(t, 1) // it has made the consumers
	b, _ := start(t, two, nil)
	records := func() int {
		seen := map[string]bool{}
		for _, x := range slices.Concat(a.outcomes(), b.outcomes()) {
			if x.Part != nil && x.Record > 0 {
				seen[x.Part.Cable.ID] = true
			}
		}
		return len(seen)
	}
	for i, stream := range []string{feed.Cables, feed.Incoming, ""} {
		part := raws[i*n/3 : (i+1)*n/3]
		for j := 0; j < len(part); j += 20 {
			send(part[j : j+20])
		}
		if stream == "" {
			break
		}
		feedtest.Eventually(t, "some are committed", func() bool { return records() > i*n/3+20 && c.Leads(stream) >= 0 })
		leader := c.Leads(stream)
		c.Stop(leader)
		send(part[:20]) // once more, to two nodes
		c.Start(t, leader)
	}
	feedtest.Eventually(t, "all are committed", func() bool { return records() == n })
	stop()
	send(raws[n:]) // the other goes on alone
	feedtest.Eventually(t, "all the others are committed", func() bool { return records() == n+more })
	feedtest.Eventually(t, "all is settled", func() bool {
		done, err := one.Settled(t.Context(), feed.Routine, last)
		return err == nil && done
	})
	stored := func(filter string, want int) (all []*feed.Stored) {
		err := one.Scan(t.Context(), feed.Scan{Stream: feed.Cables, Subjects: []string{filter}}, func(m *feed.Stored) error {
			all = append(all, m)
			return nil
		})
		if err != nil || len(all) != want {
			t.Errorf("%s: %d messages, want %d; %v", filter, len(all), want, err)
		}
		return all
	}
	seen := map[string]bool{}
	for _, m := range stored("cables.record.>", n+more) {
		id := m.Header.Get(pipeline.HdrID)
		if seen[id] {
			t.Errorf("%s has two records", id)
		}
		seen[id] = true
	}
	stored("cables.tag.*.routine.unclassified", 6*(n+more))
	stored("cables.alert.*.routine.unclassified", 2*(n+more))
	t.Logf("the workers had %d and %d transmissions", len(a.outcomes()), len(b.outcomes()))
}
