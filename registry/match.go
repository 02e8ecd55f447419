package registry

import (
	"context"
	"crypto/sha256"
	_ "embed" // the first model
	"encoding/json"
	"sync"

	"sanad/linkage"
	"sanad/store"
)

// matchColumns are what two records are compared by, and how.
var matchColumns = []linkage.Map{
	{Kind: linkage.Given, Column: "given_ar"}, {Kind: linkage.Given, Column: "given_latin"},
	{Kind: linkage.Family, Column: "family_ar"}, {Kind: linkage.Family, Column: "family_latin"},
	{Kind: linkage.Sex, Column: "sex"}, {Kind: linkage.Birth, Column: "birth"}, {Kind: linkage.ID, Column: "cin"},
	{Kind: linkage.Place, Column: "commune"}, {Kind: linkage.Phone, Column: "phone"},
}

// firstModel judges until a pass over the register has trained one of its own.
// It was trained on a synthetic population (TestFirstModel -update).
//
//go:embed model.json
var firstModel []byte

// record is a person as the comparison reads them; the card in clear stays in
// memory.
func (p Person) record(cin string) []string {
	return []string{p.Arabic.Given, p.Latin.Given, p.Arabic.Family, p.Latin.Family, string(p.Sex), p.Birth.String(), cin, p.Commune, p.Phone}
}

// cin is a person's card number in clear, empty when there is none.
func (k *Keys) cin(p Person) (string, error) {
	i := p.identifier(CIN)
	if i.Kind == "" {
		return "", nil
	}
	return k.decrypt(CIN, p.ID, i.Cipher)
}

// lastMatcher is the matcher made last: reading a model takes longer than a
// comparison.
var lastMatcher struct {
	sync.Mutex
	of [32]byte
	is *linkage.Matcher
}

// matcher compares by the model of the last pass.
func matcher(ctx context.Context, q store.Q) (*linkage.Matcher, error) {
	text, err := keptModel(ctx, q)
	if err != nil {
		return nil, err
	}
	lastMatcher.Lock()
	defer lastMatcher.Unlock()
	of := sha256.Sum256(text)
	if lastMatcher.is != nil && lastMatcher.of == of {
		return lastMatcher.is, nil
	}
	m, err := modelOf(text)
	if err != nil {
		return nil, err
	}
	lastMatcher.of = of
	lastMatcher.is, err = linkage.NewMatcher(matchColumns, m)
	return lastMatcher.is, err
}

func modelOf(text []byte) (*linkage.Model, error) {
	var m linkage.Model
	return &m, json.Unmarshal(text, &m)
}

// Compare explains whether two records are of one person. The values of the
// explanation are for the program: one of them is a card in clear.
//
// Errors: registry.key-wrong; linkage.model.
func Compare(ctx context.Context, q store.Q, k *Keys, a Person, others ...Person) ([]linkage.Explanation, error) {
	m, err := matcher(ctx, q)
	if err != nil {
		return nil, err
	}
	card, err := k.cin(a)
	if err != nil {
		return nil, err
	}
	records := make([][]string, len(others))
	for i, o := range others {
		cin, err := k.cin(o)
		if err != nil {
			return nil, err
		}
		records[i] = o.record(cin)
	}
	return m.Compare(a.record(card), records), nil
}

// Agree is the probability that two drafts are of one person, by all but their
// identifiers: whether who shows a card is who it was given to.
//
// Errors: linkage.model.
func Agree(ctx context.Context, q store.Q, a, b Draft) (float64, error) {
	m, err := matcher(ctx, q)
	if err != nil {
		return 0, err
	}
	return m.Compare(a.unsealed().record(), [][]string{b.unsealed().record()})[0].Probability, nil
}
