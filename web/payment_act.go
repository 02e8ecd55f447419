package web

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanad/access"
	"sanad/act"
	"sanad/money"
	"sanad/payment"
	"sanad/programme"
	"sanad/store"
	"sanad/web/ui"
)

// may tells that the reader may change how and whether somebody is paid.
func (v *statementView) may() bool {
	return v.actor.Can(access.PaymentsPrepare, v.def.ID, v.account.Province)
}

// payeeForm says how somebody is paid from now on.
func (v *statementView) payeeForm(failed error) g.Node {
	if !v.may() {
		return nil
	}
	problems := ui.ProblemsOf(v.p, failed)
	return h.Div(h.Class("s-noprint"), ui.Card(v.p.T("payments.set-payee"), nil, ui.Form("post", v.stepPath("payee"), v.newID().String(), ui.Grid(
		ui.Select(v.p, ui.Field{Name: "way", Label: v.p.T("payments.way"), Value: orElse(v.FormValue("way"), programme.ByBank), Error: problems.On("way")},
			[]ui.Option{{Value: programme.ByBank, Label: v.p.T("payments.way-bank")}, {Value: programme.ByPost, Label: v.p.T("payments.way-post")}}),
		ui.Input(v.p, ui.Field{Name: "holder", Label: v.p.T("payments.holder"), Value: orElse(v.FormValue("holder"), v.holder), Error: problems.On("holder"), Ltr: true}),
		ui.Input(v.p, ui.Field{Name: "rib", Label: v.p.T("payments.rib"), Help: v.p.T("payments.rib-help"), Value: v.FormValue("rib"), Error: problems.On("rib"), Ltr: true}),
		ui.Actions(ui.Submit(v.p.T("payments.step-payee"), "", "", false))))))
}

func (v *statementView) stepPath(step string) string {
	return statementPath(v.def, v.account.Party) + "/" + step
}

// acts are what the reader may do with the right now, each asked for before it is
// done.
func (v *statementView) acts(failed error) g.Node {
	if !v.may() {
		return nil
	}
	var forms []g.Node
	// What was refused is shown though it cannot be done any more: the summary of errors leads there.
	add := func(shown bool, name string, danger bool, fields func(f stepForm) []g.Node) {
		f := stepForm{statementView: v, name: name, failed: failed != nil && v.PathValue("step") == name}
		if f.failed {
			f.problems = ui.ProblemsOf(v.p, failed)
		}
		if shown || f.failed {
			forms = append(forms, f.node(danger, fields(f)...))
		}
	}
	amount := func(label, help string) func(f stepForm) []g.Node {
		return func(f stepForm) []g.Node { return []g.Node{f.input("amount", label, help)} }
	}
	owes, subsidy := v.account.Owed > 0, v.def.Payment.Pays == "tranches"
	add(v.account.State == payment.Running, "suspend", true, func(stepForm) []g.Node { return nil })
	add(v.account.State == payment.Suspended, "resume", false, func(f stepForm) []g.Node {
		return []g.Node{f.choice("arrears", "payments.with-arrears", []ui.Option{{Value: "yes", Label: v.p.T("payments.arrears-yes")}, {Value: "no", Label: v.p.T("payments.arrears-no")}})}
	})
	add(len(v.facts) > 0 && v.account.State != payment.Ended, "reassess", false, stepForm.fact)
	add(v.account.ProofTo != 0, "proof", false, func(f stepForm) []g.Node {
		return []g.Node{f.input("to", "paystep.proof-to", v.p.T("payments.period-help"))}
	})
	add(owes, "recover", false, amount("payments.each-payment", ""))
	add(owes, "repay", false, amount("payments.amount-dirhams", ""))
	add(owes, "waive", true, amount("payments.amount-dirhams", ""))
	add(subsidy && v.account.Settled > v.account.Owed, "claw-back", true, amount("payments.amount-dirhams", v.p.T("paystep.claw-back-help", "amount", v.account.Settled-v.account.Owed)))
	if len(forms) == 0 {
		return nil
	}
	return h.Div(h.Class("s-noprint"), ui.Card(v.p.T("payments.acts"), nil, h.Div(h.Class("s-actions"), g.Group(forms))))
}

// stepForm is the form of an act on a right. The one that was refused keeps what
// was typed, and its fields are where the summary of errors leads.
type stepForm struct {
	*statementView
	name     string
	failed   bool
	problems ui.Problems
}

// field is one of the form's.
func (f stepForm) field(name, label string) ui.Field {
	if !f.failed {
		return ui.Field{Name: name, In: f.name, Label: f.p.T(label)}
	}
	return ui.Field{Name: name, Label: f.p.T(label), Value: f.FormValue(name), Error: f.problems.On(name)}
}

// node is the form: what the act asks for, and why it is done.
func (f stepForm) node(danger bool, fields ...g.Node) g.Node {
	return h.Div(h.ID("act-"+f.name), ui.Confirm(f.p, ui.Confirmation{Button: f.p.T("payments.step-" + f.name), Question: f.p.T("paystep.ask-" + f.name), Yes: f.p.T("payments.step-" + f.name),
		Action: f.stepPath(f.name), Key: f.newID().String(), Fields: append(fields, ui.Input(f.p, f.field("reason", "payments.reason"))), Danger: danger, Open: f.failed}))
}

func (f stepForm) input(name, label, help string) g.Node {
	field := f.field(name, label)
	field.Help, field.Ltr = help, true
	return ui.Input(f.p, field)
}

