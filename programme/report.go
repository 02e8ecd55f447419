package programme

// Line is what `sanad check` says of one programme.
type Line struct {
	Programme  string
	Version    int
	Hash       string
	Codes      []string
	States     int
	Acts       int
	Conditions int
	Documents  int
	Measures   int
	Tables     int
	Cases      int // all passed: a set with a failing case is not loaded
	Confirm    int // values, articles and clocks whose source is to be confirmed
}

// Report is one line a programme, in the order of their ids.
func (s *Set) Report() []Line {
	out := make([]Line, len(s.list))
	for i, d := range s.list {
		conditions := len(d.Rules.Conditions)
		for _, check := range d.Rules.Items {
			conditions += len(check.Conditions)
		}
		out[i] = Line{
			Programme: d.ID, Version: d.Version, Hash: d.Hash, Codes: d.Codes,
			States: len(d.Workflow.States), Acts: len(d.Workflow.Acts), Conditions: conditions,
			Documents: len(d.Form.Documents), Measures: len(d.Ledger.Measures), Tables: len(d.Tables),
			Cases: len(d.Cases) + len(d.Scenarios), Confirm: d.toConfirm(),
		}
	}
	return out
}

func (d *Definition) toConfirm() int {
	n := 0
	count := func(confirm bool) {
		if confirm {
			n++
		}
	}
	for _, l := range d.Legal {
		count(l.Confirm)
		for _, a := range l.Articles {
			count(a.Confirm)
		}
	}
	for _, p := range d.Rules.Parameters {
		for _, v := range p.Values {
			count(v.Confirm)
		}
	}
	for _, c := range d.Workflow.Clocks {
		count(c.Confirm)
	}
	return n
}
