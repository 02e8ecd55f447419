package ui

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"sync"

	g "maragu.dev/gomponents"

	"sanad/locale"
	"sanad/web/assets"
)

// Room of a map: the outlines, and the legend in the corner that they leave.
const (
	mapCanvas = 470.0
	mapWide   = 440.0
	mapFirst  = 4.0   // where the outlines begin, on the left in both directions
	degreeEW  = 0.86  // the width of a degree at 30° north against its height
	mapFine   = 0.6   // finest step of an outline, in units of the drawing
	mapCorner = 250.0 // where the corner without land begins, at the foot on the right
	shadeTall = 24.0  // a line of the legend
)

// shades go from few to many.
var shades = []string{"#e3f0ea", "#b9d8ca", "#7fb69d", "#3d8f71", "#0b6e4f"}

// noShade is that of a place without figure.
const noShade = "#f4f6f5"

// shade is a line of the legend.
type shade struct{ fill, text string }

// outline is a place as an SVG path.
type outline struct{ code, path string }

// outlines are the places of a map, read once from the bundle.
type outlines struct {
	places []outline
	height float64
}

var maps = map[ChartKind]func() outlines{
	RegionMap:   sync.OnceValue(func() outlines { return readOutlines("regions.json") }),
	ProvinceMap: sync.OnceValue(func() outlines { return readOutlines("provinces.json") }),
}

// MapsAvailable tells that the bundle holds the outlines that maps are drawn from.
func MapsAvailable() bool { return len(maps[RegionMap]().places) > 0 }

// mapped draws the first series; false when there are no outlines.
func (pl Plot) mapped(c *canvas, p *locale.Printer) bool {
	o := maps[pl.Kind]()
	if len(o.places) == 0 {
		return false
	}
	bounds := pl.classes()
	rows, gaps := map[string]PlotRow{}, false
	for _, row := range pl.Rows {
		rows[row.Code] = row
	}
	for _, place := range o.places {
		fill, title := noShade, ""
		if row, ok := rows[place.code]; ok && len(row.Values) > 0 && row.Values[0].Given {
			fill, title = shades[class(bounds, row.Values[0].N)], row.Label+": "+pl.Text(row.Values[0].N)
		} else {
			gaps = true
		}
		c.add(g.El("path", g.Attr("d", place.path), g.Attr("fill", fill), g.Attr("stroke", "#5a6b64"), g.Attr("stroke-width", ".7"),
			g.If(title != "", g.El("title", g.Text(title)))))
	}
	c.height = o.height
	pl.mapLegend(c, p, bounds, gaps)
	return true
}

// classes are the least values of the shades: as many places in each, and never
// two shades for one value.
func (pl Plot) classes() []int64 {
	var values []int64
	for _, row := range pl.Rows {
		if row.Code != "" && len(row.Values) > 0 && row.Values[0].Given {
			values = append(values, row.Values[0].N)
		}
	}
	slices.Sort(values)
	var bounds []int64
	for i := range shades {
		if n := i * len(values) / len(shades); n < len(values) {
			bounds = append(bounds, values[n])
		}
	}
	return slices.Compact(bounds)
}

func class(bounds []int64, n int64) int {
	i := 0
	for i+1 < len(bounds) && n >= bounds[i+1] {
		i++
	}
	return i + len(shades) - len(bounds)
}

