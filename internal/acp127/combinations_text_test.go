package acp127_test

import (
	"strings"
	"testing"

	"cablefeed/internal/cable"
)

// TestTagCombinations writes lists of codes with every caption, separator and
// way of going on to the next line.
func TestTagCombinations(t *testing.T) {
	lists := [][]string{
		{"PREL", "PGOV", "ECON", "PE"},
		{"KCRM", "KWMN", "PHUM", "SMIG", "MX"},
		{"OVIP", "DOE, JANE", "PREL", "NATO", "UK"},
		{"ETRD", "UNGA/C-2", "AFL-CIO", "WTO", "US"},
		{"AMGT", "QXZV", "AU-1", "XA"},
		{"EAIR", "EWWT", "ELTN", "ETTC", "TSPA", "KNNP", "IAEA", "CH", "RS", "JA"},
	}
	captions := []string{"TAGS: ", "TAGS:", "TAGS ", "TAG: ", "TAGES: ", "TAS: ", "TGS: ", "AGS: ", "TAGS; ", "TAGS. ", "TAGS : ", "Tags: ", "  TAGS:  "}
	separators := []string{", ", ",", "; ", " ", "  ", " / ", ", \t"}
	breaks := []string{"", "\n", ",\n", ",\n     ", "\n      ", ",\nLIMA 00001234 002 OF 003\n"}
	ends := []string{"\n", ",\n", ".\n", " \n", "  "}
	var all []combination
	for _, codes := range lists {
		for _, caption := range captions {
			for _, sep := range separators {
				for _, br := range breaks {
					for _, end := range ends {
						text := caption
						for i, code := range codes {
							if strings.Contains(code, ", ") {
								code = "(" + code + ")"
							}
							switch {
							case i == 0:
							case i == 3 && br != "":
								text += br
							default:
								text += sep
							}
							text += code
						}
						all = append(all, combination{between(text + end + "SUBJECT: HARMLESS TEST"), strings.Join(codes, " ") + " | HARMLESS TEST"})
					}
				}
			}
		}
	}
	run(t, all, func(c *cable.Cable) string { return codesOf(c) + " | " + c.Subject })
}

func codesOf(c *cable.Cable) string {
	codes := make([]string, len(c.Tags))
	for i, tag := range c.Tags {
		codes[i] = tag.Code
	}
	return strings.Join(codes, " ")
}

// TestTagsRunTogether runs two to nine codes together, a place at their end or
// front or none.
func TestTagsRunTogether(t *testing.T) {
	codes := []string{"PREL", "PGOV", "ECON", "KDEM", "ETRD", "EINV", "PHUM", "SENV", "KWMN", "EFIN", "SOCI", "PTER", "MARR", "KPAO", "SMIG", "TBIO", "CVIS", "EAID"}
	var all []combination
	for n := 2; n <= 9; n++ {
		for start := range codes {
			for step := 1; step < 8; step += 2 {
				var word, want string
				seen := map[string]bool{}
				for i := range n {
					code := codes[(start+i*step)%len(codes)]
					if seen[code] {
						break
					}
					seen[code] = true
					word += code
					want += " " + code
				}
				for _, place := range []string{"", "MX", "UK", "CH", "GR"} {
					all = append(all, combination{between("TAGS: " + word + place + "\nSUBJECT: HARMLESS TEST"), strings.TrimSpace(want + " " + place)})
				}
			}
		}
	}
	run(t, all, codesOf)
}

// TestSubjectCombinations wraps titles at every width and ends them in every way.
func TestSubjectCombinations(t *testing.T) {
	titles := []string{
		"HARMLESS TEST",
		"PERU: MINISTER OF INVENTED AFFAIRS OPENS THE POTATO FAIR (SECOND DAY), SAYS IT WILL RAIN",
		"Peru's \"Potato\" Fair: What Next for the Growers of Upper Kauri Bay?",
		"REFORM OF THE REFERENDUM LAW AND SUMMARY OF ITS CLASSIFIED ADVERTISEMENTS, 2005-2006",
	}
	captions := []string{"SUBJECT: ", "SUBJECT:", "SUBJ: ", "Subject: ", "SUBECT: ", "SUBJECT ", "SUBJECT; ", "SUBJECT:   ", "SUBJECT:\n"}
	marks := []string{"", "(C) ", "(SBU) ", "(U)", "(S/NF) "}
	ends := []string{
		"", "\nREF: STATE 55", " REF: STATE 55", "REF: STATE 55", "\nREFTEL STATE 55", "\n\nREF: A. STATE 55", "\nREFS: A) STATE 55",
		"\nClassified By: DCM Richard Roe, reason 1.4 (b).", " CLASSIFIED BY: DCM RICHARD ROE, REASON 1.4 (B)",
		"\n-------------", "\nSENSITIVE BUT UNCLASSIFIED - PROTECT ACCORDINGLY", "\nUNCLAS LIMA 001234", "\n1. (U) The first paragraph.", " 1. (U) The first paragraph.",
		"\nSUMMARY: The fair. END SUMMARY.", "\n\nSUMMARY", "\nACTION REQUEST: SEE PARA 2",
	}
	var all []combination
	for _, title := range titles {
		for _, caption := range captions {
			for _, mark := range marks {
				for _, width := range []int{200, 60, 40, 25} {
					for _, end := range ends {
						text := wrapWords(caption+mark+title, width)
						all = append(all, combination{between("TAGS: PREL, PE\n" + text + end), title})
					}
				}
			}
		}
	}
	run(t, all, func(c *cable.Cable) string { return c.Subject })
}

