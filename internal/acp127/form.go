package acp127

import (
	"strings"

	"cablefeed/internal/cable"
)

// unquote takes the marks of e-mail quoting off, where most lines have them.
func (r *reader) unquote(lines []line) {
	quoted, full := 0, 0
	for i := range lines {
		if s := lines[i].text; s != "" {
			full++
			if s[0] == '>' {
				quoted++
			}
		}
	}
	if quoted*2 <= full || quoted < 3 {
		return
	}
	inside := false
	for i := range lines {
		s := lines[i].text
		if !inside && s != "" && s[0] != '>' { // the head of the mail itself
			r.diag(lines[i].num, cable.Info, codeMailHead, "line of a mail around the cable not read: %s", s)
			lines[i].text = ""
			continue
		}
		inside = inside || s != ""
		for len(s) > 0 && (s[0] == '>' || s[0] == ' ' && strings.HasPrefix(strings.TrimLeft(s, " "), ">")) {
			s = s[1:]
		}
		if s != lines[i].text && len(s) > 0 && s[0] == ' ' {
			s = s[1:]
		}
		lines[i].text = s
	}
}

// formOf tells the form of a text by its first lines.
func formOf(lines []line) cable.Form {
	format, text := 0, 0
	var paged, smart, telegram, office bool
	for i, n := 0, 0; i < len(lines) && n < 60; i++ {
		t := trim(lines[i].text)
		if t == "" {
			continue
		}
		n++
		switch t[0] {
		case 'V', 'Z':
			if isFL1(t) {
				return cable.FormACP127
			}
			if hasAny(t, "ZNR ", "ZNY ") || isFL2(t) {
				return cable.FormACP127
			}
			if isFL5(t) {
				format++
			}
		case 'O', 'P', 'R', 'Y':
			if isFL2(t) {
				return cable.FormACP127
			}
			paged = paged || strings.HasPrefix(t, "PAGE 0")
			office = office || strings.HasPrefix(t, "ORIGIN ")
			telegram = telegram || strings.HasPrefix(t, "Origin:")
			if isFL5(t) {
				format++
			}
		case 'A':
			office = office || strings.HasPrefix(t, "ACTION ") && officeCounts(t[7:])
		case 'I':
			office = office || strings.HasPrefix(t, "INFO ") && officeCounts(t[5:])
		case 'D':
			if strings.HasPrefix(t, "DE R") {
				return cable.FormACP127
			}
			smart = smart || hasAny(t, "Date/DTG:", "DATE/DTG:")
		case 'F':
			if strings.HasPrefix(t, "FM ") {
				format++
			}
			if i := strings.LastIndexByte(t, '('); i > 0 && strings.HasPrefix(t, "From:") && strings.HasSuffix(t, ")") {
				telegram = telegram || strings.IndexAny(t[i:], "0123456789") > 0
			}
		case 'M':
			smart = smart || strings.HasPrefix(t, "MRN:")
		case 'U', 'C', 'S', 'L', 'T':
			telegram = telegram || hasAny(t, "TELEGRAM ")
			if cl, ok := parseClassLine(t); ok {
				if strings.HasPrefix(cl.rest, "TELEGRAM") {
					telegram = true
				}
				if cl.serial != "" || cl.total > 0 || cl.svc {
					text++
				}
			}
		case 'B':
			if t == "BT" {
				format++
			}
		}
		switch {
		case smart:
			return cable.FormSMART
		case telegram && format == 0:
			return cable.FormTelegram
		case paged && (office || format > 0), office && format > 0:
			return cable.FormAAD
		}
		if k, _ := captionAt(t); k != noCaption && format > 0 {
			break
		}
	}
	if format > 0 || text > 0 {
		return cable.FormACP127
	}
	return cable.FormUnknown
}
