package payment

import (
	"context"
	"strings"
	"unicode/utf8"

	"sanad/access"
	"sanad/act"
	"sanad/calendar"
	"sanad/fault"
	"sanad/programme"
	"sanad/store"
)

// Payee is how somebody is paid.
type Payee struct {
	N        int
	Way      string // programme.ByBank or programme.ByPost
	Holder   string // as the bank or the post office knows the name, in Latin letters
	Account  string // a RIB, or the number of the card shown at the post office
	Shown    string // Account with most of it hidden
	FromOn   calendar.Date
	ClosedOn calendar.Date
}

// longestHolder is how many characters a file of payments has for a name
// (ISO 20022, Max140Text; banks here print 70).
const longestHolder = 70

// check tells what is wrong with a payee, and gives it its one form.
//
// Errors: payment.holder-missing, payment.holder-letters, payment.way-unknown,
// those of ParseRIB, payment.card-missing.
func (p *Payee) check() error {
	var l fault.List
	p.Holder = strings.Join(strings.Fields(p.Holder), " ")
	switch {
	case p.Holder == "":
		l.Add(fault.New(fault.Invalid, "payment.holder-missing", nil).On("holder"))
	case utf8.RuneCountInString(p.Holder) > longestHolder || plainText(p.Holder) != p.Holder:
		l.Add(fault.New(fault.Invalid, "payment.holder-letters", fault.Args{"value": p.Holder, "count": longestHolder}).On("holder"))
	}
	switch p.Way {
	case programme.ByBank:
		rib, err := ParseRIB(p.Account)
		l.Add(err)
		if err == nil {
			p.Account, p.Shown = string(rib), rib.Masked()
		}
	case programme.ByPost:
		if p.Account = strings.ToUpper(strings.TrimSpace(p.Account)); p.Account == "" {
			l.Add(fault.New(fault.Invalid, "payment.card-missing", nil).On("rib"))
			break
		}
		p.Shown = "••• " + p.Account[max(0, len(p.Account)-3):]
	default:
		l.Add(fault.New(fault.Invalid, "payment.way-unknown", fault.Args{"value": p.Way}).On("way"))
	}
	return l.Err()
}

// payeePurpose keeps these ciphers apart from those of other fields.
const payeePurpose = "payee"

// SetPayee says how a beneficiary is paid from now on. The account as it was
// stays for the files of the past.
//
// Errors: those of Payee.check; those of every act on an account.
func (o *Office) SetPayee(ctx context.Context, r Request, p Payee) (act.Event, error) {
	if err := p.check(); err != nil {
		return act.Event{}, err
	}
	if strings.TrimSpace(r.Reason) == "" {
		r.Reason = "-"
	}
	input := []any{p.Way, p.Holder, o.Keys.Fingerprint(payeePurpose, p.Account)}
	return o.change(ctx, r, "payee", input, func(ctx context.Context, s *act.Step, _ *programme.Definition, a Account) (any, error) {
		n, err := store.One(ctx, s, store.Value[int], "select coalesce(max(n), 0) + 1 from payment_payee where party_id = $1", a.Party)
		if err != nil {
			return nil, err
		}
		p.N, p.FromOn = n, s.Act.On
		if err := o.insertPayee(ctx, s, a.Party, p); err != nil {
			return nil, err
		}
		a.Payee = n
		return map[string]any{"n": n, "way": p.Way, "shown": p.Shown}, saveAccount(ctx, s, a)
	})
}

func (o *Office) insertPayee(ctx context.Context, s *act.Step, party store.ID, p Payee) error {
	_, err := s.Exec(ctx, "insert into payment_payee (party_id, n, way, holder, cipher, hash, shown, from_on) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		party, p.N, p.Way, p.Holder, o.Keys.Seal(payeePurpose, party, p.Account), o.Keys.Fingerprint(payeePurpose, p.Account), p.Shown, p.FromOn)
	return err
}

// PayeeOf is how an account is paid now, without the number behind the mask;
// the zero Payee when that is not known. The caller found the account within its
// scope.
func PayeeOf(ctx context.Context, q store.Q, a Account) (Payee, error) {
	list, err := store.All(ctx, q, func(r store.Row) (Payee, error) {
		var p Payee
		err := r.Scan(&p.N, &p.Way, &p.Holder, &p.Shown, &p.FromOn, &p.ClosedOn)
		return p, err
	}, "select n, way, holder, shown, from_on, closed_on from payment_payee where party_id = $1 and n = $2", a.Party, a.Payee)
	if err != nil || len(list) == 0 {
		return Payee{}, err
	}
	return list[0], nil
}

// closePayee marks an account that a bank no longer serves.
func closePayee(ctx context.Context, s *act.Step, party store.ID, n int) error {
	_, err := s.Exec(ctx, "update payment_payee set closed_on = $1 where party_id = $2 and n = $3 and closed_on is null", s.Act.On, party, n)
	return err
}

// Enrolment says how somebody is paid.
type Enrolment struct {
	Party store.ID
	Payee
}

// enrolled is what the event of enrolments says of each.
type enrolled struct {
	Party store.ID `json:"party"`
	Way   string   `json:"way"`
	Shown string   `json:"shown"`
}

var payeeRows = store.NewRows("payment_payee", "party_id, n, way, holder, cipher, hash, shown, from_on")

// Enrol gives many beneficiaries their first payee at once, as a load gives them:
// one event of the programme's office, by the program itself.
//
// Errors: access.forbidden for anybody but the program itself; Payee.check's;
// store.duplicate for somebody who has one.
func (o *Office) Enrol(ctx context.Context, by access.Actor, on calendar.Date, programmeID string, list []Enrolment) error {
	if !by.IsSystem() {
		return fault.New(fault.Forbidden, "access.forbidden", nil)
	}
	def, err := o.paying(programmeID)
	if err != nil {
		return err
	}
	benefit, err := o.benefit(ctx, o.DB, programmeID, component(def))
	if err != nil {
		return err
	}
	said, values := make([]enrolled, len(list)), make([]any, 0, 8*len(list))
	for i := range list {
		p := &list[i]
		if err := p.check(); err != nil {
			return err
		}
		said[i] = enrolled{p.Party, p.Way, p.Shown}
		values = append(values, p.Party, 1, p.Way, p.Holder, o.Keys.Seal(payeePurpose, p.Party, p.Account), o.Keys.Fingerprint(payeePurpose, p.Account), p.Shown, on)
	}
	a := act.Act{Key: store.NewID(o.DB.Now()), Party: OfficeID(programmeID), Stream: drawn("payment enrolments " + programmeID), Kind: "payment.enrol", On: on, Actor: by, Fresh: true}
	_, err = act.Do(ctx, o.DB, a, func(ctx context.Context, s *act.Step) (any, error) {
		if err := payeeRows.Insert(ctx, s.Tx, values); err != nil {
			return nil, err
		}
		for _, p := range list {
			if _, err := s.Exec(ctx, "update payment_account set payee = 1 where party_id = $1 and benefit = $2", p.Party, benefit); err != nil {
				return nil, err
			}
		}
		return said, nil
	})
	return err
}
