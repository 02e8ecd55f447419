package web

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"sanad/access"
	"sanad/account"
	"sanad/act"
	"sanad/calendar"
	"sanad/commission"
	"sanad/dossier"
	"sanad/programme"
	"sanad/programmes"
	"sanad/registry"
	"sanad/statistics"
	"sanad/store"
	"sanad/store/storetest"
)

// The access test walks every route with every role of the own province, of a
// sister province, of another region and with no grant, and looks for canaries:
// a word planted in every text field of every province. No byte of any answer
// may hold the canary of a province outside the scope of who asks.

// provinces of the test; a canary is planted in each.
var fields = []string{"04.421", "04.441", "01.511"}

// planted is what one province holds, to fill the parameters of the routes.
type planted struct {
	province string
	canary   string
	params   map[string]string
}

// field is a pole with a canary in every province.
type field struct {
	*testing.T
	db     *store.DB
	office *dossier.Office
	keys   *registry.Keys
	site   *Server
	plants []planted
}

// ours are the programmes of the program, read once: nothing changes them.
var ours = sync.OnceValues(func() (*programme.Set, error) { return programme.Load(programmes.Files) })

func newField(t *testing.T, db *store.DB) *field {
	t.Helper()
	set, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := registry.OpenKeys(filepath.Join(t.TempDir(), "test.key"))
	if err != nil {
		t.Fatal(err)
	}
	office := dossier.NewOffice(db, set)
	f := &field{T: t, db: db, office: office, keys: keys}
	f.site = New(Config{DB: db, Programmes: set, Office: office, Statistics: &statistics.Engine{DB: db, Programmes: set}, Keys: keys})
	published := f.published(set)
	for i, province := range fields {
		f.plants = append(f.plants, f.plant(i, province))
		f.plants[i].params["edition"], f.plants[i].params["earlier"], f.plants[i].params["n"] = published, published, "1"
	}
	return f
}

func (f *field) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *field) id() store.ID { return store.NewID(f.db.Now()) }

func (f *field) staff(role access.Role, territory string) access.Actor {
	return access.Actor{Account: f.id(), Name: string(role), Grants: []access.Grant{{Role: role, Programme: "*", Territory: territory}}}
}

// plant makes a family, a file with a paper and a session in a province, with
// the province's canary in every text.
func (f *field) plant(i int, province string) planted {
	f.Helper()
	canary := "قناري" + strings.Repeat("ا", i+1) + "نك" + string("بتث"[2*i:2*i+2])
	latin := fmt.Sprintf("Canary%c", 'K'+rune(i)*5)
	on := f.db.Today().AddDays(-20)
	clerk, secretary := f.staff(access.CounterClerk, province), f.staff(access.ProvincialSecretary, province)
	born, err := calendar.ParseBirth("1980-05-01")
	f.must(err)
	child, err := calendar.ParseBirth("2012-05-01")
	f.must(err)
	family := registry.Family{
		Mother: registry.Draft{ID: f.id(), Arabic: registry.Name{Given: canary, Family: canary}, Latin: registry.Name{Given: latin, Family: latin}, Sex: registry.Female,
			Birth: born, Province: province, Address: canary, Identifiers: []registry.Identity{{Kind: registry.CIN, Value: registry.SyntheticCIN(770000 + i)}}},
		Children: []registry.Draft{{ID: f.id(), Arabic: registry.Name{Given: canary, Family: canary}, Sex: registry.Male, Birth: child, Province: province}},
	}
	_, err = registry.RegisterFamily(f.Context(), registry.Alone(f.db), f.keys, act.Act{Key: f.id(), On: on, Actor: clerk, Reason: canary}, family)
	f.must(err)
	file, scan := f.id(), f.id()
	_, err = f.office.Do(f.Context(), dossier.Request{Key: f.id(), Actor: clerk, Programme: "widows-support", Party: family.Mother.ID, Dossier: file, Act: "deposit", On: on,
		Reason: canary, Province: province, Answers: f.answers(canary, family.Children[0].ID),
		Scans: []dossier.Scan{{ID: scan, Kind: "national_card", Name: canary + ".pdf", Content: []byte("%PDF-1.7 " + canary)}}})
	f.must(err)
	change := f.sit(secretary, province, canary, on)
	inspector, err := account.Create(f.Context(), f.db, access.SystemActor("test"), f.id(), account.New{Login: strings.ToLower(latin), Name: canary,
		Grants: []access.Grant{{Role: access.CounterClerk, Programme: "*", Territory: province}}})
	f.must(err)
	d, err := dossier.Get(f.Context(), f.db, access.System("a test"), family.Mother.ID, file)
	f.must(err)
	association, centre := f.registered(province, on)
	list := f.listed(inspector.Actor(), province, canary)
	return planted{province: province, canary: canary, params: map[string]string{
		"person": family.Mother.ID.String(), "other": family.Children[0].ID.String(), "party": family.Mother.ID.String(), "dossier": file.String(), "document": scan.String(), "seq": "1", "reference": d.Reference,
		"commission": change.Party.String(), "session": change.Session.String(), "account": inspector.ID.String(), "act": "withdraw",
		"table": "widows-pipeline", "column": "deposited", "row": province, "file": "csv", "format": "csv", "programme": "widows-support", "token": "none", "report": "outcome-2021",
		"certificate": "licence", "number": "65.15", "run": f.id().String(), "step": "release", "layout": "bank",
		"import": list.String(), "holding": "envelope", "organisation": association.String(), "establishment": centre.String(),
	}}
}

