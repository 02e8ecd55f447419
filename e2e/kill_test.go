package e2e_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// kills is how often the server is killed: 50, or SANAD_SOAK.
func kills(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("SANAD_SOAK")); err == nil {
		return n
	}
	if testing.Short() {
		return 5
	}
	return 50
}

// counter is a clerk's browser that deposits applications and keeps its own
// book of what the server acknowledged.
type counter struct {
	*http.Client
	mu      sync.Mutex
	acked   map[string]bool // receipts, each of one application
	unknown []url.Values    // forms sent whose answer never came
	refused []string
	number  atomic.Int64
}

func newCounter(t *testing.T, s *server, a account) *counter {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	// One address for all ports of the server: the cookie is of the host.
	c := &counter{Client: &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		acked: map[string]bool{}}
	resp, err := c.PostForm(s.url+"/sign-in", url.Values{"login": {a.login}, "password": {a.password}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in answered %s", resp.Status)
	}
	return c
}

// form is a new application, with a key of its own.
func (c *counter) form() url.Values {
	n := c.number.Add(1)
	return url.Values{
		"idempotency_key": {fmt.Sprintf("%08x-0000-7000-8000-%012x", 0x01900000+n, rand.Int64N(1<<47))},
		"programme":       {"widows-support"}, "different": {"yes"}, "a.orphans.0.different": {"yes"}, // they are all alike
		"on":         {time.Now().AddDate(0, 0, -2).Format("02/01/2006")},
		"p.given_ar": {"فاطمة"}, "p.family_ar": {"العلوي"}, "p.sex": {"F"}, "p.birth": {"1980"}, "p.province": {"04.421"},
		"p.children_family": {"العلوي"}, // and no card: the demonstration's are drawn from all of them
		"a.marital_status":  {"widow"}, "a.death_date": {"01/02/2018"}, "a.ramed_card": {"yes"}, "a.ramed_number": {"R1"}, "a.pays_tax": {"no"},
		"a.pension": {"no"}, "a.family_allowance": {"no"}, "a.other_support": {"no"},
		"a.orphans.0.given_name": {"أحمد"}, "a.orphans.0.birth": {"03/04/2012"}, "a.orphans.0.sex": {"m"},
		"a.orphans.0.in_care": {"yes"}, "a.orphans.0.disabled": {"no"}, "a.orphans.0.enrolled": {"yes"},
	}
}

// send sends a form and writes the answer into the book.
func (c *counter) send(s *server, form url.Values) {
	resp, err := c.PostForm(s.url+"/applications", form)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.unknown = append(c.unknown, form)
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSeeOther && strings.HasPrefix(resp.Header.Get("Location"), "/applications/") {
		c.acked[resp.Header.Get("Location")] = true
		return
	}
	c.refused = append(c.refused, resp.Status+" "+resp.Header.Get("Location"))
}

// work deposits with eight clerks at once until the context ends.
func (c *counter) work(ctx context.Context, s *server) {
	var clerks sync.WaitGroup
	for range 8 {
		clerks.Go(func() {
			for ctx.Err() == nil {
				c.send(s, c.form())
			}
		})
	}
	clerks.Wait()
}

// settle sends again what was in doubt, with the same keys.
func (c *counter) settle(s *server) {
	doubtful := c.unknown
	c.unknown = nil
	for _, form := range doubtful {
		c.send(s, form)
	}
}

// deposited is the published total, from the command line.
func deposited(t *testing.T, db string) int {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(run(t, "table", "widows-pipeline", "--db", db, "--format", "csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(rows[len(rows)-1][1])
	if err != nil || rows[0][1] != "deposited" {
		t.Fatalf("not the table expected: %v", rows)
	}
	return n
}

// The server is killed with kill -9 while eight clerks deposit. Nothing that was
// acknowledged is lost, nothing that was sent again is there twice, and every
// check of "sanad verify" passes after each kill.
func TestKillingTheServerLosesAndDoublesNothing(t *testing.T) {
	db := filepath.Join(t.TempDir(), "kill.db")
	accounts := demo(t, db)
	before := deposited(t, db)
	s := serve(t, db)
	c := newCounter(t, s, accounts["clerk.rabat"])
	doubts := 0
	for round := range kills(t) {
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() { c.work(ctx, s); close(ended) }()
		pause(time.Duration(30+rand.IntN(120)) * time.Millisecond)
		s.kill()
		stop()
		<-ended
		doubts += len(c.unknown)
		run(t, "verify", "--db", db)
		s = serve(t, db)
		c.settle(s)
		if got, want := deposited(t, db)-before, len(c.acked); got != want {
			t.Fatalf("after kill %d: %d applications, %d acknowledged", round+1, got, want)
		}
	}
	if len(c.refused) > 0 || len(c.acked) == 0 || doubts == 0 {
		t.Errorf("%d acknowledged, %d were in doubt, refused: %v", len(c.acked), doubts, c.refused)
	}
	t.Logf("%d applications acknowledged over %d kills, %d answers lost on the way", len(c.acked), kills(t), doubts)
}

// pause lets the clerks work for a while before the kill: the moment of the kill
// is what is drawn at random, nothing is waited for.
func pause(d time.Duration) { <-time.After(d) }
