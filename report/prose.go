package report

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sanad/locale"
	"sanad/programme"
)

// part is a piece of a paragraph: words, or a figure by its name.
type part struct {
	words  string
	figure string
	form   string // how the figure is said; empty: as a number
	digits int    // of millions
}

// asOf is the name of the day of the report.
const asOf = "as-of"

// Forms of a figure in running text besides the nouns it can count.
const (
	dirhams = "dirhams" // whole dirhams, with their word
	million = "million" // millions of dirhams; million:2 with two decimals
)

// sayNoun is a number of what a noun says, in its plural form.
func sayNoun(p *locale.Printer, noun string, n int64) string { return p.Count(nounKey(noun), n) }

// nounKey is the message that holds the words of a noun in all plural forms.
func nounKey(noun string) string { return "report.n-" + noun }

// parse reads a paragraph: words, and figures as {name}, {name|noun},
// {name|dirhams} or {name|million:digits}.
func parse(text string) ([]part, error) {
	var parts []part
	for text != "" {
		words, rest, found := strings.Cut(text, "{")
		if strings.Contains(words, "}") {
			return nil, fmt.Errorf("a } without its {")
		}
		if words != "" {
			parts = append(parts, part{words: words})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, fmt.Errorf("a { without its }")
		}
		figure, err := parseFigure(name)
		if err != nil {
			return nil, err
		}
		parts, text = append(parts, figure), after
	}
	return parts, nil
}

func parseFigure(text string) (part, error) {
	name, form, _ := strings.Cut(text, "|")
	p := part{figure: name, form: form}
	if kind, digits, ok := strings.Cut(form, ":"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || kind != million || n < 1 || n > 3 {
			return p, fmt.Errorf("%q is no way to say a figure", form)
		}
		p.form, p.digits = kind, n
	}
	if name == "" || name != strings.TrimSpace(name) {
		return p, fmt.Errorf("{%s} names no figure", text)
	}
	return p, nil
}

// typed finds a figure that somebody typed: a number with a percent sign, or
// with the word of the currency. Years, days and numbers of laws are no figures.
var typed = regexp.MustCompile(`(?i)[0-9][0-9.,\x{00a0}\x{202f} ]*(%|٪|درهم|dirham|mad\b|مليون|مليار|ملايين|millions?|milliards?|billion)|%\s*[0-9]`)

// compile reads the three texts and refuses what a reader would stumble over.
func (pr *Prose) compile(c *checker, file string) {
	pr.parts = map[locale.Lang][]part{}
	var first []string
	for _, lang := range locale.Languages {
		text := locale.Text{Ar: pr.Ar, Fr: pr.Fr, En: pr.En}.In(lang)
		parts, err := parse(text)
		if err != nil {
			c.say(file, pr.Line(), "write {name}, {name|noun}, {name|dirhams} or {name|million:1}", "the text in %s: %v", lang, err)
			return
		}
		pr.parts[lang] = parts
		names := c.figures(file, pr.Line(), lang, parts)
		if lang == locale.Arabic {
			first = names
			continue
		}
		if !slices.Equal(first, names) {
			c.say(file, pr.Line(), "say the same figures in every language", "the text in %s says %v and the Arabic %v", lang, names, first)
		}
	}
}

// figures checks the figures of one text, and gives their names, sorted.
func (c *checker) figures(file string, line int, lang locale.Lang, parts []part) []string {
	var names []string
	for _, p := range parts {
		if p.figure == "" {
			if found := typed.FindString(p.words); found != "" {
				c.say(file, line, "define the figure in a tables.yaml and name it", "the text in %s has a figure typed by hand: %q", lang, found)
			}
			continue
		}
		names = append(names, p.figure)
		if p.figure != asOf {
			c.figure(file, line, p)
		}
	}
	slices.Sort(names)
	return names
}

// figure checks that a figure is known and that its form fits what it counts.
func (c *checker) figure(file string, line int, p part) {
	_, f, ok := c.set.Figure(p.figure)
	if !ok {
		c.say(file, line, "name a figure of a programme's tables.yaml", "there is no figure %q", p.figure)
		return
	}
	unit := c.set.FigureUnit(f)
	noun, known := c.nouns[p.form]
	switch {
	case p.form == "":
	case p.form == dirhams || p.form == million:
		if unit != programme.Centimes {
			c.say(file, line, "say it without a form, or as a noun", "the figure %q is no money", p.figure)
		}
	case !known:
		c.say(file, line, "use dirhams, million or a noun of report.yaml: "+strings.Join(slices.Sorted(maps.Keys(c.nouns)), ", "), "%q is no way to say a figure", p.form)
	case !slices.Contains(noun, string(unit)):
		c.say(file, line, "choose the noun of what it counts", "the figure %q counts %s, not %s", p.figure, unit, p.form)
	}
}
