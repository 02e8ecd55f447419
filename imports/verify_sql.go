package imports

import (
	"context"
	"fmt"

	"sanad/store"
)

// Verify holds every tie against what it says a row became, and every import's
// counts against the rows it went through. It returns how many ties it read.
func Verify(ctx context.Context, q store.Q, report func(problem string)) (ties int64, err error) {
	for _, kind := range []struct{ name, is string }{
		{tiePerson, "select 1 from person where person.party_id = import_tie.owner_id"},
		{tieHousehold, "select 1 from household where household.party_id = import_tie.owner_id"},
		{tieApplication, "select 1 from dossier where dossier.party_id = import_tie.owner_id and dossier.id = import_tie.dossier_id"},
	} {
		n, err := store.One(ctx, q, store.Value[int64], "select count(*) from import_tie where kind = $1", kind.name)
		if err != nil {
			return ties, err
		}
		ties += n
		lost, err := store.All(ctx, q, store.Value[store.ID], "select owner_id from import_tie where kind = $1 and not exists ("+kind.is+") limit 100", kind.name)
		if err != nil {
			return ties, err
		}
		for _, id := range lost {
			report(fmt.Sprintf("import: a row became the %s %s, which is not there", kind.name, id))
		}
	}
	list, err := store.All(ctx, q, scan, "select "+columns+" from import_file order by arrived_at")
	for _, i := range list {
		c := i.Counts
		if sum := c.Written + c.Amended + c.Linked + c.Same + c.Failed(); sum != i.Done || (i.State == Done || i.State == Checked) && i.Done != i.Total {
			report(fmt.Sprintf("import %s: %d rows counted, %d gone through, %d in the file", i.ID, sum, i.Done, i.Total))
		}
	}
	return ties, err
}
