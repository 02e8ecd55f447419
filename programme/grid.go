package programme

import "sanad/locale"

// Grid is what reviewers mark: criteria, each up to its most, each with its
// weight. The points of a dossier are of 10,000 (hundredths of a per cent),
// computed once from whole numbers.
type Grid struct {
	at
	ID       string      `key:"id,need"`
	Title    locale.Text `key:"title,need"`
	Criteria []Criterion `key:"criteria,need"`
}

// Criterion is one line of a grid; the act that scores asks it as a question of
// the same key.
type Criterion struct {
	at
	ID     string      `key:"id,need"`
	Title  locale.Text `key:"title,need"`
	Max    int64       `key:"max,need"`
	Weight int64       `key:"weight,need"`
}

// The questions that the act of verb rank has by itself.
const (
	RankPlace  = "place"  // from 1
	RankPoints = "points" // of 10,000
)

// Grid finds a grid by id, nil when there is none.
func (w *Workflow) Grid(id string) *Grid {
	for i := range w.Grids {
		if w.Grids[i].ID == id {
			return &w.Grids[i]
		}
	}
	return nil
}

// Points are the mean of several reviewers' marks, of 10,000, rounded half up;
// 0 without marks.
func (g *Grid) Points(marks []Answers) int64 {
	var sum, most int64
	for _, c := range g.Criteria {
		most += c.Weight
	}
	// A criterion counts mark × weight / max; all are brought to one denominator.
	whole := int64(1)
	for _, c := range g.Criteria {
		whole *= c.Max
	}
	for _, m := range marks {
		for _, c := range g.Criteria {
			n, _ := m.values[c.ID].(int64)
			sum += n * c.Weight * (whole / c.Max)
		}
	}
	under := whole * most * int64(len(marks))
	if under == 0 {
		return 0
	}
	return (sum*20000 + under) / (2 * under)
}

// questions are the marks as questions of an act.
func (g *Grid) questions() []Field {
	out := make([]Field, len(g.Criteria))
	for i, c := range g.Criteria {
		out[i] = Field{at: c.at, Key: c.ID, Type: IntField, Label: c.Title, Required: true, Min: "0", Max: boundOf(c.Max)}
	}
	return out
}

// addQuestions gives scoring and ranking acts the questions of their grid.
func (w *Workflow) addQuestions() {
	for i := range w.Acts {
		a := &w.Acts[i]
		g := w.Grid(a.Grid)
		switch {
		case g == nil:
		case a.Verb == Score:
			a.Fields = append(g.questions(), a.Fields...)
		case a.Verb == Rank:
			a.Fields = append([]Field{{at: a.at, Key: RankPlace, Type: IntField, Required: true, Min: "1", Label: rankPlaceLabel},
				{at: a.at, Key: RankPoints, Type: IntField, Required: true, Min: "0", Max: "10000", Label: rankPointsLabel}}, a.Fields...)
		}
	}
}

var (
	rankPlaceLabel  = locale.Text{Ar: "الرتبة", Fr: "Rang", En: "Place"}
	rankPointsLabel = locale.Text{Ar: "النقط من 10.000", Fr: "Points sur 10.000", En: "Points of 10,000"}
)

func (w *Workflow) checkGrids(p page) {
	seen := map[string]bool{}
	for _, g := range w.Grids {
		p.unique(seen, g.line, "grid", g.ID)
		criteria := map[string]bool{}
		for _, c := range g.Criteria {
			p.unique(criteria, c.line, "criterion", c.ID)
			if c.Max < 1 || c.Max > 100 || c.Weight < 1 || c.Weight > 1000 {
				p.say(c.line, "write a max of 1 to 100 and a weight of 1 to 1000", "criterion %s has a max of %d and a weight of %d", c.ID, c.Max, c.Weight)
			}
		}
		if n := len(g.Criteria); n == 0 || n > 8 {
			p.say(g.line, "write one to eight criteria", "grid %s has %d criteria", g.ID, n)
		}
	}
}

// checkScoring holds a scoring or ranking act against its grid.
func (w *Workflow) checkScoring(p page, a *Act, d *Definition) {
	scores := a.Verb == Score || a.Verb == Rank
	if scores != (a.Grid != "") || scores && w.Grid(a.Grid) == nil {
		p.say(a.line, "name a grid of workflow.yaml in acts that score or rank, and nowhere else", "act %s has the verb %s and the grid %q", a.ID, a.Verb, a.Grid)
	}
	if a.Verb != Rank {
		return
	}
	if f := d.Form.Field(a.Within); f == nil || f.Type != DossierField {
		p.say(a.line, "name a question of the form of type dossier in within", "act %s ranks within %q", a.ID, a.Within)
	}
	if len(a.Outcomes) < 2 {
		p.say(a.line, "write outcomes: first who is taken while the accounts allow it, then who waits", "act %s does not say who is taken and who waits", a.ID)
	}
}
