package cable

// A Precedence says how urgent a cable is. The empty Precedence is unknown and
// ranks below all others.
type Precedence string

// The precedences, most urgent first (5 FAH-2 H-421; ACP 121).
const (
	EmergencyCommand Precedence = "emergency_command" // YY
	Flash            Precedence = "flash"             // ZZ
	NiactImmediate   Precedence = "niact_immediate"   // OO, by night too
	Immediate        Precedence = "immediate"         // OO
	Priority         Precedence = "priority"          // PP
	Routine          Precedence = "routine"           // RR
)

// Precedences lists every precedence, most urgent first.
var Precedences = []Precedence{EmergencyCommand, Flash, NiactImmediate, Immediate, Priority, Routine}

// Rank orders precedences: a more urgent one has a higher rank, unknown has 0.
func (p Precedence) Rank() int {
	for i, q := range Precedences {
		if p == q {
			return len(Precedences) - i
		}
	}
	return 0
}

// Token is the precedence as a NATS subject token; an unknown one is "unknown".
func (p Precedence) Token() string {
	if p == "" {
		return "unknown"
	}
	return string(p)
}

// A Class is a security classification. The empty Class is unknown.
type Class string

// The classifications, lowest first.
const (
	Unclassified       Class = "unclassified"
	LimitedOfficialUse Class = "limited_official_use"
	Restricted         Class = "restricted"
	Confidential       Class = "confidential"
	Secret             Class = "secret"
	TopSecret          Class = "top_secret"
)

// Classes lists every classification, lowest first.
var Classes = []Class{Unclassified, LimitedOfficialUse, Restricted, Confidential, Secret, TopSecret}

// Rank orders classifications, lowest first; an unknown one ranks above all,
// since nobody can say that it is open.
func (c Class) Rank() int {
	for i, d := range Classes {
		if c == d {
			return i
		}
	}
	return len(Classes)
}

// Token is the classification as a NATS subject token; an unknown one is "unknown".
func (c Class) Token() string {
	if c == "" {
		return "unknown"
	}
	return string(c)
}