// wrapWords breaks s at blanks so that no line is wider than width; what is
// broken already stays.
func wrapWords(s string, width int) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Split(s, " ") {
		if i > 0 {
			if column+1+len(word) > width {
				b.WriteByte('\n')
				column = 0
			} else {
				b.WriteByte(' ')
				column++
			}
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// TestClassifierCombinations fills the field with titles, names and reasons, as
// one line and cut at its fixed column.
func TestClassifierCombinations(t *testing.T) {
	captions := []string{"Classified By: ", "CLASSIFIED BY ", "Classified by: ", "CLASSIFIED BY:"}
	before := []string{"", "Ambassador ", "DCM ", "A/DCM ", "Acting Deputy Chief of Mission ", "Charge d'Affaires, a.i., ", "CDA ", "POLCOUNS ", "Pol/Econ Counselor ", "Consul General ", "WHA/AND Director ", "Minister Counselor for Economic Affairs ", "Acting Assistant Secretary for Western Hemisphere Affairs ", "Econ Chief "}
	after := []string{"", ", DCM", ", Ambassador", ", Deputy Chief of Mission", ", Political Counselor, Embassy Lima, State Department", " (DCM)"}
	names := []string{"Jane Doe", "Jane Q. Doe", "RICHARD ROE", "R. Marcus Roe", "J. Q. Roe", "Jane Doe-Quillon", "Richard O'Roe", "Maria de la Roe", "Richard Roe III", "Estelita Ann Quillonez"}
	reasons := []string{"", ".", ", reasons 1.4 (b) and (d).", ", for reasons 1.4 (b) and (d).", " for reasons 1.5 (b), (d).", ". Reason: 1.4 (b)", "; REASON: 1.4(B)", ", REASON 1.4 (B) AND (D)", " - reasons 1.4 (b,d)"}
	var all []combination
	for _, caption := range captions {
		for i, title := range before {
			for j, post := range after {
				if i > 0 && j > 0 {
					continue
				}
				for _, name := range names {
					for _, reason := range reasons {
						line := caption + title + name + post + reason
						for _, width := range []int{200, 71, 70} {
							if text, ok := wrapColumn(line, width); ok {
								all = append(all, combination{between("TAGS: PREL, PE\nSUBJECT: HARMLESS TEST\n\n" + text), name})
							}
						}
					}
				}
			}
		}
	}
	run(t, all, func(c *cable.Cable) string {
		if c.ClassifiedBy == nil {
			return "nobody"
		}
		return c.ClassifiedBy.Name
	})
}

// wrapColumn cuts s at the column, as a field of fixed width does. It is not ok
// where the cut would lose a blank or follow a mark: such a line has two readings.
func wrapColumn(s string, width int) (string, bool) {
	if len(s) <= width {
		return s, width > 71
	}
	if strings.ContainsAny(s[width-1:width], " .,;:-(/'") {
		return "", false
	}
	rest, ok := wrapColumn(s[width:], width)
	return s[:width] + "\n" + rest, ok || len(s[width:]) <= width
}

// TestSignatureCombinations puts every tail behind every surname.
func TestSignatureCombinations(t *testing.T) {
	names := []string{"NAVARRETE", "QUILLON-ROE", "O'QUILLON", "DE QUILLON", "VAN DER QUILL", "Navarrete", "ROE"}
	before := []string{"\n", "\n\n", " ", "  ", "\n\nVisit Lima's Invented Web Site at\n<http://example.invalid/lima>\n"}
	behind := []string{"", "#", ".", " #", ">", "##"}
	tails := []string{
		"", "\n", "\nBT\n#1234\n\nNNNN\n", "\nBT\n#1234\n\n\n\nNNNN", "\n\nUNCLASSIFIED\n", "\nUNCLASSIFIED\n\n\n\nNNNN\n", "\nNNNN", "\n#1234\nNNNN\n",
		"\n\nUNCLASSIFIED\n\nDeclassified/Released US Department of State EO Systematic Review 04 MAY 2006\n", "\nRELEASE IN FULL\n",
		"\n\nNOTE BY OC/T: NOT PASSED TO ABOVE ADDRESSEES.\n", "\nGR 123\n", "\nLIMA 00001234 002 OF 002\n",
	}
	var all []combination
	for _, name := range names {
		for _, b := range before {
			for _, mark := range behind {
				if mark == "." && strings.HasPrefix(b, " ") {
					continue // a sentence of one word, or a surname with a point?
				}
				for _, tail := range tails {
					raw := combinationHead + "TAGS: PREL, PE\nSUBJECT: HARMLESS TEST\n\n1. (U) The fair opened.\n\n2. (U) The band went home." + b + name + mark + tail
					all = append(all, combination{raw, name})
				}
			}
		}
	}
	run(t, all, func(c *cable.Cable) string { return c.Signature })
}
