package chat

import (
	"encoding/json"

	"github.com/nicholas-fedor/shoutrrr/pkg/util/jsonclient"
)

// A truthful client fails so that the library's Telegram notices it: that takes
// a failure for success unless there is an answer in JSON.
type truthful struct{ jsonclient.Client }

// Post posts JSON and reads the answer.
func (c truthful) Post(url string, request, response any) error {
	err := c.Client.Post(url, request, response)
	if err != nil && !json.Valid([]byte(jsonclient.ErrorBody(err))) {
		return unanswered{err}
	}
	return err
}

// unanswered is a failure without an answer in JSON.
type unanswered struct{ error }

// Unwrap gives the failure.
func (e unanswered) Unwrap() error { return e.error }

// As makes the failure the answer.
func (e unanswered) As(target any) bool {
	answer, ok := target.(*jsonclient.Error)
	if ok {
		b, _ := json.Marshal(map[string]any{"ok": false, "description": e.Error()})
		*answer = jsonclient.Error{Body: string(b)}
	}
	return ok
}
