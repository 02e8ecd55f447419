package payment

import (
	"strings"

	"sanad/fault"
)

// RIB is a Moroccan account number of 24 digits: bank 3, locality 3, account 16,
// key 2.
type RIB string

// ParseRIB reads a RIB with or without blanks and checks its key.
//
// Errors: payment.rib-length, payment.rib-digits, payment.rib-key, which names
// the key that the other digits want.
func ParseRIB(text string) (RIB, error) {
	s := strings.NewReplacer(" ", "", "\u00a0", "", "-", "").Replace(text)
	for _, r := range s {
		if r < '0' || r > '9' {
			return "", fault.New(fault.Invalid, "payment.rib-digits", fault.Args{"value": text}).On("rib")
		}
	}
	if len(s) != 24 {
		return "", fault.New(fault.Invalid, "payment.rib-length", fault.Args{"value": text, "count": len(s)}).On("rib")
	}
	if key := ribKey(s[:22]); key != s[22:] {
		return "", fault.New(fault.Invalid, "payment.rib-key", fault.Args{"value": s, "key": s[22:], "want": key}).On("rib")
	}
	return RIB(s), nil
}

// ribKey is 97 less the rest of the 22 digits, moved two places, by 97.
func ribKey(digits string) string {
	rest := 0
	for i := range len(digits) {
		rest = (rest*10 + int(digits[i]-'0')) % 97
	}
	key := 97 - rest*100%97
	return string([]byte{byte('0' + key/10), byte('0' + key%10)})
}

// MakeRIB completes 22 digits with their key, for the demonstration and tests.
func MakeRIB(digits string) RIB { return RIB(digits + ribKey(digits)) }

// Bank is the code of the bank.
func (r RIB) Bank() string { return string(r[:3]) }

// Masked shows the bank and the end of a RIB.
func (r RIB) Masked() string {
	return string(r[:3]) + " ••• " + string(r[18:22]) + " " + string(r[22:])
}
