// Package cable defines a cable as the rest of the system sees it: parsed,
// decoded and free of the way it travelled. It holds no I/O and imports only
// the standard library; every other package may import it.
package cable

import "time"

// A Cable is one State Department telegram, or one section of it, as read from
// one transmission. Its JSON is the payload of every feed message; a zero
// string, number or time marked "null" below is written as JSON null.
type Cable struct {
	MRN  string `json:"mrn"` // message reference number, 06MEXICO6568; null
	ID   string `json:"id"`  // what the system keys on, one NATS token; never empty
	Form Form   `json:"form"`

	Transmission       *Transmission `json:"transmission"` // FL1
	Precedence         Precedence    `json:"precedence"`   // FL5, action; null
	InfoPrecedence     Precedence    `json:"info_precedence"`
	RoutingPrecedence  Precedence    `json:"routing_precedence"` // FL2
	RoutingIndicators  []string      `json:"routing_indicators"`
	OriginatingStation *Station      `json:"originating_station"` // FL3
	Security           *Security     `json:"security"`            // FL4
	OperatingSignals   []string      `json:"operating_signals"`
	TransmissionInstrs []string      `json:"transmission_instructions"`
	DateTimeGroup      time.Time     `json:"date_time_group"` // FL5, UTC; null
	Date               string        `json:"date"`            // YYYY-MM-DD; null
	From               Originator    `json:"from"`            // FL6
	To                 []Addressee   `json:"to"`              // FL7
	Info               []Addressee   `json:"info"`            // FL8
	Classification     Class         `json:"classification"`  // null
	Captions           []string      `json:"captions"`
	Attention          []string      `json:"attention"`
	Section            *Section      `json:"section"`
	SectionsPresent    []int         `json:"sections_present"`
	Complete           bool          `json:"complete"`
	ExecutiveOrder     *Order        `json:"executive_order"`
	Tags               []Tag         `json:"tags"`
	Subject            string        `json:"subject"` // null
	References         []Reference   `json:"references"`
	OtherNumbers       []string      `json:"other_numbers"`
	ClassifiedBy       *ClassifiedBy `json:"classified_by"`
	Summary            string        `json:"summary"` // null
	Paragraphs         []Paragraph   `json:"paragraphs"`
	Signature          string        `json:"signature"` // null
	Handling           []Label       `json:"handling"`
	CorrectedCopy      bool          `json:"corrected_copy"`
	SuspectedDuplicate bool          `json:"suspected_duplicate"`
	ServiceMessage     bool          `json:"service_message"`
	Diagnostics        []Diagnostic  `json:"diagnostics"`
	RawSHA256          string        `json:"raw_sha256"` // of the bytes as received, hex
}

// A Form says how the text is laid out.
type Form string

// The forms that a reader knows.
const (
	FormACP127   Form = "acp127"   // ACP 126/127 format lines, also from FL5 or FM on, FOIA-stamped or quoted in e-mail
	FormAAD      Form = "aad"      // archive print of the 1970s, with page headers and office counts
	FormTelegram Form = "telegram" // print of about 1998 to 2008
	FormSMART    Form = "smart"    // print from 2009 on
	FormUnknown  Form = "unknown"
)

// A Transmission is FL1: VZCZCXRO5760 has channel XRO, sequence 5760.
type Transmission struct {
	ID       string `json:"id"` // as received
	Channel  string `json:"channel"`
	Sequence int    `json:"sequence"`
}

// A Station is FL3, the calling station.
type Station struct {
	RoutingIndicator string `json:"routing_indicator"`
	Serial           string `json:"serial"`       // as received
	Section          int    `json:"section"`      // 0: none, null
	TimeOfFile       string `json:"time_of_file"` // DDDHHMM, day of the year first
}

// A Security is FL4: the warning and its repeated letter.
type Security struct {
	OperatingSignal string `json:"operating_signal"` // ZNR, ZNY
	Code            string `json:"code"`             // UUUUU, EEEEE, RRRRR, CCCCC, SSSSS, TTTTT
}

// An Originator is FL6.
type Originator struct {
	RoutingIndicator string `json:"routing_indicator"` // null
	Name             string `json:"name"`              // as printed
	Post             string `json:"post"`              // null where unknown
}

// An Addressee is one entry of FL7 or FL8.
type Addressee struct {
	RoutingIndicator string     `json:"routing_indicator"` // null
	Name             string     `json:"name"`
	Post             string     `json:"post"` // null
	Collective       bool       `json:"collective"`
	Precedence       Precedence `json:"precedence"` // its own; null
	Number           int        `json:"number"`     // message continuity number; 0: none, null
	Excluded         []string   `json:"excluded"`   // exempt (XMT), as printed
	Delivery         string     `json:"delivery"`   // electronic, or other (ZEN)
}

// How an addressee is served.
const (
	Electronic = "electronic"
	Other      = "other" // ZEN: by other means
)

// A Section says which part of how many the classification line names.
type Section struct {
	Number int `json:"number"`
	Total  int `json:"total"`
}

// An Order is the executive-order line.
type Order struct {
	Order        string `json:"order"`         // 12958
	Text         string `json:"text"`          // as it stands
	DeclassifyOn string `json:"declassify_on"` // YYYY-MM-DD; null
}

// A Tag is one entry of the TAGS line.
type Tag struct {
	Code string  `json:"code"`
	Kind TagKind `json:"kind"`
	Name string  `json:"name"` // null where unknown
}

// A TagKind is the kind of a TAGS entry (5 FAH-3).
type TagKind string

// The kinds of TAGS entries.
const (
	TagSubject      TagKind = "subject"
	TagProgram      TagKind = "program"
	TagGeo          TagKind = "geo"
	TagOrganization TagKind = "organization"
	TagPerson       TagKind = "person"
	TagUnknown      TagKind = "unknown"
)

// A Reference is one entry of the REF caption.
type Reference struct {
	Label string `json:"label"` // A, without marks; null
	MRN   string `json:"mrn"`   // null where it is no cable
	Text  string `json:"text"`
}

// A ClassifiedBy is the classification authority.
type ClassifiedBy struct {
	Name    string   `json:"name"` // the person alone
	Title   string   `json:"title"`
	Reasons []string `json:"reasons"` // 1.4 (b)
	Text    string   `json:"text"`
}

// A Paragraph is one paragraph of the body, on one line.
type Paragraph struct {
	Number  int    `json:"number"`  // 0: none, null
	Marking string `json:"marking"` // portion marking: U, SBU, C, S/NF, LOU; null
	Heading string `json:"heading"` // the one it stands under; null
	Text    string `json:"text"`
}

// A Label is one labelled line that says how the cable was handled.
type Label struct {
	Label string `json:"label"` // ORIGIN, ACTION, Drafted By, …
	Text  string `json:"text"`
}

// A Diagnostic is something that a reader found odd, and kept.
type Diagnostic struct {
	Severity Severity `json:"severity"`
	Line     int      `json:"line"` // counted from 1 in the raw text
	Code     string   `json:"code"` // a fixed word
	Message  string   `json:"message"`
}

// A Severity grades a diagnostic.
type Severity string

// The grades.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)
