package post

// maxKey is the length of the longest name that is looked up.
const maxKey = 64

// A keyBuf makes keys without allocating.
type keyBuf struct {
	bytes  [maxKey]byte
	digits bool // whether a digit was read as a letter
}

// of is the form in which names are compared: capitals without accents, blanks,
// hyphens, points, apostrophes and commas, with O for zero and I for one, which
// no name of a station has. It is nil for a name that is too long to be one.
func (b *keyBuf) of(name string) []byte {
	b.digits = false
	n := 0
	for _, r := range name {
		switch {
		case 'A' <= r && r <= 'Z':
		case 'a' <= r && r <= 'z':
			r -= 'a' - 'A'
		case r == ' ' || r == '-' || r == '.' || r == '\'' || r == ',' || r == '`' || r == '’' || r == '‘' || r == '´' || r == 'ʼ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0':
			continue
		case r == '0':
			r, b.digits = 'O', true
		case r == '1':
			r, b.digits = 'I', true
		case r >= 0x80:
			if r = plain(r); r == 0 {
				return nil
			}
		}
		if n == maxKey {
			return nil
		}
		b.bytes[n] = byte(r)
		n++
	}
	return b.bytes[:n]
}

func makeKey(name string) string {
	var b keyBuf
	return string(b.of(name))
}

// plain is the capital under an accented Latin letter, 0 for other characters.
func plain(r rune) rune {
	switch r {
	case 'À', 'Á', 'Â', 'Ã', 'Ä', 'Å', 'à', 'á', 'â', 'ã', 'ä', 'å', 'Ā', 'ā', 'Ă', 'ă':
		return 'A'
	case 'Ç', 'ç', 'Ć', 'ć', 'Č', 'č':
		return 'C'
	case 'È', 'É', 'Ê', 'Ë', 'è', 'é', 'ê', 'ë', 'Ě', 'ě':
		return 'E'
	case 'Ì', 'Í', 'Î', 'Ï', 'ì', 'í', 'î', 'ï', 'İ', 'ı':
		return 'I'
	case 'Ñ', 'ñ', 'Ń', 'ń':
		return 'N'
	case 'Ò', 'Ó', 'Ô', 'Õ', 'Ö', 'Ø', 'ò', 'ó', 'ô', 'õ', 'ö', 'ø':
		return 'O'
	case 'Š', 'š', 'Ș', 'ș', 'Ş', 'ş':
		return 'S'
	case 'Ù', 'Ú', 'Û', 'Ü', 'ù', 'ú', 'û', 'ü':
		return 'U'
	case 'Ý', 'ý', 'ÿ':
		return 'Y'
	case 'Ž', 'ž':
		return 'Z'
	}
	return 0
}
