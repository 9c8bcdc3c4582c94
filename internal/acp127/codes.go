package acp127

import "cablefeed/internal/cable"

// The codes of all diagnostics; the catalogue below says what they mean.
const (
	codeBytesConverted     = "bytes-converted"
	codeControlRemoved     = "control-removed"
	codeIllegible          = "illegible"
	codeEntity             = "entity"
	codeMarkup             = "markup"
	codeMailHead           = "mail-head"
	codeNotCable           = "not-a-cable"
	codeHeaderUnread       = "header-line-unread"
	codeToMissing          = "to-missing"
	codeSequenceGarbled    = "sequence-garbled"
	codeSerialGarbled      = "serial-garbled"
	codeFileTimeGarbled    = "file-time-garbled"
	codeDTGGarbled         = "dtg-garbled"
	codeDTGMissing         = "dtg-missing"
	codeFromMissing        = "from-missing"
	codePrecedenceFL2      = "precedence-from-routing"
	codeClassGarbled       = "classification-garbled"
	codeClassMissing       = "classification-missing"
	codeClassConflict      = "classification-conflict"
	codeMRNMissing         = "mrn-missing"
	codeMRNGarbled         = "mrn-garbled"
	codeStationUnknown     = "station-unknown"
	codeStationRepaired    = "station-repaired"
	codeSectionTotals      = "section-totals"
	codePageLine           = "page-line"
	codePageInLine         = "page-in-line"
	codeLineUnread         = "line-unread"
	codeCaptionMended      = "caption-mended"
	codeTagFixed           = "tag-fixed"
	codeTagSplit           = "tag-split"
	codeRefStation         = "ref-station-repaired"
	codeRefDigit           = "ref-digit-repaired"
	codeRefYear            = "ref-year-unknown"
	codeRefSelf            = "ref-self"
	codeRefPlace           = "ref-station-unknown"
	codeSubjectCut         = "subject-cut"
	codeSubjectEmpty       = "subject-empty"
	codeSubjectRepeated    = "subject-repeated"
	codeOrderNumber        = "order-number"
	codeOrderRepeated      = "order-repeated"
	codeDateOdd            = "declassify-date"
	codeClassifierRepeated = "classifier-repeated"
	codeClassifierUnnamed  = "classifier-unnamed"
	codeSummaryOpen        = "summary-open"
	codeSignatureGlued     = "signature-glued"
	codeHeadingAlone       = "heading-alone"
	codeBehindText         = "behind-text"
	codeAfterEnd           = "after-end"
	codeTooMany            = "too-many"
)

// A Code is one entry of the catalogue of diagnostics.
type Code struct {
	Code     string
	Severity cable.Severity // the gravest that it comes with
	Means    string
	// Example are lines that give it: the lines of a header before FM, or those
	// behind the header, as Place says.
	Place, Example string
}

// The places of examples.
const (
	beforeFM     = "header" // before FM
	behindHeader = "text"   // from the classification line on
	wholeText    = "whole"  // the whole input
)

// Codes lists every diagnostic that a reader gives, in the order of the text.
func Codes() []Code { return catalogue[:] }

// catalogued finds the entry of a code.
func catalogued(code string) (Code, bool) {
	for _, c := range catalogue {
		if c.Code == code {
			return c, true
		}
	}
	return Code{}, false
}

const classed = "UNCLAS LIMA 001234\n\n"

