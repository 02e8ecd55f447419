package ui

import (
	"strconv"
	"strings"
	"unicode/utf8"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/locale"
)

// ChartKind is how a plot draws its rows.
type ChartKind string

// The kinds. A pyramid sets two series back to back, as one of a population
// does; a map colours the regions or provinces whose codes the rows carry.
const (
	Bars        ChartKind = "bar"
	Lines       ChartKind = "line"
	Pyramid     ChartKind = "pyramid"
	RegionMap   ChartKind = "region"
	ProvinceMap ChartKind = "province"
)

// Plot is a chart that the server draws as SVG: it needs no script, and stands
// on a page, in print and in a file that was sent.
type Plot struct {
	Kind   ChartKind
	Label  string   // what it shows, for those who do not see it
	Series []string // their names; a pyramid has two, a map one
	Rows   []PlotRow
	Text   func(int64) string // how a value is written; nil: as a whole number
}

// PlotRow is a row of the table that is drawn: a bar or its group, a point of
// time, a place of the map.
type PlotRow struct {
	Code   string // of a region or province, for maps
	Label  string
	Values []PlotValue // one a series
}

// PlotValue is a figure, or a gap where none is given: not zero.
type PlotValue struct {
	N     int64
	Given bool
}

// plotColours tell series apart in print and for the colour-blind: they differ
// in lightness first.
var plotColours = []string{"#0b6e4f", "#9dc3b4", "#2f4858", "#c9a227", "#5a6b64", "#b5651d"}

const (
	plotInk   = "#1f2a26"
	plotMuted = "#55635d"
	plotLine  = "#dbe2df"
)

// plotWidths are those of a drawing, in units that are points of its letters. It
// is made twice, and the style sheet shows the one that its place has room for:
// letters of a wide one would be dust on a phone.
var plotWidths = []struct {
	class string
	width float64
}{{"s-wide", 720}, {"s-narrow", 420}}

// Figure is the drawing. A map without outlines (the bundle was not built) is
// nothing: the table says the same.
func (pl Plot) Figure(p *locale.Printer) g.Node {
	if pl.Text == nil {
		pl.Text = p.Number
	}
	figure := []g.Node{h.Class("s-plot"), h.Data("kind", string(pl.Kind))}
	if pl.Kind == RegionMap || pl.Kind == ProvinceMap {
		c := &canvas{rtl: p.Dir() == "rtl", width: mapCanvas}
		if !pl.mapped(c, p) {
			return nil
		}
		return h.Figure(append(figure, c.svg("s-map", pl.Label), h.FigCaption(Ltr("© OpenStreetMap contributors")))...)
	}
	for _, size := range plotWidths {
		c := &canvas{rtl: p.Dir() == "rtl", width: size.width}
		switch pl.Kind {
		case Lines:
			pl.lines(c)
		case Pyramid:
			pl.pyramid(c)
		default:
			pl.bars(c)
		}
		figure = append(figure, c.svg(size.class, pl.Label))
	}
	return h.Figure(figure...)
}

// valueRoom is as much as the longest value wants.
func (pl Plot) valueRoom() float64 {
	longest := 0.0
	for _, row := range pl.Rows {
		for _, v := range row.Values {
			if v.Given {
				longest = max(longest, textWidth(pl.Text(v.N)))
			}
		}
	}
	return longest + 14
}

// labelRoom is as much as the longest label wants, within a share of the drawing.
func (pl Plot) labelRoom(most float64) float64 {
	longest := 0.0
	for _, row := range pl.Rows {
		longest = max(longest, textWidth(row.Label)+16)
	}
	return min(max(longest, 70), most)
}

// most is the largest value, at least 1.
func (pl Plot) most() int64 {
	most := int64(1)
	for _, row := range pl.Rows {
		for _, v := range row.Values {
			if v.Given {
				most = max(most, v.N)
			}
		}
	}
	return most
}

// canvas is an SVG that grows. Positions count from the side where the writing
// begins, so that every chart is drawn once for both directions.
type canvas struct {
	rtl    bool
	width  float64
	height float64
	nodes  []g.Node
}