// registered is an association and a centre of a province. Their registers are
// public: whoever reads them sees both, so that they bear no canary.
func (f *field) registered(province string, on calendar.Date) (association, centre store.ID) {
	f.Helper()
	by := func() act.Act { return act.Act{Key: f.id(), On: on, Actor: access.SystemActor("test")} }
	o, err := registry.PutOrganisation(f.Context(), registry.Alone(f.db), by(), registry.Organisation{Kind: "association", Titles: registry.Titles{Arabic: "جمعية"}, Seat: registry.Seat{Province: province}})
	f.must(err)
	e, err := registry.PutEstablishment(f.Context(), registry.Alone(f.db), by(), registry.Establishment{Category: "elderly", Titles: registry.Titles{Arabic: "دار"}, Operator: o.ID, OpenedOn: on, PlacesF: 3, Seat: registry.Seat{Province: province}})
	f.must(err)
	return o.ID, e.ID
}

// withResidents puts a man of each province into its centre, over capacity.
func (f *field) withResidents() *field {
	f.Helper()
	for _, p := range f.plants {
		f.resident(p.province, p.canary, p.params["establishment"], f.db.Today().AddDays(-20))
	}
	return f
}

func (f *field) resident(province, canary, centre string, on calendar.Date) {
	f.Helper()
	director := f.staff(access.CentreDirector, province)
	born, err := calendar.ParseBirth("1950")
	f.must(err)
	who, err := registry.Register(f.Context(), registry.Alone(f.db), f.keys, act.Act{Key: f.id(), On: on, Actor: director},
		registry.Draft{ID: f.id(), Arabic: registry.Name{Given: canary, Family: canary}, Sex: registry.Male, Birth: born, Province: province})
	f.must(err)
	r := dossier.Request{Key: f.id(), Actor: director, Programme: "institution-residents", Party: who.ID, Dossier: f.id(), Act: "ask", On: on, Province: province,
		Answers: programme.NewAnswers(map[string]any{"centre": centre, "motive": canary})}
	_, err = f.office.Do(f.Context(), r)
	f.must(err)
	r = dossier.Request{Key: f.id(), Actor: director, Party: who.ID, Dossier: r.Dossier, Act: "admit", Outcome: "over", On: on, Reason: canary}
	_, err = f.office.Do(f.Context(), r)
	f.must(err)
}

func (f *field) answers(canary string, child store.ID) programme.Answers {
	return programme.NewAnswers(map[string]any{"marital_status": "widow", "death_date": "2018-04-01", "ramed_card": true, "ramed_number": canary, "pays_tax": false,
		"pension": false, "family_allowance": false, "other_support": false, "orphans": []any{map[string]any{"person": child.String(), "given_name": canary,
			"birth": "2012-05-01", "sex": "m", "in_care": true, "disabled": false, "enrolled": true}}})
}

func (f *field) sit(secretary access.Actor, province, canary string, on calendar.Date) commission.Change {
	f.Helper()
	c := commission.Change{Key: f.id(), Actor: secretary, Party: commission.ID("widows-support", commission.Province, province), Session: f.id(), On: on}
	f.must(act.Together(f.Context(), f.db, func(tx *store.Tx) error {
		_, err := commission.Convene(f.Context(), tx, commission.Convening{Key: f.id(), Actor: secretary, ID: c.Session, On: on, Programme: "widows-support",
			Level: commission.Province, Province: province, HeldOn: on, Place: canary, Quorum: 1, Members: []commission.Member{{Name: canary, Capacity: canary}}})
		return err
	}))
	_, err := f.office.FillAgenda(f.Context(), c, 0)
	f.must(err)
	return c
}