// mapLegend stands right of the country, which does not turn with the writing;
// below it where its words are too long for the corner.
func (pl Plot) mapLegend(c *canvas, p *locale.Printer, bounds []int64, gaps bool) {
	var shown []shade
	for i := range bounds {
		text := p.T("ui.plot-from", "least", pl.Text(bounds[i]))
		if i+1 < len(bounds) {
			text = p.T("ui.plot-between", "least", pl.Text(bounds[i]), "below", pl.Text(bounds[i+1]))
		}
		shown = append(shown, shade{shades[class(bounds, bounds[i])], text})
	}
	slices.Reverse(shown)
	if gaps {
		shown = append(shown, shade{noShade, p.T("figures.no-figure")})
	}
	wide := 0.0
	for _, s := range shown {
		wide = max(wide, textWidth(s.text)+34)
	}
	x, tall := c.width-wide, float64(len(shown))*shadeTall
	y := c.height - tall - 4
	if x < mapCorner {
		y = c.height + 8
		c.height += tall + 12
	}
	direction, anchor := "ltr", atStart
	if c.rtl {
		direction, anchor = "rtl", atEnd
	}
	for _, s := range shown {
		c.add(g.El("rect", g.Attr("x", px(x)), g.Attr("y", px(y)), g.Attr("width", "22"), g.Attr("height", "16"),
			g.Attr("fill", s.fill), g.Attr("stroke", "#5a6b64"), g.Attr("stroke-width", ".5")))
		c.add(g.El("text", g.Attr("x", px(x+30)), g.Attr("y", px(y+13)), g.Attr("direction", direction), g.Attr("text-anchor", anchor), g.Attr("fill", plotInk), g.Text(s.text)))
		y += shadeTall
	}
}

type geoJSON struct {
	Features []struct {
		Properties struct{ Code string }
		Geometry   struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
}

type ring [][2]float64

// readOutlines projects the outlines of a file of the bundle.
func readOutlines(name string) outlines {
	data, ok := assets.Read(name)
	if !ok {
		return outlines{}
	}
	var file geoJSON
	if err := json.Unmarshal(data, &file); err != nil {
		panic("ui: " + name + ": " + err.Error()) // our own build wrote it
	}
	places := make([][]ring, len(file.Features))
	box := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for i, f := range file.Features {
		places[i] = ringsOf(f.Geometry.Type, f.Geometry.Coordinates)
		for _, r := range places[i] {
			for _, pt := range r {
				box[0], box[1] = min(box[0], pt[0]), min(box[1], pt[1])
				box[2], box[3] = max(box[2], pt[0]), max(box[3], pt[1])
			}
		}
	}
	scale := mapWide / ((box[2] - box[0]) * degreeEW)
	out := outlines{height: (box[3]-box[1])*scale + 8}
	for i, f := range file.Features {
		path := pathOf(places[i], func(pt [2]float64) (x, y float64) {
			return mapFirst + (pt[0]-box[0])*degreeEW*scale, 4 + (box[3]-pt[1])*scale
		})
		out.places = append(out.places, outline{f.Properties.Code, path})
	}
	return out
}

func ringsOf(kind string, coordinates json.RawMessage) []ring {
	var polygons [][]ring
	var err error
	if kind == "Polygon" {
		polygons = make([][]ring, 1)
		err = json.Unmarshal(coordinates, &polygons[0])
	} else {
		err = json.Unmarshal(coordinates, &polygons)
	}
	if err != nil {
		panic("ui: outlines: " + err.Error())
	}
	return slices.Concat(polygons...)
}

// pathOf writes rings as a path. Points that a printed page could not tell
// apart are left out: borders stay shared since both sides snap alike.
func pathOf(rings []ring, project func([2]float64) (x, y float64)) string {
	var b strings.Builder
	for _, r := range rings {
		var points [][2]float64
		for _, pt := range r {
			x, y := project(pt)
			snapped := [2]float64{math.Round(x/mapFine) * mapFine, math.Round(y/mapFine) * mapFine}
			if n := len(points); n == 0 || points[n-1] != snapped {
				points = append(points, snapped)
			}
		}
		if len(points) < 4 {
			continue // an islet smaller than a dot
		}
		for i, pt := range points {
			b.WriteString(map[bool]string{true: "M", false: "L"}[i == 0] + px(pt[0]) + " " + px(pt[1]))
		}
		b.WriteString("Z")
	}
	return b.String()
}