func (f stepForm) choice(name, label string, options []ui.Option) g.Node {
	field := f.field(name, label)
	field.Value = orElse(field.Value, options[0].Value)
	return ui.Select(f.p, field, options)
}

// fact asks which fact turned out otherwise, what it is, and since when.
func (f stepForm) fact() []g.Node {
	var facts []ui.Option
	for _, k := range f.facts {
		label := f.say(k.Field.Label)
		if k.List != nil {
			label = f.say(k.List.Label) + " " + f.p.Number(int64(k.Item)) + f.p.T("paystep.of") + label
		}
		facts = append(facts, ui.Option{Value: k.Path, Label: label + f.p.T("paystep.is") + f.known(k)})
	}
	answer, value := f.field("answer", "paystep.answer"), f.field("value", "paystep.value")
	answer.Optional, value.Optional, value.Ltr, value.Help = true, true, true, f.p.T("paystep.value-help")
	return []g.Node{ui.Select(f.p, f.field("fact", "paystep.fact"), facts),
		ui.Select(f.p, answer, []ui.Option{{Value: "yes", Label: f.p.T("ui.yes")}, {Value: "no", Label: f.p.T("ui.no")}}),
		ui.Input(f.p, value), f.input("from", "paystep.from-month", f.p.T("payments.period-help"))}
}

// known is a fact's value in words.
func (f stepForm) known(k payment.Known) string {
	if k.Value == nil {
		return f.p.T("paystep.unknown")
	}
	return f.answerText(k.Field, k.Value)
}

// rightSteps carry out the acts on a right.
var rightSteps = map[string]func(o *payment.Office, ctx context.Context, v *statementView, q payment.Request) (act.Event, error){
	"payee": func(o *payment.Office, ctx context.Context, v *statementView, q payment.Request) (act.Event, error) {
		return o.SetPayee(ctx, q, payment.Payee{Way: v.FormValue("way"), Holder: v.FormValue("holder"), Account: v.FormValue("rib")})
	},
	"suspend": func(o *payment.Office, ctx context.Context, _ *statementView, q payment.Request) (act.Event, error) {
		return o.Suspend(ctx, q)
	},
	"resume": func(o *payment.Office, ctx context.Context, v *statementView, q payment.Request) (act.Event, error) {
		return o.Resume(ctx, q, v.FormValue("arrears") == "yes")
	},
	"reassess": func(o *payment.Office, ctx context.Context, v *statementView, q payment.Request) (act.Event, error) {
		from, err := v.formMonth("from")
		if err != nil {
			return act.Event{}, err
		}
		fact, err := payment.ParseFact(v.def, v.FormValue("fact"), orElse(v.FormValue("answer"), v.FormValue("value")))
		if err != nil {
			return act.Event{}, onField(err, "value")
		}
		return o.Reassess(ctx, q, from, fact)
	},
	"proof": func(o *payment.Office, ctx context.Context, v *statementView, q payment.Request) (act.Event, error) {
		to, err := v.formMonth("to")
		if err != nil {
			return act.Event{}, err
		}
		return o.RenewProof(ctx, q, to)
	},
	"recover":   withAmount((*payment.Office).PlanRecovery),
	"repay":     withAmount((*payment.Office).Repay),
	"waive":     withAmount((*payment.Office).Waive),
	"claw-back": withAmount((*payment.Office).ClawBack),
	"reach": func(o *payment.Office, ctx context.Context, v *statementView, q payment.Request) (act.Event, error) {
		return o.Reach(ctx, q, int(number(v.FormValue("tranche"))), v.FormValue("milestone"))
	},
	"cancel-tranche": func(o *payment.Office, ctx context.Context, v *statementView, q payment.Request) (act.Event, error) {
		return o.CancelTranche(ctx, q, int(number(v.FormValue("tranche"))))
	},
}

// withAmount is an act that asks for an amount.
func withAmount(do func(*payment.Office, context.Context, payment.Request, money.Amount) (act.Event, error)) func(*payment.Office, context.Context, *statementView, payment.Request) (act.Event, error) {
	return func(o *payment.Office, ctx context.Context, v *statementView, q payment.Request) (act.Event, error) {
		amount, err := money.Parse(v.FormValue("amount"))
		if err != nil {
			return act.Event{}, onField(err, "amount")
		}
		return do(o, ctx, q, amount)
	}
}

func (v *statementView) formMonth(name string) (payment.Month, error) {
	m, err := payment.ParseMonth(strings.TrimSpace(v.FormValue(name)))
	return m, onField(err, name)
}

// actOnRight carries out a step of a beneficiary's account.
func actOnRight(s *Server, r *request) error {
	v := &statementView{request: r}
	if err := v.read(); err != nil {
		return err
	}
	step, ok := rightSteps[r.PathValue("step")]
	if !ok {
		return store.ErrNotFound
	}
	q := payment.Request{Key: r.key(), Actor: r.actor, On: r.today(), Reason: strings.TrimSpace(r.FormValue("reason")), Programme: v.def.ID, Component: payment.Support, Party: v.account.Party}
	if v.def.Payment.Pays == "tranches" {
		q.Component = payment.Tranche
	}
	_, err := step(s.Payments, r.Context(), v, q)
	switch {
	case err == nil:
		r.flash(ui.Good, r.p.T("payments.done"))
		return see(statementPath(v.def, v.account.Party))
	case mendable(err):
		return showStatement(s, r, err)
	}
	return err
}