// visitor is a browser signed in with one role somewhere.
type visitor struct {
	role      access.Role
	territory string
	cookie    string
	actor     access.Actor
}

// sees tells whether the visitor's rights reach a province at all.
func (v visitor) sees(province string) bool {
	for _, p := range v.role.Permissions() {
		if v.actor.Can(p, "widows-support", province) {
			return true
		}
	}
	return false
}

// visitors is every role, of Rabat, of the whole region of Tangier, and nobody.
func (f *field) visitors() []visitor {
	f.Helper()
	out := []visitor{{}}
	for i, role := range access.Roles() {
		for j, territory := range []string{"04.421", "01"} {
			name := fmt.Sprintf("visitor%d%d", i, j)
			grant := access.Grant{Role: role, Programme: "*", Territory: territory}
			if role == access.Partner { // an association's, of Rabat and of Tangier
				grant.Territory, grant.Party = "", f.idOf(f.plants[2*j].params["organisation"])
			}
			out = append(out, f.signedIn(name, grant))
		}
	}
	return out
}

func (f *field) idOf(text string) store.ID {
	f.Helper()
	id, err := store.ParseID(text)
	f.must(err)
	return id
}

// signedIn is a visitor with a right.
func (f *field) signedIn(name string, grant access.Grant) visitor {
	f.Helper()
	a, err := account.CreateWithPassword(f.Context(), f.db, access.SystemActor("test"), f.id(), account.New{Login: name, Name: name, Grants: []access.Grant{grant}}, "a long enough secret "+name)
	f.must(err)
	token, err := account.SignIn(f.Context(), f.db, account.Attempt{Login: name, Password: "a long enough secret " + name, Network: name})
	f.must(err)
	return visitor{role: grant.Role, territory: grant.Territory, cookie: token, actor: a.Actor()}
}

var parameter = regexp.MustCompile(`\{(\w+)(?:\.\.\.)?\}`)

// address fills a route's parameters with what a province holds. A parameter
// that nobody classified fails the test: it may lead to somebody's data.
func (p planted) address(t *testing.T, pattern string) string {
	return parameter.ReplaceAllStringFunc(strings.TrimSuffix(pattern, "{$}"), func(s string) string {
		v, ok := p.params[parameter.FindStringSubmatch(s)[1]]
		if !ok {
			t.Fatalf("the access test does not know the parameter %s of %s: plant a value for it", s, pattern)
		}
		return v
	})
}

// queries are what a visitor may add to an address to reach for more: every
// search and filter that the pages know.
func (p planted) queries() []string {
	return []string{"", "?" + url.Values{"q": {p.canary}, "purpose": {"test"}}.Encode(), "?" + url.Values{"q": {p.params["reference"]}, "purpose": {"test"}}.Encode(),
		"?" + url.Values{"territory": {p.province}, "province": {p.province}, "by": {"province"}}.Encode(), "?lang=fr"}
}

func (f *field) ask(v visitor, method, address string, form url.Values) (int, string) {
	f.Helper()
	return asked(f.T, f.site, v, method, address, form)
}

