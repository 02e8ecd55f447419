package ui

// Room of a bar chart, in units of the drawing.
const (
	barThick  = 14.0
	barGap    = 11.0 // between the rows
	labelPart = .34  // of the drawing, that labels take at most
	innerPart = .27  // likewise between the two halves of a pyramid
)

// bars draws a row a line: its label, and a bar a series with its value behind.
func (pl Plot) bars(c *canvas) {
	y := c.legend(pl.Series)
	room := pl.labelRoom(c.width * labelPart)
	wide := c.width - room - pl.valueRoom()
	most := pl.most()
	top := y
	for _, row := range pl.Rows {
		lines := wrapped(row.Label, room-14)
		height := max(float64(len(row.Values))*barThick, float64(len(lines))*lineHeight)
		c.labels(room-10, y+height/2, atEnd, lines)
		bar := y + (height-float64(len(row.Values))*barThick)/2
		for i, v := range row.Values {
			pl.bar(c, room, bar, wide, most, i, row.Label, v)
			bar += barThick
		}
		y += height + barGap
	}
	c.line(room, top-2, room, y-barGap+2, plotMuted, 1)
	c.height = y
}

func (pl Plot) bar(c *canvas, x, y, wide float64, most int64, series int, label string, v PlotValue) {
	foot := y + barThick/2 + middle
	if !v.Given {
		c.text(x+6, foot, atStart, plotMuted, "…")
		return
	}
	length := wide * float64(max(v.N, 0)) / float64(most)
	if v.N > 0 {
		c.rect(x, y+1, max(length, 1), barThick-2, plotColours[series%len(plotColours)], label+": "+pl.Text(v.N))
	}
	c.number(x+length+6, foot, atStart, plotInk, pl.Text(v.N))
}

// pyramid sets the first series before the labels and the second after them.
func (pl Plot) pyramid(c *canvas) {
	y := c.legend(pl.Series)
	room := pl.labelRoom(c.width * innerPart)
	side := (c.width - room) / 2
	wide, most := side-pl.valueRoom(), pl.most()
	for _, row := range pl.Rows {
		lines := wrapped(row.Label, room-12)
		height := max(barThick+4, float64(len(lines))*lineHeight)
		c.labels(c.width/2, y+height/2, atMiddle, lines)
		pl.wings(c, row, side, side+room, y+(height-barThick)/2, wide, most)
		y += height + barGap
	}
	c.height = y
}

// wings are the two bars of a row, away from the labels between them.
func (pl Plot) wings(c *canvas, row PlotRow, before, after, y, wide float64, most int64) {
	foot := y + barThick/2 + middle
	for i, v := range row.Values {
		if !v.Given || i > 1 {
			continue
		}
		length := wide * float64(max(v.N, 0)) / float64(most)
		title := row.Label + ", " + pl.Series[i] + ": " + pl.Text(v.N)
		if i == 0 {
			c.rect(before-length, y, length, barThick, plotColours[0], title)
			c.number(before-length-6, foot, atEnd, plotInk, pl.Text(v.N))
			continue
		}
		c.rect(after, y, length, barThick, plotColours[1], title)
		c.number(after+length+6, foot, atStart, plotInk, pl.Text(v.N))
	}
}
