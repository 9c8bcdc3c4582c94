package acp127

// A refClass says what a word does in a reference list.
type refClass uint8

const (
	classNone     refClass = iota
	classAnd               // joins serials or references
	classThrough           // joins the ends of a range
	classRef               // the caption word, again
	classEmbassy           // before a station: dropped
	classSecrecy           // a classification word before a station: dropped
	classCable             // between station and serial
	classOwn               // stands for the own station
	classMonth             // part of a date
	classReport            // names what is not a cable
	classSeries            // a series of reports with numbers of their own
	classForeign           // an office whose numbers are not those of the post it sits in
	classAttached          // says something about the reference before it
	classPart              // counts parts of the reference before it: a number follows
	classBefore            // a preposition: no reference directly behind it
	classHeading           // opens the body when it stands at a line's start
	classEmpty             // there is no reference
)

// classes gives the class of each word that has one, in upper case.
var classes = func() map[string]refClass {
	m := map[string]refClass{}
	for class, words := range map[refClass][]string{
		classAnd:      {"AND", "ANDS", "PLUS", "OR"},
		classThrough:  {"THROUGH", "THRU"},
		classRef:      {"REF", "REFS", "REFTEL", "REFTELS", "REFERENCE", "REFERENCES", "REFERENCED"},
		classEmbassy:  {"EMBASSY", "AMEMBASSY", "USEMBASSY", "AMEMBASSIES", "EMBASSIES", "AMEMB", "EMB", "CONSULATE", "AMCONSULATE", "CONSUL", "AMCONSUL", "AMCONGEN", "CONGEN", "GENERAL", "USMISSION", "MISSION", "USDEL", "USINT", "USLO", "AMCON", "CONS", "FM", "CG", "US", "U", "S", "THE", "OUR", "MY", "SEE", "ALSO", "RE", "PER", "CF", "BOTH", "YOUR", "POST", "ALDAC", "AIDAC", "CIRCULAR"},
		classSecrecy:  {"UNCLASSIFIED", "UNCLAS", "CONFIDENTIAL", "SECRET", "RESTRICTED", "LIMITED", "OFFICIAL", "USE", "LOU", "SBU"},
		classCable:    {"CABLE", "CABLES", "TELEGRAM", "TELEGRAMS", "TEL", "TELS", "TELNO", "MESSAGE", "MSG", "NO", "NOS", "NR", "NUMBER", "NUMBERS"},
		classOwn:      {"EMBTEL", "EMBTELS", "CONGENTEL", "CONGENTELS", "CONTEL", "CONTELS", "OURTEL", "OURTELS", "MYTEL", "POSTTEL", "USMISSIONTEL"},
		classMonth:    {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "SEPT", "OCT", "NOV", "DEC", "JANUARY", "FEBRUARY", "MARCH", "APRIL", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"},
		classReport:   {"EMAIL", "EMAILS", "MAIL", "MAILS", "TELCON", "TELCONS", "TELECON", "TELECONS", "PHONE", "PHONECON", "PHONECONS", "FONECON", "FONECONS", "TELEPHONE", "CALL", "CALLS", "CONVERSATION", "CONVERSATIONS", "MEMO", "MEMOS", "MEMORANDUM", "MEMCON", "MEMCONS", "LETTER", "LETTERS", "FAX", "FAXES", "FACSIMILE", "DAILY", "DAILIES", "POINTS", "REPORT", "REPORTS", "NOTE", "NOTES", "PAPER", "MEETING", "MEETINGS", "DISCUSSION", "DISCUSSIONS", "VTC", "DVC", "SVTC", "ARTICLE", "MANUAL", "HANDBOOK", "AIRGRAM", "AIRGRAMS", "POUCH", "DIPNOTE", "SEPTEL", "WEBSITE", "CORRESPONDENCE", "NEWSPAPER", "INSTRUCTION", "INSTRUCTIONS", "BULLETIN", "TALKS"},
		classSeries:   {"IIR", "TD", "TDX", "TDCS", "FAM", "FAH", "CFR", "USC", "NIO", "INR"},
		classForeign:  {"USDAO", "DAO", "DATT", "FBIS", "LEGATT", "LEGAT", "USIS", "JUSMAG", "MAAG", "ODC", "DEA", "FBI", "CIA", "DIA", "NSA", "JCS"},
		classAttached: {"NOTAL", "EXDIS", "NODIS", "LIMDIS", "STADIS", "NOFORN", "SIPDIS", "ORCON", "DATED", "DTD", "DATE", "DTG", "OF", "ET", "AL", "SEQ", "ETC", "PREVIOUS", "PRECEDING", "EARLIER", "OTHERS", "OTHER", "PRIOR", "SUBSEQUENT", "RELATED", "REPEATED", "RPTD", "CORRECTED", "COPY", "SERIES", "PASSED", "NOT", "ALL", "BIS", "ON"},
		classPart:     {"PARA", "PARAS", "PARAGRAPH", "PARAGRAPHS", "SECTION", "SECTIONS", "PART", "PARTS", "PAGE", "PAGES", "ITEM", "ITEMS", "POINT"},
		classBefore:   {"IN", "AT", "TO", "FROM", "BY", "WITH", "FOR", "BETWEEN", "VIA"},
		classHeading:  {"SUMMARY", "INTRODUCTION", "OVERVIEW", "BACKGROUND", "COMMENT", "CONTEXT"},
		classEmpty:    {"NONE", "NIL", "NA"},
	} {
		for _, w := range words {
			m[w] = class
		}
	}
	return m
}()

// classOf gives the class of a word.
func classOf(word string) refClass {
	var up [12]byte
	if len(word) > len(up) {
		return classNone
	}
	for i := 0; i < len(word); i++ {
		up[i] = upper(word[i])
	}
	return classes[string(up[:len(word)])]
}
