package table

import (
	"regexp"
	"strconv"
	"strings"

	"sanad/fault"
)

var (
	plainDecimal = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)
	grouped      = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+$`)
	oneGroup     = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}[.,]\d{3}$`)
	written      = regexp.MustCompile(`^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$`)
)

// Decimal is a quantity as "1234.50", from 1 234,50 or 1.234,50 or 1,234.50 or
// ١٢٣٤٫٥٠. Empty for an empty cell.
//
// Errors: the cell's fault, table.number-unclear for 1,234, which is more than a
// thousand in one country and little more than one in another, and
// table.number-unreadable.
func (c Cell) Decimal() (string, error) {
	if c.Fault != nil {
		return "", c.Fault
	}
	if c.Kind == Number || c.Kind == Empty {
		return c.Text, nil
	}
	unreadable := fault.New(fault.Invalid, "table.number-unreadable", fault.Args{"value": short(c.Raw)})
	if c.Kind != Text {
		return "", unreadable
	}
	text := strings.NewReplacer(" ", "", "'", "", "’", "", "٬", "", "٫", ",", "،", ",", "−", "-").Replace(c.Digits())
	if oneGroup.MatchString(text) && !strings.Contains(c.Text, "٫") {
		return "", fault.New(fault.Invalid, "table.number-unclear", fault.Args{"value": short(c.Raw), "without": strings.NewReplacer(",", "", ".", "").Replace(text)})
	}
	point, comma := strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ',')
	if comma > point && (point >= 0 || strings.Count(text, ",") == 1) || point > comma && comma < 0 && strings.Count(text, ".") > 1 {
		text = strings.NewReplacer(",", ".", ".", ",").Replace(text) // the comma is for decimals
	}
	whole, fraction, has := strings.Cut(text, ".")
	if grouped.MatchString(whole) {
		whole = strings.ReplaceAll(whole, ",", "")
	}
	if has {
		whole += "." + fraction
	}
	if !plainDecimal.MatchString(whole) || len(whole) > 30 {
		return "", unreadable
	}
	return strings.TrimPrefix(whole, "+"), nil
}

// Whole is a quantity without decimals; 0 and false for an empty cell.
//
// Errors: those of Decimal, table.number-whole.
func (c Cell) Whole() (n int64, has bool, err error) {
	text, err := c.Decimal()
	if err != nil || text == "" {
		return 0, false, err
	}
	whole, fraction, _ := strings.Cut(text, ".")
	n, err = strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0") != "" {
		return 0, false, fault.New(fault.Invalid, "table.number-whole", fault.Args{"value": short(c.Raw)})
	}
	return n, true, nil
}

// decimal writes a number of a workbook without exponent, rounded to the 15
// digits that a spreadsheet shows where it has decimals. It works on the digits:
// a floating point would add its own.
func decimal(text string) (string, bool) {
	m := written.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", false
	}
	exponent, _ := strconv.Atoi(m[4]) // at most three digits, none is 0
	digits, point := m[2]+m[3], len(m[2])+exponent
	if point > 40 || point < -40 || len(digits) > 400 {
		return "", false
	}
	for ; point <= 0; point++ {
		digits = "0" + digits
	}
	for len(digits) < point {
		digits += "0"
	}
	digits = rounded(digits, point)
	if len(digits) > 0 && point < len(digits) {
		digits = strings.TrimRight(digits[:point]+"."+digits[point:], "0")
		digits = strings.TrimSuffix(digits, ".")
	}
	if point >= 1 {
		digits = strings.TrimLeft(digits, "0")
	}
	if digits == "" || digits[0] == '.' {
		digits = "0" + digits
	}
	if digits == "0" {
		return digits, true
	}
	return m[1] + digits, true
}

// rounded cuts decimals beyond the fifteenth digit that counts, half away from zero.
func rounded(digits string, point int) string {
	const most = 15
	zeros := len(digits) - len(strings.TrimLeft(digits, "0"))
	cut := max(zeros+most, point)
	if cut >= len(digits) {
		return digits
	}
	kept := []byte(digits[:cut])
	if digits[cut] < '5' {
		return string(kept)
	}
	for i := cut - 1; i >= 0; i-- {
		if kept[i]++; kept[i] <= '9' {
			return string(kept)
		}
		kept[i] = '0'
	}
	return digits // 999….9: a carry beyond the first digit, which no cell needs
}
