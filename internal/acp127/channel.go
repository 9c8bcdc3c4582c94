package acp127

import "bytes"

// channelLines is how many lines Channel looks at: FL1 is the first of a
// transmission, but stamps and blank lines may stand before it.
const channelLines = 12

// Channel reads the circuit and its sequence number from FL1 without parsing
// raw: VZCZCXRO5760 gives XRO, 5760 and 4 digits. The number is -1 where none
// can be read, the channel empty where no line names one.
func Channel(raw []byte) (channel string, number, width int) {
	for n := 0; n < channelLines && len(raw) > 0; n++ {
		t := raw
		if i := bytes.IndexByte(raw, '\n'); i >= 0 {
			t, raw = raw[:i], raw[i+1:]
		} else {
			raw = nil
		}
		for len(t) > 0 && (t[0] <= ' ' || t[0] == '>' || t[0] >= 0x7f) {
			t = t[1:]
		}
		if len(t) > 0 && t[0] == 'V' {
			t = t[1:]
		}
		if bytes.HasPrefix(t, []byte("ZCZC")) {
			return channelOf(t[4:])
		}
	}
	return "", -1, 0
}

func channelOf(t []byte) (string, int, int) {
	for len(t) > 0 && t[0] == ' ' { // QUIRK: a blank behind ZCZC
		t = t[1:]
	}
	i := 0
	for i < len(t) && isAlpha(t[i]) {
		i++
	}
	if i == 0 || i > 6 {
		return "", -1, 0
	}
	channel := string(bytes.ToUpper(t[:i]))
	n, j := 0, i
	for j < len(t) && t[j] >= '0' && t[j] <= '9' && j-i < 5 {
		n = n*10 + int(t[j]-'0')
		j++
	}
	if width := j - i; width > 0 && width < 5 && (j == len(t) || t[j] <= ' ') {
		return channel, n, width
	}
	return channel, -1, 0
}
