package programme

import (
	"slices"

	"cel.dev/cel-go/cel"

	"sanad/calendar"
	"sanad/fault"
	"sanad/money"
)

// SubsidyPlan says in which parts a subsidy is paid that an act of its dossier
// granted. Of a programme's plans the first whose condition holds is the one; a
// programme without a plan leaves the parts of each subsidy to its officers.
type SubsidyPlan struct {
	at
	When    Expr       `key:"when"` // of the answers; always, when it is not written
	Parts   []PlanPart `key:"parts,need"`
	Legal   string     `key:"legal"`
	Confirm bool       `key:"confirm"` // not read in an official text
}

// PlanPart is a part of a subsidy.
type PlanPart struct {
	at
	Share      int      `key:"share,need"` // of a hundred of what was granted
	After      int      `key:"after"`      // days after the grant, before which it is not paid
	Conditions []string `key:"conditions"` // milestones that it waits for
}

// Part is a part of one subsidy.
type Part struct {
	Amount     money.Amount
	DueOn      calendar.Date
	Conditions []string
}

// Parts are those of an amount granted on a day, by the programme's plan; none
// when it has no plan for such a dossier. What a share leaves of a centime goes to
// the last part.
//
// Errors: programme.fact-missing when the answers do not tell which plan it is.
func (d *Definition) Parts(answers Answers, on calendar.Date, amount money.Amount) ([]Part, error) {
	for i := range d.Payment.Plans {
		plan := &d.Payment.Plans[i]
		holds := Yes
		if !plan.When.IsZero() {
			m := missing{}
			var err error
			if holds, err = plan.When.truth(d.engine.activation(answers, on, Facts{}), &m); err != nil {
				return nil, err
			}
			if holds == Unknown {
				return nil, fault.New(fault.Invalid, "programme.fact-missing", fault.Args{"missing": m.names})
			}
		}
		if holds == Yes {
			return plan.split(on, amount), nil
		}
	}
	return nil, nil
}

func (s *SubsidyPlan) split(on calendar.Date, amount money.Amount) []Part {
	out, left := make([]Part, len(s.Parts)), amount
	for i, p := range s.Parts {
		part := amount * money.Amount(p.Share) / 100
		if i == len(s.Parts)-1 {
			part = left
		}
		left -= part
		out[i] = Part{part, on.AddDays(p.After), p.Conditions}
	}
	return slices.DeleteFunc(out, func(p Part) bool { return p.Amount == 0 }) // of a very small subsidy
}

// compilePayment types the conditions of plans.
func (e *engine) compilePayment(p page, m *Payment) {
	if m == nil {
		return
	}
	s := e.scope(p, false)
	for i := range m.Plans {
		s.compile(&m.Plans[i].When, "when of the plan", cel.BoolType)
	}
}

func (m *Payment) checkPlans(p page, d *Definition) {
	for i := range m.Plans {
		plan := &m.Plans[i]
		sum := 0
		for _, part := range plan.Parts {
			sum += part.Share
			if part.Share < 1 || part.After < 0 {
				p.say(part.line, "write a share from 1 to 100, and days after the grant", "a part of %d in a hundred after %d days", part.Share, part.After)
			}
			for _, c := range part.Conditions {
				if m.Milestone(c) == nil {
					p.say(part.line, "define it under conditions", "a part waits for %q, which is no condition", c)
				}
			}
		}
		if sum != 100 {
			p.say(plan.line, "correct the shares", "the parts of the plan make %d in a hundred", sum)
		}
		if plan.When.IsZero() && i < len(m.Plans)-1 {
			p.say(plan.line, "write when, or put it last", "the plans after this one are never used")
		}
		d.cites(p, plan.line, "the plan of tranches", plan.Legal, !plan.Confirm)
	}
	if len(m.Plans) > 0 && m.Pays != "tranches" {
		p.say(m.line, "write pays: tranches, or remove the plans", "plans are for what is paid in tranches")
	}
	for _, c := range m.Conditions {
		if c.Act == "" {
			continue
		}
		if _, there := d.Workflow.Act(c.Act); !there {
			p.say(c.line, "name an act of workflow.yaml", "the condition %s is met by %q, which is no act", c.ID, c.Act)
		}
	}
}
