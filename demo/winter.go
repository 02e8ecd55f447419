package demo

import (
	"slices"

	"sanad/access"
	"sanad/calendar"
	"sanad/demo/facts"
	"sanad/programme"
	"sanad/store"
)

// winterScript turns the facts of the winters into acts.
type winterScript struct {
	*world
	*facts.WinterPlan
	seasons map[seasonOf][]jot // what is written down in each
	order   []seasonOf
	depots  []*chain
	papers  [][]jot // of each case: what it was handed out
}

// seasonOf is the season of a delegation; the province is empty for the centre.
type seasonOf struct {
	season   int
	province string
}

// winter is W8: seasons and their committees, depots and stock, rounds and cases.
// On a day the seasons come first, then the depots, the central one before those
// that it fills, then the teams.
func winter(w *world) (part, error) {
	s := &winterScript{world: w, WinterPlan: facts.Winter(w.facts), seasons: map[seasonOf][]jot{}}
	s.papers = make([][]jot, len(s.Cases))
	s.stock()
	return w.together(slices.Concat(s.mobilise(), s.depots, s.cases())), nil
}

// keeper is who answers for the season and the depot of a province, or of the
// whole country.
func (s *winterScript) keeper(province string) access.Actor {
	if province == "" {
		return s.at(access.CentralSecretary, "")
	}
	return s.at(access.Delegate, province)
}

func today(d calendar.Date) facts.When { return facts.When{On: d, Recorded: d} }

// mobilise writes down the meetings, warnings and rounds of each delegation's
// season.
func (s *winterScript) mobilise() []*chain {
	for _, c := range s.Committees {
		s.during(c.Season, c.Province, c.On, "committee", map[string]any{"shelters": int64(c.Shelters), "beds": int64(c.Beds)})
	}
	for _, x := range s.Warnings {
		s.during(x.Season, x.Province, x.On, "alert", map[string]any{"level": x.Level, "bulletin": x.Bulletin, "until": x.Until.String()})
	}
	for _, r := range s.Rounds {
		s.during(r.Season, r.Province, r.On, "round", map[string]any{"team": int64(r.Team), "members": int64(3)})
	}
	chains := make([]*chain, len(s.order))
	for n, key := range s.order {
		chains[n] = s.season(n, key)
	}
	return chains
}

func (s *winterScript) during(season int, province string, on calendar.Date, act string, fields map[string]any) {
	key := seasonOf{season, province}
	if s.seasons[key] == nil {
		s.order = append(s.order, key)
	}
	s.seasons[key] = append(s.seasons[key], jot{When: today(on), actor: s.keeper(province), act: act, fields: fields})
}

func (s *winterScript) season(n int, key seasonOf) *chain {
	x, keeper, level := s.Seasons[key.season], s.keeper(key.province), "province"
	if key.province == "" {
		level = "central"
	}
	c := s.chain("winter season", n, store.ID{})
	c.open(today(facts.Workday(x.From.AddDays(-16))), keeper, "winter-season", "open", facts.Place{Province: key.province},
		map[string]any{"season": x.Name, "begins": x.From.String(), "ends": x.To.String(), "circular": "33000/212", "level": level, "vigilance": "green"})
	c.addAll(s.seasons[key])
	c.add(today(facts.Workday(x.To.AddDays(30))), keeper, "close", nil)
	return c
}

// depotsOpen is the day from which depots are kept in the system.
var depotsOpen = calendar.MustDate("2018-10-02")

// paper is what several movements have in common that one act writes down.
type paper struct {
	on       calendar.Date
	kind     facts.MoveKind
	from, to int
	cases    int
	place    facts.Place
}

// stock opens the depots and writes their movements down, those of one paper in
// one act; what a case receives is an act on the case.
func (s *winterScript) stock() {
	for n, d := range s.Depots {
		at := d.Place
		if d.Region == "" {
			at = facts.Place{} // of the whole country
		}
		c := s.chain("winter depot", n, store.ID{})
		c.open(today(depotsOpen), s.keeper(at.Province), "winter-depot", "open", at, map[string]any{"name": d.Name.Ar})
		s.depots = append(s.depots, c)
	}
	var order []paper
	lines := map[paper][]any{}
	for _, m := range s.Moves {
		if m.Quantity == 0 {
			continue // what a very small demonstration leaves of a purchase
		}
		key := paper{m.Recorded, m.Kind, m.From, m.To, m.Case, m.Place}
		if lines[key] == nil {
			order = append(order, key)
		}
		line := map[string]any{"item": string(m.Item), "quantity": int64(m.Quantity)}
		if m.Kind == facts.Purchase {
			line["cost"] = int64(m.Centimes)
		}
		lines[key] = append(lines[key], line)
	}
	for _, p := range order {
		s.move(p, map[string]any{"lines": lines[p]})
	}
}

func (s *winterScript) move(p paper, fields map[string]any) {
	depot, act := p.from, string(p.kind)
	switch {
	case p.cases >= 0:
		fields["depot"] = s.depots[p.from].dossier.String()
		s.papers[p.cases] = append(s.papers[p.cases], jot{When: today(p.on), actor: s.at(access.FieldAgent, p.place.Province), act: "hand_out", fields: fields})
		return
	case p.kind == facts.Purchase:
		depot = p.to
	case p.kind == facts.Transfer:
		fields["to"] = s.depots[p.to].dossier.String()
	default:
		act, fields["receiver"] = "distribute", "مؤسسات الرعاية، "+p.place.Name().Ar
	}
	province := s.Depots[depot].Province
	if s.Depots[depot].Region == "" {
		province = ""
	}
	s.depots[depot].add(today(p.on), s.keeper(province), act, fields)
}

// cases registers whom the teams met, with what was given at once; what came
// later, and the end of the winter, are acts of their own.
func (s *winterScript) cases() []*chain {
	out, known := make([]*chain, len(s.Cases)), map[int]bool{}
	for n := range s.Cases {
		c := &s.Cases[n]
		agent, list := s.at(access.FieldAgent, c.Province), s.papers[n]
		k := s.chain("winter case", n, s.id("winter person", c.Person))
		k.open(c.When, agent, "winter-campaign", "register", c.Place, map[string]any{"social_status": c.Status, "team": int64(s.Rounds[c.Round].Team)}).
			Fields = programme.NewAnswers(given(c, c.When))
		if !known[c.Person] {
			known[c.Person] = true
			k.register(&s.People[c.Person], c.Place)
		}
		followed := false
		for i, g := range c.Given {
			followed = followed || g.Service == facts.FollowUp
			if g.When != c.When && (i == 0 || g.When != c.Given[i-1].When) {
				list = append(list, jot{When: g.When, actor: agent, act: "serve", fields: given(c, g.When)})
			}
		}
		k.addAll(list)
		if !followed {
			k.add(today(facts.Workday(s.Seasons[c.Season].To.AddDays(25))), agent, "close", nil)
		}
		out[n] = k
	}
	return out
}

// given are the services of a case at a time.
func given(c *facts.WinterCase, when facts.When) map[string]any {
	var services []any
	for _, g := range c.Given {
		if g.When == when {
			services = append(services, g.Service)
		}
	}
	return map[string]any{"services": services}
}