func (c *canvas) svg(class, label string) g.Node {
	box := "0 0 " + px(c.width) + " " + px(c.height)
	return g.El("svg", h.Class(class), g.Attr("viewBox", box), g.Attr("role", "img"), g.Attr("aria-label", label), g.Attr("font-size", "13"), g.Group(c.nodes))
}

func px(v float64) string {
	text := strconv.FormatFloat(v, 'f', 1, 64)
	return strings.TrimSuffix(text, ".0")
}

// x is where something that begins at start and is width wide stands.
func (c *canvas) x(start, width float64) float64 {
	if c.rtl {
		return c.width - start - width
	}
	return start
}

func (c *canvas) add(n g.Node) { c.nodes = append(c.nodes, n) }

// rect draws a bar that tells its value to who points at it.
func (c *canvas) rect(x, y, width, height float64, fill, title string) {
	c.add(g.El("rect", g.Attr("x", px(c.x(x, width))), g.Attr("y", px(y)), g.Attr("width", px(width)), g.Attr("height", px(height)),
		g.Attr("fill", fill), g.If(title != "", g.El("title", g.Text(title)))))
}

func (c *canvas) line(x1, y1, x2, y2 float64, stroke string, width float64) {
	c.add(g.El("line", g.Attr("x1", px(c.x(x1, 0))), g.Attr("y1", px(y1)), g.Attr("x2", px(c.x(x2, 0))), g.Attr("y2", px(y2)),
		g.Attr("stroke", stroke), g.Attr("stroke-width", px(width))))
}

// Where a text stands from its position, in the direction of the writing.
const (
	atStart  = "start"
	atMiddle = "middle"
	atEnd    = "end"
)

// text writes words; a text of Arabic begins at its right.
func (c *canvas) text(x, y float64, anchor, fill, text string) {
	direction := "ltr"
	if c.rtl {
		direction = "rtl"
	}
	c.write(x, y, direction, anchor, fill, text)
}

// number writes a figure, which runs from left to right wherever it stands.
func (c *canvas) number(x, y float64, anchor, fill, text string) {
	if c.rtl {
		anchor = map[string]string{atStart: atEnd, atEnd: atStart, atMiddle: atMiddle}[anchor]
	}
	c.write(x, y, "ltr", anchor, fill, text)
}

func (c *canvas) write(x, y float64, direction, anchor, fill, text string) {
	c.add(g.El("text", g.Attr("x", px(c.x(x, 0))), g.Attr("y", px(y)), g.Attr("direction", direction),
		g.Attr("text-anchor", anchor), g.Attr("fill", fill), g.Text(text)))
}

// labels writes the lines of a text around the height y.
func (c *canvas) labels(x, y float64, anchor string, lines []string) {
	y -= float64(len(lines)-1) * lineHeight / 2
	for i, line := range lines {
		c.text(x, y+float64(i)*lineHeight+middle, anchor, plotInk, line)
	}
}

// legend names the series and gives the height below it.
func (c *canvas) legend(names []string) float64 {
	if len(names) < 2 {
		return 4
	}
	x, y := 4.0, 8.0
	for i, name := range names {
		wide := textWidth(name) + 40
		if x+wide > c.width && x > 4 {
			x, y = 4, y+20
		}
		c.rect(x, y, 12, 12, plotColours[i%len(plotColours)], "")
		c.text(x+18, y+11, atStart, plotInk, name)
		x += wide
	}
	return y + 26
}

const (
	lineHeight = 16.0
	middle     = 4.5 // from the middle of a line of digits to its foot
	letter     = 6.9 // mean width of a letter at this size
)

func textWidth(text string) float64 { return float64(utf8.RuneCountInString(text)) * letter }

// wrapped breaks a text at its spaces into at most three lines of a width; what
// is still too long is cut and says so, since the table has it whole.
func wrapped(text string, width float64) []string {
	var lines []string
	for word := range strings.FieldsSeq(text) {
		last := len(lines) - 1
		if last >= 0 && textWidth(lines[last]+" "+word) <= width {
			lines[last] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	if len(lines) > 3 {
		lines = append(lines[:2], lines[2]+"…")
	}
	return lines
}