var catalogue = [...]Code{
	{codeBytesConverted, cable.Info, "bytes that are not UTF-8 were read as Windows-1252 or Latin-1", behindHeader, classed + "SUBJECT: CAF\xc9 OPENS\n\n1. (U) Text."},
	{codeControlRemoved, cable.Info, "control characters (NUL, DEL and the like) were removed", behindHeader, classed + "SUBJECT: FAIR\x00 OPENS\n\n1. (U) Text."},
	{codeIllegible, cable.Warning, "characters that nobody can read stay, as U+FFFD", behindHeader, classed + "SUBJECT: FAIR\x81 OPENS\n\n1. (U) Text."},
	{codeEntity, cable.Info, "HTML entities were read as the characters they stand for", behindHeader, classed + "SUBJECT: R&amp;D FAIR\n\n1. (U) Text."},
	{codeMarkup, cable.Info, "a line of HTML markup alone was taken out", behindHeader, classed + "SUBJECT: FAIR\n\n1. (U) Text.\n</pre>"},
	{codeMailHead, cable.Info, "a line of a mail in which the cable is quoted was not read", wholeText, "Richard,\nhere it is:\n> R 220035Z NOV 06\n> FM AMEMBASSY LIMA\n> TO SECSTATE WASHDC\n>\n> UNCLAS LIMA 001234\n"},
	{codeHeaderUnread, cable.Info, "a line of the header has no form that is known", beforeFM, "VZCZCXRO0001\n!!!! LINE NOISE ????\nR 220035Z NOV 06"},
	{codeToMissing, cable.Warning, "an addressee stands without TO or INFO before it, and was read as TO", wholeText, "R 220035Z NOV 06\nFM AMEMBASSY LIMA\nRUEHC/SECSTATE WASHDC 4329\n\nUNCLAS LIMA 001234\n"},
	{codeSequenceGarbled, cable.Warning, "the channel sequence number of FL1 cannot be read", beforeFM, "VZCZCXRO57#0\nR 220035Z NOV 06"},
	{codeSerialGarbled, cable.Warning, "the station serial of FL3 cannot be read", beforeFM, "DE RUEHPE #29-5/01 3260035\nR 220035Z NOV 06"},
	{codeFileTimeGarbled, cable.Info, "the time of file of FL3 cannot be read", beforeFM, "DE RUEHPE #0001/01 32?0035\nR 220035Z NOV 06"},
	{codeDTGGarbled, cable.Error, "the date-time group, or a print's date, cannot be read", beforeFM, "R 22Q035Z NOV 06"},
	{codeDTGMissing, cable.Info, "there is no date-time group, nor any other date", wholeText, "UNCLAS LIMA 001234\n\nTAGS: PREL\n"},
	{codeFromMissing, cable.Info, "there is no originator", wholeText, "UNCLAS LIMA 001234\n\nTAGS: PREL\n"},
	{codePrecedenceFL2, cable.Warning, "FL5 gives no precedence; that of the routing line was taken", wholeText, "RR RUEHC\nDE RUEHPE #0001 3260035\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC\n\nUNCLAS LIMA 001234\n"},
	{codeClassGarbled, cable.Warning, "the classification line is damaged and was read with a repair", behindHeader, "UNCLAS SCTION 01 OF 02 LIMA 001234"},
	{codeClassMissing, cable.Info, "there is no classification", behindHeader, "TAGS: PREL\nSUBJECT: FAIR OPENS"},
	{codeClassConflict, cable.Warning, "FL4 and the classification line name different classifications; the line's is kept", beforeFM, "ZNY CCCCC ZZH\nR 220035Z NOV 06"},
	{codeMRNMissing, cable.Warning, "there is no message reference number; the id is made of date-time group, originator and serial, or of the hash", behindHeader, "UNCLAS SVC\nZUI YOUR LIMA 1."},
	{codeMRNGarbled, cable.Warning, "the number on the label of a print cannot be read", wholeText, "UNCLASSIFIED\n\nMRN: LIMA\nDate/DTG: Mar 17, 2017 / 170112Z MAR 17\nFrom: AMEMBASSY LIMA\nSubject: FAIR OPENS\n\n1. (U) Text.\n"},
	{codeStationUnknown, cable.Warning, "the station of the number is in no table; it is kept as printed", behindHeader, "UNCLAS POTATOVILLE 001234"},
	{codeStationRepaired, cable.Warning, "the station of the number is cut or misspelt and was read as the one it must be", behindHeader, "UNCLAS LIMAX 001234"},
	{codeSectionTotals, cable.Warning, "section or page lines disagree on how many sections there are", behindHeader, "UNCLAS SECTION 01 OF 02 LIMA 001234\n\nSUBJECT: FAIR\n\n1. (U) Text.\nLIMA 00001234 002 OF 003\nMore."},
	{codePageLine, cable.Info, "a page line, banner or repeated caption was taken out of the text", behindHeader, "UNCLAS SECTION 01 OF 02 LIMA 001234\n\nSUBJECT: FAIR\n\n1. (U) Text.\nUNCLAS SECTION 02 OF 02 LIMA 001234\nMore."},
	{codePageInLine, cable.Info, "a page line within a line of text was taken out of it", behindHeader, classed + "SUBJECT: FAIR\n\n1. (U) The LIMA 00001234 002 OF 002 fair."},
	{codeLineUnread, cable.Info, "a line among the captions, or behind the body of a print, is none that is known", behindHeader, classed + "QQQQ\n\nTAGS: PREL\nSUBJECT: FAIR"},
	{codeCaptionMended, cable.Info, "a caption that line noise spoilt was put right", behindHeader, classed + "TAGS: PREL\nSUBJEC0: FAIR"},
	{codeTagFixed, cable.Info, "a misprinted code was read as the one it must be", behindHeader, classed + "TAGS: POGOV\nSUBJECT: FAIR"},
	{codeTagSplit, cable.Info, "codes that were typed without a blank were taken apart", behindHeader, classed + "TAGS: ETRDEINVECON\nSUBJECT: FAIR"},
	{codeRefStation, cable.Warning, "a misprint, or a digit in a name, was read as the station it must be", behindHeader, classed + "SUBJECT: FAIR\nREF: BUCHAREAST 12"},
	{codeRefDigit, cable.Info, "a letter O in a year or serial was read as zero", behindHeader, classed + "SUBJECT: FAIR\nREF: BOGOTA OO12"},
	{codeRefYear, cable.Warning, "a reference gives no year, and the cable's own is not known", wholeText, "UNCLAS LIMA 001234\n\nTAGS: PREL\nREF: BOGOTA 12\n"},
	{codeRefSelf, cable.Info, "the cable's own number stands among its references, and is left out", behindHeader, classed + "SUBJECT: FAIR\nREF: LIMA 1234"},
	{codeRefPlace, cable.Info, "a number stands behind a place that is no post", behindHeader, classed + "SUBJECT: FAIR\nREF: POTATOVILLE 12"},
	{codeSubjectCut, cable.Info, "the subject ended in mid-line, before a caption or a paragraph", behindHeader, classed + "SUBJECT: FAIR OPENS 1. (U) Text."},
	{codeSubjectEmpty, cable.Warning, "the caption SUBJECT has no subject behind it", behindHeader, classed + "TAGS: PREL\nSUBJECT:\n\nREF: BOGOTA 12"},
	{codeSubjectRepeated, cable.Warning, "a second, different subject was not used", behindHeader, classed + "SUBJECT: FAIR\nTAGS: PREL\nSUBJECT: MARKET"},
	{codeOrderNumber, cable.Warning, "the executive order has no number, or one that was read as another", behindHeader, classed + "E.O. 12598: N/A\nTAGS: PREL\nSUBJECT: FAIR"},
	{codeOrderRepeated, cable.Warning, "a second executive-order line was not used", behindHeader, classed + "E.O. 12958: N/A\nE.O. 12958: DECL: 01/01/2010\nTAGS: PREL\nSUBJECT: FAIR"},
	{codeDateOdd, cable.Warning, "something like a date to declassify on is none", behindHeader, classed + "E.O. 12958: DECL: 13/45/2010\nTAGS: PREL\nSUBJECT: FAIR"},
	{codeClassifierRepeated, cable.Info, "there is a second classification authority", behindHeader, classed + "SUBJECT: FAIR\n\nClassified By: DCM Jane Doe, reason 1.4 (b)\n\nClassified By: DCM John Roe, reason 1.4 (b)\n\n1. (U) Text."},
	{codeClassifierUnnamed, cable.Info, "the classification authority names nobody", behindHeader, classed + "SUBJECT: FAIR\n\nClassified By: reason 1.4 (b)\n\n1. (U) Text."},
	{codeSummaryOpen, cable.Info, "END SUMMARY has no beginning; the summary was read from the first paragraph", behindHeader, classed + "SUBJECT: FAIR\n\n1. (U) Text. END SUMMARY.\n\n2. (U) More."},
	{codeSignatureGlued, cable.Info, "the signature stands behind the last sentence", behindHeader, classed + "SUBJECT: FAIR\n\n1. (U) THE FAIR OPENED. NAVARRETE"},
	{codeHeadingAlone, cable.Info, "a heading has no paragraph under it, another follows at once", behindHeader, classed + "SUBJECT: FAIR\n\n1. (U) Text.\n\nPart Two\n\nPotatoes\n\n2. (U) More."},
	{codeBehindText, cable.Info, "a line behind the text was taken off: banner, stamp, operator's note", behindHeader, classed + "SUBJECT: FAIR\n\n1. (U) The fair opened.\nNAVARRETE\n\nNOTE BY OC/T: NOT PASSED ABOVE ADDRESSEE."},
	{codeAfterEnd, cable.Info, "text behind the end of the message (NNNN) was not read", behindHeader, classed + "SUBJECT: FAIR\n\n1. (U) Text.\nNAVARRETE\nBT\n#1234\nNNNN\nQQQQ"},
	{codeTooMany, cable.Warning, "the text gives more diagnostics than a cable holds; the rest are left out", wholeText, ""},
	{codeNotCable, cable.Error, "the text is no cable; Parse gives an error, Explain this", wholeText, "Dear reader,\nthis is a letter.\n"},
}
