package facts

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"sanad/locale"
	"sanad/territory"
)

// Place is where something happens, by the codes of the High Commission for
// Planning. The delegation of Entraide Nationale is the province, and in
// Casablanca the prefecture of arrondissements: the report counts them as the
// provinces they are to it.
type Place struct{ Province, Delegation, Commune string }

const casablanca = "06.141"

// place is a commune or a prefecture of arrondissements, with its people.
type place struct {
	code, ar, fr string
	urban        bool
	people       int
}

// Population of the provinces (census of 2024), the weights within a region.
var population = func() map[string]int {
	out := map[string]int{}
	for _, row := range records("provinces.csv") {
		out[row[0]] = atoi(row[1])
	}
	return out
}()

var communes, prefectures = readCommunes(), readPrefectures()

func atoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}

func readCommunes() map[string][]place {
	out := map[string][]place{}
	for _, row := range records("communes.csv") {
		out[row[1]] = append(out[row[1]], place{code: row[0], ar: row[3], fr: row[4], urban: row[5] == "urban", people: atoi(row[6])})
	}
	return out
}

func readPrefectures() []place {
	var out []place
	for _, row := range records("casablanca.csv") {
		out = append(out, place{code: row[0], ar: shortened(row[1]), fr: shortened(row[2]), urban: true, people: atoi(row[3])})
	}
	return out
}

// Communes is the list of communes as territory.ImportCommunes reads it.
func Communes() io.Reader {
	text, err := data.ReadFile("data/communes.csv")
	if err != nil {
		panic(err)
	}
	return bytes.NewReader(text)
}

// Weights are the populations of some provinces.
func Weights(provinces []territory.Province) []int {
	out := make([]int, len(provinces))
	for i, p := range provinces {
		out[i] = population[p.Code]
	}
	return out
}

// regionOf is the slug by which the report's tables call the region of a code.
func regionOf(province string) string {
	r, _ := territory.RegionByCode(territory.RegionOf(province))
	return r.Slug
}

// RegionCode is the code of a region by the slug of the report's tables.
func RegionCode(slug string) string {
	r, ok := territory.RegionBySlug(slug)
	if !ok {
		panic("facts: no region " + slug)
	}
	return r.Code
}

func provincesOf(slug string) []string {
	var out []string
	for _, p := range territory.ProvincesOf(RegionCode(slug)) {
		out = append(out, p.Code)
	}
	return out
}

// provinces are all of the country, and how many people live in each.
func provinces() (codes []string, people []int) {
	list := territory.Provinces()
	for _, p := range list {
		codes = append(codes, p.Code)
	}
	return codes, Weights(list)
}

// capital is the province with most people of a region.
func capital(slug string) string {
	best := ""
	for _, code := range provincesOf(slug) {
		if best == "" || population[code] > population[best] {
			best = code
		}
	}
	return best
}

// within draws a commune of a province: by its people, or mostly one of those
// that are rural.
func (d draw) within(province string, rural bool) Place {
	return d.at(province, communes[province][d.weighted(townWeights[index(rural)][province])].code)
}

var prefectureWeights = func() (out []int) {
	for _, f := range prefectures {
		out = append(out, f.people)
	}
	return out
}()

// townWeights are the people of the communes of each province; in the second,
// those of towns count for a tenth.
var townWeights = func() (out [2]map[string][]int) {
	out[0], out[1] = map[string][]int{}, map[string][]int{}
	for province, list := range communes {
		for _, c := range list {
			out[0][province] = append(out[0][province], c.people)
			out[1][province] = append(out[1][province], c.people/(1+9*index(c.urban)))
		}
	}
	return out
}()

// town is the commune with most people.
func (d draw) town(province string) Place {
	best := communes[province][0]
	for _, c := range communes[province] {
		if c.people > best.people {
			best = c
		}
	}
	return d.at(province, best.code)
}

// at is a place in a commune; in Casablanca, which has eight delegations, in one
// of them.
func (d draw) at(province, commune string) Place {
	p := Place{Province: province, Delegation: province, Commune: commune}
	if province != casablanca {
		return p
	}
	p.Delegation = prefectures[d.weighted(prefectureWeights)].code
	return p
}

// shortened leaves out the city from the name of one of its prefectures.
func shortened(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, "الدار البيضاء-"), "Casablanca-")
}

var placeNames = func() map[string]locale.Text {
	out := map[string]locale.Text{}
	for _, list := range communes {
		for _, c := range list {
			out[c.code] = locale.Text{Ar: c.ar, Fr: c.fr}
		}
	}
	for _, c := range prefectures {
		out[c.code] = locale.Text{Ar: c.ar, Fr: c.fr}
	}
	return out
}()

// Name is what the place is called in Arabic and French: the commune, or the
// prefecture of arrondissements.
func (p Place) Name() locale.Text {
	if p.Delegation != p.Province {
		return placeNames[p.Delegation]
	}
	return placeNames[p.Commune]
}

// regions are the slugs of the twelve regions.
func regions() []string {
	var out []string
	for _, r := range territory.Regions() {
		out = append(out, r.Slug)
	}
	return out
}

// named is what somebody of a place is called: "Dépôt de Rabat".
func (p Place) named(ar, fr string) locale.Text {
	name := p.Name()
	return locale.Text{Ar: ar + " " + name.Ar, Fr: fr + " " + name.Fr}
}

// Setting is urban or rural.
func (p Place) Setting() string {
	for _, c := range communes[p.Province] {
		if c.code == p.Commune && !c.urban {
			return "rural"
		}
	}
	return "urban"
}