// asked sends a request to a site and gives the status, and the head and body
// of the answer as one text.
func asked(t testing.TB, site *Server, v visitor, method, address string, form url.Values) (int, string) {
	t.Helper()
	req := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	if method != http.MethodGet {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if v.cookie != "" {
		req.AddCookie(&http.Cookie{Name: "sanad", Value: v.cookie})
	}
	rec := httptest.NewRecorder()
	site.Handler().ServeHTTP(rec, req)
	res := rec.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var head strings.Builder
	if err := res.Header.Write(&head); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, head.String() + string(body)
}

// clean looks for canaries of provinces the visitor has nothing to do with. The
// visitor's own words come back in a search box; they are taken out first.
func (f *field) clean(v visitor, what, answer, typed string) {
	f.Helper()
	for _, p := range f.plants {
		if p.canary == typed || v.role != "" && v.sees(p.province) {
			continue
		}
		if strings.Contains(answer, p.canary) || strings.Contains(answer, url.QueryEscape(p.canary)) {
			f.Errorf("%s of %s asked %s and was shown what %s holds", v.role, v.territory, what, p.province)
		}
	}
}

func TestNoRouteShowsWhatIsOutOfScope(t *testing.T) {
	f := newField(t, storetest.SQLite(t, store.Options{})).withResidents()
	asked, shown := 0, 0
	for _, v := range f.visitors() {
		for _, rt := range Routes() {
			if rt.Pattern == "/sign-out" {
				continue // ends the visitor
			}
			for _, p := range f.plants {
				queries := p.queries()
				if rt.Method != http.MethodGet {
					queries = queries[:1]
				}
				for n, q := range queries {
					address := p.address(t, rt.Pattern) + q
					code, answer := f.ask(v, rt.Method, address, url.Values{"on": {"02/07/2021"}, "reason": {"test"}})
					asked++
					if code == http.StatusOK {
						shown++
					}
					if code >= 500 && code != http.StatusServiceUnavailable { // 503: too many tries to sign in
						t.Errorf("%s of %s: %s %s answered %d", v.role, v.territory, rt.Method, address, code)
					}
					typed := ""
					if n == 1 {
						typed = p.canary
					}
					f.clean(v, rt.Method+" "+address, answer, typed)
				}
			}
		}
	}
	t.Logf("%d requests, %d of them answered with a page", asked, shown)
	if shown < asked/20 {
		t.Errorf("only %d of %d requests were answered with a page: the test proves little", shown, asked)
	}
}

// The test above must be able to fail: the canaries are there for those who may see them.
func TestTheCanariesAreThere(t *testing.T) {
	f := newField(t, storetest.SQLite(t, store.Options{})).withResidents()
	own := f.plants[0]
	for _, v := range f.visitors() {
		if v.role != access.ProvincialSecretary || v.territory != own.province {
			continue
		}
		for _, address := range []string{"/dossiers/{party}/{dossier}", "/persons/{person}", "/sessions/{commission}/{session}", "/establishments/{establishment}/residents"} {
			if code, answer := f.ask(v, http.MethodGet, own.address(t, address), nil); code != http.StatusOK || !strings.Contains(answer, own.canary) {
				t.Errorf("%s: %d, without the canary", address, code)
			}
		}
	}
}

// How full an institution was comes out of the ledger: one man over its capacity
// since twenty days, nobody a year ago.
func TestOccupancyIsTheLedgers(t *testing.T) {
	f := scenarios(t).withResidents()
	centre := f.plants[0].params["establishment"]
	_, page := f.ask(f.hired(access.Supervisor, ""), http.MethodGet, "/establishments/"+centre+"/residents", nil)
	rows := regexp.MustCompile(`(?s)<tr>.*?</tr>`).FindAllString(page[strings.Index(page, `id="occupancy"`):], -1)
	numbers := func(row string) string {
		return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(row[strings.Index(row, "<td"):], " ")), " ")
	}
	if first, last := numbers(rows[1]), numbers(rows[len(rows)-1]); first != "0 1 3 33 % 1" || !strings.HasPrefix(last, "0 0 ") || !strings.HasSuffix(last, " 0") {
		t.Errorf("today %q, a year ago %q", first, last)
	}
}

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	f := newField(t, storetest.SQLite(t, store.Options{}))
	for _, rt := range append(Routes(), Route{Method: http.MethodGet, Pattern: "/no/such/page"}) {
		_, answer := f.ask(visitor{}, rt.Method, f.plants[0].address(t, rt.Pattern), nil)
		for name, value := range headers {
			if !strings.Contains(answer, name+": "+value) {
				t.Errorf("%s %s lacks %s", rt.Method, rt.Pattern, name)
			}
		}
		if !strings.Contains(answer, "Cache-Control: no-store") && rt.Pattern != publicPath { // what was published is everybody's
			t.Errorf("%s %s may be kept", rt.Method, rt.Pattern)
		}
	}
}

// No form of another site is carried out, and no GET changes anything.
func TestForgedAndReadingRequestsChangeNothing(t *testing.T) {
	f := newField(t, storetest.SQLite(t, store.Options{}))
	count := func() int {
		n, err := store.One(t.Context(), f.db, store.Value[int], "select count(*) from event")
		f.must(err)
		return n
	}
	visitors := f.visitors()
	before := count()
	for _, rt := range Routes() {
		address := f.plants[0].address(t, rt.Pattern)
		if rt.Method == http.MethodGet {
			for _, v := range visitors {
				f.ask(v, rt.Method, address, nil)
			}
			continue
		}
		req := httptest.NewRequest(rt.Method, address, strings.NewReader("on=2021-07-02&reason=x"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		rec := httptest.NewRecorder()
		f.site.Handler().ServeHTTP(rec, req)
		if rec.Code != http.StatusForbidden {
			t.Errorf("a forged %s %s answered %d", rt.Method, rt.Pattern, rec.Code)
		}
	}
	if after := count(); after != before {
		t.Errorf("%d events appeared", after-before)
	}
}
