package sheet

import "github.com/xuri/excelize/v2"

// style is how a cell of a workbook looks.
type style struct {
	bold, muted, head, total, wrap, centre, ltr bool
	size                                        float64
	level                                       int
	number                                      string // format; empty for text
}

// The product's colours, as on its pages.
const (
	green  = "0B6E4F"
	wash   = "EEF4F1"
	line   = "CFD8D4"
	mutedC = "55635D"
)

// style gives the number of a style in the workbook, made once a sheet.
func (s *sheetWriter) style(st style) int {
	if id, ok := s.styles[st]; ok {
		return id
	}
	id, err := s.f.NewStyle(st.excel(s.t.RTL))
	s.do(err)
	s.styles[st] = id
	return id
}

func (st style) excel(rtl bool) *excelize.Style {
	out := &excelize.Style{Font: st.font(), Alignment: st.alignment(rtl)}
	if st.number != "" {
		out.CustomNumFmt = &st.number
	}
	if st.head || st.total || st.number != "" || st.wrap || st.centre {
		out.Border = []excelize.Border{{Type: "bottom", Style: 1, Color: line}}
	}
	switch {
	case st.head:
		out.Fill = filled(green)
	case st.total:
		out.Fill = filled(wash)
	}
	return out
}

func (st style) font() *excelize.Font {
	f := &excelize.Font{Family: font, Size: 11, Bold: st.bold}
	if st.size > 0 {
		f.Size = st.size
	}
	switch {
	case st.head:
		f.Color = "FFFFFF"
	case st.muted:
		f.Color, f.Size = mutedC, 10
	}
	return f
}

func (st style) alignment(rtl bool) *excelize.Alignment {
	a := &excelize.Alignment{Vertical: "center", WrapText: st.wrap, ReadingOrder: 1}
	if rtl && st.number == "" && !st.ltr {
		a.ReadingOrder = 2
	}
	side := "left"
	if rtl {
		side = "right"
	}
	switch {
	case st.centre:
		a.Horizontal = "center"
	case st.number != "":
		a.Horizontal = "" // numbers stand at their own side
	default:
		a.Horizontal = side
	}
	if st.level > 0 {
		a.Indent = st.level * 2
	}
	return a
}

func filled(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}
