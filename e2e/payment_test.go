package e2e_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	bin "encoding/binary"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sanad/payment"
)

// A widow is accepted, her months are put into a run, somebody else releases it
// with a second factor, the bank sends her payment back, it is issued again to
// another account, and her statement is printed.
func TestFromTheDecisionToThePaymentIssuedAgain(t *testing.T) {
	s, accounts := office(t)
	clerk := open(t, s, 1280, 900)
	clerk.signIn(accounts["clerk.rabat"])
	number := clerk.deposit("p.given_ar", "رقية", "p.family_ar", "التازي", "p.given_latin", "Rokia", "p.family_latin", "Tazi", "p.birth", "09/11/1983", "p.cin", "ZZ956781", "a.ramed_number", "R-991")
	party := clerk.decided(s, accounts, number)

	officer, chief := open(t, s, 1280, 900), open(t, s, 1280, 900)
	officer.signIn(accounts["payments"])
	chief.signIn(accounts["authorise"])
	account := "999780" + "0000000000456781"
	officer.payTo(party, account)
	for _, of := range []string{"yes", "no"} {
		chief.visit(money)
		chief.fill("fund", of)
		chief.fillIn(`form[action$="/allot"] [name="amount"]`, "90000000")
		chief.fillIn(`form[action$="/allot"] [name="reason"]`, "قانون المالية")
		chief.press(`form[action$="/allot"] button[type=submit]`)
	}
	secret := chief.enrolsFactor()

	run := officer.prepares("regular")
	chief.releases(run, code(secret, 0))
	officer.makesFiles(run)
	order, amount := officer.orderOf(run, string(payment.MakeRIB(account)))

	// The bank sends it back: the account is closed.
	officer.visit(money + "/exceptions")
	officer.upload(fmt.Sprintf("reference;amount;reason\n%s;%s;AC04\ntotal;%s;1;E2E-1\n", order, amount, amount))
	officer.press(`form[action$="/returns"] button[type=submit]`)
	officer.sees("حساب مغلق")

	officer.payTo(party, "999780"+"0000000000456782")
	again := officer.prepares("reissue")
	chief.releases(again, code(secret, 1)) // a code serves once: the next one
	officer.visit(money + "/of/" + party)
	officer.sees("محاولة رقم 2")
	officer.sees("أرجع منه")
	pdf, err := chromedp.Run(officer.ctx, chromedp.PrintToPDF())
	if err != nil || len(pdf) < 10_000 || !strings.HasPrefix(string(pdf), "%PDF") {
		t.Errorf("the statement does not print: %d bytes (%v)", len(pdf), err)
	}
}

const money = "/payments/widows-support"

// decided takes a deposited file to its acceptance, and says whose it is.
func (b *tab) decided(s *server, accounts map[string]account, number string) string {
	b.t.Helper()
	secretary, centre := open(b.t, s, 1280, 900), open(b.t, s, 1280, 900)
	secretary.signIn(accounts["secretary.rabat"])
	secretary.sit()
	secretary.rule(number, "favourable")
	centre.signIn(accounts["centre"])
	centre.find(number)
	centre.press(`#act-receive summary, [data-act="receive"] summary`, stay)
	centre.press(`form[action$="/acts/receive"] button[type=submit]`)
	centre.sit()
	centre.rule(number, "accepted")
	centre.find(number)
	centre.sees("مقبول")
	_, path, _ := strings.Cut(centre.location(), "/dossiers/")
	party, _, _ := strings.Cut(path, "/")
	return party
}

// payTo gives a beneficiary an account, whose key is completed.
func (b *tab) payTo(party, digits string) {
	b.t.Helper()
	b.visit(money + "/of/" + party)
	b.fill("rib", string(payment.MakeRIB(digits)))
	b.press(`form[action$="/payee"] button[type=submit]`)
	b.sees("999 •••")
}

var typed = regexp.MustCompile(`[A-Z2-7]{32}`)

// enrolsFactor sets up codes of thirty seconds and gives their secret.
func (b *tab) enrolsFactor() string {
	b.t.Helper()
	b.visit("/me/factor")
	b.press(`form[action="/me/factor"] button[type=submit]`)
	secret := typed.FindString(b.text("main"))
	b.fill("proof", code(secret, -1)) // the code before this one, so that this one is left
	b.press(`form[action="/me/factor"] button[type=submit]`)
	b.sees("مفعل منذ")
	return secret
}

