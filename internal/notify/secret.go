package notify

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// A Secret is a text of the channels file that may hold secrets, written as
// references: ${env:NAME} stands for an environment variable, ${file:PATH} for
// what a file holds, without the line ends behind it. They are looked up at each
// use, so a secret that is changed in its file is taken up without a restart,
// and none stays in memory. Printed, logged or marshalled it is ***.
type Secret struct{ written string }

// NewSecret gives the secret of a text with references.
func NewSecret(written string) Secret { return Secret{written} }

// Given reports whether anything is written.
func (s Secret) Given() bool { return s.written != "" }

// Inline reports whether the text holds no reference: it stands in the file in
// clear.
func (s Secret) Inline() bool { return s.Given() && !strings.Contains(s.written, "${") }

// Reveal gives the text with its references looked up. The error names the
// reference, never a value.
func (s Secret) Reveal() (string, error) {
	text, _, err := s.reveal()
	return text, err
}

// Scrub removes what references of the secrets stand for from a text, such as
// the message of a library, also where a part of it is quoted.
func Scrub(text string, secrets ...Secret) string {
	var words []string
	for _, s := range secrets {
		_, values, _ := s.reveal()
		for _, v := range values {
			words = append(append(words, v), strings.FieldsFunc(v, func(r rune) bool {
				return !strings.ContainsRune("-_+=", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
			})...)
		}
	}
	// The longest first: a value holds its words.
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for _, w := range words {
		if len(w) >= 5 { // what is shorter is a port or a word of the message
			text = strings.ReplaceAll(text, w, "***")
		}
	}
	return text
}

// reveal gives the text, and what each reference stands for.
func (s Secret) reveal() (text string, values []string, err error) {
	var b strings.Builder
	for rest := s.written; ; {
		before, after, found := strings.Cut(rest, "${")
		b.WriteString(before)
		if !found {
			return b.String(), values, nil
		}
		ref, after, closed := strings.Cut(after, "}")
		if !closed {
			return "", nil, errors.New("a ${ without its }")
		}
		v, err := lookUp(ref)
		if err != nil {
			return "", nil, err
		}
		b.WriteString(v)
		values, rest = append(values, v), after
	}
}

// fileLimit is how large a file of a secret may be.
const fileLimit = 64 << 10

func lookUp(ref string) (string, error) {
	kind, name, _ := strings.Cut(ref, ":")
	var v string
	switch kind {
	case "env":
		v = os.Getenv(name)
	case "file":
		// A device or a pipe could keep the reader for good.
		if info, err := os.Stat(name); err != nil {
			return "", err
		} else if !info.Mode().IsRegular() || info.Size() > fileLimit {
			return "", fmt.Errorf("%s is no file of a secret, or larger than %d bytes", name, fileLimit)
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		v = strings.TrimRight(string(b), "\r\n")
	default:
		return "", errors.New("a reference is ${env:NAME} or ${file:PATH}")
	}
	if v == "" {
		return "", fmt.Errorf("${%s:%s} is empty or not set", kind, name)
	}
	return v, nil
}

// UnmarshalText takes the text as it is written.
func (s *Secret) UnmarshalText(b []byte) error {
	*s = Secret{string(b)}
	return nil
}

// MarshalText hides the text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// String hides the text.
func (s Secret) String() string {
	if !s.Given() {
		return ""
	}
	return "***"
}

// Format hides the text from every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }
