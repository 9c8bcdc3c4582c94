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
	codePageLine        = "page-line"
	codeBehindText      = "behind-text"
	codePageInLine      = "page-in-line"
	codeLineUnread      = "line-unread"
	codeCaptionAgain    = "caption-again"
	codeTagFixed        = "tag-fixed"
	codeTagSplit        = "tag-split"
	codeNotCable        = "not-a-cable"
	codeMailHead        = "mail-head"
	codeAfterEnd        = "after-end"
	codeRefStation      = "ref-station-repaired" // a misprint, or a digit in a name, read as the station it must be
	codeRefDigit        = "ref-digit-repaired"   // a letter O in a year or serial read as zero
	codeRefYear         = "ref-year-unknown"     // no year in the reference, none of the cable
	codeRefSelf         = "ref-self"             // the cable's own number among its references
	codeRefPlace        = "ref-station-unknown"  // a number after a place that is no post
)

// Of the subject, the order, the authority, the summary and the signature.
const (
	codeSubjectCut         = "subject-cut"         // the title ended in mid-line, before a caption or paragraph
	codeSubjectEmpty       = "subject-empty"       // the caption has no title behind it
	codeSubjectRepeated    = "subject-repeated"    // a second, different title
	codeOrderNumber        = "order-number"        // no number of an order, or one read as another
	codeOrderRepeated      = "order-repeated"      // a second executive-order line
	codeDateOdd            = "declassify-date"     // something like a date that is none
	codeClassifierRepeated = "classifier-repeated" // a second classification authority
	codeClassifierUnnamed  = "classifier-unnamed"  // an authority without a person
	codeSummaryOpen        = "summary-open"        // an end marker without a beginning
	codeSignatureGlued     = "signature-glued"     // the surname stands behind the last sentence
)