// code is what an application shows some steps from now (RFC 6238).
func code(secret string, step int64) string {
	key, _ := base32.StdEncoding.DecodeString(secret)
	mac := hmac.New(sha1.New, key)
	_ = bin.Write(mac, bin.BigEndian, time.Now().Unix()/30+step)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", (bin.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

// prepares asks for a run and waits for its control list; it gives its address.
func (b *tab) prepares(purpose string) string {
	b.t.Helper()
	b.visit(money)
	b.fill("purpose", purpose)
	b.press(`form[action$="/runs"] button[type=submit]`)
	b.waits("في انتظار الإذن بالصرف")
	_, path, _ := strings.Cut(b.location(), b.url)
	return path
}

// waits until the page shows a text, as it does by itself.
func (b *tab) waits(want string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`document.body.innerText.includes("`+want+`")`)); err != nil {
		b.t.Fatalf("%q does not come: %v\nat %s\n%s", want, err, b.location(), b.text("body"))
	}
}

func (b *tab) releases(run, code string) {
	b.t.Helper()
	b.visit(run)
	b.fill("proof", code)
	b.press(`form[action$="/release"] button[type=submit]`)
	b.sees("مأذون بصرفها")
	b.sees("مطابق")
}

func (b *tab) makesFiles(run string) {
	b.t.Helper()
	b.visit(run)
	b.press(`#act-files summary`, stay)
	b.press(`form[action$="/files"] button[type=submit]`)
	b.sees("أنجزت ملفاتها")
}

// orderOf finds in the bank's file what is paid to an account.
func (b *tab) orderOf(run, rib string) (reference, amount string) {
	b.t.Helper()
	file, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`fetch("`+run+`/files/bank").then(r => r.text())`, chromedp.EvalAwaitPromise))
	at := strings.Index(file, "<Id>"+rib+"<")
	if err != nil || at < 0 {
		b.t.Fatalf("the bank's file of %d bytes does not pay %s (%v)", len(file), rib, err)
	}
	part := file[strings.LastIndex(file[:at], "<CdtTrfTxInf>"):at]
	between := func(from, to string) string {
		_, rest, _ := strings.Cut(part, from)
		text, _, _ := strings.Cut(rest, to)
		return text
	}
	reference, amount = between("<EndToEndId>", "<"), between(`Ccy="MAD">`, "<")
	if n, err := strconv.ParseFloat(amount, 64); err != nil || n <= 0 || reference == "" {
		b.t.Fatalf("no order in %s", part)
	}
	return reference, amount
}

// upload chooses a file of a text.
func (b *tab) upload(text string) {
	b.t.Helper()
	done, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`(()=>{const list = new DataTransfer(); list.items.add(new File([`+strconv.Quote(text)+`], "retours.csv"));
		const input = document.querySelector('[name="file"]'); input.files = list.files; return input.files.length === 1})()`))
	if err != nil || !done {
		b.t.Fatalf("the file was not taken: %v", err)
	}
}

// An association's centre is granted a subsidy: the decision plans its tranches,
// the report meets what one of them waits for, the payment officer sees both on
// its statement of account and prints it.
func TestASubsidyIsPlannedInTranches(t *testing.T) {
	delegate, centre, payments := desk(t, "delegate.rabat"), desk(t, "centre"), desk(t, "payments")
	delegate.visit("/organisations?kind=association&province=04.421")
	code := associationCode.FindString(delegate.text("main"))
	number := delegate.openFile("disability-support", answers{"subject": code, "p.province": "04.421", "a.kind": "proximity_space", "a.year": "2026", "a.asked": "90000"}, "project", "statutes")
	centre.find(number)
	centre.take("decide", "agreed", nil)
	payments.find(number)
	payments.follow("كشف حساب الجمعية")
	payments.sees("36.000,00")
	payments.sees("مبرمجة")
	delegate.find(number)
	delegate.take("report", "", answers{"f.spent": "54000"}, "report")
	centre.find(number)
	centre.take("close", "", nil)
	centre.sees("لا تقفل الاتفاقية بدون تقرير مقبول")
	centre.find(number)
	centre.take("accept_report", "", nil)
	centre.find(number)
	centre.take("close", "", nil)
	centre.sees("دفعة من هذه المنحة ما زالت تنتظر استيفاء شرط")
	centre.find(number)
	centre.take("audit", "", answers{"f.conclusion": "regular"})
	payments.find(number)
	payments.follow("كشف حساب الجمعية")
	if text := payments.text("#tranches"); strings.Contains(text, "مبرمجة") || strings.Count(text, "قابلة للصرف") < 2 {
		t.Errorf("the tranches after their conditions:\n%s", text)
	}
	pdf, err := chromedp.Run(payments.ctx, chromedp.PrintToPDF())
	if err != nil || len(pdf) < 10_000 {
		t.Errorf("the statement does not print: %d bytes (%v)", len(pdf), err)
	}
	run(t, "verify", "--db", officeDB())
}
