package ui

import (
	"strings"

	g "maragu.dev/gomponents"
)

// Room of a chart over time.
const (
	plotTall  = 200.0 // from the highest value to zero
	timeRoom  = 30.0
	pointRoom = 22.0 // above the highest point, for its value
)

// lines draws a line a series over the rows, which are points of time. Time
// runs as the page is read. The axis begins at zero.
func (pl Plot) lines(c *canvas) {
	top := c.legend(pl.Series) + pointRoom
	step := niceStep(pl.most())
	ceiling := (pl.most() + step - 1) / step * step
	axis := textWidth(pl.Text(ceiling)) + 16
	for n := int64(0); n <= ceiling; n += step {
		y := top + plotTall*(1-float64(n)/float64(ceiling))
		c.line(axis, y, c.width-8, y, plotLine, 1)
		c.number(axis-8, y+middle, atEnd, plotMuted, pl.Text(n))
	}
	times := pl.timeline(axis, c.width-axis-16)
	for i, row := range pl.Rows {
		if i%times.labelled == 0 {
			c.text(times.x(i), top+plotTall+22, atMiddle, plotInk, row.Label)
		}
	}
	for s := range pl.Series {
		pl.lineOf(c, times, s, top, ceiling)
	}
	c.height = top + plotTall + timeRoom
}

// timeline says where the points of time stand, and how many go to one label:
// what would run into its neighbour is in the table.
type timeline struct {
	start, step float64
	labelled    int
	valued      bool // there is room for the values of one series
}

func (pl Plot) timeline(start, wide float64) timeline {
	t := timeline{start: start, step: wide / float64(max(len(pl.Rows), 1))}
	widest := 0.0
	for _, row := range pl.Rows {
		widest = max(widest, textWidth(row.Label)+10)
	}
	t.labelled = int(widest/t.step) + 1
	t.valued = len(pl.Series) == 1 && pl.valueRoom() <= t.step
	return t
}

func (t timeline) x(i int) float64 { return t.start + t.step*(float64(i)+.5) }

// lineOf draws one series: a gap breaks the line.
func (pl Plot) lineOf(c *canvas, times timeline, series int, top float64, ceiling int64) {
	colour := plotColours[series%len(plotColours)]
	var path strings.Builder
	pen := "M"
	for i, row := range pl.Rows {
		v := row.Values[series]
		if !v.Given {
			pen = "M"
			continue
		}
		x, y := times.x(i), top+plotTall*(1-float64(v.N)/float64(ceiling))
		path.WriteString(pen + px(c.x(x, 0)) + " " + px(y))
		pen = "L"
		c.add(g.El("circle", g.Attr("cx", px(c.x(x, 0))), g.Attr("cy", px(y)), g.Attr("r", "3.5"), g.Attr("fill", colour),
			g.El("title", g.Text(row.Label+": "+pl.Text(v.N)))))
		if times.valued {
			c.number(x, y-10, atMiddle, plotInk, pl.Text(v.N))
		}
	}
	c.add(g.El("path", g.Attr("d", path.String()), g.Attr("fill", "none"), g.Attr("stroke", colour), g.Attr("stroke-width", "2.5")))
}

// niceStep is the distance of the lines of an axis: 1, 2 or 5 with zeros, so
// that there are at most five.
func niceStep(most int64) int64 {
	for unit := int64(1); ; unit *= 10 {
		for _, n := range []int64{1, 2, 5} {
			if step := n * unit; (most+step-1)/step <= 5 {
				return step
			}
		}
	}
}
