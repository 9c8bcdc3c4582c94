package cable

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// full is a cable with something in every field.
func full() *Cable {
	return &Cable{
		MRN: "06MEXICO6568", ID: "06MEXICO6568", Form: FormACP127,
		Transmission: &Transmission{ID: "VZCZCXRO5760", Channel: "XRO", Sequence: 5760},
		Precedence:   Immediate, InfoPrecedence: Routine, RoutingPrecedence: Immediate,
		RoutingIndicators:  []string{"RUEHC"},
		OriginatingStation: &Station{RoutingIndicator: "RUEHME", Serial: "6568", Section: 1, TimeOfFile: "3260035"},
		Security:           &Security{OperatingSignal: "ZNR", Code: "UUUUU"},
		OperatingSignals:   []string{"ZZH"}, TransmissionInstrs: []string{"CTG"},
		DateTimeGroup: time.Date(2006, 11, 22, 0, 35, 0, 0, time.UTC), Date: "2006-11-22",
		From:           Originator{RoutingIndicator: "RUEHME", Name: "AMEMBASSY MEXICO", Post: "MEXICO"},
		To:             []Addressee{{RoutingIndicator: "RUEHC", Name: "SECSTATE WASHDC", Post: "STATE", Precedence: Immediate, Number: 4329, Excluded: []string{"X"}, Delivery: Electronic}},
		Info:           []Addressee{{RoutingIndicator: "RUEHXC", Name: "ALL", Post: "STATE", Collective: true, Precedence: Routine, Number: 1, Excluded: []string{}, Delivery: Other}},
		Classification: Unclassified, Captions: []string{"SIPDIS"}, Attention: []string{"FOR X"},
		Section: &Section{Number: 1, Total: 2}, SectionsPresent: []int{1, 2}, Complete: true,
		ExecutiveOrder: &Order{Order: "12958", Text: "E.O. 12958: N/A", DeclassifyOn: "2016-01-01"},
		Tags:           []Tag{{Code: "KCRM", Kind: TagProgram, Name: "Crime"}},
		Subject:        "A \"quoted\" <subject> & \\ é \u2028 \x01", References: []Reference{{Label: "A", MRN: "06STATE1", Text: "STATE 1"}},
		OtherNumbers: []string{"TOSEC 1"},
		ClassifiedBy: &ClassifiedBy{Name: "J. Doe", Title: "DCM", Reasons: []string{"1.4 (b)"}, Text: "DCM J. Doe"},
		Summary:      "S", Paragraphs: []Paragraph{{Number: 1, Marking: "SBU", Heading: "H", Text: "T\tt"}},
		Signature: "BASSETT", Handling: []Label{{Label: "ACTION", Text: "ARA-01"}},
		CorrectedCopy: true, SuspectedDuplicate: true, ServiceMessage: true,
		Diagnostics: []Diagnostic{{Severity: Warning, Line: 3, Code: "tag-fixed", Message: "m"}},
		RawSHA256:   strings.Repeat("0", 64),
	}
}

func TestJSONComesBackTheSame(t *testing.T) {
	for name, c := range map[string]*Cable{"full": full(), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			b, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			var back Cable
			if err := json.Unmarshal(b, &back); err != nil {
				t.Fatalf("%v in %s", err, b)
			}
			again, _ := json.Marshal(&back)
			if string(again) != string(b) {
				t.Errorf("second encoding differs:\n%s\n%s", b, again)
			}
			if name == "full" && !reflect.DeepEqual(&back, c) {
				t.Errorf("got %+v\nwant %+v", &back, c)
			}
		})
	}
}

// The hand-written encoder must give every field that the struct has, in its
// order: compare the keys with encoding/json's.
func TestEncoderGivesEveryField(t *testing.T) {
	type bare Cable
	std, _ := json.Marshal((*bare)(full()))
	var want, got any
	if err := json.Unmarshal(std, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(full().AppendJSON(nil), &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestEmptyValuesAreNullOrEmptyLists(t *testing.T) {
	got := string((&Cable{}).AppendJSON(nil))
	for _, want := range []string{`"mrn":null`, `"date_time_group":null`, `"tags":[]`, `"diagnostics":[]`, `"section":null`, `"from":{"routing_indicator":null,"name":null,"post":null}`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
}

func TestBytesThatAreNotUTF8AreReplaced(t *testing.T) {
	var back string
	if err := json.Unmarshal(quote(nil, "a\xffb"), &back); err != nil || back != "a\uFFFDb" {
		t.Errorf("got %q, %v", back, err)
	}
}

func TestEveryByteIsQuotedWhereverItStands(t *testing.T) {
	for size := 1; size < 20; size++ {
		for at := range size {
			for c := range 256 {
				b := []byte(strings.Repeat("x", size))
				b[at] = byte(c)
				if at > 0 {
					b[at-1] = 0x1f // what stands before makes no difference
				}
				var got string
				quoted := quote(nil, string(b))
				if err := json.Unmarshal(quoted, &got); err != nil {
					t.Fatalf("%q is written as %s: %v", b, quoted, err)
				}
				if want := strings.ToValidUTF8(string(b), "\uFFFD"); got != want {
					t.Fatalf("%q comes back as %q from %s", b, got, quoted)
				}
			}
		}
	}
}
