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

func TestFlagThatNamesTheServerWinsOverEveryVariable(t *testing.T) {
	t.Setenv("NATS_URL", "nats://one:4222")
	t.Setenv("NATS_CONTEXT", "two")
	for name, tt := range map[string]struct {
		flags              map[string]string
		url, context, data string
	}{
		"server":        {map[string]string{"NATS_URL": "nats://three:4222"}, "nats://three:4222", "", ""},
		"context":       {map[string]string{"NATS_CONTEXT": "three"}, "", "three", ""},
		"data":          {map[string]string{"DATA_DIR": "three"}, "", "", "three"},
		"another thing": {map[string]string{"LOG_LEVEL": "info"}, "nats://one:4222", "two", ""},
	} {
		c, err := Load(tt.flags)
		if err != nil || c.Feed.URL != tt.url || c.Feed.Context != tt.context || c.Server.DataDir != tt.data {
			t.Errorf("%s: URL %q, context %q, data %q, %v", name, c.Feed.URL, c.Feed.Context, c.Server.DataDir, err)
		}
	}
	if _, err := Load(map[string]string{"NATS_URL": "x", "NATS_CONTEXT": "y"}); err == nil {
		t.Error("two servers were accepted")
	}
}
