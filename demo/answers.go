package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"sanad/calendar"
	"sanad/dossier"
	"sanad/programme"
	"sanad/registry"
)

// answers are what the widow says, with the one ground for which the rules
// refuse her, if there is one.
func (f *file) answers(rng *rand.Rand, h household) programme.Answers {
	a := map[string]any{
		"marital_status": "widow", "death_date": h.diedOn.String(),
		"ramed_card": true, "ramed_number": fmt.Sprintf("D%07d", rng.IntN(10_000_000)), "pays_tax": false,
		"pension": false, "family_allowance": false, "other_support": false,
		"orphans": orphans(f.opened, h),
	}
	switch f.ground {
	case pension:
		a["pension"] = true
	case otherSupport:
		a["other_support"] = true
		a["other_support_name"] = []string{"tayssir", "school_grant", "state", "territorial", "public_body"}[rng.IntN(5)]
	case noRamed:
		a["ramed_card"] = false
		delete(a, "ramed_number")
	case tax:
		a["pays_tax"] = true
	case allowance:
		a["family_allowance"] = true
	case remarried:
		a["marital_status"] = "remarried"
	}
	return programme.NewAnswers(a)
}

func orphans(on calendar.Date, h household) []any {
	out := make([]any, len(h.children))
	for i, c := range h.children {
		d := h.family.Children[i]
		item := map[string]any{"person": d.ID.String(), "given_name": d.Arabic.Given, "birth": d.Birth.On.String(),
			"sex": sexCode(d.Sex), "in_care": true, "disabled": c.disabled}
		if d.Birth.Age(on) >= schoolAge {
			item["enrolled"] = c.enrolled
		}
		out[i] = item
	}
	return out
}

func sexCode(s registry.Sex) string { return strings.ToLower(string(s)) }

// papers are those that the answers require, all there.
func (f *file) papers(h household) []dossier.Paper {
	kinds := []string{"application", "tax_certificate", "national_card", "death_certificate", "birth_extracts", "life_certificate"}
	if f.ground != noRamed {
		kinds = append(kinds, "ramed_card_copy")
	}
	school, disability := false, false
	for i, c := range h.children {
		school = school || c.enrolled && h.family.Children[i].Birth.Age(f.opened) >= schoolAge
		disability = disability || c.disabled
	}
	if school {
		kinds = append(kinds, "school_certificates")
	}
	if disability {
		kinds = append(kinds, "disability_certificate")
	}
	out := make([]dossier.Paper, len(kinds))
	for i, k := range kinds {
		out[i] = dossier.Paper{Kind: k}
	}
	return out
}

// missingPaper is what a file that is asked to be completed lacked.
const missingPaper = "life_certificate"
