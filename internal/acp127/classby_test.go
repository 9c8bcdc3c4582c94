package acp127

import (
	"slices"
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

// textReader gives a reader of an invented cable of 2006 from Lima.
func textReader() *reader {
	return &reader{c: &cable.Cable{MRN: "06LIMA5"}, year: 2006, post: "LIMA"}
}

// textLines cuts s into lines that count from 1.
func textLines(s string) []line {
	parts := strings.Split(s, "\n")
	out := make([]line, len(parts))
	for i, p := range parts {
		out[i] = line{trimEnd(p), i + 1}
	}
	return out
}

// barred joins the texts of lines with bars.
func barred(lines []line) string {
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = l.text
	}
	return strings.Join(parts, "|")
}

// All persons are invented.
func TestClassifiedByNamesThePersonAlone(t *testing.T) {
	tests := map[string]struct{ block, want string }{
		"a title before the name":                  {"Classified By: Deputy Chief of Mission Sharon Roe, Reasons 1.4(b,d)", "Sharon Roe"},
		"a title, a post and a department after":   {"CLASSIFIED BY: John A. Smythe, Consul General, Toronto, DOS. REASON: 1.4 (b), (d)", "John A. Smythe"},
		"a charge ad interim before":               {"CLASSIFIED BY CHARGE D'AFFAIRES, A.I. JAMES B. ROE, REASONS 1.5 (B) AND (D).", "JAMES B. ROE"},
		"a charge ad interim, an initial behind":   {"CLASSIFIED BY: CHARGE D'AFFAIRES A.I. J. ROE, REASONS 1.5 (B) AND (D).", "J. ROE"},
		"an acting deputy":                         {"Classified By: Acting Deputy Political Counselor John Q. Roe; Reason E.O. 12958 1.4 (b), (d).", "John Q. Roe"},
		"a mission and its officer":                {"Classified By: USNATO Polad Kelly Roe for reasons 1.4 (b/d).", "Kelly Roe"},
		"a colon behind the reason":                {"Classified By: Political Chief Ian Roe, reason: 1.4 (b) and (d)", "Ian Roe"},
		"two initials":                             {"CLASSIFIED BY: POLITICAL AND ECONOMIC AFFAIRS COUNSELOR M. K. ROE, REASONS 1.4 (B) AND (D)", "M. K. ROE"},
		"an initial before the given name":         {"Classified by Ambassador R. Nicholas Roe.  Reasons: 1.5 (b) and (d)", "R. Nicholas Roe"},
		"an office and a colon":                    {"Classified By: A/EXEC: J. Roe", "J. Roe"},
		"capitals, the title after":                {"Classified By: PETER ROE, POLITICAL COUNSELOR, FOR REASONS 1.4 (B) AND (D)", "PETER ROE"},
		"an embassy, its post and a title":         {"CLASSIFIED BY EMBASSY BAGHDAD POL COUNS JOHN ROE, REASONS 1.4 (B)", "JOHN ROE"},
		"an embassy of two words and a title":      {"CLASSIFIED BY EMBASSY SAN SALVADOR DCM JOHN ROE, REASONS 1.4 (B)", "JOHN ROE"},
		"a comma between title and name":           {"Classified By: Deputy Chief of Mission, Jane Roe, reasons 1.4 b/d", "Jane Roe"},
		"a consul general in letters":              {"Classified By: CG Steve Roe, Reasons 1.4 (b), (d)", "Steve Roe"},
		"per a section":                            {"Classified By: Ambassador John Roe per 1.4(b) and (d)", "John Roe"},
		"an initial first, a long office after":    {"CLASSIFIED BY: L. Victor Roe, Political Officer, U.S. Consulate General Peshawar, Department of State. REASON: 1.4 (b), (d)", "L. Victor Roe"},
		"two titles with a slash":                  {"Classified By: Acting DCM/Polcouns Joe Roe, reasons 1.4 (b)", "Joe Roe"},
		"an office of three symbols":               {"Classified By: EEB/ESC/IEC Director Jim Roe. Reason: 1.4 (b)", "Jim Roe"},
		"an envoy for a country":                   {"Classified By: Special Envoy for Sudan John Roe, reasons 1.4 (b)", "John Roe"},
		"a secretary for a field":                  {"Classified By: Under Secretary for Political Affairs William Roe, reasons 1.4 (b)", "William Roe"},
		"a representative for a long field":        {"Classified By: U.S. Special Representative for Nuclear Nonproliferation Susan F. Roe, reasons 1.4 (b)", "Susan F. Roe"},
		"a mission, an abbreviated title":          {"Classified By: USUN Amb. Jane Roe, reasons 1.4 (b) and (d)", "Jane Roe"},
		"a paragraph marking before":               {"(U) Classified by Consul General Gillian Roe, E.O. 12958, Reasons 1.4 (b) and (d)", "Gillian Roe"},
		"a number and a marking before":            {"1. (U) Classified by Consul General Gillian Roe, E.O. 12958, Reasons 1.4 (b) and (d)", "Gillian Roe"},
		"a guide named as the source":              {"CLASSIFIED BY: DERIVED FROM DSCG 05-1 B,D", ""},
		"multiple sources":                         {"Classified By: Derived from multiple sources. Reason 1.4 (b)", ""},
		"a section alone":                          {"Classified by section 1.4 (b) of E.O. 12958, as amended.", ""},
		"a title alone":                            {"Classified By: Political Counselor, reasons 1.4 (b) and (d)", ""},
		"a list of cables":                         {"CLASSIFIED BY: STATE 112233, LIMA 412", ""},
		"an order to declassify behind":            {"CLASSIFIED BY: DAVID ROE, DCM; DECL: 11/22/2016", "DAVID ROE"},
		"a doctor":                                 {"Classified By: Dr. Jane Roe, ESTH Counselor, reasons 1.4 (b)", "Jane Roe"},
		"a junior without a comma":                 {"Classified By: CDA Larry E. Roe Jr. for reasons 1.4 (b)", "Larry E. Roe Jr."},
		"a junior behind a comma":                  {"Classified By: CDA Larry E. Roe, Jr., for reasons 1.4 (b)", "Larry E. Roe, Jr."},
		"the third":                                {"CLASSIFIED BY: AMBASSADOR LARRY ROE III FOR REASONS 1.4 (B)", "LARRY ROE III"},
		"the second behind a comma":                {"CLASSIFIED BY: AMBASSADOR LARRY ROE, II, FOR REASONS 1.4 (B)", "LARRY ROE, II"},
		"a nickname in quotation marks":            {"Classified By: DCM Margaret \"Peggy\" Roe, reasons 1.4 (b)", "Margaret \"Peggy\" Roe"},
		"a nickname in parentheses":                {"Classified By: DCM Margaret (Peggy) Roe, reasons 1.4 (b)", "Margaret (Peggy) Roe"},
		"an accent in the title":                   {"Classified By: Chargé d'affaires Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"an accent in the name":                    {"Classified By: DCM Zoé Roé, reasons 1.4 (b)", "Zoé Roé"},
		"an initial glued to the surname":          {"Classified By: EconCouns RRoe, reasons 1.4 (b)", "RRoe"},
		"an initial with a point glued on":         {"CLASSIFIED BY A/DCM M.ROE. REASON 1.5 (D)", "M.ROE"},
		"a surname alone":                          {"Classified By: Ambassador Roe, reasons 1.4 (b) and (d)", "Roe"},
		"an apostrophe":                            {"Classified By: ADCM/MGT John O'Roe, reasons 1.4 (b)", "John O'Roe"},
		"a hyphen":                                 {"Classified By: Mary Beth Roe-Smythe, Minister Counselor for Political Affairs", "Mary Beth Roe-Smythe"},
		"a particle":                               {"Classified By: PolOff Jean du Roe for reasons 1.4 (b)", "Jean du Roe"},
		"two particles":                            {"Classified By: PolOff Jan van der Roe for reasons 1.4 (b)", "Jan van der Roe"},
		"a title glued to the name":                {"Classified By: PolCounsJohn Roe for reasons 1.4 (b)", "John Roe"},
		"for glued to the name":                    {"Classified By: PolCouns John Roefor reasons 1.4 (b)", "John Roe"},
		"reason glued to the name":                 {"Classified By: PolCouns John RoeReason: 1.4 (b)", "John Roe"},
		"zero for O":                               {"CLASSIFIED BY: ECON C0UNSELOR J0HN R0E, REAS0N 1.4 (B)", "J0HN R0E"},
		"damage behind the name":                   {"CLASSIFIED BY: DCM JOHN ROE#### XQ ZZRT", "JOHN ROE"},
		"a question mark behind the name":          {"CLASSIFIED BY: DCM JOHN ROE? REASON 1.4 (B)", "JOHN ROE"},
		"two persons":                              {"Classified By: Ambassador John Roe and DCM Mary Moe, reasons 1.4 (b)", "John Roe"},
		"two persons with a slash":                 {"Classified By: John Roe/Mary Moe, reasons 1.4 (b)", "John Roe"},
		"the reasons first":                        {"Classified By: Reasons 1.4 (b) and (d), Ambassador Jane Roe", "Jane Roe"},
		"an order first":                           {"Classified By: E.O. 12958, DCM Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"a counselor for two fields":               {"Classified By: Counselor for Political and Economic Affairs Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"an ambassador to a country of two words":  {"Classified By: Ambassador to South Africa Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"a consul general at a post":               {"Classified By: Consul General Lahore Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"a principal officer of a post":            {"CLASSIFIED BY: LAHORE PRINCIPAL OFFICER JANE ROE, REASONS 1.4 (B)", "JANE ROE"},
		"a team leader of a province":              {"Classified By: Wasit PRT Team Leader Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"an officer misspelt":                      {"CLASSIFIED BY: POLITCAL OFICER JANE ROE, RESONS 1.4 (B)", "JANE ROE"},
		"an ambassador with letters turned round":  {"CLASSIFIED BY: AMBASADROR JANE ROE, RESONS 1.4 (B)", "JANE ROE"},
		"a run-together title in capitals":         {"CLASSIFIED BY: DEPPOLMINCOUNS JANE ROE, REASON 1.4 (B)", "JANE ROE"},
		"a surname in capitals":                    {"Classified By: Ambassador Jane ROE, reasons 1.4 (b)", "Jane ROE"},
		"a long unknown office before":             {"Classified By: USLLAMA Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"an unknown office before":                 {"Classified By: XQA Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"initials alone":                           {"Classified By: DCM JKR, reasons 1.4 (b)", "JKR"},
		"initials with points alone":               {"CLASSIFIED BY: DCM J.K.R. REASON: 1.4 (B)", "J.K.R."},
		"small letters only":                       {"classified by: ambassador jane roe, reasons 1.4 (b)", "jane roe"},
		"names that are compass points":            {"Classified By: Ambassador Robin West, reasons 1.4 (b)", "Robin West"},
		"no blank behind the comma":                {"CLASSIFIED BY: JANE ROE,DCM,REASON:1.4(B)", "JANE ROE"},
		"a title with a hyphen":                    {"Classified By: Minister-Counselor Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"a dash between title and name":            {"Classified By: Pol/Econ Chief - Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"a dash glued between title and name":      {"CLASSIFIED BY: DCM-JANE ROE, REASON 1.4 (B)", "JANE ROE"},
		"a second caption at once":                 {"Classified By: CLASSIFIED BY DCM JANE ROE, REASON 1.4 (B)", "JANE ROE"},
		"a first caption that names nobody":        {"Classified By: 1.4 (b)\nClassified By: DCM Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"a second caption that names another":      {"Classified By: DCM Jane Roe, reasons 1.4 (b)\nClassified By: Ambassador John Moe", "Jane Roe"},
		"an empty first line":                      {"Classified By:\nDCM Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"a blank line behind the caption":          {"Classified By:\n\nDCM Jane Roe, reasons 1.4 (b)", "Jane Roe"},
		"a name over two lines":                    {"CLASSIFIED BY: POLITICAL COUNSELOR JANE\nROE, REASON 1.4 (B)", "JANE ROE"},
		"a name cut at column 71":                  {"Classified By: Deputy Chief of Mission and Charge d'Affaires Jane Mac\nRoe, reasons 1.4 (b) and (d).", "Jane MacRoe"},
		"a full line that ends at a word":          {"Classified By: Acting Deputy Chief of Mission of the Embassy, Jane-Ann\nRoe, reasons 1.4 (b) and (d).", "Jane-Ann Roe"},
		"two titles at the end of a full line":     {"CLASSIFIED BY: THE ACTING DEPUTY CHIEF OF THE MISSION TO THE COUNSELOR\nMINISTER JANE ROE, REASON 1.4 (B)", "JANE ROE"},
		"a hyphenated name broken at its hyphen":   {"CLASSIFIED BY: POLITICAL COUNSELOR JANE ROE-\nSMYTHE, REASON 1.4 (B)", "JANE ROE-SMYTHE"},
		"paragraph 1 behind it on the line":        {"Classified By: DCM Jane Roe 1. (C) The text is harmless.", "Jane Roe"},
		"deputy permanent representative, long":    {"CLASSIFIED BY: DEPUTY PERMANENT REPRESENTATIVE ALEJANDRO D. ROE; REASONS 1.4 (B)", "ALEJANDRO D. ROE"},
		"a military rank":                          {"Classified By: Col. John Roe, DATT, reasons 1.4 (b)", "John Roe"},
		"an office with a hyphen before the names": {"Classified By: NEA - Assistant Secretary J. Roe, 1.4 (b)", "J. Roe"},
		"the embassy at the end without a comma":   {"CLASSIFIED BY: JANE ROE CHARGE EMBASSY SAN JOSE REASON 1.4 (B)", "JANE ROE"},
		"al within a name":                         {"Classified By: PolOff Omar al-Roe, reasons 1.4 (b)", "Omar al-Roe"},
		"a title in parentheses":                   {"Classified By: Jane Roe (Acting DCM), reasons 1.4 (b)", "Jane Roe"},
		"a Vietnamese order of names":              {"Classified By: EconOff Minh Roe Tran, reasons 1.4 (b)", "Minh Roe Tran"},
	}
	for _, who := range [...]string{
		// A name from the list of given names, or one that is not; what stands before it is the title.
		"Political Minister Counselor Ted Roe", "PolMinCouns Ted Roe", "PolEconCouns Ted Roe", "Econ Minister-Counselor Ted Roe", "Deputy Economic Counselor Ted Roe",
		"Management Counselor Ted Roe", "Refugee Coordinator Ted Roe", "Narcotics Affairs Section Director Ted Roe", "Pol-Mil Counselor Ted Roe", "External Unit Chief Ted Roe",
		"Global Issues Unit Chief Ted Roe", "Senior Democracy Advisor Ted Roe", "Rule of Law Coordinator Ted Roe", "Treasury Attaché Ted Roe", "Iran Regional Presence Office Director Ted Roe",
		"Senior Civilian Representative Ted Roe", "USEU EconMinCouns Ted Roe", "Permanent Representative to OPCW Ted Roe", "U.S. Permanent Representative to the OPCW Ted Roe",
		"A/S Ted Roe", "S/CT Coordinator Ted Roe", "ISN/CATR Dir. Ted Roe", "T - U/S Ted Roe", "NEA/FO PDAS Ted Roe", "CA/OCS Managing Director Ted Roe", "Consul Ted Roe", "Vice Consul Ted Roe",
		"Chief of Political Section Ted Roe", "Chief, Political/Economic Section, Ted Roe", "CDA, Ted Roe", "LCDR Ted Roe", "EconOff Ted Roe", "Eco/Com Chief Ted Roe", "Ambassador to the Holy See Ted Roe",
		"Ambassador to the European Union Ted Roe", "Ambassador to the UN Agencies in Rome Ted Roe", "Ambassador-at-Large Ted Roe", "U.S. Mission to the United Nations PolCouns Ted Roe",
		"Hurricane Coordinator Ted Roe", "Quinoa Wool Envoy Ted Roe", "Quinoa Wool Envoy, Ted Roe", "Consulate General Monterrey Ted Roe", "U.S. Consul General in Sao Paulo Ted Roe",
		"Head of the U.S. Delegation to the Llama Talks, Ted Roe", "Charge d’Affaires Ted Roe", "Charge dAffaires Ted Roe", "Dep. Pol. Couns. Ted Roe", "Acting Deputy Assistant Secretary for European and Eurasian Affairs Ted Roe",
		"Director of the Office of Southern African Affairs Ted Roe", "EUR/RPM Deputy Director Ted Roe", "L/PM Ted Roe", "Deputy Chief of Mission (DCM) Ted Roe", "Ambassador (ret.) Ted Roe", "DepPolCouns/Acting Ted Roe",
		"RSO Ted Roe", "ADCM Ted Roe", "Embassy Bogota Acting DCM Ted Roe", "Principal Officer, AmConsulate Hamilton, Ted Roe", "PRT Salah ad Din Team Leader Ted Roe", "American Consul General Ted Roe",
		"Poloff Ted Roe", "Economic Section Chief Ted Roe", "Political/Military Affairs Officer Ted Roe", "Public Affairs Officer Ted Roe", "Science, Technology and Health Counselor Ted Roe", "U.S. Special Envoy to Ruritania Ted Roe",
	} {
		tests[who] = struct{ block, want string }{"Classified By: " + who + ", reasons 1.4 (b) and (d).", "Ted Roe"}
		tests[who+" in capitals"] = struct{ block, want string }{"CLASSIFIED BY: " + strings.ToUpper(who) + " FOR REASONS 1.4 (B) AND (D).", "TED ROE"}
		if strings.HasSuffix(who, "Envoy, Ted Roe") {
			continue // the second word may be the surname
		}
		tests[who+", unlisted"] = struct{ block, want string }{"Classified By: " + strings.ReplaceAll(who, "Ted Roe", "Zvonimir Q. Roe") + ". Reason: 1.4 (b)", "Zvonimir Q. Roe"}
	}
	for _, after := range [...]string{
		"DCM", "Deputy Chief of Mission", "Charge d'Affaires, a.i.", "Consul General, Sao Paulo", "CG, Hong Kong", "Political Officer, U.S. Consulate General Peshawar, Department of State", "Acting DCM, Embassy San Jose",
		"Chief, Political/Economic Section", "DCM, EXEC, DOS", "US PERMREP, US MISSION UNNY, STATE", "Director, SCA/PB", "Minister Counselor for Economic Affairs", "POL, State", "A/DCM", "Ambassador",
	} {
		tests["before "+after] = struct{ block, want string }{"CLASSIFIED BY: Ted Roe, " + after + ".\nREASON: 1.4 (b), (d)", "Ted Roe"}
		tests["before "+after+" without a comma"] = struct{ block, want string }{"CLASSIFIED BY: TED ROE " + strings.ToUpper(after) + " REASON: 1.4 (B)", "TED ROE"}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := textReader()
			r.classifiedBy(textLines(tt.block))
			k := r.c.ClassifiedBy
			if k == nil {
				t.Fatalf("classifiedBy(%q) read nothing", tt.block)
			}
			if k.Name != tt.want {
				t.Errorf("classifiedBy(%q)\nname %q, want %q (title %q, text %q)", tt.block, k.Name, tt.want, k.Title, k.Text)
			}
		})
	}
}

func TestReasonsAreOneALetter(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"letters in parentheses":            {"reasons 1.4 (b) and (d).", "1.4 (b)|1.4 (d)"},
		"letters with a comma":              {"REASON: 1.4(B,D)", "1.4 (b)|1.4 (d)"},
		"letters with a slash":              {"Reasons 1.4 (b/d)", "1.4 (b)|1.4 (d)"},
		"letters without parentheses":       {"reasons 1.4 b and d", "1.4 (b)|1.4 (d)"},
		"letters with an ampersand":         {"reasons 1.4(b) & (d)", "1.4 (b)|1.4 (d)"},
		"the section of the first text":     {"REASON 1.5(B) and (D)", "1.5 (b)|1.5 (d)"},
		"three letters":                     {"reasons 1.4 (a), (b), and (d)", "1.4 (a)|1.4 (b)|1.4 (d)"},
		"the section repeated":              {"1.4 (b) and 1.4 (d)", "1.4 (b)|1.4 (d)"},
		"two sections":                      {"1.4 (b), 1.5 (d)", "1.4 (b)|1.5 (d)"},
		"a letter twice":                    {"1.4 (b) and (b)", "1.4 (b)"},
		"a comma for the point":             {"reason 1,4 (b)", "1.4 (b)"},
		"a point behind the section":        {"reason 1.4. (b) and (d)", "1.4 (b)|1.4 (d)"},
		"two points":                        {"reason 1..4 (b)", "1.4 (b)"},
		"no point":                          {"reason 14 (b)", "1.4 (b)"},
		"a blank behind the point":          {"reason 1. 4 (b)", "1.4 (b)"},
		"no blank around and":               {"reason 1.4(b)and(d)", "1.4 (b)|1.4 (d)"},
		"a parenthesis not closed":          {"reason 1.4 (b and (d)", "1.4 (b)|1.4 (d)"},
		"two letters in one parenthesis":    {"reason 1.4 (bd)", "1.4 (b)|1.4 (d)"},
		"brackets":                          {"reason 1.4 [b] and [d]", "1.4 (b)|1.4 (d)"},
		"the order before":                  {"E.O. 12958, 1.4 (b)", "1.4 (b)"},
		"the order behind":                  {"1.4 (b) and (d) E.O. 12958", "1.4 (b)|1.4 (d)"},
		"the order behind bare letters":     {"1.4 b and d, E.O. 12958", "1.4 (b)|1.4 (d)"},
		"through":                           {"1.4 (b) through (d)", "1.4 (b)|1.4 (c)|1.4 (d)"},
		"a section without letters":         {"reason 1.4", "1.4"},
		"no reason":                         {"Ambassador Jane Roe", ""},
		"a date is no section":              {"on 1/4/2006", ""},
		"an exemption is no section":        {"X1,6 and 25X1", ""},
		"the letters before the section":    {"reasons (b) and (d) of section 1.4", "1.4 (b)|1.4 (d)"},
		"a small l for one":                 {"reasons l.4 (b)", "1.4 (b)"},
		"and with a letter lost":            {"reasons 1.4 (b) an (d)", "1.4 (b)|1.4 (d)"},
		"and glued to the letter":           {"reasons 1.4 b andd", "1.4 (b)|1.4 (d)"},
		"capitals and small letters":        {"REASONS: 1.4 (B) AND (d)", "1.4 (b)|1.4 (d)"},
		"a semicolon between them":          {"REASONS: 1.4 (B); (D)", "1.4 (b)|1.4 (d)"},
		"reasons between number and letter": {"Section 1.4, reasons (b) and (d)", "1.4 (b)|1.4 (d)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(reasons(tt.text), "|"); got != tt.want {
				t.Errorf("reasons(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestClassifiedByEndsWhereTheTextStarts(t *testing.T) {
	const by = "Classified By: DCM Jane Roe, reasons 1.4 (b)"
	tests := map[string]struct{ block, text, rest string }{
		"at a blank line":              {by + ".\n\n1. (C) Text.", "DCM Jane Roe, reasons 1.4 (b).", "|1. (C) Text."},
		"at paragraph 1":               {by + "\n1. (C) Text.", "DCM Jane Roe, reasons 1.4 (b)", "1. (C) Text."},
		"at paragraph 1 in mid-line":   {by + ". 1. (C) Text.\nMore.", "DCM Jane Roe, reasons 1.4 (b).", "1. (C) Text.|More."},
		"at a glued paragraph":         {by + ".1. (C) Text.", "DCM Jane Roe, reasons 1.4 (b).", "1. (C) Text."},
		"at an unmarked paragraph":     {by + ". 1. TEXT IS HARMLESS.", "DCM Jane Roe, reasons 1.4 (b).", "1. TEXT IS HARMLESS."},
		"at a summary":                 {by + "\nSUMMARY\n-------", "DCM Jane Roe, reasons 1.4 (b)", "SUMMARY|-------"},
		"at a rule":                    {by + "\n-------\nSummary", "DCM Jane Roe, reasons 1.4 (b)", "-------|Summary"},
		"at REF":                       {by + "\nREF: STATE 1", "DCM Jane Roe, reasons 1.4 (b)", "REF: STATE 1"},
		"not at a letter of a reason":  {"CLASSIFIED BY: JANE ROE, REASONS 1.4 (B) AND\n(C)", "JANE ROE, REASONS 1.4 (B) AND (C)", ""},
		"not before its reason":        {"CLASSIFIED BY: JANE ROE\n\nREASON: 1.4 (B)\n\nText", "JANE ROE REASON: 1.4 (B)", "|Text"},
		"not at a reason's own line":   {"CLASSIFIED BY: JANE ROE\nREASON: 1.4 (B)", "JANE ROE REASON: 1.4 (B)", ""},
		"not at a section in mid-line": {"CLASSIFIED BY: JANE ROE, REASON 1. (B)", "JANE ROE, REASON 1. (B)", ""},
		"at a marked paragraph":        {by + ".\n(C) The text has no number.", "DCM Jane Roe, reasons 1.4 (b).", "(C) The text has no number."},
		"at a caveat":                  {by + "\nNOFORN", "DCM Jane Roe, reasons 1.4 (b)", "NOFORN"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := textReader()
			rest := barred(r.classifiedBy(textLines(tt.block)))
			if got := r.c.ClassifiedBy.Text; got != tt.text || rest != tt.rest {
				t.Errorf("classifiedBy(%q)\ntext %q, want %q\nrest %q, want %q", tt.block, got, tt.text, rest, tt.rest)
			}
		})
	}
}

func TestTitleOfTheAuthority(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"before":                  {"Deputy Chief of Mission Jane Roe, reasons 1.4 (b)", "Deputy Chief of Mission"},
		"after":                   {"Jane Roe, DCM, Embassy Lima, State. Reason: 1.4 (b)", "DCM, Embassy Lima, State"},
		"in parentheses":          {"Jane Roe (Acting DCM), reasons 1.4 (b)", "Acting DCM"},
		"before, with a colon":    {"CDA: Jane Roe, reasons 1.4 (b)", "CDA"},
		"none":                    {"Jane Roe, reasons 1.4 (b)", ""},
		"nobody":                  {"Political Counselor, reasons 1.4 (b)", "Political Counselor"},
		"ad interim":              {"Charge d'Affaires, a.i., Jane Roe, reasons 1.4 (b)", "Charge d'Affaires, a.i."},
		"an office with a slash":  {"POL/C Jane Roe, reasons 1.4 (b)", "POL/C"},
		"before and after":        {"Ambassador Jane Roe, Embassy Lima, reasons 1.4 (b)", "Ambassador, Embassy Lima"},
		"glued to the given name": {"PolCounsJane Roe, reasons 1.4 (b)", "PolCouns"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if _, got := authority(tt.text); got != tt.want {
				t.Errorf("title of %q = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestClassifiedByKeepsWhatItDoesNotUse(t *testing.T) {
	r := textReader()
	r.classifiedBy(textLines("Classified By: DCM Jane Roe, reasons 1.4 (b)\nClassified By: Ambassador John Moe"))
	if i := slices.IndexFunc(r.c.Diagnostics, func(d cable.Diagnostic) bool { return d.Code == codeClassifierRepeated }); i < 0 || r.c.Diagnostics[i].Line != 2 {
		t.Errorf("no diagnostic for the second authority on line 2: %v", r.c.Diagnostics)
	}
}
