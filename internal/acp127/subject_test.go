package acp127

import (
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

func TestSubjectIsTheTitleAlone(t *testing.T) {
	tests := map[string]struct{ block, want, rest string }{
		// The caption.
		"one line":                         {"SUBJECT: LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"the short caption":                {"SUBJ: LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"no mark behind the caption":       {"SUBJECT LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a dash behind the caption":        {"SUBJECT - LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a semicolon behind the caption":   {"SUBJ; LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"two colons behind the caption":    {"SUBJECT:: LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a caption with a letter lost":     {"SUBECT: LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a caption with a letter too many": {"SUBJJECT: LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a caption glued to the title":     {"SUBJECTLLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a caption in spaced letters":      {"S U B J E C T: LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a marking before the colon":       {"SUBJECT (U): LLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a caption indented":               {"   Subject:   Llama Shearing Begins", "Llama Shearing Begins", ""},
		"the title on the next line":       {"SUBJECT:\nLLAMA SHEARING BEGINS", "LLAMA SHEARING BEGINS", ""},
		"the title behind a blank line":    {"SUBJECT:\n\nLLAMA SHEARING\nBEGINS\n\n1. TEXT", "LLAMA SHEARING BEGINS", "|1. TEXT"},
		"no title before REF":              {"SUBJECT:\nREF: STATE 1", "", "REF: STATE 1"},
		"no title before paragraph 1":      {"SUBJECT:\n\n1. (U) TEXT", "", "1. (U) TEXT"},
		// Lines.
		"lines are joined by one blank":   {"SUBJECT: LLAMA\n   SHEARING\n  BEGINS", "LLAMA SHEARING BEGINS", ""},
		"a hyphen joins without a blank":  {"SUBJECT: LLAMA SHEARING IN THE MID-\nWEST BEGINS", "LLAMA SHEARING IN THE MID-WEST BEGINS", ""},
		"a lone dash keeps its blanks":    {"SUBJECT: LLAMA SHEARING -\nA SUMMARY OF VIEWS", "LLAMA SHEARING - A SUMMARY OF VIEWS", ""},
		"a lone dash on the next line":    {"SUBJECT: LLAMA SHEARING\n-- A SECOND VIEW", "LLAMA SHEARING -- A SECOND VIEW", ""},
		"three dashes are a dash":         {"SUBJECT: LLAMA SHEARING --- A SECOND VIEW", "LLAMA SHEARING --- A SECOND VIEW", ""},
		"an en dash keeps its blanks":     {"SUBJECT: LLAMA SHEARING –\nA SECOND VIEW", "LLAMA SHEARING – A SECOND VIEW", ""},
		"a slash at the line's end":       {"SUBJECT: LLAMA /\nALPACA SHEARING", "LLAMA / ALPACA SHEARING", ""},
		"blanks within a line are single": {"SUBJECT: LLAMA    SHEARING  BEGINS", "LLAMA SHEARING BEGINS", ""},
		// Markings.
		"a leading marking goes":                {"SUBJECT: (C) LLAMA SHEARING", "LLAMA SHEARING", ""},
		"a glued marking goes":                  {"SUBJECT:(SBU)LLAMA SHEARING", "LLAMA SHEARING", ""},
		"a marking with a caveat goes":          {"SUBJECT: (C//NF) LLAMA SHEARING", "LLAMA SHEARING", ""},
		"a marking that names countries goes":   {"SUBJECT: (C/REL PERU, CHILE) LLAMA SHEARING", "LLAMA SHEARING", ""},
		"a marking in brackets goes":            {"SUBJECT: [C] LLAMA SHEARING", "LLAMA SHEARING", ""},
		"a marking spelled out goes":            {"SUBJECT: (UNCLASSIFIED) LLAMA SHEARING", "LLAMA SHEARING", ""},
		"a marking on the next line goes":       {"SUBJECT:\n(U) LLAMA SHEARING", "LLAMA SHEARING", ""},
		"a marking without its first half goes": {"SUBJECT: SBU) LLAMA SHEARING", "LLAMA SHEARING", ""},
		"parentheses inside stay":               {"SUBJECT: LLAMA (AND ALPACA) SHEARING (PART TWO)", "LLAMA (AND ALPACA) SHEARING (PART TWO)", ""},
		"leading parentheses that are a name":   {"SUBJECT: (CORRECTED) LLAMA SHEARING", "(CORRECTED) LLAMA SHEARING", ""},
		// Its own colons, numbers and words.
		"colons stay":                    {"SUBJECT: PERU: LLAMAS: SHEARING: DAY ONE", "PERU: LLAMAS: SHEARING: DAY ONE", ""},
		"message numbers stay":           {"SUBJECT: REPLY TO STATE 112233 AND 05 LIMA 412", "REPLY TO STATE 112233 AND 05 LIMA 412", ""},
		"words that begin with REF":      {"SUBJECT: REFUGEES AND REFORM:\nREFERENDUM: REFLECTIONS", "REFUGEES AND REFORM: REFERENDUM: REFLECTIONS", ""},
		"a word that holds REF":          {"SUBJECT: DEBRIEF: LLAMA PREFERENCES", "DEBRIEF: LLAMA PREFERENCES", ""},
		"REFTEL as a word of the title":  {"SUBJECT: RESPONSE TO\nREFTEL DEMARCHE ON LLAMAS", "RESPONSE TO REFTEL DEMARCHE ON LLAMAS", ""},
		"a reference in parentheses":     {"SUBJECT: LLAMA DEMARCHE DELIVERED (REF: STATE 1)", "LLAMA DEMARCHE DELIVERED (REF: STATE 1)", ""},
		"the word reference":             {"SUBJECT: LLAMA TERMS OF\nREFERENCE AGREED", "LLAMA TERMS OF REFERENCE AGREED", ""},
		"declassified by somebody":       {"SUBJECT: LLAMA PAPERS DECLASSIFIED BY THE ARCHIVE", "LLAMA PAPERS DECLASSIFIED BY THE ARCHIVE", ""},
		"a number with a point":          {"SUBJECT: LLAMA CODE, VERSION 1.4, IN FORCE", "LLAMA CODE, VERSION 1.4, IN FORCE", ""},
		"a number that counts a part":    {"SUBJECT: LLAMA CODE, PART 1. SHEARING", "LLAMA CODE, PART 1. SHEARING", ""},
		"a date with a point":            {"SUBJECT: LLAMA FAIR TO OPEN MAY 1. OR LATER", "LLAMA FAIR TO OPEN MAY 1. OR LATER", ""},
		"a number that starts a line":    {"SUBJECT: LLAMA SHEARING INJURES\n1 SHEARER AND 2 LLAMAS", "LLAMA SHEARING INJURES 1 SHEARER AND 2 LLAMAS", ""},
		"a decimal that starts a line":   {"SUBJECT: LLAMA BREEDERS RECEIVE\n1.5 MILLION SOLES", "LLAMA BREEDERS RECEIVE 1.5 MILLION SOLES", ""},
		"a summary in the title":         {"SUBJECT: LLAMAS: SUMMARY OF THE YEAR", "LLAMAS: SUMMARY OF THE YEAR", ""},
		"a summary as its last word":     {"SUBJECT: WEEKLY LLAMA\nSUMMARY\nREF: STATE 1", "WEEKLY LLAMA SUMMARY", "REF: STATE 1"},
		"sensitive as a word":            {"SUBJECT: LLAMAS ARE SENSITIVE ANIMALS", "LLAMAS ARE SENSITIVE ANIMALS", ""},
		"secret as a word":               {"SUBJECT: THE LLAMA BREEDERS'\nSECRET BALLOT", "THE LLAMA BREEDERS' SECRET BALLOT", ""},
		"unclassified as a word":         {"SUBJECT: LLAMA PAPERS ARE\nUNCLASSIFIED AND DULL", "LLAMA PAPERS ARE UNCLASSIFIED AND DULL", ""},
		"an action request as the title": {"SUBJECT: ACTION REQUEST: LLAMA SHEARS NEEDED", "ACTION REQUEST: LLAMA SHEARS NEEDED", ""},
		"a reaction requested":           {"SUBJECT: LLAMAS: REACTION REQUESTED", "LLAMAS: REACTION REQUESTED", ""},
		// Ends at the start of a line.
		"REF":                             {"SUBJECT: LLAMAS\nREF: STATE 1", "LLAMAS", "REF: STATE 1"},
		"REF without a colon":             {"SUBJECT: LLAMAS\nREF STATE 112233", "LLAMAS", "REF STATE 112233"},
		"REFS with labels":                {"SUBJECT: LLAMAS\nREFS A. STATE 1 B. LIMA 2", "LLAMAS", "REFS A. STATE 1 B. LIMA 2"},
		"REFTEL":                          {"SUBJECT: LLAMAS\nREFTEL: STATE 1", "LLAMAS", "REFTEL: STATE 1"},
		"REF damaged":                     {"SUBJECT: LLAMAS\nREFF: STATE 1", "LLAMAS", "REFF: STATE 1"},
		"a label before REF":              {"SUBJECT: LLAMAS\n(A) REF: STATE 1", "LLAMAS", "(A) REF: STATE 1"},
		"Classified By":                   {"SUBJECT: LLAMAS\nClassified By: DCM Jane Roe", "LLAMAS", "Classified By: DCM Jane Roe"},
		"Classified By damaged":           {"SUBJECT: LLAMAS\nCLASSFIED BY DCM JANE ROE", "LLAMAS", "CLASSFIED BY DCM JANE ROE"},
		"Classified without by":           {"SUBJECT: LLAMAS\nCLASSIFIED: DCM JANE ROE", "LLAMAS", "CLASSIFIED: DCM JANE ROE"},
		"a summary heading":               {"SUBJECT: LLAMAS\nSUMMARY\n-------", "LLAMAS", "SUMMARY|-------"},
		"a summary with its text":         {"SUBJECT: LLAMAS\nSummary: The llamas are shorn.", "LLAMAS", "Summary: The llamas are shorn."},
		"a summary between dashes":        {"SUBJECT: LLAMAS\n--- SUMMARY ---", "LLAMAS", "--- SUMMARY ---"},
		"a marked summary":                {"SUBJECT: LLAMAS\n(C) SUMMARY: TEXT", "LLAMAS", "(C) SUMMARY: TEXT"},
		"an introduction":                 {"SUBJECT: LLAMAS\nINTRODUCTION\n------------", "LLAMAS", "INTRODUCTION|------------"},
		"a caveat":                        {"SUBJECT: LLAMAS\nNOFORN", "LLAMAS", "NOFORN"},
		"two caveats":                     {"SUBJECT: LLAMAS\nSENSITIVE SIPDIS", "LLAMAS", "SENSITIVE SIPDIS"},
		"a caveat written out":            {"SUBJECT: LLAMAS\nSENSITIVE BUT UNCLASSIFIED - PLEASE PROTECT ACCORDINGLY", "LLAMAS", "SENSITIVE BUT UNCLASSIFIED - PLEASE PROTECT ACCORDINGLY"},
		"a caveat against the net":        {"SUBJECT: LLAMAS\nNOT FOR INTERNET DISTRIBUTION", "LLAMAS", "NOT FOR INTERNET DISTRIBUTION"},
		"minimize":                        {"SUBJECT: LLAMAS\nMINIMIZE CONSIDERED", "LLAMAS", "MINIMIZE CONSIDERED"},
		"a second classification line":    {"SUBJECT: LLAMAS\nC O N F I D E N T I A L LIMA 000005", "LLAMAS", "C O N F I D E N T I A L LIMA 000005"},
		"a classification word":           {"SUBJECT: LLAMAS\nUNCLASSIFIED", "LLAMAS", "UNCLASSIFIED"},
		"a section line":                  {"SUBJECT: LLAMAS\nUNCLAS SECTION 01 OF 02 LIMA 000005", "LLAMAS", "UNCLAS SECTION 01 OF 02 LIMA 000005"},
		"a rule":                          {"SUBJECT: LLAMAS\n-----\nTEXT", "LLAMAS", "-----|TEXT"},
		"a rule of underlines":            {"SUBJECT: LLAMAS\n______", "LLAMAS", "______"},
		"an action request":               {"SUBJECT: LLAMAS\nACTION REQUEST - SEE PARA 5", "LLAMAS", "ACTION REQUEST - SEE PARA 5"},
		"an action request among stars":   {"SUBJECT: LLAMAS\n*** ACTION REQUESTED ***", "LLAMAS", "*** ACTION REQUESTED ***"},
		"a sentence that asks for action": {"SUBJECT: LLAMAS\nTHIS IS AN ACTION MESSAGE.", "LLAMAS", "THIS IS AN ACTION MESSAGE."},
		"paragraph 1":                     {"SUBJECT: LLAMAS\n1. TEXT", "LLAMAS", "1. TEXT"},
		"paragraph 1 with a pilcrow":      {"SUBJECT: LLAMAS\n¶1. (U) TEXT", "LLAMAS", "¶1. (U) TEXT"},
		"paragraph 1 without a point":     {"SUBJECT: LLAMAS\n1 (U) TEXT", "LLAMAS", "1 (U) TEXT"},
		"a paragraph with a marking only": {"SUBJECT: LLAMAS\n(SBU) Text has no number.", "LLAMAS", "(SBU) Text has no number."},
		"a marking before the number":     {"SUBJECT: LLAMAS\n(U) 1. TEXT", "LLAMAS", "(U) 1. TEXT"},
		"TAGS":                            {"SUBJECT: LLAMAS\nTAGS: PREL", "LLAMAS", "TAGS: PREL"},
		"an order":                        {"SUBJECT: LLAMAS\nE.O. 12958: N/A", "LLAMAS", "E.O. 12958: N/A"},
		"a caveat behind SBU":             {"SUBJECT: LLAMAS\nSBU - NOT FOR INTERNET DISTRIBUTION", "LLAMAS", "SBU - NOT FOR INTERNET DISTRIBUTION"},
		"a marking of the entire text":    {"SUBJECT: LLAMAS\nC - ENTIRE TEXT", "LLAMAS", "C - ENTIRE TEXT"},
		"REFTEL without a citation":       {"SUBJECT: LLAMAS\nREFTEL ROE-MOE TELCON", "LLAMAS", "REFTEL ROE-MOE TELCON"},
		"RE with a citation":              {"SUBJECT: LLAMAS\nRE: STATE 112233", "LLAMAS", "RE: STATE 112233"},
		// Ends within a line.
		"REF in mid-line":                   {"SUBJECT: LLAMAS REF: STATE 1", "LLAMAS", "REF: STATE 1"},
		"REF in mid-line without a colon":   {"SUBJECT: LLAMAS REF A. STATE 1 B. LIMA 2", "LLAMAS", "REF A. STATE 1 B. LIMA 2"},
		"REF glued":                         {"SUBJECT: LLAMASREF: STATE 1", "LLAMAS", "REF: STATE 1"},
		"REFTEL glued in small letters":     {"Subject: LlamasReftel: State 1", "Llamas", "Reftel: State 1"},
		"Classified By in mid-line":         {"SUBJECT: LLAMAS CLASSIFIED BY: DCM JANE ROE", "LLAMAS", "CLASSIFIED BY: DCM JANE ROE"},
		"Classified By glued":               {"SUBJECT: LLAMASCLASSIFIED BY: DCM JANE ROE", "LLAMAS", "CLASSIFIED BY: DCM JANE ROE"},
		"Classified By without a colon":     {"SUBJECT: LLAMAS CLASSIFIED BY JANE ROE, REASON 1.4 (B)", "LLAMAS", "CLASSIFIED BY JANE ROE, REASON 1.4 (B)"},
		"a marked paragraph in mid-line":    {"SUBJECT: LLAMAS 1. (U) TEXT", "LLAMAS", "1. (U) TEXT"},
		"a marked paragraph glued":          {"SUBJECT: LLAMAS1. (U) TEXT", "LLAMAS", "1. (U) TEXT"},
		"a paragraph in mid-line":           {"SUBJECT: LLAMAS ARE SHORN 1. THE LLAMAS ARE SHORN.", "LLAMAS ARE SHORN", "1. THE LLAMAS ARE SHORN."},
		"a rule in mid-line":                {"SUBJECT: LLAMAS -------- TEXT", "LLAMAS", "-------- TEXT"},
		"a rule of equal signs in mid-line": {"SUBJECT: LLAMAS ======", "LLAMAS", "======"},
		"SIPDIS in mid-line":                {"SUBJECT: LLAMAS SIPDIS", "LLAMAS", "SIPDIS"},
		"a caveat written out in mid-line":  {"SUBJECT: LLAMAS SENSITIVE BUT UNCLASSIFIED, PLEASE PROTECT ACCORDINGLY", "LLAMAS", "SENSITIVE BUT UNCLASSIFIED, PLEASE PROTECT ACCORDINGLY"},
		"a classification line in mid-line": {"SUBJECT: LLAMAS C O N F I D E N T I A L SECTION 02 OF 02", "LLAMAS", "C O N F I D E N T I A L SECTION 02 OF 02"},
		"an action request in mid-line":     {"SUBJECT: LLAMAS ACTION REQUEST: SEE PARA 5", "LLAMAS", "ACTION REQUEST: SEE PARA 5"},
		"a summary in mid-line":             {"SUBJECT: LLAMAS SUMMARY: THEY ARE SHORN. END SUMMARY.", "LLAMAS", "SUMMARY: THEY ARE SHORN. END SUMMARY."},
		"a marked summary in mid-line":      {"SUBJECT: LLAMAS (C) SUMMARY: THEY ARE SHORN.", "LLAMAS", "(C) SUMMARY: THEY ARE SHORN."},
		"paragraph 1 glued to a figure":     {"SUBJECT: LLAMAS IN 20061. (U) TEXT", "LLAMAS IN 2006", "1. (U) TEXT"},
		"a pilcrow glued to a figure":       {"SUBJECT: LLAMAS IN 2006¶1. (U) TEXT", "LLAMAS IN 2006", "¶1. (U) TEXT"},
		"a date before a marked summary":    {"SUBJECT: LLAMAS, MAY 1 (C) SUMMARY: TEXT", "LLAMAS, MAY 1", "(C) SUMMARY: TEXT"},
		"a sentence asking for action":      {"SUBJECT: LLAMAS THIS IS AN ACTION REQUEST. SEE PARA 4.", "LLAMAS", "THIS IS AN ACTION REQUEST. SEE PARA 4."},
		"an action request glued":           {"SUBJECT: LLAMASACTION REQUEST: SEE PARA 4", "LLAMAS", "ACTION REQUEST: SEE PARA 4"},
		"a summary glued to an S":           {"SUBJECT: LLAMASSUMMARY: TEXT. END SUMMARY.", "LLAMAS", "SUMMARY: TEXT. END SUMMARY."},
		"an order glued":                    {"SUBJECT: LLAMASE.O. 12958: N/A", "LLAMAS", "E.O. 12958: N/A"},
		"the word REF among others":         {"SUBJECT: LLAMA REF COUNTS AND REFORMS? 1. (U) TEXT", "LLAMA REF COUNTS AND REFORMS?", "1. (U) TEXT"},
		"several captions on one line":      {"Subject: Llamas Tags: PREL Ref: State 1", "Llamas", "Tags: PREL Ref: State 1"},
		"an end in the second line":         {"SUBJECT: LLAMAS ARE\nSHORN REF: STATE 1\nMORE", "LLAMAS ARE SHORN", "REF: STATE 1|MORE"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := textReader()
			rest := barred(r.subject(textLines(tt.block)))
			if r.c.Subject != tt.want || strings.Trim(rest, "|") != strings.Trim(tt.rest, "|") {
				t.Errorf("subject(%q)\ngot  %q, rest %q\nwant %q, rest %q", tt.block, r.c.Subject, rest, tt.want, tt.rest)
			}
		})
	}
}

func TestSubjectGoesOnBehindAPageLineTakenOut(t *testing.T) {
	r := textReader()
	r.subject([]line{{"SUBJECT: LLAMA SHEARING", 5}, {"", 6}, {"", 8}, {"BEGINS", 9}, {"", 10}, {"TEXT", 11}})
	if want := "LLAMA SHEARING BEGINS"; r.c.Subject != want {
		t.Errorf("got %q, want %q", r.c.Subject, want)
	}
}

func TestSubjectCutInMidLineIsDiagnosed(t *testing.T) {
	r := textReader()
	rest := r.subject([]line{{"SUBJECT: LLAMAS", 7}, {"SHORNREF: STATE 1", 8}})
	if len(rest) != 1 || rest[0].num != 8 {
		t.Errorf("rest %v, want the reference on line 8", rest)
	}
	if d := r.c.Diagnostics; len(d) != 1 || d[0].Code != codeSubjectCut || d[0].Line != 8 || d[0].Severity != cable.Info {
		t.Errorf("diagnostics %v, want %s on line 8", d, codeSubjectCut)
	}
}
