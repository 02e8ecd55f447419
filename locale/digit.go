package locale

// WesternDigit is 0-9 for a digit of Arabic or of Persian writing, and any other
// rune itself. A keyboard decides which of the three a clerk types.
func WesternDigit(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	}
	return r
}
