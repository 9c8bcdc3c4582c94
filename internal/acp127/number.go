package acp127

import (
	"strconv"
	"strings"

	"cablefeed/internal/cable"
	"cablefeed/internal/post"
)

// isStation reports whether name is a station.
func (r *reader) isStation(name string) bool {
	_, ok := post.Station(name, r.year)
	return ok
}

// number derives the message reference number from the station and the serial
// as printed.
func (r *reader) number(station, serial string, num int) {
	name, ok := post.Station(station, r.year)
	if !ok {
		if name, ok = postRepair(station, r.year, r.post); ok {
			r.diag(num, cable.Warning, codeStationRepaired, "station %s read as %s", station, name)
		} else {
			name = letters(station)
			r.diag(num, cable.Warning, codeStationUnknown, "station %s is not known", station)
		}
	}
	r.station = name
	if r.post == "" {
		r.post = name
		r.c.From.Post = name
	}
	n, _ := number(serial)
	r.serial = n
	if r.year > 0 && n > 0 {
		r.c.MRN = r.mrn(r.year, name, n)
	}
}

// mrn puts a message reference number together.
func (r *reader) mrn(year int, station string, serial int) string {
	b := make([]byte, 0, 24)
	b = append(b, byte('0'+year/10%10), byte('0'+year%10))
	b = append(b, station...)
	return r.short(strconv.AppendInt(b, int64(serial), 10))
}

// numbers reads what stands behind the number on the classification line: a
// second number (TOSEC 140323), a replacement (ZFR 2585), captions; and gives
// what it does not know.
func (r *reader) numbers(s string, num int) string {
	c := r.c
	for s != "" {
		s = strings.TrimLeft(s, " ,;/.-")
		w, rest := word(s)
		switch {
		case w == "":
			return ""
		case digits(w) && len(w) <= 2: // QUIRK: the section behind a slash
			s = rest
			continue
		case len(w) == 3 && w[0] == 'Z' && digitOrUpper(w):
			c.OperatingSignals = append(c.OperatingSignals, w)
			if n, after := word(rest); w == "ZFR" && digits(n) {
				r.replace(n)
				rest = after
			} else if n, after := word(after); w == "ZFR" && digits(n) && r.isStation(rest[:len(rest)-len(after)-len(n)]) { // ZFR MADRID 002585
				r.replace(n)
				rest = after
			}
			s = rest
			continue
		case strings.HasPrefix(s, "SUSPECTED DUPLICATE"):
			c.SuspectedDuplicate = true
			s = trim(s[len("SUSPECTED DUPLICATE"):])
			if n, after := word(s); digits(n) {
				r.replace(n)
				s = after
			}
			continue
		}
		if i := strings.IndexAny(w, "0123456789"); i >= 4 && digitsFollow(w[i:]) && digits(w[i:]) { // glued: TOSEC140323
			w, rest = w[:i], w[i:]+" "+rest
		}
		if n, after := word(rest); isUpper(w[0]) && len(w) >= 4 && digits(n) && upperLine(w) && w != "PAGE" {
			c.OtherNumbers = append(c.OtherNumbers, w+" "+n)
			s = after
			continue
		}
		return s
	}
	return ""
}

// replace makes serial the cable's own; the one before becomes another number.
func (r *reader) replace(serial string) {
	n, _ := number(serial)
	if n == 0 || r.serial == 0 || n == r.serial {
		return
	}
	r.c.OtherNumbers = append(r.c.OtherNumbers, r.station+" "+strconv.Itoa(r.serial))
	r.serial = n
	if r.c.MRN != "" {
		r.c.MRN = r.mrn(r.year, r.station, n)
	}
}

// identify gives the cable the id that the system keys on.
func (r *reader) identify() {
	c := r.c
	if c.MRN != "" {
		c.ID = c.MRN
		return
	}
	r.diag(1, cable.Warning, codeMRNMissing, "no message reference number")
	from := letters(c.From.RoutingIndicator)
	if from == "" {
		from = c.From.Post
	}
	serial := r.serial
	if serial == 0 && c.OriginatingStation != nil {
		serial, _ = number(c.OriginatingStation.Serial)
	}
	if !c.DateTimeGroup.IsZero() && from != "" && serial > 0 {
		c.ID = strings.ToUpper(c.DateTimeGroup.Format("021504ZJan06")) + "-" + from + "-" + strconv.Itoa(serial)
		return
	}
	c.ID = "sha256-" + c.RawSHA256[:16]
}

// postFromName is the station of an address, empty when unknown.
func postFromName(name string) string {
	mrn, _ := post.FromName(name)
	return mrn
}

// postFromIndicator is the station of a routing indicator, empty when unknown.
func postFromIndicator(ri string) string {
	mrn, _ := post.FromIndicator(ri)
	return mrn
}

// collectiveIndicator reports whether ri is the indicator of a collective.
func collectiveIndicator(ri string) bool { return post.CollectiveIndicator(ri) }

func postCollective(name string) bool { return post.Collective(name) }

// postRepair reads a damaged station name: cut or glued or one letter off. own
// is the station that the originator's address gives.
func postRepair(name string, year int, own string) (string, bool) {
	if own != "" {
		a := letters(name)
		if len(a) >= 3 && strings.HasPrefix(own, a) || len(a) >= 4 && near(a, own) || strings.HasSuffix(a, own) {
			return own, true
		}
	}
	if mrn, how := post.RefStation(name, year); how == post.Exact || how == post.Alias || how == post.Repaired {
		return mrn, true
	}
	return "", false
}
