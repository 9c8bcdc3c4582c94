package acp127_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cablefeed/internal/cable"
)

// TestSummaryCombinations opens and closes a summary of one and of two
// paragraphs in every way.
func TestSummaryCombinations(t *testing.T) {
	opens := []string{
		"@SUMMARY: ", "@SUMMARY. ", "@Summary: ", "@Summary.  ", "@BEGIN SUMMARY: ", "@SUMMARY -- ", "@SUMMARY AND COMMENT: ", "@Summary and Comment. ", "@SUMMARY; ",
		"@(U) SUMMARY: ", "@SUMMARY: (SBU) ", "@-- SUMMARY: ", "@*SUMMARY*: ", "@_SUMMARY_ ", "@SUMMARY — ", "@SUMMARY/COMMENT: ", "@Summary & Comment: ",
		"SUMMARY\n\n@", "SUMMARY\n-------\n\n@", "-------\nSUMMARY\n-------\n\n@", "Summary\n\n@", "SUMMARY:\n\n@", "SUMMARY AND COMMENT\n-------------------\n\n@", "=======\nSummary\n=======\n@", "*****\nSUMMARY\n*****\n\n@",
		"SUMMARY: @", "SUMMARY -- @",
	}
	numbers := []string{"1. (C) ", "¶1. (SBU) ", "1.  (U)  ", "1. ", "1.(C)"}
	ends := []string{" END SUMMARY.", " End Summary.", "  END SUMMARY", " END SUMMARY AND COMMENT.", " (END SUMMARY)", " -- END SUMMARY --", " END\nSUMMARY.", "\n\nEND SUMMARY.", " End of Summary.", " END SUMMARY:", " *END SUMMARY*", "END SUMMARY."}
	texts := []string{"The invented fair opened; it rained.", "THE MINISTER (QUILLON) CAME AT 5:30 P.M. ON NOVEMBER 3, 2006,\nAND LEFT."}
	var all []combination
	for _, open := range opens {
		for _, number := range numbers {
			for _, text := range texts {
				plain := strings.ReplaceAll(text, "\n", " ")
				for _, end := range append(ends, "") {
					body := strings.Replace(open, "@", number, 1) + text + end + "\n\n2. (C) More text.\n"
					all = append(all, combination{combinationHead + "TAGS: PREL, PE\nSUBJECT: HARMLESS TEST\n\n" + body + "NAVARRETE\n", plain})
					if end != "" && strings.HasPrefix(end, " ") {
						body = strings.Replace(open, "@", number, 1) + text + "\n\n2. (U) More: " + text + end + "\n\n3. (C) The rest.\n"
						all = append(all, combination{combinationHead + "TAGS: PREL, PE\nSUBJECT: HARMLESS TEST\n\n" + body + "NAVARRETE\n", plain + " More: " + plain})
					}
				}
			}
		}
	}
	run(t, all, func(c *cable.Cable) string { return c.Summary })
}

