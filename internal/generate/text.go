package generate

import (
	"strconv"
	"strings"
)

// The words that texts are made of. People, places, firms and events are
// invented; lower-case letters in a template stand for themselves, capitals in
// braces for a word of that list.
var (
	templates = []string{
		"{A} told {O} that {T} would be {J} before {D}.",
		"{A} said {Q} that {T} in {P} had not changed since {D}.",
		"According to {A}, {N} {C} were counted in {P}, {N2} more than in the last drill.",
		"{O} met {A} on {D} to discuss {T}.",
		"The invented {G} plans to publish its study of {T} by {D}.",
		"{A} {Q} asked whether {T} could be {J} in two steps.",
		"Post understands that {T} remains {J} in the {P} district.",
		"{A} expected {N} {C} at the {P} fair, but only {N2} arrived.",
		"None of the values given for {T} is real.",
		"The drill assumes that {T} will be {J} and that {A} will reply within {N2} days.",
		"{O} noted that {A} and the {G} do not agree about {T}.",
		"Asked about {T}, {A} pointed to the report of {D}, which names {N} {C}.",
		"In the script, the {G} of {P} {Q} opens a hearing on {T}.",
		"{A} offered to show {O} the {C} that are kept in {P}.",
		"The press of {P} printed {N2} articles on {T}, most of them {J}.",
		"A second round of talks on {T} is set for {D} in {P}.",
		"{A}, who is an invented person, was {J} about {T}.",
		"Between {D} and the end of the exercise, {N} {C} pass through {P}.",
		"{O} will report {Q} on {T} once the {G} has answered.",
		"Comment: The account that {A} gave of {T} is {J}, as the script asks. End comment.",
	}
	words = map[string][]string{
		"A": {"Deputy Minister Arvel Quist", "the invented mayor Tamsin Orlo", "Director Beno Halvard", "the harbour master", "Professor Ilda Marsh",
			"a desk officer of the script", "Secretary Jorun Pell", "the chair of the drill committee", "Counsellor Vik Andrade", "an unnamed role player",
			"the spokesman Oden Fray", "Chief Engineer Luz Carrow", "the invented firm Tarrow and Sons", "Captain Merel Voss", "the librarian of Ostwick",
			"Adviser Noor Billing", "Inspector Hale Tomkin", "the growers' union", "Judge Sanna Roth", "the exercise director"},
		"O": {"EconOff", "PolOff", "the DCM", "the Consul", "Emboffs", "the Agricultural Attache", "the exercise team", "the Ambassador", "ConOff", "the RSO"},
		"T": {"the chocolate labelling rule", "the kiwifruit harvest", "the bridge over the invented Sorrel river", "the census of lighthouses", "the rail tariff",
			"the night train timetable", "the standard for paper sizes", "the school milk scheme", "the drill on ash clouds", "the new stamp series",
			"the ferry crossing", "the simulated trade talks", "the exchange of orchestras", "the apple blight survey", "the water meter programme",
			"the invented customs form 44", "the port crane", "the fishing quota of the script", "the film festival", "the weather buoy network",
			"the model court case", "the training of clerks", "the visit of the delegation", "the repair of the clock tower", "the tin price"},
		"J": {"complete", "late", "unlikely", "cheaper", "settled", "open", "divided", "cautious", "hopeful", "delayed", "published", "plausible", "uneven", "friendly", "brief", "postponed"},
		"Q": {"again", "in private", "plainly", "twice", "in writing", "at length", "informally", "with regret", "without notes", "for the record"},
		"G": {"bureau of weights", "harbour board", "council of markets", "institute of maps", "rail authority", "exercise ministry", "seed commission", "chamber of crafts"},
		"C": {"crates", "forms", "visitors", "wagons", "lamps", "letters", "samples", "buses", "tickets", "stalls", "boats", "permits"},
		"P": {"Tarata", "Ostwick", "Kauri Bay", "Skarnfell", "Belmora", "Puerto Olvido", "Nant Garw", "Lower Ansel", "Dvorin", "San Telino", "Marrowby", "Ilmen Cross", "Quarto", "Hask", "Veldrin"},
		"D": {"January 9", "February 14", "March 3", "April 28", "May 17", "June 30", "July 6", "August 21", "September 11", "October 5", "November 22", "December 12"},
	}
	subjects = []string{
		"{T} IN {P}", "{A} ON {T}", "{P}: {T} STILL {J}", "MEETING ON {T}", "{G} REPORTS ON {T}", "READOUT: {A} AND {O}", "{T} - FINDINGS AND NEXT STEPS", "UPDATE ON {T}",
	}
	headings   = []string{"Background", "What the Script Says", "Next Steps", "Views of the Growers", "Costs", "The Timetable", "Comment", "A Second Look"}
	signatures = []string{"HARPER", "NORDAL", "QUIST", "EXAMPLE", "MARLOWE", "TAMBLYN", "O'DELL", "VANTRESS", "PELL", "ORLANDO-REYES"}
)

// fill appends template with its words filled in.
func (g *Generator) fill(b []byte, template string) []byte {
	for {
		text, rest, found := strings.Cut(template, "{")
		b = append(b, text...)
		if !found {
			return b
		}
		name, rest, _ := strings.Cut(rest, "}")
		switch name {
		case "N":
			b = strconv.AppendInt(b, int64(100+g.rnd.IntN(9900)), 10)
		case "N2":
			b = strconv.AppendInt(b, int64(2+g.rnd.IntN(97)), 10)
		default:
			b = append(b, g.pick(words[name])...)
		}
		template = rest
	}
}

func (g *Generator) pick(list []string) string { return list[g.rnd.IntN(len(list))] }

// paragraph appends a paragraph of two to eight sentences.
func (g *Generator) paragraph(b []byte) []byte {
	for i := range 2 + g.rnd.IntN(7) {
		if i > 0 {
			b = append(b, ' ')
		}
		start := len(b)
		b = g.fill(b, g.pick(templates))
		if c := b[start]; c >= 'a' && c <= 'z' {
			b[start] = c - 'a' + 'A'
		}
	}
	return b
}

// wrap appends text in lines of at most 69 columns.
func wrap(b, text []byte) []byte {
	for len(text) > 69 {
		cut := 69
		for cut > 0 && text[cut] != ' ' {
			cut--
		}
		if cut == 0 {
			cut = 69
		}
		b = append(append(b, text[:cut]...), '\n')
		text = text[cut:]
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
		}
	}
	return append(append(b, text...), '\n')
}
