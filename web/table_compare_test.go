package web

import (
	"testing"

	"sanad/access"
)

// Two dates beside each other: what differs is marked and told with its cause;
// what is the same is in no line.
func TestTwoDatesAreCompared(t *testing.T) {
	f := scenarios(t)
	f.stated()
	statistician := f.hired(access.Statistician, "")
	const table = "/tables/01-widows-by-region?as-of=2019-07-02"
	f.play(
		scenario{name: "nothing compared", as: statistician, path: table, status: 200, holds: []string{`name="than-as-of"`, `href="/tables/01-widows-by-region?as-of=`}, lacks: []string{`id="differences"`}},
		scenario{name: "before the document's day nothing was", as: statistician, path: table + "&than-as-of=2019-01-01", status: 200,
			holds: []string{`id="differences"`, `<bdi dir="ltr">+9</bdi>`, `<bdi dir="ltr">+14</bdi>`, `value="2019-01-01"`}},
		scenario{name: "the same day", as: statistician, path: table + "&than-as-of=2019-07-02", status: 200, holds: []string{"لا فرق بين التاريخين"}, lacks: []string{`id="differences"`}},
		scenario{name: "a day that is none, on its own field", as: statistician, path: table + "&than-as-of=31/02/2019", status: 422, holds: []string{`value="31/02/2019"`, `href="#f-than-as-of"`, `role="alert"`}, lacks: []string{`id="differences"`, `href="#f-as-of"`}},
		scenario{name: "a day to come", as: statistician, path: table + "&than-as-of=2199-01-01", status: 422, holds: []string{`href="#f-than-as-of"`}},
	)
}

// Everything that does not reconcile is on one page, with both values, for those
// who prepare publications.
func TestWhatDoesNotReconcileIsOnOnePage(t *testing.T) {
	f := scenarios(t)
	statistician := f.hired(access.Statistician, "")
	f.play(scenario{name: "no document yet", as: statistician, path: checksPath, status: 200, lacks: []string{"نشرة الأرامل"}})
	f.stated()
	f.play(
		scenario{name: "a total that is printed wrong", as: statistician, path: checksPath, status: 200, holds: []string{"نشرة الأرامل", "01-widows-by-region", "الرقم المطبوع 15، والرقم المحسوب 14"}},
		scenario{name: "the catalogue leads there", as: statistician, path: tablesPath, status: 200, holds: []string{`href="/tables/checks"`}},
		scenario{name: "and nobody else there", as: f.hired(access.CounterClerk, "04.421"), path: checksPath, status: 403, lacks: []string{"نشرة الأرامل"}},
		scenario{name: "whose catalogue does not", as: f.hired(access.CounterClerk, "04.422"), path: tablesPath, status: 200, lacks: []string{checksPath}},
	)
}
