package acp127

import "strings"

// The simplest readings of the blocks whose own files are not here yet.

func (r *reader) subject(block []line) []line {
	var words []string
	for i := range block {
		text := strings.TrimSpace(block[i].text)
		if text == "" {
			r.c.Subject = strings.Join(words, " ")
			return block[i:]
		}
		if i == 0 {
			_, text, _ = strings.Cut(text, ":")
			text = strings.TrimSpace(text)
		}
		words = append(words, text)
	}
	r.c.Subject = strings.Join(words, " ")
	return nil
}

func (r *reader) classifiedBy(block []line) []line {
	for i := range block {
		if strings.TrimSpace(block[i].text) == "" {
			return block[i:]
		}
	}
	return nil
}

func (r *reader) order(block []line) []line { return block[1:] }

func (r *reader) summary(body []line) {}

func (r *reader) signature(body []line) []line { return body }
