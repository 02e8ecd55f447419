package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"sanad/access"
	"sanad/account"
	"sanad/store"
	"sanad/store/storetest"
)

var oneTime = regexp.MustCompile(`value="http://example.com(/password/[^"]+)"`)

func invited(change url.Values) url.Values {
	form := url.Values{"name": {"سعاد الإدريسي"}, "login": {"s.idrissi"}, "role": {"counter-clerk"}, "programme": {"*"}, "territory": {"04.421"}}
	for name, value := range change {
		form[name] = value
	}
	return form
}

// An invitation: wrong ones lose nothing, the link is shown once and works once.
func TestInvitingSomebody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		f := newField(t, db)
		admin := f.hired(access.Administrator, "")
		post := func(name string, change url.Values, status int, holds ...string) scenario {
			return scenario{name: name, as: admin, method: "POST", path: "/accounts", form: invited(change), status: status, holds: append(holds, `value="سعاد الإدريسي"`), lacks: []string{"/password/"}}
		}
		f.play(
			post("a login in Arabic", url.Values{"login": {"سعاد"}}, 422, `href="#f-login"`, `value="سعاد"`),
			post("a taken login", url.Values{"login": {"administrator."}}, 409, `href="#f-login"`),
			post("no role", url.Values{"role": {""}}, 422, `href="#f-role"`),
			post("no programme", url.Values{"programme": {""}}, 422, `href="#f-programme"`),
			post("a programme that is none", url.Values{"programme": {"ghosts"}}, 422, `href="#f-programme"`),
			post("nowhere", url.Values{"territory": {""}}, 422, `href="#f-territory"`, "حدد أين تسري الصلاحية"),
			post("a province that is none", url.Values{"territory": {"99.999"}}, 422, `href="#f-territory"`),
			post("everything at once", url.Values{"login": {"!"}, "territory": {""}}, 422, `href="#f-login"`, `href="#f-territory"`),
		)
		form := invited(url.Values{"idempotency_key": {f.id().String()}})
		_, answer := f.ask(admin, "POST", "/accounts", form)
		link := oneTime.FindStringSubmatch(answer)
		if link == nil {
			t.Fatalf("no link\n%s", answer)
		}
		f.play(
			scenario{name: "sent again: no second link", as: admin, method: "POST", path: "/accounts", form: form, status: 409, holds: []string{"عُرض هذا الرابط من قبل"}, lacks: []string{link[1]}},
			scenario{name: "it opens", path: link[1], status: 200, holds: []string{"s.idrissi"}},
			scenario{name: "it sets the password", method: "POST", path: link[1], form: url.Values{"password": {"ثلاث كلمات طويلة جدا"}}, status: 303},
			scenario{name: "once", path: link[1], status: 422},
			scenario{name: "the list", as: admin, path: "/accounts?q=" + url.QueryEscape("ادريسي"), status: 200, holds: []string{"سعاد الإدريسي", "نتيجة واحدة", "عون الشباك"}, lacks: []string{f.plants[0].canary}},
		)
	})
}

// administered is the address of an account to try the administrator's acts on.
func (f *field) administered() string { return "/accounts/" + f.plants[0].params["account"] }

