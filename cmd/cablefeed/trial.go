package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/cable"
	"cablefeed/internal/card"
	"cablefeed/internal/config"
	"cablefeed/internal/feed"
	"cablefeed/internal/watch"
)

// A trial tries watches on traffic and keeps what they would have rung.
type trial struct {
	of     []watch.Watch
	most   int // rings shown of each
	cables int
	rings  map[string][]string
	count  map[string]int
	list   *watch.List
	last   *cable.Cable // looked at, and when it came
	lastAt time.Time
	*watch.Trial
}

// start compiles the watches on trial beside those that are live; one of the
// same name takes the place of the live one.
func (t *trial) start(live []watch.Watch) error {
	all := slices.Clone(t.of)
	for _, w := range live {
		if !slices.ContainsFunc(t.of, func(own watch.Watch) bool { return own.Name == w.Name }) {
			all = append(all, w)
		}
	}
	list, err := watch.Compile(all)
	if err != nil {
		return err
	}
	t.list, t.Trial, t.rings, t.count = list, watch.NewTrial(list), map[string][]string{}, map[string]int{}
	return nil
}

func (t *trial) add(c *cable.Cable, at time.Time) {
	t.cables++
	t.last, t.lastAt = c, at
	for _, h := range t.Add(c, at) {
		name := h.Watch.Name
		if t.count[name]++; t.count[name] <= t.most {
			a, date := watch.NewAlert(h, c, watch.Origin{}), "no date"
			if !at.IsZero() {
				date = at.UTC().Format(time.DateOnly)
			}
			t.rings[name] = append(t.rings[name], fmt.Sprintf("  %s  %s  %s\n    because of %s\n", c.ID, date, a.Subject, card.Because(&a)))
		}
	}
}

func (t *trial) stored(cmd *cobra.Command, cfg config.Config, since string) error {
	from, all, err := parseSince(since)
	if err != nil {
		return err
	}
	f, closeFeed, err := app.OpenFeed(cfg, logger(cfg))
	if err != nil {
		return err
	}
	defer closeFeed()
	live, err := f.Watches(cmd.Context())
	if err != nil {
		return err
	}
	if err := t.start(live); err != nil {
		return err
	}
	q := feed.Query{Kind: "record", Since: from, All: all, NoFollow: true}
	return f.Tail(cmd.Context(), q, func(m *feed.Stored) error {
		var c cable.Cable
		if err := json.Unmarshal(m.Data, &c); err != nil {
			return fmt.Errorf("%s: %w", m.Subject, err)
		}
		t.add(&c, m.Time)
		return nil
	})
}

func (t *trial) print() {
	fmt.Println(card.Count(t.cables, "cable"))
	for _, r := range t.Results() {
		i := slices.IndexFunc(t.of, func(own watch.Watch) bool { return own.Name == r.Watch })
		if i < 0 {
			continue
		}
		fmt.Printf("\n%s: %s, %s\n", r.Watch, card.Count(r.Cables, "alert"), rate(r.PerDay))
		if end := t.of[i].Expires; !end.IsZero() && end.Before(time.Now()) {
			fmt.Printf("  WARNING expired on %s: it rings no more\n", end.Format(time.DateOnly))
		}
		if r.Warning != "" {
			fmt.Printf("  WARNING %s\n", r.Warning)
		}
		if r.Cables == 0 && t.last != nil {
			t.why(r.Watch)
		}
		for _, ring := range t.rings[r.Watch] {
			fmt.Print(ring)
		}
		if more := t.count[r.Watch] - len(t.rings[r.Watch]); more > 0 {
			fmt.Printf("  … and %d more\n", more)
		}
	}
}

// why says why a watch that matches nothing does not match the last cable.
func (t *trial) why(name string) {
	fmt.Printf("  not %s, the last cable:\n", t.last.ID)
	for _, o := range t.list.Explain(name, t.last, t.lastAt).Parts {
		if !o.Holds {
			fmt.Printf("    ✗ %s: %s\n", o.Condition, o.Missed)
		}
	}
}

// rate says how often something is.
func rate(perDay float64) string {
	if perDay > 0 && perDay < 0.1 {
		return fmt.Sprintf("one in %.0f days", 1/perDay)
	}
	return fmt.Sprintf("%.1f a day", perDay)
}
