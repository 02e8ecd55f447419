package ui_test

import (
	"regexp"
	"strings"
	"testing"

	"sanad/locale"
	"sanad/web/ui"
)

func plot(kind ui.ChartKind) ui.Plot {
	return ui.Plot{Kind: kind, Label: "الحالات حسب الموسم", Series: []string{"إناث", "ذكور"}, Rows: []ui.PlotRow{
		{Code: "01", Label: "2018-2019", Values: []ui.PlotValue{{N: 409, Given: true}, {N: 2658, Given: true}}},
		{Code: "02", Label: "2019-2020", Values: []ui.PlotValue{{}, {N: 2298, Given: true}}},
	}}
}

var plotKinds = []ui.ChartKind{ui.Bars, ui.Lines, ui.Pyramid, ui.RegionMap, ui.ProvinceMap}

// A drawing goes into pages under the strict policy and into files that are
// printed: no style, no script, nothing from elsewhere, its words in it.
func TestADrawingStandsAlone(t *testing.T) {
	inline := regexp.MustCompile(`\sstyle=|<style|<script|https?://|NaN|Inf`)
	for _, lang := range locale.Languages {
		for _, kind := range plotKinds {
			if !ui.MapsAvailable() && (kind == ui.RegionMap || kind == ui.ProvinceMap) {
				continue // what then happens is in TestAMapWithoutOutlines
			}
			html := render(t, plot(kind).Figure(locale.For(lang)))
			if found := inline.FindString(html); found != "" {
				t.Errorf("%s in %s holds %q", kind, lang, found)
			}
			if !strings.Contains(html, `role="img" aria-label="الحالات حسب الموسم"`) {
				t.Errorf("%s in %s does not say what it shows", kind, lang)
			}
		}
	}
}

// The same drawing is mirrored for Arabic, its numbers are not.
func TestADrawingTurnsWithTheWriting(t *testing.T) {
	ar, en := render(t, plot(ui.Bars).Figure(locale.For(locale.Arabic))), render(t, plot(ui.Bars).Figure(locale.For(locale.English)))
	bar := regexp.MustCompile(`<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="12" fill="#9dc3b4"><title>2018-2019: 2[.,]658</title>`)
	a, e := bar.FindStringSubmatch(ar), bar.FindStringSubmatch(en)
	if a == nil || e == nil || a[2] != e[2] || a[1] == e[1] {
		t.Errorf("the bar is %q in Arabic and %q in English: want the same length from the other side", a, e)
	}
	if !strings.Contains(ar, `direction="ltr" text-anchor="end" fill="#1f2a26">2.658<`) || !strings.Contains(en, `direction="ltr" text-anchor="start" fill="#1f2a26">2,658<`) {
		t.Errorf("the value does not stand behind its bar:\n%s\n%s", ar, en)
	}
}

func TestAGapIsNotDrawnAsZero(t *testing.T) {
	bars := render(t, plot(ui.Bars).Figure(locale.For(locale.English)))
	if strings.Contains(bars, ">0<") || !strings.Contains(bars, ">…<") {
		t.Errorf("a gap is drawn as a figure: %s", bars)
	}
	lines := plot(ui.Lines)
	lines.Rows = append(lines.Rows, ui.PlotRow{Label: "2020-2021", Values: []ui.PlotValue{{N: 243, Given: true}, {N: 2099, Given: true}}})
	if html := render(t, lines.Figure(locale.For(locale.English))); strings.Count(html, `d="M`) != 4 || /* two series, drawn wide and narrow */ !regexp.MustCompile(`d="M[\d. ]+M[\d. ]+" fill="none" stroke="#0b6e4f"`).MatchString(html) {
		t.Errorf("a line runs over a gap: %s", html)
	}
}

func TestAMapWithoutOutlinesIsNothing(t *testing.T) {
	got := plot(ui.RegionMap).Figure(locale.For(locale.Arabic))
	if (got == nil) == ui.MapsAvailable() {
		t.Errorf("outlines: %v, a map: %v", ui.MapsAvailable(), got != nil)
	}
	if !ui.MapsAvailable() {
		return
	}
	html := render(t, got)
	if !strings.Contains(html, "© OpenStreetMap contributors") || strings.Count(html, "<path ") != 12 || !strings.Contains(html, "<title>2018-2019: 409</title>") {
		t.Errorf("the map lacks its regions, its credit or its value: %.600s", html)
	}
}

// Every place of one value has one shade, and the legend names no other.
func TestTheLegendOfAMapHasEveryShadeOnce(t *testing.T) {
	if !ui.MapsAvailable() {
		t.Skip("the bundle has no outlines: make front (Node 18 or later)")
	}
	same := plot(ui.RegionMap)
	for i := range same.Rows {
		same.Rows[i].Values[0] = ui.PlotValue{N: 7, Given: true}
	}
	html := render(t, same.Figure(locale.For(locale.English)))
	if n := strings.Count(html, "<rect "); n != 2 {
		t.Errorf("one value, and the regions without one, have %d shades in the legend", n)
	}
}
