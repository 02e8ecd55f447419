package facts

// ServiceRows are the rows of table 06 that are services: centres, men, women.
func ServiceRows() map[string][3]int {
	out := map[string][3]int{}
	for _, key := range services() {
		out[key] = [3]int{table06.Int(key, "centres"), table06.Int(key, "male"), table06.Int(key, "female")}
	}
	return out
}

// Province of the unit that made a contact.
func (k Contact) Province(p *StreetPlan) string { return p.Units[k.Unit].Province }
