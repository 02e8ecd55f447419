package web

import (
	"net/url"
	"slices"
	"strings"

	"sanad/access"
	"sanad/calendar"
	"sanad/dossier"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
	"sanad/territory"
	"sanad/web/ui"
)

// dossierLines is how many dossiers a page of the list holds.
const dossierLines = 50

// dossierFilter is what the address of the list asks for.
type dossierFilter struct {
	typed url.Values
	dossier.Filter
	page dossier.Page
}

// dossierFilter reads the address. Every value is one of the choices or an
// error: a filter that is quietly ignored shows a list that nobody asked for.
//
// Errors, all at once: work.filter-unknown, work.territory-outside, date.invalid,
// work.dates-reversed, work.after-wrong.
func (r *request) dossierFilter() (dossierFilter, error) {
	f := dossierFilter{typed: r.URL.Query(), page: dossier.Page{Limit: dossierLines + 1}}
	var list fault.List
	list.Add(r.filterProgramme(&f))
	list.Add(r.filterStates(&f))
	list.Add(r.filterTerritory(&f))
	list.Add(r.filterDays(&f))
	switch late := f.typed.Get("overdue"); late {
	case "":
	case "yes":
		f.DueBefore = r.today()
	default:
		list.Add(unknownChoice("overdue", late))
	}
	list.Add(f.readPage())
	return f, list.Err()
}

func unknownChoice(field, value string) error {
	return fault.New(fault.Invalid, "work.filter-unknown", fault.Args{"value": value}).On(field)
}

func (r *request) filterProgramme(f *dossierFilter) error {
	id := f.typed.Get("programme")
	if id != "" && !slices.ContainsFunc(r.readable(), func(d *programme.Definition) bool { return d.ID == id }) {
		return unknownChoice("programme", id)
	}
	// Who sees one programme sees its list: the index is by programme.
	if only := r.readable(); id == "" && len(only) == 1 {
		id = only[0].ID
	}
	f.Programme = id
	return nil
}

// readable are the programmes whose dossiers the reader may see somewhere.
func (r *request) readable() []*programme.Definition {
	return slices.DeleteFunc(r.s.Programmes.Running(), func(d *programme.Definition) bool {
		return !slices.ContainsFunc(r.actor.Grants, func(x access.Grant) bool {
			return x.Role.Carries(access.DossiersRead) && (x.Programme == d.ID || x.Programme == access.EveryProgramme)
		})
	})
}

// stages are the states to choose from: of the programme asked for, or of all
// that the reader may see, each id once.
func (r *request) stages(id string) []programme.Stage {
	var out []programme.Stage
	for _, d := range r.readable() {
		for _, st := range d.Workflow.States {
			seen := slices.ContainsFunc(out, func(x programme.Stage) bool { return x.ID == st.ID })
			if (id == "" || id == d.ID) && !seen {
				out = append(out, st)
			}
		}
	}
	return out
}

func (r *request) filterStates(f *dossierFilter) error {
	known := r.stages(f.Programme)
	for _, id := range f.typed["state"] {
		if !slices.ContainsFunc(known, func(st programme.Stage) bool { return st.ID == id }) {
			return unknownChoice("state", id)
		}
		f.States = append(f.States, id)
	}
	return nil
}

func (r *request) filterTerritory(f *dossierFilter) error {
	code := f.typed.Get("territory")
	if code == "" {
		return nil
	}
	inside := func(o ui.Option) bool { return o.Value == code }
	_, region := territory.RegionByCode(code)
	_, province := territory.ProvinceByCode(code)
	switch {
	case slices.ContainsFunc(r.placesRead(r.readable()), inside):
		f.Territory = code
		return nil
	case region || province:
		return fault.New(fault.Invalid, "work.territory-outside", fault.Args{"place": territory.Label(code)}).On("territory")
	}
	return unknownChoice("territory", code)
}

func (r *request) filterDays(f *dossierFilter) error {
	var list fault.List
	for name, day := range map[string]*calendar.Date{"from": &f.OpenedFrom, "to": &f.OpenedTo} {
		var err error
		*day, err = r.day(name)
		list.Add(err)
	}
	if f.OpenedFrom != 0 && f.OpenedTo != 0 && f.OpenedFrom > f.OpenedTo {
		list.Add(fault.New(fault.Invalid, "work.dates-reversed", fault.Args{"from": f.OpenedFrom, "to": f.OpenedTo}).On("from"))
	}
	return list.Err()
}

// readPage reads where the list goes on: "2021-07-02_<id>" of the last line.
func (f *dossierFilter) readPage() error {
	after := f.typed.Get("after")
	if after == "" {
		return nil
	}
	day, id, _ := strings.Cut(after, "_")
	var dayErr, idErr error
	f.page.AfterOpened, dayErr = calendar.ParseDate(day)
	f.page.AfterID, idErr = store.ParseID(id)
	if dayErr != nil || idErr != nil || f.page.AfterOpened == 0 {
		return fault.New(fault.Invalid, "work.after-wrong", fault.Args{"value": after})
	}
	return nil
}

// filtered tells that something is filtered.
func (f dossierFilter) filtered() bool {
	for name, values := range f.typed {
		if name != "after" && name != "lang" && strings.Join(values, "") != "" {
			return true
		}
	}
	return false
}

// from is the address of the same list from another line; empty for its start.
func (f dossierFilter) from(after string) string {
	query := url.Values{}
	for _, name := range []string{"programme", "state", "territory", "from", "to", "overdue"} {
		for _, value := range f.typed[name] {
			if value != "" {
				query.Add(name, value)
			}
		}
	}
	if after != "" {
		query.Set("after", after)
	}
	return withQuery(dossiersPath, query)
}
