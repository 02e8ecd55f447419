package table_test

import (
	"testing"

	"sanad/calendar"
	"sanad/fault"
	"sanad/sheet/table"
)

func text(s string) table.Cell   { return table.Cell{Kind: table.Text, Text: s, Raw: s} }
func number(s string) table.Cell { return table.Cell{Kind: table.Number, Text: s, Raw: s} }

func TestDatesOfCells(t *testing.T) {
	us := table.Dates{Order: table.MonthFirst}
	serial, mac := table.Dates{Serial: table.Since1900}, table.Dates{Serial: table.Since1904}
	past := table.Dates{Newest: calendar.MustDate("2026-11-28")}
	for _, c := range []struct {
		cell table.Cell
		how  table.Dates
		want string
	}{
		{text("31/12/2015"), table.Dates{}, "2015-12-31"},
		{text("2015-12-31"), us, "2015-12-31"},
		{text("2015/12/31"), table.Dates{}, "2015-12-31"},
		{text("1.2.1980"), table.Dates{}, "1980-02-01"},
		{text("٣١/١٢/٢٠١٥"), table.Dates{}, "2015-12-31"},
		{text("۳۱-۱۲-۲۰۱۵"), table.Dates{}, "2015-12-31"},
		{text("31/12/2015 00:00:00"), table.Dates{}, "2015-12-31"},
		{text("2015-12-31T10:30:00Z"), table.Dates{}, "2015-12-31"},
		{text("12/31/2015"), us, "2015-12-31"},
		{text("12/31/2015"), table.Dates{}, "table.date-order"},
		{text("31/12/2015"), us, "table.date-order"},
		{text("30/02/1980"), table.Dates{}, "table.date-impossible"},
		{text("31/12/15"), table.Dates{}, "table.date-two-digits"},
		{text("31-12-15"), past, "2015-12-31"},
		{text("31-12-48"), past, "1948-12-31"},
		{text("29-11-26"), past, "1926-11-29"},
		{text("31 ماي 1975"), table.Dates{}, "1975-05-31"},
		{text("1 غشت 1975"), us, "1975-08-01"},
		{text("3 كانون الثاني 1990"), table.Dates{}, "1990-01-03"},
		{text("1er février 1975"), table.Dates{}, "1975-02-01"},
		{text("15 AOÛT 1975"), table.Dates{}, "1975-08-15"},
		{text("12-déc.-1999"), table.Dates{}, "1999-12-12"},
		{text("May 31, 1975"), table.Dates{}, "1975-05-31"},
		{text("mai 1975"), table.Dates{}, "1975-05"},
		{text("05/1975"), table.Dates{}, "1975-05"},
		{text("1975-05"), table.Dates{}, "1975-05"},
		{text("1975"), table.Dates{}, "1975"},
		{text("00/00/1975"), table.Dates{}, "1975"},
		{text("00/05/1975"), table.Dates{}, "1975-05"},
		{number("1975"), table.Dates{}, "1975"},
		{number("42369"), table.Dates{}, "table.date-number"},
		{text("42369"), table.Dates{}, "table.date-number"},
		{number("42369"), serial, "2015-12-31"},
		{text("42369,75"), serial, "2015-12-31"},
		{number("40907"), mac, "2015-12-31"},
		{number("60"), serial, "table.date-impossible"},
		{number("59"), serial, "1900-02-28"},
		{number("61"), serial, "1900-03-01"},
		{number("-3"), serial, "table.date-unreadable"},
		{text("12 رمضان 1405"), table.Dates{}, "table.date-hijri"},
		{text("12/09/1405"), table.Dates{}, "table.date-hijri"},
		{text("12/09/3005"), table.Dates{}, "table.date-year"},
		{text("12/09/197"), table.Dates{}, "table.date-unreadable"},
		{text("19750517"), table.Dates{}, "table.date-unreadable"},
		{text("hier"), table.Dates{}, "table.date-unreadable"},
		{text("-"), table.Dates{}, "table.date-unreadable"},
		{text("1/2/3/1975"), table.Dates{}, "table.date-unreadable"},
		{table.Cell{Kind: table.Day, Text: "1948-05"}, table.Dates{}, "1948-05"},
		{table.Cell{}, table.Dates{}, ""},
		{table.Cell{Fault: fault.New(fault.Invalid, "table.cell-error", nil)}, table.Dates{}, "table.cell-error"},
	} {
		got, err := c.cell.Date(c.how)
		said := got.String()
		if err != nil {
			said = fault.KeyOf(err)
		}
		if said != c.want {
			t.Errorf("%q %+v: %s, want %s", c.cell.Text, c.how, said, c.want)
		}
	}
}

