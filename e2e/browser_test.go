package e2e_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take on a loaded two-core machine before the
// test gives up; nothing waits that long when all is well.
const patience = 30 * time.Second

// tab is a browser tab of its own profile.
type tab struct {
	t   testing.TB
	ctx context.Context
	url string
}

// chromium is the one browser of all journeys: starting one takes longer than
// most pages do.
var chromium struct {
	once sync.Once
	ctx  context.Context
	ends []context.CancelFunc
	dir  string
	err  error
}

// browser starts Chromium once.
func browser(t testing.TB) context.Context {
	t.Helper()
	c := &chromium
	c.once.Do(func() {
		var path string
		if path, c.err = exec.LookPath("chromium"); c.err != nil {
			return
		}
		if c.dir, c.err = os.MkdirTemp("", "sanad-chromium-"); c.err != nil {
			return
		}
		opts := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(c.dir)}
		for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
			opts = append(opts, chromedp.Flag(flag, true))
		}
		alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
		ctx, end := chromedp.NewContext(alloc)
		c.ctx, c.ends = ctx, []context.CancelFunc{end, stop}
		c.err = chromedp.Do(ctx, chromedp.Navigate("about:blank")) // it lives as long as the context it is first used with
	})
	if c.err != nil {
		t.Fatalf("Chromium is needed for the journeys: install Debian's package chromium (%v)", c.err)
	}
	return c.ctx
}

// closeBrowser ends Chromium and removes what it kept.
func closeBrowser() {
	for _, end := range chromium.ends {
		end()
	}
	if chromium.dir != "" {
		os.RemoveAll(chromium.dir)
	}
}

// open opens a tab as wide as asked on a server, signed in nowhere.
func open(t testing.TB, s *server, width, height int) *tab {
	t.Helper()
	ctx, end := chromedp.NewContext(browser(t), chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	// The tab lives as long as the context it is first used with.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(height))); err != nil {
		t.Fatal(err)
	}
	return &tab{t: t, ctx: ctx, url: s.url}
}

// do runs steps within the test's patience.
func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v\nat %s\n%s", what, err, b.location(), b.text("body"))
	}
}

func (b *tab) location() string {
	at, _ := chromedp.Run(b.ctx, chromedp.Location())
	return at
}

// visit opens a path of the server.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.do("visit "+path, chromedp.Navigate(b.url+path))
}

// fill writes into the field of a name, as it is now on the page.
func (b *tab) fill(name, value string) {
	b.t.Helper()
	sel := chromedp.CSS(`[name="` + name + `"]`)
	b.do("fill "+name, chromedp.WaitReady(sel), chromedp.SetValue(sel, value))
}

// stay says that a press changes the page it is on and leads to no other.
const stay = true

// press clicks an element and waits for the page it leads to.
func (b *tab) press(selector string, stays ...bool) {
	b.t.Helper()
	click := chromedp.Click(chromedp.CSS(selector))
	b.do("look at "+selector, chromedp.ScrollIntoView(chromedp.CSS(selector)))
	if len(stays) > 0 {
		b.do("press "+selector, click)
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, click)); err != nil {
		b.t.Fatalf("press %s: %v\nat %s\n%s", selector, err, b.location(), b.text("body"))
	}
}

// fillIn writes into the field of a selector.
func (b *tab) fillIn(selector, value string) {
	b.t.Helper()
	b.do("fill "+selector, chromedp.SetValue(chromedp.CSS(selector), value))
}

// fillIfEmpty writes into a field that the page left empty.
func (b *tab) fillIfEmpty(name, value string) {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Value(chromedp.CSS(`[name="`+name+`"]`)))
	if err != nil {
		b.t.Fatal(err)
	}
	if got == "" {
		b.fill(name, value)
	}
}

// each ticks every box of a selector.
func (b *tab) each(selector string) {
	b.t.Helper()
	n, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`(()=>{const boxes=[...document.querySelectorAll(`+"`"+selector+"`"+`)].filter(x=>!x.checked);boxes.forEach(x=>x.click());return boxes.length})()`))
	if err != nil || n == 0 {
		b.t.Fatalf("nothing to tick at %s: %v", selector, err)
	}
}

// clickWhere clicks the one of several elements whose nearest dossier number is
// the one given.
func (b *tab) clickWhere(selector, number string) {
	b.t.Helper()
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`(()=>{const shape=/W1-\d{4}-\d{5}-\d{5}/;
		for (const el of document.querySelectorAll(`+"`"+selector+"`"+`)) {
			let box = el; while (box && !shape.test(box.innerText||"")) box = box.parentElement;
			if (box && box.innerText.match(shape)[0] === "`+number+`") { el.click(); return true }
		} return false})()`))
	if err != nil || !found {
		b.t.Fatalf("no %s beside %s: %v\n%s", selector, number, err, b.text("body"))
	}
}

// tick sets a checkbox or radio button.
func (b *tab) tick(selector string) {
	b.t.Helper()
	b.do("tick "+selector, chromedp.ScrollIntoView(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector)))
}

// text is what a reader sees in an element; empty when it is not there.
func (b *tab) text(selector string) string {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	s, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`(document.querySelector(`+"`"+selector+"`"+`)||{innerText:""}).innerText`))
	return strings.TrimSpace(s)
}

// sees checks that the page shows a text.
func (b *tab) sees(want string) {
	b.t.Helper()
	if got := b.text("body"); !strings.Contains(got, want) {
		b.t.Fatalf("the page %s does not show %q:\n%s", b.location(), want, got)
	}
}

// signIn signs in with a demonstration account.
func (b *tab) signIn(a account) {
	b.t.Helper()
	if a.login == "" {
		b.t.Fatal("the demonstration has no such account")
	}
	b.visit("/sign-in")
	b.fill("login", a.login)
	b.fill("password", a.password)
	b.press(`form[action^="/sign-in"] button[type=submit]`)
}