// TestDeclassificationCombinations writes dates of every order's years in
// every form.
func TestDeclassificationCombinations(t *testing.T) {
	orders := []struct {
		order string
		year  int // of the cable
		after int // of its declassification
	}{{"12065", 1980, 6}, {"12065", 1981, 20}, {"12356", 1985, 5}, {"12356", 1990, 8}, {"12356", 1994, 10}, {"12958", 1996, 10}, {"12958", 2003, 10}, {"12958", 2009, 10}, {"13526", 2010, 25}, {"13526", 2016, 10}}
	forms := []string{"1/2/2006", "01/02/2006", "1/2/06", "01/02/06", "2006/01/02", "2006-01-02", "2 January 2006", "2 Jan 2006", "02 Jan 06", "January 2, 2006", "Jan 2, 2006", "Jan 2 2006", "Jan. 2, 2006", "1-2-2006"}
	words := []string{": DECL: ", ": DECL ", ":DECL:", " DECL: ", ": DECL. ", ":  DECL:  ", ": DECLAS: "}
	days := []time.Time{time.Date(0, 3, 4, 0, 0, 0, 0, time.UTC), time.Date(0, 11, 22, 0, 0, 0, 0, time.UTC), time.Date(0, 5, 31, 0, 0, 0, 0, time.UTC)}
	var all []combination
	for _, o := range orders {
		for _, form := range forms {
			for _, word := range words {
				for _, day := range days {
					date := day.AddDate(o.year+o.after, 0, 0)
					text := date.Format(form)
					for _, text := range []string{text, strings.ToUpper(text)} {
						raw := fmt.Sprintf("R 141215Z FEB %02d\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC\nBT\nC O N F I D E N T I A L LIMA 001234\n\nE.O. %s%s%s\nTAGS: PREL, PE\nSUBJECT: HARMLESS TEST\n\n1. (C) This text is invented.\n", o.year%100, o.order, word, text)
						all = append(all, combination{raw, o.order + " " + date.Format(time.DateOnly)})
					}
				}
			}
		}
	}
	run(t, all, func(c *cable.Cable) string {
		if c.ExecutiveOrder == nil {
			return "none"
		}
		return c.ExecutiveOrder.Order + " " + c.ExecutiveOrder.DeclassifyOn
	})
}

// TestAddresseeCombinations writes addressees with every precedence and number.
func TestAddresseeCombinations(t *testing.T) {
	prosigns := []string{"TO ", "TO  ", "TO: ", "TO\n"}
	names := [][2]string{{"RUEHC/SECSTATE WASHDC", "STATE"}, {"SECSTATE WASHDC", "STATE"}, {"RUEHQT/AMEMBASSY QUITO", "QUITO"}, {"AMEMBASSY MEXICO CITY", "MEXICO"}, {"RUCNDT/USMISSION USUN NEW YORK", "USUNNEWYORK"}, {"AMCONSUL HO CHI MINH CITY", "HOCHIMINHCITY"}, {"RUEHPU/AMEMBASSY PORT AU PRINCE", "PORTAUPRINCE"}}
	precedences := [][2]string{{"", ""}, {" IMMEDIATE", "immediate"}, {" NIACT IMMEDIATE", "niact_immediate"}, {" PRIORITY", "priority"}, {" ROUTINE", "routine"}, {" FLASH", "flash"}, {" PIORITY", "priority"}}
	numbers := []string{"", " 4329", " 0007", "  12345"}
	var all []combination
	for _, to := range prosigns {
		for _, name := range names {
			for _, precedence := range precedences {
				for _, number := range numbers {
					for _, sep := range []string{"\n", "\n     "} {
						lines := to + name[0] + precedence[0] + number + sep + "AMEMBASSY LONDON" + precedence[0] + "\nINFO " + name[0] + number + sep + "RUEHLO/AMEMBASSY LONDON 5" + "\n"
						raw := "R 220035Z NOV 06\nFM AMEMBASSY LIMA\n" + lines + "BT\nUNCLAS LIMA 001234\n\nSUBJECT: HARMLESS TEST\n\n1. (U) This text is invented.\n"
						_, plain, found := strings.Cut(name[0], "/")
						if !found {
							plain = name[0]
						}
						n := 0
						fmt.Sscan(number, &n)
						want := fmt.Sprintf("%s %s %s %d; AMEMBASSY LONDON LONDON %s 0 | %s %s  %d; AMEMBASSY LONDON LONDON  5", plain, name[1], precedence[1], n, precedence[1], plain, name[1], n)
						all = append(all, combination{raw, want})
					}
				}
			}
		}
	}
	list := func(as []cable.Addressee) string {
		s := make([]string, len(as))
		for i, a := range as {
			s[i] = fmt.Sprintf("%s %s %s %d", a.Name, a.Post, a.Precedence, a.Number)
		}
		return strings.Join(s, "; ")
	}
	run(t, all, func(c *cable.Cable) string { return list(c.To) + " | " + list(c.Info) })
}