func TestAdministeringAnAccount(t *testing.T) {
	f := scenarios(t)
	admin, clerk, local := f.hired(access.Administrator, ""), f.hired(access.CounterClerk, "04.421"), f.hired(access.Administrator, "04.441")
	page, own := f.administered(), "/accounts/"+admin.actor.Account.String()
	right := url.Values{"role": {"auditor"}, "programme": {"widows-support"}, "territory": {"01"}}
	f.play(
		scenario{name: "a right", as: admin, method: "POST", path: page + "/grant", form: right, status: 303},
		scenario{name: "twice", as: admin, method: "POST", path: page + "/grant", form: right, status: 409, holds: []string{"s-errors", `<option value="auditor" selected>`}},
		scenario{name: "no place", as: admin, method: "POST", path: page + "/grant", form: url.Values{"role": {"auditor"}, "programme": {"*"}}, status: 422, holds: []string{`href="#f-territory"`}},
		scenario{name: "it is shown", as: admin, path: page, status: 200, holds: []string{"مدقق", "منح صلاحية", f.plants[0].canary}},
		scenario{name: "nobody grants to themselves", as: admin, method: "POST", path: own + "/grant", form: right, status: 403, holds: []string{"لا يجوز لأحد أن يمنح نفسه"}},
		scenario{name: "taken away", as: admin, method: "POST", path: page + "/revoke", form: right, status: 303},
		scenario{name: "taken away twice", as: admin, method: "POST", path: page + "/revoke", form: right, status: 404},
		scenario{name: "the last administrator stays", as: admin, method: "POST", path: own + "/deactivate", status: 409, holds: []string{"آخر مدير"}},
		scenario{name: "shut", as: admin, method: "POST", path: page + "/deactivate", status: 303},
		scenario{name: "shut twice", as: admin, method: "POST", path: page + "/deactivate", status: 409},
		scenario{name: "no link for a shut account", as: admin, method: "POST", path: page + "/reset", status: 409, lacks: []string{"/password/"}},
		scenario{name: "opened", as: admin, method: "POST", path: page + "/activate", status: 303},
		scenario{name: "a link", as: admin, method: "POST", path: page + "/reset", status: 200, holds: []string{"/password/", "لن يُعرض مرة أخرى"}},
		scenario{name: "the page afterwards has none", as: admin, path: page, status: 200, lacks: []string{"/password/"}},
		scenario{name: "an administrator of elsewhere", as: local, path: page, status: 404, lacks: []string{f.plants[0].canary}},
		scenario{name: "acts on nothing", as: local, method: "POST", path: page + "/reset", status: 404, lacks: []string{"/password/"}},
		scenario{name: "a clerk", as: clerk, path: "/accounts", status: 403, lacks: []string{f.plants[0].canary}},
	)
	a, err := account.One(t.Context(), f.db, admin.actor.Scope(access.AccountsManage), clerk.actor.Account)
	f.must(err)
	list, err := account.Sessions(t.Context(), f.db, admin.actor, a.ID, f.db.Now())
	if err != nil || len(list) != 1 {
		t.Fatalf("%d sessions, %v", len(list), err)
	}
	f.play(
		scenario{name: "signed out from afar", as: admin, method: "POST", path: "/accounts/" + a.ID.String() + "/sessions/" + list[0].ID.String() + "/end", status: 303},
		scenario{name: "the clerk must sign in again", as: clerk, path: "/dossiers", status: 303, holds: []string{"/sign-in"}},
	)
}

func TestWhoReadWhat(t *testing.T) {
	f := scenarios(t)
	secretary, auditor, local := f.hired(access.ProvincialSecretary, "04.421"), f.hired(access.Auditor, ""), f.hired(access.Auditor, "04.441")
	path := "/audit/" + secretary.actor.Account.String()
	f.play(
		scenario{name: "nothing yet", as: auditor, path: path, status: 200, holds: []string{"لم يُسجل أي اطلاع"}},
		scenario{name: "a reading", as: secretary, path: "/sessions/{commission}/{session}", status: 200},
		scenario{name: "it is there, without the name", as: auditor, path: path, status: 200, holds: []string{f.plants[0].params["party"], "إعداد اجتماع لجنة"}, lacks: []string{f.plants[0].canary}},
		scenario{name: "not before today", as: auditor, path: path + "?to=01/01/2020", status: 200, lacks: []string{f.plants[0].params["party"]}},
		scenario{name: "a day that is none", as: auditor, path: path + "?from=32/01/2020", status: 422, holds: []string{`href="#f-from"`, `value="32/01/2020"`}},
		scenario{name: "an auditor of elsewhere", as: local, path: path, status: 404},
		scenario{name: "the accounts to choose from", as: local, path: "/audit", status: 200, holds: []string{f.plants[1].canary}, lacks: []string{f.plants[0].canary}},
		scenario{name: "a secretary", as: secretary, path: "/audit", status: 403},
	)
	_, menu := f.ask(auditor, "GET", "/", nil)
	if !strings.Contains(menu, `href="/audit"`) {
		t.Error("the auditor's menu does not lead to the log")
	}
}
