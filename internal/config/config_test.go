package config

import (
	"strings"
	"testing"
)

func TestBadValueNamesVariableValueAndWhatIsWanted(t *testing.T) {
	for name, value := range map[string]string{
		"ACK_WAIT": "soon", "REPLICAS": "two", "LOG_LEVEL": "loud", "LOG_FORMAT": "xml", "DRAIN_TIMEOUT": "-1s", "INCOMING_MAX_BYTES": "1e9",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			_, err := Load(nil)
			if err == nil {
				t.Fatalf("%s=%s was accepted", name, value)
			}
			for _, want := range []string{name, value, "want "} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q lacks %q", err, want)
				}
			}
		})
	}
}

func TestFlagWinsOverEnvironment(t *testing.T) {
	t.Setenv("NATS_LISTEN", "127.0.0.1:1")
	c, err := Load(map[string]string{"NATS_LISTEN": "127.0.0.1:2"})
	if err != nil || c.Server.Listen != "127.0.0.1:2" {
		t.Errorf("got %q, %v", c.Server.Listen, err)
	}
}

func TestEmptyVariableIsTheDefault(t *testing.T) {
	t.Setenv("NATS_LISTEN", "")
	c, err := Load(nil)
	if err != nil || c.Server.Listen != "127.0.0.1:4222" {
		t.Errorf("got %q, %v", c.Server.Listen, err)
	}
}