func TestNumbersOfCells(t *testing.T) {
	for in, want := range map[string]string{
		"1234": "1234", "1234,5": "1234.5", "1234.50": "1234.50", "1 234,50": "1234.50", "1.234,50": "1234.50", "1,234.50": "1234.50",
		"1.234.567": "1234567", "1,234,567": "1234567", "1.234.567,8": "1234567.8", "١٢٣٤٫٥٠": "1234.50", "٬١": "1", "-5": "-5", "−5": "-5", "+5": "5", "0,125": "0.125",
		"1,234": "table.number-unclear", "12.500": "table.number-unclear", "1٫234": "1.234", "": "",
		"1,23,4": "table.number-unreadable", "abc": "table.number-unreadable", "5 DH": "table.number-unreadable", ".5": "table.number-unreadable", "1.2.3,4,5": "table.number-unreadable",
	} {
		cell := text(in)
		if in == "" {
			cell = table.Cell{}
		}
		got, err := cell.Decimal()
		if err != nil {
			got = fault.KeyOf(err)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if n, has, err := text("٧").Whole(); n != 7 || !has || err != nil {
		t.Error(n, has, err)
	}
	if _, has, err := (table.Cell{}).Whole(); has || err != nil {
		t.Error(has, err)
	}
	if _, _, err := text("7,5").Whole(); fault.KeyOf(err) != "table.number-whole" {
		t.Error(err)
	}
}

func TestIdentifiersOfCells(t *testing.T) {
	for _, c := range []struct {
		cell  table.Cell
		want  string
		lossy bool
	}{
		{text("ab١٢٣"), "AB123", false},
		{text("00123"), "00123", false},
		{number("123"), "123", true},
		{text("123456.0"), "123456", true},
		{text("1.23E+15"), "table.identifier-cut", false},
		{text("1,23e15"), "table.identifier-cut", false},
		{number("1234567890123456"), "table.identifier-cut", false},
		{number("12.5"), "table.identifier-cut", false},
		{text("1E5"), "table.identifier-cut", false},
		{text("E123456"), "E123456", false},
		{table.Cell{Kind: table.Day, Text: "2015-12-31", Raw: "2015-12-31"}, "table.identifier-cut", false},
	} {
		got, lossy, err := c.cell.Identifier()
		if err != nil {
			got = fault.KeyOf(err)
		}
		if got != c.want || lossy != c.lossy {
			t.Errorf("%q: %q %v, want %q %v", c.cell.Text, got, lossy, c.want, c.lossy)
		}
	}
}

func TestAColumnOfDatesSaysHowItIsWritten(t *testing.T) {
	for data, want := range map[string]table.Dates{
		"d\n31/12/2015\n01/02/2015\n": {},
		"d\n12/31/2015\n01/02/2015\n": {Order: table.MonthFirst},
		"d\n42369\n42370\n":           {Serial: table.Since1900},
	} {
		if got, err := open(t, data, table.Options{}).Dates(0); got != want || err != nil {
			t.Errorf("%q: %+v, %v", data, got, err)
		}
	}
}

func TestLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 27: "AB", 701: "ZZ", 702: "AAA"} {
		if got := table.Letter(i); got != want {
			t.Errorf("%d: %s", i, got)
		}
	}
}

func TestADayIsNoText(t *testing.T) {
	if c := (table.Cell{Kind: table.Day, Text: "2026-04-03", Raw: "2026-04-03"}).Written(); c.Fault == nil || c.Fault.Key != "table.text-day" || c.Text != "" {
		t.Errorf("%+v", c)
	}
	if c := text("3/4").Written(); c.Fault != nil || c.Text != "3/4" {
		t.Errorf("%+v", c)
	}
}
