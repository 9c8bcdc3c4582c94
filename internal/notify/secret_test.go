package notify

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASecretIsLookedUpAtEachUse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	t.Setenv("CHANNEL_TOKEN", "from-env")
	s := NewSecret("https://hooks.example.com/${env:CHANNEL_TOKEN}?t=${file:" + file + "}")
	for _, token := range []string{"first\n", "second\r\n"} {
		if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
			t.Fatal(err)
		}
		want := "https://hooks.example.com/from-env?t=" + strings.TrimSpace(token)
		if got, err := s.Reveal(); got != want || err != nil {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
}

func TestAReferenceThatLeadsNowhereIsNamed(t *testing.T) {
	for written, want := range map[string]string{
		"a${env:CABLEFEED_TEST_NOT_SET}": "${env:CABLEFEED_TEST_NOT_SET} is empty or not set",
		"${file:/no/such/file}":          "stat /no/such/file: no such file or directory",
		"${file:/dev/zero}":              "/dev/zero is no file of a secret, or larger than 65536 bytes",
		"${HOME}":                        "a reference is ${env:NAME} or ${file:PATH}",
		"${env:A":                        "a ${ without its }",
	} {
		if got, err := NewSecret(written).Reveal(); err == nil || err.Error() != want || got != "" {
			t.Errorf("%s: got %q, %v; want %s", written, got, err, want)
		}
	}
}

func TestASecretIsNeverPrinted(t *testing.T) {
	config := struct {
		URL   Secret
		Other *Secret
		inner Secret
	}{NewSecret("hidden"), new(Secret), NewSecret("${env:REFERENCE_ONLY}")}
	*config.Other = NewSecret("hidden")
	j, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
		got := fmt.Sprintf(verb, config.URL) + fmt.Sprintf(verb, config) + fmt.Sprintf(verb, &config.URL) + string(j)
		if strings.Contains(got, "hidden") || strings.Contains(got, fmt.Sprintf("%x", "hidden")) {
			t.Errorf("%s: %s", verb, got)
		}
	}
	if want := `{"URL":"***","Other":"***"}`; string(j) != want {
		t.Errorf("got %s, want %s", j, want)
	}
}

func TestScrubRemovesSecretsAndTheirParts(t *testing.T) {
	t.Setenv("CHAT_URL", "slack://hook:T0AAAAAAA-B0BBBBBBB-cccccccccccc@webhook")
	t.Setenv("SHORT", "25")
	got := Scrub("post https://hooks.slack.com/T0AAAAAAA-B0BBBBBBB-cccccccccccc: port 25 closed", NewSecret("${env:CHAT_URL}"), NewSecret("${env:SHORT}"))
	if want := "post https://hooks.***.com/***: port 25 closed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
