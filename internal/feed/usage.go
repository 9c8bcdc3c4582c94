package feed

import "context"

// Subjects is the number of subjects that CABLES holds; nearly all are those of
// records, of which the server keeps an index in memory.
func (f *Feed) Subjects(ctx context.Context) (uint64, error) {
	s, err := f.js.Stream(ctx, Cables)
	if err != nil {
		return 0, err
	}
	return s.CachedInfo().State.NumSubjects, nil
}
