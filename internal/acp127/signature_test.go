package acp127

import (
	"testing"
)

func TestSignature(t *testing.T) {
	const para = "2. (U) The llamas are shorn.\n"
	tests := map[string]struct{ body, want, rest string }{
		// Alone on the last line.
		"alone":                    {para + "QUISPE", "QUISPE", "2. (U) The llamas are shorn."},
		"behind a blank line":      {para + "\nQUISPE", "QUISPE", "2. (U) The llamas are shorn.|"},
		"in mixed case":            {para + "\nQuispe", "Quispe", "2. (U) The llamas are shorn.|"},
		"indented":                 {para + "     QUISPE", "QUISPE", "2. (U) The llamas are shorn."},
		"two words":                {para + "VAN QUISPE", "VAN QUISPE", "2. (U) The llamas are shorn."},
		"three words":              {para + "VAN DER QUISPE", "VAN DER QUISPE", "2. (U) The llamas are shorn."},
		"a small particle":         {para + "de Quispe", "de Quispe", "2. (U) The llamas are shorn."},
		"a hyphen":                 {para + "QUISPE-ROE", "QUISPE-ROE", "2. (U) The llamas are shorn."},
		"an apostrophe":            {para + "O'QUISPE", "O'QUISPE", "2. (U) The llamas are shorn."},
		"a capital within":         {para + "McQuispe", "McQuispe", "2. (U) The llamas are shorn."},
		"an accent":                {para + "ÑUÑEZ", "ÑUÑEZ", "2. (U) The llamas are shorn."},
		"an initial":               {para + "J. QUISPE", "J. QUISPE", "2. (U) The llamas are shorn."},
		"two surnames":             {para + "QUISPE/ROE", "QUISPE/ROE", "2. (U) The llamas are shorn."},
		"two surnames with a dash": {para + "QUISPE - ROE", "QUISPE - ROE", "2. (U) The llamas are shorn."},
		"a number sign":            {para + "QUISPE#", "QUISPE", "2. (U) The llamas are shorn."},
		"two number signs":         {para + "QUISPE ##", "QUISPE", "2. (U) The llamas are shorn."},
		"a point":                  {para + "QUISPE.", "QUISPE", "2. (U) The llamas are shorn."},
		"an angle bracket":         {para + "QUISPE>", "QUISPE", "2. (U) The llamas are shorn."},
		"dashes":                   {para + "QUISPE --", "QUISPE", "2. (U) The llamas are shorn."},
		"stars around":             {para + "** QUISPE **", "QUISPE", "2. (U) The llamas are shorn."},
		"its label":                {para + "Signature: QUISPE", "QUISPE", "2. (U) The llamas are shorn."},
		"the serial glued":         {para + "QUISPE#0005", "QUISPE", "2. (U) The llamas are shorn."},
		// What stands behind it.
		"before the end":                 {para + "QUISPE\nBT\n#0005\n\nNNNN", "QUISPE", "2. (U) The llamas are shorn."},
		"NNNN on its line":               {para + "QUISPE NNNN", "QUISPE", "2. (U) The llamas are shorn."},
		"before a banner":                {para + "QUISPE\nUNCLASSIFIED", "QUISPE", "2. (U) The llamas are shorn."},
		"a banner on its line":           {para + "QUISPE UNCLASSIFIED", "QUISPE", "2. (U) The llamas are shorn."},
		"before a banner of three words": {para + "QUISPE\nLIMITED OFFICIAL USE\n\nNNNN", "QUISPE", "2. (U) The llamas are shorn."},
		"before a banner for use only":   {para + "QUISPE\nUNCLASSIFIED//FOR OFFICIAL USE ONLY", "QUISPE", "2. (U) The llamas are shorn."},
		"before a spaced banner":         {para + "QUISPE\nC O N F I D E N T I A L", "QUISPE", "2. (U) The llamas are shorn."},
		"before a banner with hyphens":   {para + "QUISPE\nU-N-C-L-A-S-S-I-F-I-E-D", "QUISPE", "2. (U) The llamas are shorn."},
		"before a rule":                  {para + "QUISPE\n--------", "QUISPE", "2. (U) The llamas are shorn."},
		"before an end of document":      {para + "QUISPE\n\n<< END OF DOCUMENT >>", "QUISPE", "2. (U) The llamas are shorn."},
		"before an end between rules":    {para + "QUISPE\n\n=====CABLE ENDS=====", "QUISPE", "2. (U) The llamas are shorn."},
		"before a group count":           {para + "QUISPE\nGR 123", "QUISPE", "2. (U) The llamas are shorn."},
		"before a number":                {para + "QUISPE\n1234", "QUISPE", "2. (U) The llamas are shorn."},
		"before a review stamp":          {para + "QUISPE\nDeclassified/Released US Department of State EO Systematic Review 20 MAR 2014", "QUISPE", "2. (U) The llamas are shorn."},
		"before a review stamp in lines": {para + "QUISPE\nDeclassified/Released\nUS Department of State\nEO Systematic Review\n20 MAR 2014", "QUISPE", "2. (U) The llamas are shorn."},
		"before a case stamp":            {para + "QUISPE\nUNCLASSIFIED U.S. Department of State Case No. F-2031-1 Doc No. C1 Date: 01/15/2031", "QUISPE", "2. (U) The llamas are shorn."},
		"before a release stamp":         {para + "QUISPE\nRELEASED IN FULL", "QUISPE", "2. (U) The llamas are shorn."},
		"before an operator's note":      {para + "QUISPE\n\nNOTE BY OC/T: NOT PASSED ABOVE ADDRESSEE.", "QUISPE", "2. (U) The llamas are shorn."},
		"before a note of two lines":     {para + "QUISPE\n\nNOTE BY OC/T: MESSAGE DELAYED\nIN TRANSMISSION.", "QUISPE", "2. (U) The llamas are shorn."},
		"before a note right below":      {para + "QUISPE\nCIB NOTE: NOT PASSED TO ADDRESSEES.", "QUISPE", "2. (U) The llamas are shorn."},
		"before a note with a star":      {para + "QUISPE\n*NOTE: DELAYED.", "QUISPE", "2. (U) The llamas are shorn."},
		"behind a web site":              {para + "\nVisit Lima's Classified Web Site at\n\n<http://example.invalid/lima>\nQUISPE", "QUISPE", "2. (U) The llamas are shorn.||Visit Lima's Classified Web Site at||<http://example.invalid/lima>"},
		"before a web site":              {para + "QUISPE\n\nVisit Lima's Classified Website:\nhttp://example.invalid/lima", "QUISPE", "2. (U) The llamas are shorn.|Visit Lima's Classified Website:|http://example.invalid/lima"},
		"before an address for mail":     {para + "QUISPE\nllama@example.invalid", "QUISPE", "2. (U) The llamas are shorn.|llama@example.invalid"},
		"between banners":                {para + "UNCLASSIFIED\nQUISPE\nUNCLASSIFIED", "QUISPE", "2. (U) The llamas are shorn.|UNCLASSIFIED"},
		// Behind the last sentence.
		"behind a sentence":               {"2. THE LLAMAS ARE SHORN. QUISPE", "QUISPE", "2. THE LLAMAS ARE SHORN."},
		"behind a sentence, two words":    {"2. THE LLAMAS ARE SHORN. VAN QUISPE", "VAN QUISPE", "2. THE LLAMAS ARE SHORN."},
		"behind a sentence, with a point": {"2. THE LLAMAS ARE SHORN. QUISPE.", "QUISPE", "2. THE LLAMAS ARE SHORN."},
		"behind a sentence, with NNNN":    {"2. THE LLAMAS ARE SHORN. QUISPE NNNN", "QUISPE", "2. THE LLAMAS ARE SHORN."},
		"behind a quotation":              {"2. HE SAID \"THE LLAMAS ARE SHORN.\" QUISPE", "QUISPE", "2. HE SAID \"THE LLAMAS ARE SHORN.\""},
		"behind an unquote":               {"2. QUOTE THE LLAMAS ARE SHORN UNQUOTE QUISPE", "QUISPE", "2. QUOTE THE LLAMAS ARE SHORN UNQUOTE"},
		"behind an end of comment":        {"2. COMMENT: NONE. END COMMENT. QUISPE", "QUISPE", "2. COMMENT: NONE. END COMMENT."},
		"below a line without a mark":     {"2. THE LLAMAS ARE SHORN IN THE SPRING OF EVERY YEAR BY THE BREEDERS OF\nTHE TOWN FOR THEIR OWN PURPOSES\nQUISPE", "QUISPE", "2. THE LLAMAS ARE SHORN IN THE SPRING OF EVERY YEAR BY THE BREEDERS OF|THE TOWN FOR THEIR OWN PURPOSES"},
		"glued to the last point":         {"2. THE LLAMAS ARE SHORN.QUISPE", "QUISPE", "2. THE LLAMAS ARE SHORN."},
		"below an unquote":                {"2. HE SAID QUOTE THE LLAMAS ARE SHORN UNQUOTE\nQUISPE", "QUISPE", "2. HE SAID QUOTE THE LLAMAS ARE SHORN UNQUOTE"},
		"behind an end of text":           {"2. THE LLAMAS ARE SHORN END TEXT QUISPE", "QUISPE", "2. THE LLAMAS ARE SHORN END TEXT"},
		"of two letters":                  {para + "WU", "WU", "2. (U) The llamas are shorn."},
		"before a footer of lines":        {para + "QUISPE\n*********\nVisit Lima's website: http://example.invalid/\n\nThis site can also be accessed through the SIPRNET website.\n*********", "QUISPE", "2. (U) The llamas are shorn.|Visit Lima's website: http://example.invalid/||This site can also be accessed through the SIPRNET website."},
		// None.
		"the end of an address":           {"2. THE LLAMAS ARE ON WWW.LLAMAS.GOV", "", "2. THE LLAMAS ARE ON WWW.LLAMAS.GOV"},
		"running text":                    {"2. (U) The llamas are shorn.", "", "2. (U) The llamas are shorn."},
		"running text before a banner":    {"2. THE LLAMAS ARE SHORN.\nUNCLASSIFIED\n\nNNNN", "", "2. THE LLAMAS ARE SHORN."},
		"a short last sentence":           {"2. THE LLAMAS ARE SHORN. PLEASE ADVISE.", "", "2. THE LLAMAS ARE SHORN. PLEASE ADVISE."},
		"one word said thrice":            {"2. THE LLAMAS ARE SHORN. EXERCISE EXERCISE EXERCISE.", "", "2. THE LLAMAS ARE SHORN. EXERCISE EXERCISE EXERCISE."},
		"the last word of a wrapped line": {"2. THE LLAMAS ARE SHORN IN THE SPRING OF EVERY YEAR BY THE BREEDERS OF THE\nTOWN.", "", "2. THE LLAMAS ARE SHORN IN THE SPRING OF EVERY YEAR BY THE BREEDERS OF THE|TOWN."},
		"a name behind a title":           {"2. THE LLAMAS ARE SHORN BY MR. QUISPE", "", "2. THE LLAMAS ARE SHORN BY MR. QUISPE"},
		"a name behind initials":          {"2. THE LLAMAS ARE SHORN BY THE U.S. EMBASSY", "", "2. THE LLAMAS ARE SHORN BY THE U.S. EMBASSY"},
		"an end of summary":               {"2. THE LLAMAS ARE SHORN. END SUMMARY", "", "2. THE LLAMAS ARE SHORN. END SUMMARY"},
		"an end of comment alone":         {para + "END COMMENT", "", "2. (U) The llamas are shorn.|END COMMENT"},
		"four words":                      {para + "Best Regards From Lima", "", "2. (U) The llamas are shorn.|Best Regards From Lima"},
		"small letters":                   {para + "quispe", "", "2. (U) The llamas are shorn.|quispe"},
		"nothing":                         {"", "", ""},
		"a web site alone":                {para + "http://example.invalid/lima", "", "2. (U) The llamas are shorn.|http://example.invalid/lima"},
		"a number in the last line":       {para + "LIMA 1234", "", "2. (U) The llamas are shorn.|LIMA 1234"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := textReader()
			rest := barred(r.signature(textLines(tt.body)))
			if r.c.Signature != tt.want || rest != tt.rest {
				t.Errorf("signature(%q)\ngot  %q, rest %q\nwant %q, rest %q", tt.body, r.c.Signature, rest, tt.want, tt.rest)
			}
		})
	}
}

func TestWhatStandsBehindTheSignatureIsKept(t *testing.T) {
	r := textReader()
	r.signature(textLines("TEXT.\nQUISPE\n\nNOTE BY OC/T: NOT PASSED.\n\nRELEASED IN FULL"))
	var got []string
	for _, h := range r.c.Handling {
		got = append(got, h.Label+" "+h.Text)
	}
	if len(got) != 2 || got[0] != "RELEASE RELEASED IN FULL" || got[1] != "NOTE NOTE BY OC/T: NOT PASSED." {
		t.Errorf("handling %q, want the stamp and the note", got)
	}
}
