package acp127

// The codes of all diagnostics.
const (
	codeBytesConverted  = "bytes-converted"
	codeControlRemoved  = "control-removed"
	codeIllegible       = "illegible"
	codeEntity          = "entity"
	codeHeaderUnread    = "header-line-unread"
	codeToMissing       = "to-missing"
	codeSequenceGarbled = "sequence-garbled"
	codeSerialGarbled   = "serial-garbled"
	codeFileTimeGarbled = "file-time-garbled"
	codeDTGGarbled      = "dtg-garbled"
	codeDTGMissing      = "dtg-missing"
	codeFromMissing     = "from-missing"
	codePrecedenceFL2   = "precedence-from-routing"
	codeClassGarbled    = "classification-garbled"
	codeClassMissing    = "classification-missing"
	codeClassConflict   = "classification-conflict"
	codeMRNMissing      = "mrn-missing"
	codeMRNGarbled      = "mrn-garbled"
	codeStationUnknown  = "station-unknown"
	codeStationRepaired = "station-repaired"
	codeSectionTotals   = "section-totals"
	codePageInLine      = "page-in-line"
	codeLineUnread      = "line-unread"
	codeCaptionAgain    = "caption-again"
	codeTagFixed        = "tag-fixed"
	codeTagSplit        = "tag-split"
	codeMailHead        = "mail-head"
	codeAfterEnd        = "after-end"
	codeRefStation      = "ref-station-repaired" // a misprint, or a digit in a name, read as the station it must be
	codeRefDigit        = "ref-digit-repaired"   // a letter O in a year or serial read as zero
	codeRefYear         = "ref-year-unknown"     // no year in the reference, none of the cable
	codeRefSelf         = "ref-self"             // the cable's own number among its references
	codeRefPlace        = "ref-station-unknown"  // a number after a place that is no post
)
