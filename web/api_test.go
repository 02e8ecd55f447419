package web

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"sanad/access"
	"sanad/api"
)

// What other programs get is what the pages show, in the shape that the
// description promises.
func TestTheAPIGivesWhatThePagesShow(t *testing.T) {
	f := scenarios(t)
	statistician := f.hired(access.Statistician, "")
	const address = "/api/v1/tables/01-widows-by-region"
	f.play(
		scenario{name: "the list", as: statistician, path: "/api/v1/tables", status: 200, holds: []string{`"name":"01-widows-by-region"`, `"by":["region"]`}},
		scenario{name: "CSV is that of the page", as: statistician, path: address + "?format=csv&asOf=2021-07-02", status: 200,
			holds: []string{"Content-Type: text/csv", "region,applications_received,applications_accepted\n", "\ntotal,"}},
		scenario{name: "JSON-stat in French", as: statistician, path: address + "?format=json-stat&lang=fr", status: 200, holds: []string{`"version": "2.0"`, "Demandes reçues"}},
		scenario{name: "the CSV's description", as: statistician, path: address + "?format=csvw", status: 200, holds: []string{"http://www.w3.org/ns/csvw"}},
		scenario{name: "only one row and column", as: statistician, path: address + "?format=csv&row=fes-meknes&column=applications_accepted", status: 200,
			holds: []string{"region,applications_accepted\nfes-meknes,", "\ntotal,"}, lacks: []string{"oriental"}},
		scenario{name: "every wrong parameter is told at once, by its name and value", as: statistician, path: address + "?asOf=2021-13-01&by=planet&format=pdf&knwnOn=now", status: 422,
			holds: []string{"Content-Type: application/problem+json", `"field":"asOf","value":"2021-13-01"`, `"field":"format","value":"pdf"`, `"field":"knwnOn","value":"now"`}},
		scenario{name: "a dimension that the table does not have", as: statistician, path: address + "?by=planet&lang=ar", status: 422, holds: []string{`"field":"by","value":"planet"`, "لا يُعرض حسب"}},
		scenario{name: "a row that is not there", as: statistician, path: address + "?row=mars&lang=en", status: 404, holds: []string{`"field":"row","value":"mars"`}},
		scenario{name: "a table that is not there", as: statistician, path: "/api/v1/tables/nothing?lang=fr", status: 404, holds: []string{`"field":"name","value":"nothing"`}},
		scenario{name: "a day to come", as: statistician, path: address + "?asOf=2999-01-01&lang=en", status: 422, holds: []string{`"field":"asOf","value":"2999-01-01"`}},
		scenario{name: "nobody reads what was not published", path: address, status: 401, holds: []string{"account.session-ended"}},
	)
	_, answer := f.ask(statistician, "GET", address, nil)
	body := answer[strings.Index(answer, "{"):]
	strict := json.NewDecoder(bytes.NewReader([]byte(body)))
	strict.DisallowUnknownFields()
	var table api.Table
	if err := strict.Decode(&table); err != nil {
		t.Fatalf("the table is not as described: %v\n%s", err, answer)
	}
	if len(table.Rows) != 12 || len(table.Total.Values) != len(table.Columns) {
		t.Errorf("%d rows and %d totals of %d columns", len(table.Rows), len(table.Total.Values), len(table.Columns))
	}
}
